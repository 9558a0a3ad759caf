package link_test

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func hmacOf(key, payload string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(payload))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// keyForms are the ways in which the secret and the key made from it would show
// in printed text.
func keyForms(t *testing.T) []string {
	t.Helper()
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, "tiendo link v1", sha256.Size)
	require.NoError(t, err)
	var forms []string
	for _, k := range [][]byte{[]byte(secret), key} {
		forms = append(forms, string(k), hex.EncodeToString(k), base64.StdEncoding.EncodeToString(k),
			strings.Trim(fmt.Sprint(k), "[]"), strings.Trim(fmt.Sprintf("%#v", k), "[]byte{}"))
	}
	return forms
}
