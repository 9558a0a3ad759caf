package config_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
)

func TestWhatAServerCannotDoWithout(t *testing.T) {
	const issuer = "https://id.example.vn"
	for name, tc := range map[string]struct {
		c    config.Config
		want []string
	}{
		"a provider will do":             {config.Config{DataDir: "/srv", Auth: config.Auth{Issuer: issuer}}, nil},
		"so will development mode":       {config.Config{DataDir: "/srv", Development: true}, nil},
		"so will the public alone":       {config.Config{Auth: config.Auth{Public: true}}, nil},
		"none of them will not":          {config.Config{DataDir: "/srv"}, []string{"auth.issuer: expected a provider's address; or auth.public, for a server where nobody signs in; or development mode"}},
		"both together will not":         {config.Config{DataDir: "/srv", Development: true, Auth: config.Auth{Issuer: issuer}}, []string{`auth.issuer = "https://id.example.vn": expected nothing, because development mode`}},
		"nor the public and a provider":  {config.Config{DataDir: "/srv", Auth: config.Auth{Issuer: issuer, Public: true}}, []string{`auth.public = "true": expected false, because auth.issuer names a provider`}},
		"nor the public and personas":    {config.Config{DataDir: "/srv", Development: true, Auth: config.Auth{Public: true}}, []string{`auth.public = "true": expected false, because development mode`}},
		"all three are named":            {config.Config{DataDir: "/srv", Development: true, Auth: config.Auth{Issuer: issuer, Public: true}}, []string{"auth.issuer = ", "auth.public = ", "auth.public = "}},
		"a place for each thing will do": {config.Config{SecretFile: "/s", Evidence: config.Evidence{URL: "/e"}, Development: true}, nil},
		"so will none for evidence":      {config.Config{SecretFile: "/s", Evidence: config.Evidence{Off: true}, Development: true}, nil},
		"nowhere for the secret":         {config.Config{Evidence: config.Evidence{URL: "/e"}, Development: true}, []string{"secretFile: expected a file's path"}},
		"nowhere for evidence":           {config.Config{SecretFile: "/s", Development: true}, []string{"evidence.url: expected a folder's path"}},
		"nothing at all":                 {config.Config{}, []string{"auth.issuer: ", "secretFile: ", "evidence.url: "}},
	} {
		t.Run(name, func(t *testing.T) {
			err := tc.c.CheckServe()
			if tc.want == nil {
				require.NoError(t, err)
				return
			}
			var faults config.Faults
			require.ErrorAs(t, err, &faults)
			require.Len(t, faults, len(tc.want))
			for n, want := range tc.want {
				assert.Contains(t, faults[n].String(), want)
			}
		})
	}
}
