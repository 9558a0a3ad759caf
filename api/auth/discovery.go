package auth

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/coreos/go-oidc/v3/oidc"
)

// discovered is what the provider says about itself.
type discovered struct {
	// keys are fetched when they are needed, and kept.
	keys oidc.KeySet
	// algorithms are the provider's, without those that need no secret of the
	// provider's to sign; none leaves RS256, which every provider has.
	algorithms []string
}

// asymmetric are the algorithms in which only the provider can sign: never
// "none", and never HS256, for which its public key would do as the secret.
var asymmetric = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512,
	oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA,
}

// discover asks the provider about itself unless it has answered before. Those
// who come while it is being asked wait for the same answer, each as long as its
// own context lets it.
func (p *Provider) discover(ctx context.Context) (*discovered, error) {
	if found := p.found.Load(); found != nil {
		return found, nil
	}
	answer := p.asking.DoChan("", func() (any, error) {
		if found := p.found.Load(); found != nil {
			return found, nil
		}
		found, err := p.ask(context.WithoutCancel(ctx))
		if err == nil {
			p.found.Store(found)
		}
		return found, err
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case result := <-answer:
		return result.Val.(*discovered), result.Err
	}
}

func (p *Provider) ask(ctx context.Context) (*discovered, error) {
	ctx = oidc.ClientContext(ctx, &http.Client{Transport: p.transport, Timeout: askTimeout})
	provider, err := oidc.NewProvider(ctx, p.settings.Issuer)
	if err != nil {
		return nil, err
	}
	var document struct {
		Keys       string   `json:"jwks_uri"`
		Algorithms []string `json:"id_token_signing_alg_values_supported"`
	}
	if err := provider.Claims(&document); err != nil {
		return nil, err
	}
	if document.Keys == "" {
		return nil, errors.New("it does not say where its keys are (jwks_uri)")
	}
	keysClient := &http.Client{Transport: &sparing{next: p.transport, now: p.now}, Timeout: askTimeout}
	return &discovered{
		keys: oidc.NewRemoteKeySet(oidc.ClientContext(context.Background(), keysClient), document.Keys),
		algorithms: slices.DeleteFunc(document.Algorithms, func(name string) bool {
			return !slices.Contains(asymmetric, name)
		}),
	}, nil
}

// observed remembers how the check of one token's signature went, which the
// library's verifier turns into prose.
type observed struct {
	keys oidc.KeySet
	// refused is set where no key fits; unavailable where the keys are missing.
	refused     bool
	unavailable error
}

// VerifySignature passes the check on. The key set wraps whatever kept it from
// fetching keys; that no key fits is an error of its own.
func (o *observed) VerifySignature(ctx context.Context, raw string) ([]byte, error) {
	payload, err := o.keys.VerifySignature(ctx, raw)
	if cause := errors.Unwrap(err); cause != nil {
		o.unavailable = cause
	} else if err != nil {
		o.refused = true
	}
	return payload, err
}
