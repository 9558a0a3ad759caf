package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// subprotocol is the one way of speaking over a websocket that we know:
// https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
const subprotocol = "graphql-transport-ws"

// Types of the subprotocol's messages.
const (
	messageInit      = "connection_init"
	messageAck       = "connection_ack"
	messagePing      = "ping"
	messagePong      = "pong"
	messageSubscribe = "subscribe"
	messageNext      = "next"
	messageError     = "error"
	messageComplete  = "complete"
)

// Codes that a websocket is closed with, from its own specification and from the
// subprotocol's. Clients connect again by themselves after 1000, 1001, 1013, 4403
// and 4408, and not after the others.
const (
	closeNormal         = 1000
	closeGoingAway      = 1001 // the server is stopping
	closeTooMuch        = 1008 // more messages than any front end sends
	closeTryAgainLater  = 1013 // the credential cannot be checked right now
	closeInvalid        = 4400 // not a message of the subprotocol
	closeUnauthorized   = 4401 // an operation before connection_ack, or the credential has expired
	closeForbidden      = 4403 // the credential is refused
	closeInitTimeout    = 4408
	closeDuplicate      = 4409 // an id that is in use
	closeTooManyInits   = 4429
	closeInternalServer = 4500
)

const (
	// maxMessageBytes bounds a message, unless limits.bodyBytes is less.
	maxMessageBytes = 256 << 10
	// maxRunning is how many operations one websocket may run at once.
	maxRunning = 50
	// maxIDBytes bounds an operation's id: clients send a UUID.
	maxIDBytes = 128
	// messageRate is how many messages a second a websocket may send in the long
	// run, and messageBurst how many at once: a page that opens begins all of its
	// operations.
	messageRate, messageBurst = 50, 150
)

// A message is one of the client's.
type message struct {
	Type    string          `json:"type"`
	ID      *string         `json:"id"`
	Payload json.RawMessage `json:"payload"`
}

// readMessage takes a message apart. Its error is for the client to read.
func readMessage(text []byte) (message, error) {
	var m *message
	if err := unmarshal(string(text), &m); err != nil {
		return message{}, fmt.Errorf("not a message: %s", explain(err))
	}
	if m == nil {
		return message{}, errors.New("not a message: expected an object, found null")
	}
	switch m.Type {
	case messageInit, messagePing, messagePong:
		if !isObject(m.Payload) && !isNothing(m.Payload) {
			return message{}, fmt.Errorf("the payload of %q must be an object", m.Type)
		}
	case messageSubscribe, messageComplete:
		switch {
		case m.ID == nil || *m.ID == "":
			return message{}, fmt.Errorf("the message %q has no id", m.Type)
		case len(*m.ID) > maxIDBytes:
			return message{}, fmt.Errorf("the id has %d bytes; the limit is %d", len(*m.ID), maxIDBytes)
		case m.Type == messageSubscribe && !isObject(m.Payload):
			return message{}, errors.New(`the payload of "subscribe" must be an object`)
		}
	default:
		return message{}, fmt.Errorf("there is no message of type %q", shorten(m.Type))
	}
	return *m, nil
}

// isObject and isNothing look at JSON that is well formed.
func isObject(payload json.RawMessage) bool { return len(payload) > 0 && payload[0] == '{' }

func isNothing(payload json.RawMessage) bool { return len(payload) == 0 || string(payload) == "null" }

// credential is the authorization that connection_init carries, which stands for
// the header that a browser cannot send. It is "" where there is none.
func credential(payload json.RawMessage) (string, error) {
	if isNothing(payload) {
		return "", nil
	}
	var values map[string]any
	if err := unmarshal(string(payload), &values); err != nil {
		return "", fmt.Errorf("the payload is not an object: %s", explain(err))
	}
	found := ""
	for _, name := range []string{"Authorization", "authorization"} {
		value, ok := values[name]
		if !ok || value == nil {
			continue
		}
		text, ok := value.(string)
		switch {
		case !ok:
			return "", fmt.Errorf("%q must be text", name)
		case strings.ContainsFunc(text, unicode.IsControl):
			return "", fmt.Errorf("%q must be one line", name)
		case found != "" && found != text:
			return "", errors.New(`"Authorization" and "authorization" differ`)
		}
		found = text
	}
	return found, nil
}

// opening is a message up to its payload, which closing ends.
func opening(kind, id string) []byte {
	text := `{"type":"` + kind + `"`
	if id != "" {
		quoted, _ := json.Marshal(id) // text always has a form in JSON
		text += `,"id":` + string(quoted)
	}
	return []byte(text)
}

// errorMessage ends the operation of that id.
func errorMessage(id string, errs gqlerror.List) []byte {
	payload, err := json.Marshal(errs)
	if err != nil {
		panic(err) // a fault of the presenter's; see encoded
	}
	return append(append(append(opening(messageError, id), `,"payload":`...), payload...), '}')
}

// closeReason fits a reason into a close frame, which has room for 123 bytes.
func closeReason(text string) string {
	const most = 123
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most-len("…")], "") + "…"
}
