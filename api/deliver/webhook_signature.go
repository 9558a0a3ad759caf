package deliver

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The headers of a signed request, as the Standard Webhooks specification 1.0.0
// names them.
const (
	HeaderID        = "webhook-id"
	HeaderTimestamp = "webhook-timestamp"
	HeaderSignature = "webhook-signature"
)

const (
	secretPrefix = "whsec_"
	// The specification's bounds of a secret, in bytes.
	secretLeast, secretMost = 24, 64
	// signatureV1 marks HMAC-SHA256.
	signatureV1 = "v1,"
)

// ErrSignature is a request that was not signed with the secret, or not as it
// arrived.
var ErrSignature = errors.New("webhook-signature: expected a signature made with the secret over these id, timestamp and body")

// NewSigningSecret makes a secret for one endpoint: "whsec_" and 32 random bytes
// in base64.
func NewSigningSecret() Secret {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // it does not fail: it ends the process
	return Secret(secretPrefix + base64.StdEncoding.EncodeToString(key))
}

// key is the secret's bytes. The error does not repeat it.
func (s Secret) key() ([]byte, error) {
	encoded, ok := strings.CutPrefix(string(s), secretPrefix)
	key, err := base64.StdEncoding.DecodeString(encoded)
	if !ok || err != nil || len(key) < secretLeast || len(key) > secretMost {
		return nil, fmt.Errorf("secret: expected %q and %d to %d bytes in base64", secretPrefix, secretLeast, secretMost)
	}
	return key, nil
}

// sign is the signature over "id.timestamp.body", the id without a dot: else
// parts of one message could stand for parts of another.
func sign(key []byte, id, timestamp string, body []byte) []byte {
	mac := hmac.New(sha256.New, key)
	_, _ = fmt.Fprintf(mac, "%s.%s.", id, timestamp)
	_, _ = mac.Write(body)
	return mac.Sum(nil)
}

// Verify checks a request as its receiver should: that body is, to the byte,
// what the holder of the secret signed, and that it was sent no further than
// tolerance from now, before or after. Five minutes are usual. Nothing keeps the
// same request from coming again within the tolerance: remember the webhook-id.
// The error is ErrSignature, or says which header or argument is wrong.
func Verify(secret Secret, headers http.Header, body []byte, now time.Time, tolerance time.Duration) error {
	key, err := secret.key()
	if err != nil {
		return err
	}
	if tolerance <= 0 {
		return fmt.Errorf("tolerance %s: expected more than 0", tolerance)
	}
	id, timestamp := headers.Get(HeaderID), headers.Get(HeaderTimestamp)
	if err := checkID(id); err != nil {
		return err
	}
	seconds, err := strconv.ParseUint(timestamp, 10, 40) // 40 bits: no overflow until the year 36812
	if err != nil {
		return fmt.Errorf("%s %q: expected seconds since 1970", HeaderTimestamp, shorten(timestamp, 40))
	}
	if sent := time.Unix(int64(seconds), 0); sent.Before(now.Add(-tolerance)) || sent.After(now.Add(tolerance)) {
		return fmt.Errorf("%s %s: expected within %s of now", HeaderTimestamp, timestamp, tolerance)
	}
	want := sign(key, id, timestamp, body)
	// Several signatures come while a sender changes its secret.
	for one := range strings.SplitSeq(headers.Get(HeaderSignature), " ") {
		encoded, ok := strings.CutPrefix(one, signatureV1)
		if got, err := base64.StdEncoding.DecodeString(encoded); ok && err == nil && hmac.Equal(got, want) {
			return nil
		}
	}
	return ErrSignature
}

// checkID refuses an id that could not stand in a header or be told from what
// follows it in the signed text.
func checkID(id string) error {
	foreign := func(r rune) bool { return r <= ' ' || r > '~' || r == '.' }
	if id == "" || len(id) > 255 || strings.ContainsFunc(id, foreign) {
		return fmt.Errorf("%s %q: expected 1 to 255 visible ASCII characters without a dot", HeaderID, shorten(id, 80))
	}
	return nil
}
