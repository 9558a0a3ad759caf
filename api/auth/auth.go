// Package auth turns a credential into an identity: the token of an OpenID
// Connect provider, a persona's token in development mode, or a machine's. What
// an identity may do is decided elsewhere, from what the instance knows of it.
package auth

import (
	"context"
	"time"
)

// Identity is who a credential names.
type Identity struct {
	// Subject tells people apart for good and across providers: the issuer, "#"
	// and the subject claim; at most 255 bytes.
	Subject string
	// Name is the name to show; never empty.
	Name string
	// Email is the address to write to; empty where the provider has none. It
	// proves nothing: people can often change it, so nobody is found by it.
	Email string
	// Expires is when the credential ends.
	Expires time.Time
}

// Verifier turns a raw token into an identity. Its error is an *Error where the
// token is refused, and an *Unavailable where nobody could say.
type Verifier interface {
	Verify(ctx context.Context, raw string) (Identity, error)
}
