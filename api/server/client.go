package server

import (
	"fmt"
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
