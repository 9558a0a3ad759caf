package auth_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/auth"
)

func TestBearer(t *testing.T) {
	const raw = "eyJ.a-b_c~d+e/f=="
	longest := strings.Repeat("a", 16384)
	for name, tc := range map[string]struct {
		headers []string
		want    string
		refused string
	}{
		"a request without a credential":  {nil, "", ""},
		"a token":                         {[]string{"Bearer " + raw}, raw, ""},
		"the scheme in small letters":     {[]string{"bearer " + raw}, raw, ""},
		"more spaces than needed":         {[]string{"Bearer   " + raw}, raw, ""},
		"the longest token":               {[]string{"Bearer " + longest}, longest, ""},
		"an empty header":                 {[]string{""}, "", "a scheme other than Bearer"},
		"a token without a scheme":        {[]string{"s3cret"}, "", "a scheme other than Bearer"},
		"a password":                      {[]string{"Basic czNjcmV0"}, "", "a scheme other than Bearer"},
		"a scheme that begins alike":      {[]string{"BearerToken s3cret"}, "", "a scheme other than Bearer"},
		"a scheme without a token":        {[]string{"Bearer"}, "", "holds no bearer token"},
		"a scheme with a space behind it": {[]string{"Bearer "}, "", "holds no bearer token"},
		"two tokens":                      {[]string{"Bearer s3cret s3cret"}, "", "holds no bearer token"},
		"a list of tokens":                {[]string{"Bearer s3cret,s3cret"}, "", "holds no bearer token"},
		"a token in quotes":               {[]string{`Bearer "s3cret"`}, "", "holds no bearer token"},
		"a token with a line behind it":   {[]string{"Bearer s3cret\n"}, "", "holds no bearer token"},
		"padding in the middle":           {[]string{"Bearer s3=cret"}, "", "holds no bearer token"},
		"two headers":                     {[]string{"Bearer s3cret", "Bearer s3cret"}, "", "more than one"},
		"a token that is too long":        {[]string{"Bearer a" + longest}, "", "longer than 16384 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := auth.Bearer(&http.Request{Header: http.Header{"Authorization": tc.headers}})
			assert.Equal(t, tc.want, got)
			if tc.refused == "" {
				require.NoError(t, err)
				return
			}
			var refusal *auth.Error
			require.ErrorAs(t, err, &refusal)
			assert.Equal(t, auth.InvalidRequest, refusal.Code)
			assert.Contains(t, refusal.Description, tc.refused)
			assert.Regexp(t, `^Bearer realm="tiendo", error="invalid_request", error_description="[ !#-\[\]-~]+"$`, refusal.Challenge())
			assert.NotContains(t, refusal.Challenge()+refusal.Error(), "s3cret")
		})
	}
}
