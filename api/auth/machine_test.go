package auth_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/auth"
)

func TestAMachineTokenIsNewEachTime(t *testing.T) {
	plain, hint, hash, err := auth.NewMachineToken()
	require.NoError(t, err)
	assert.Regexp(t, `^tdm_[A-Za-z0-9_-]{43}$`, plain)
	assert.Equal(t, plain[:8], hint)
	assert.Equal(t, auth.HashMachineToken(plain), hash)
	assert.Len(t, hash, 32)
	assert.True(t, auth.IsMachineToken(plain))

	other, _, otherHash, err := auth.NewMachineToken()
	require.NoError(t, err)
	assert.NotEqual(t, plain, other)
	assert.NotEqual(t, hash, otherHash)
}

func TestTheHashOfATokenStaysWhatItIs(t *testing.T) {
	assert.Equal(t, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hex.EncodeToString(auth.HashMachineToken("abc")))
}

func TestTheFormOfAMachineToken(t *testing.T) {
	zeros := strings.Repeat("A", 43)
	for name, tc := range map[string]struct {
		raw  string
		want bool
	}{
		"a token":                            {"tdm_" + zeros, true},
		"nothing":                            {"", false},
		"a prefix alone":                     {"tdm_", false},
		"another prefix":                     {"tdx_" + zeros, false},
		"a prefix in capitals":               {"TDM_" + zeros, false},
		"one character too few":              {"tdm_" + zeros[1:], false},
		"one character too many":             {"tdm_" + zeros + "A", false},
		"base64 of another kind":             {"tdm_" + zeros[1:] + "+", false},
		"another spelling of the same token": {"tdm_" + zeros[1:] + "B", false},
		"padding":                            {"tdm_" + zeros + "=", false},
		"a line break inside":                {"tdm_" + zeros[1:] + "\n", false},
		"a JWT":                              {"eyJhbGciOiJIUzI1NiJ9.e30.s", false},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, auth.IsMachineToken(tc.raw)) })
	}
}
