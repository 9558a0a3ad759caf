package deliver

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/textproto"
	"strings"
)

// stage says what a failure of the mail session may reveal and mean.
type stage uint8

const (
	// early is before the message is spoken of: no reply is about it.
	early stage = 1 << iota
	// wordless is while the password is on the wire: the reply may repeat it.
	wordless
)

// failed makes the error of one step of the session.
func (m *Mailer) failed(ctx context.Context, at stage, step string, err error) *Error {
	failure := &Error{Channel: ChannelMail}
	var reply *textproto.Error
	switch {
	case errors.As(err, &reply):
		failure.Code = reply.Code
		failure.Permanent = at&early == 0 && reply.Code/100 == 5 && !aboutSession(reply.Code)
		failure.text = fmt.Sprintf("%s: the server answered %d", step, reply.Code)
		if at&wordless == 0 {
			failure.text += " " + m.quote(reply.Msg)
		}
	case ctx.Err() != nil:
		failure.cause = ctx.Err()
		failure.text = step + ": " + failure.cause.Error()
	default:
		failure.text = step + ": " + m.quote(err.Error())
	}
	return failure
}

// aboutSession are the refusals that ask for encryption or another password
// (RFC 4954), whenever they come: not the message's fault.
func aboutSession(code int) bool {
	return code == 530 || code == 534 || code == 535 || code == 538
}

// quote repeats the server's words as one short line without the password, in
// any form in which it was sent.
func (m *Mailer) quote(words string) string {
	if m.password != "" {
		encode := base64.StdEncoding.EncodeToString
		for _, form := range []string{
			encode([]byte("\x00" + m.server.user + "\x00" + string(m.password))),
			encode([]byte(m.password)),
			string(m.password),
		} {
			words = strings.ReplaceAll(words, form, hidden)
		}
	}
	return line(words, 200)
}
