package database

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
)

// Credentials are one of the passwords of an Instance.
type Credentials struct {
	// Number counts the rotations, from 1. It says which of the two roles signs in.
	Number int64
	// Password is that role's.
	Password Secret
}

// Password derives the password of a role from the operator's key. Nothing has to
// be read back from anywhere to know it again.
func Password(key []byte, database, role string, number int64) (Secret, error) {
	if len(key) < 32 {
		return "", fmt.Errorf("the key has %d bytes: expected at least 32", len(key))
	}
	text, err := hkdf.Key(sha256.New, key, nil, database+"/"+role+"/"+strconv.FormatInt(number, 10), 32)
	if err != nil {
		return "", err
	}
	return Secret(base64.RawURLEncoding.EncodeToString(text)), nil
}

// KeyID tells one key from another without telling the key.
func KeyID(key []byte) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:4])
}
