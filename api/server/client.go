package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// The headers in which a client says who it is, the second pair as Apollo's
// clients send it.
const (
	headerClientName    = "GraphQL-Client-Name"
	headerClientVersion = "GraphQL-Client-Version"
	headerApolloName    = "apollographql-client-name"
	headerApolloVersion = "apollographql-client-version"
)

// maxClientBytes bounds a client's name, and its version.
const maxClientBytes = 64

// A Client is a program that asks, by its own word.
type Client struct{ Name, Version string }

// clientOf is who a request says it comes from. What does not look like a name is
// none: it would end in tables and tables of people.
func clientOf(h http.Header) Client {
	first := func(names ...string) string {
		for _, name := range names {
			if value := h.Get(name); value != "" && CheckClient(name, value) == nil {
				return value
			}
		}
		return ""
	}
	return Client{first(headerClientName, headerApolloName), first(headerClientVersion, headerApolloVersion)}
}

// CheckClient says what is wrong with a client's name or version.
func CheckClient(field, value string) error {
	strange := strings.ContainsFunc(value, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-._+@/", r)
	})
	if value == "" || len(value) > maxClientBytes || strange {
		return fmt.Errorf("%s %q: expected 1 to %d letters without accents, digits and -._+@/", field, shorten(value), maxClientBytes)
	}
	return nil
}

// introduce takes a websocket's client by what its connection_init says: a browser
// cannot send headers with a handshake.
func introduce(h http.Header, payload json.RawMessage) {
	var said map[string]any
	if isNothing(payload) || unmarshal(string(payload), &said) != nil {
		return // it has been read before
	}
	for _, name := range []string{headerClientName, headerClientVersion, headerApolloName, headerApolloVersion} {
		if value, ok := said[name].(string); ok {
			h.Set(name, value)
		}
	}
}
