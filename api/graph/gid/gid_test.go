package gid_test

import (
	"encoding/base64"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/graph/gid"
)

var key = uuid.MustParse("0190a3c0-1234-7000-8000-000000000001")

// tagged is the text of a key behind any tag.
func tagged(tag byte, key []byte) string {
	return base64.RawURLEncoding.EncodeToString(append([]byte{tag}, key...))
}

// What is read as an id names a type of the graph and a key, and has no other
// text: a client may compare ids as texts.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		gid.Of("Agency", key).String(), gid.Of("Webhook", uuid.Nil).String(), tagged(0, key[:]), tagged(24, key[:]), tagged(255, key[:]),
		tagged(1, key[:15]), tagged(1, append(key[:], 0)), "", "A", key.String(), "AQGQo8ASNHAAgAAAAAAAAAE=", "AQGQo8ASNHAAgAAAAAAAAAF",
		"AQGQo8ASNHAA\ngAAAAAAAAAE", " AQGQo8ASNHAAgAAAAAAAAAE", "AQGQo8ASNHAA+AAAAAAAAAE", "AQGQo8ASNHAA/AAAAAAAAAE", "AQGQo8ASNHAA-AAAAAAAAAE\x00",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := gid.Parse(text)
		bare, keyErr := gid.UnmarshalKey(text)
		if err != nil {
			assert.Zero(t, id)
			assert.Equal(t, &gid.Error{Value: text}, err)
			assert.Equal(t, err, keyErr)
			return
		}
		require.NoError(t, keyErr)
		assert.Equal(t, id.Key, bare)
		assert.Equal(t, text, id.String(), "what is read is written back")
		assert.NotZero(t, gid.Tag(id.Type), "a type of the graph")
		assert.Equal(t, id, gid.Of(id.Type, id.Key))
		assert.Len(t, text, 23)
		var b strings.Builder
		id.MarshalGQL(&b)
		assert.Equal(t, strconv.Quote(text), b.String())
	})
}
