package auth

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	developmentIssuer   = "tiendo-development"
	developmentAudience = "tiendo"
	developmentLifetime = 30 * 24 * time.Hour
	// leastKey is the fewest bytes of a key that nobody can guess.
	leastKey = 32
)

// Development verifies the tokens it issued itself: the personas' in development
// mode, in place of a provider's.
type Development struct {
	key    []byte
	now    func() time.Time
	parser *jwt.Parser
}

// NewDevelopment returns the verifier of tokens signed with a key made from key,
// which has 32 bytes or more; anything shorter panics, because everybody could
// sign. Whatever else is signed with the same key is no token.
func NewDevelopment(key []byte, now func() time.Time) *Development {
	if len(key) < leastKey {
		panic(fmt.Sprintf("auth: a key of %d bytes; expected %d at least", len(key), leastKey))
	}
	own := hmac.New(sha256.New, key)
	own.Write([]byte(developmentIssuer))
	return &Development{key: own.Sum(nil), now: now, parser: jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
		jwt.WithIssuer(developmentIssuer),
		jwt.WithAudience(developmentAudience),
		jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(now),
		jwt.WithStrictDecoding(),
	)}
}

// developmentClaims is what a persona's token says.
type developmentClaims struct {
	jwt.RegisteredClaims
	Name  string `json:"name"`
	Email string `json:"email"`
}

// Token is a token of a persona. It is issued at the beginning of the day (UTC)
// and ends 30 days later, so that a server that is started again and again
// prints the same one.
func (d *Development) Token(p Persona) (string, error) {
	issued := d.now().UTC().Truncate(24 * time.Hour)
	return jwt.NewWithClaims(jwt.SigningMethodHS256, developmentClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer:    developmentIssuer,
			Subject:   p.Key,
			Audience:  jwt.ClaimStrings{developmentAudience},
			IssuedAt:  jwt.NewNumericDate(issued),
			ExpiresAt: jwt.NewNumericDate(issued.Add(developmentLifetime)),
		},
		Name:  p.Name,
		Email: p.Key + "@tiendo.example", // a domain that no mail is ever delivered to
	}).SignedString(d.key)
}

// Verify returns the identity of the persona whose token it is. The error is an
// *Error.
func (d *Development) Verify(_ context.Context, raw string) (Identity, error) {
	var claims developmentClaims
	_, err := d.parser.ParseWithClaims(raw, &claims, func(*jwt.Token) (any, error) { return d.key, nil })
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return Identity{}, invalidToken("The token has expired.")
	case err != nil:
		return Identity{}, invalidToken("The token is not one of this server's development mode.")
	case claims.Subject == "":
		return Identity{}, invalidToken("The token names nobody.")
	}
	return Identity{
		Subject: subject(developmentIssuer, claims.Subject),
		Name:    cmp.Or(shown(claims.Name), claims.Subject),
		Email:   claims.Email,
		Expires: claims.ExpiresAt.Time,
	}, nil
}
