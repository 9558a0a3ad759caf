package desired_test

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
)

func TestTheDatabasesSecretHoldsWhatPodsOpenItWith(t *testing.T) {
	for name, tc := range map[string]struct{ ca, wantPath string }{
		"with certificates":      {certificate, "/run/secrets/tiendo/database/ca.crt"},
		"with the image's alone": {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			i := instance(func(i *desired.Instance) { i.Database.CA = tc.ca })
			secret := desired.DatabaseSecret(i, databaseURL)
			assert.Equal(t, databaseURL, string(secret.Data["url"]))
			assert.Equal(t, tc.ca, string(secret.Data["ca.crt"]))
			assert.Equal(t, tc.wantPath, desired.DatabaseCAPath(i))
		})
	}
}

func TestOnlySharedDatabasesHaveASecretOfOurs(t *testing.T) {
	for _, kind := range []desired.DatabaseKind{desired.DatabaseExternal, desired.DatabaseCloudNativePG} {
		assert.Nil(t, desired.DatabaseSecret(instance(func(i *desired.Instance) { i.Database.Kind = kind }), databaseURL))
	}
}

// Secrets are nowhere but in the data of Secrets: not in a name, a label, an
// argument, a variable, in no writing of them.
func TestNoSecretIsAnywhereElse(t *testing.T) {
	found := 0
	for name, change := range cases {
		for _, object := range objects(instance(change)) {
			u := read(t, object)
			if u.GetKind() == "Secret" {
				found++
				delete(u.Object, "data")
			}
			body := string(text(t, u))
			for _, secret := range []string{databasePassword, linkKey} {
				for _, written := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret),
					base64.StdEncoding.EncodeToString([]byte(secret)), strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(secret)), "=")} {
					assert.NotContains(t, body, written, "%s with %s", u.GetKind(), name)
				}
			}
		}
	}
	assert.Greater(t, found, len(cases), "there are Secrets to look at")
}
