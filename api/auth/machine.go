package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

const (
	// machinePrefix lets people and secret scanners recognise a machine's token.
	machinePrefix = "tdm_"
	// machineBytes is how much of a machine's token nobody can guess.
	machineBytes = 32
	// hintLength is how much of a token a list shows to tell it from others.
	hintLength = 8
)

// machineEncoding refuses the second spelling that base64 has for the last
// character, so that a token is written in one way only.
var machineEncoding = base64.RawURLEncoding.Strict()

// NewMachineToken makes a token for a machine: plain is shown to its owner once
// and never kept, hint is its first 8 characters for lists, hash is what is kept.
// It fails only where the system has no randomness.
func NewMachineToken() (plain, hint string, hash []byte, err error) {
	random := make([]byte, machineBytes)
	if _, err := rand.Read(random); err != nil {
		return "", "", nil, err
	}
	plain = machinePrefix + machineEncoding.EncodeToString(random)
	return plain, plain[:hintLength], HashMachineToken(plain), nil
}

// IsMachineToken reports whether raw has the form of a machine's token: "tdm_"
// and 43 characters of base64url.
func IsMachineToken(raw string) bool {
	encoded, ok := strings.CutPrefix(raw, machinePrefix)
	if !ok || len(encoded) != machineEncoding.EncodedLen(machineBytes) {
		return false
	}
	random, err := machineEncoding.DecodeString(encoded)
	return err == nil && len(random) == machineBytes
}

// HashMachineToken is the SHA-256 of a token, 32 bytes. It needs no salt and no
// slowness, because a token is random from end to end; to find a token by its
// hash tells nobody's clock anything about the token.
func HashMachineToken(raw string) []byte {
	sum := sha256.Sum256([]byte(raw))
	return sum[:]
}
