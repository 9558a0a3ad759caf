package auth

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/sync/singleflight"

	"github.com/tiendo-vn/tiendo/api/config"
)

// Provider verifies the tokens of an OpenID Connect provider. It asks the
// provider about itself when the first token comes, and again with each token
// until it answers, so that the server starts while the provider is down. A key
// that is new at the provider is found at the latest five seconds after the
// last time the keys were fetched.
type Provider struct {
	settings  config.Auth
	now       func() time.Time
	transport http.RoundTripper
	asking    singleflight.Group
	found     atomic.Pointer[discovered]
}

// NewProvider returns the verifier of the provider that settings names; it sends
// nothing yet. now is the clock that tokens are held against. The error is about
// the settings: no issuer, no audience, or no certificates in the CA file.
func NewProvider(settings config.Auth, now func() time.Time) (*Provider, error) {
	if settings.Issuer == "" || settings.Audience == "" {
		return nil, errors.New("auth.issuer, auth.audience: expected a provider's address and a client id")
	}
	transport, err := newTransport(settings)
	if err != nil {
		return nil, err
	}
	return &Provider{settings: settings, now: now, transport: transport}, nil
}

// Verify returns the identity that a token of the provider names. The error is
// an *Error where the token is refused, and an *Unavailable where the provider,
// or its keys, could not be had.
func (p *Provider) Verify(ctx context.Context, raw string) (Identity, error) {
	provider, err := p.discover(ctx)
	if err != nil {
		return Identity{}, &Unavailable{p.settings.Issuer, err}
	}
	// The library says "wrong issuer", "wrong audience" and "expired" in prose
	// only, and has a skew of its own; what it leaves out here follows below.
	signature := &observed{keys: provider.keys}
	token, err := oidc.NewVerifier(p.settings.Issuer, signature, &oidc.Config{
		SupportedSigningAlgs: provider.algorithms,
		SkipIssuerCheck:      true,
		SkipClientIDCheck:    true,
		SkipExpiryCheck:      true,
	}).Verify(ctx, raw)
	switch {
	case signature.unavailable != nil:
		return Identity{}, &Unavailable{p.settings.Issuer, signature.unavailable}
	case err != nil && signature.refused:
		return Identity{}, invalidToken("The token is not signed with a key of the provider.")
	case err != nil:
		return Identity{}, invalidToken("The token is no JWT that is signed the way the provider signs.")
	case token.Issuer != p.settings.Issuer:
		return Identity{}, invalidToken("The token comes from another provider.")
	case !slices.Contains(token.Audience, p.settings.Audience):
		return Identity{}, invalidToken("The token was made for another program.")
	}
	var said claims
	if err := token.Claims(&said); err != nil {
		return Identity{}, invalidToken("The claims of the token cannot be read.")
	}
	expires, err := said.checkTimes(p.now(), p.settings.ClockSkew)
	if err != nil {
		return Identity{}, err
	}
	who, err := said.identity(p.settings)
	who.Expires = expires
	return who, err
}
