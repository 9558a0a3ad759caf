package config

import (
	"regexp"
	"time"
)

// Auth names the OpenID Connect provider that says who somebody is, and how its
// tokens are read.
type Auth struct {
	// Public serves without a provider: everybody is the public, reads what is
	// published and writes nothing. Default false.
	Public bool
	// Issuer is the provider's address exactly as its tokens have it in "iss": an
	// https URL, or http on a loopback address. Default "": no provider.
	Issuer string
	// Audience is the client id that a token's "aud" must hold. Required with
	// Issuer: else a token made for any other program would do here.
	Audience string
	// SubjectClaim is the claim that tells people apart for good. Dots lead into
	// nested claims, here and in the two below. Default "sub".
	SubjectClaim string
	// NameClaim is the claim with the name to show. Default "name".
	NameClaim string
	// EmailClaim is the claim with the address to write to. Default "email".
	EmailClaim string
	// ClockSkew is how far the provider's clock may be from this one. Default
	// 60 s, at most 5 min.
	ClockSkew time.Duration
	// CAFile is a file of PEM certificates to trust for the provider instead of
	// the system's. Default "": the system's.
	CAFile string
}

// claimPath matches the name of a claim: names joined by dots.
var claimPath = regexp.MustCompile(`^[^\s.]+(\.[^\s.]+)*$`)

const wantClaim = "a claim's name, with dots between the names of nested ones"

func validClaim(s string) bool { return len(s) <= 255 && claimPath.MatchString(s) }
