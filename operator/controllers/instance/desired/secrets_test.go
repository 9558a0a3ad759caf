package desired_test

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
)

func TestDatabaseURL(t *testing.T) {
	for name, tc := range map[string]struct {
		ca    string
		login desired.Login
		want  string
	}{
		"verified": {certificate, desired.Login{Host: "pg", Port: 5432, User: "u_a", Password: "p", TLSMode: "verify-full"},
			"postgres://u_a:p@pg:5432/tiendo_tenant_lao_cai_tiendo?sslmode=verify-full&sslrootcert=%2Frun%2Fsecrets%2Ftiendo%2Fdatabase%2Fca.crt"},
		"verified by the image's certificates": {"", desired.Login{Host: "pg", Port: 6432, User: "u_a", Password: "p", TLSMode: "verify-ca"},
			"postgres://u_a:p@pg:6432/tiendo_tenant_lao_cai_tiendo?sslmode=verify-ca"},
		"encrypted, whoever answers": {certificate, desired.Login{Host: "pg", Port: 5432, User: "u_a", Password: "p", TLSMode: "require"},
			"postgres://u_a:p@pg:5432/tiendo_tenant_lao_cai_tiendo?sslmode=require"},
		"in the clear, to an IPv6 address": {"", desired.Login{Host: "fd00::1", Port: 5432, User: "u_a", Password: "p", TLSMode: "disable"},
			"postgres://u_a:p@[fd00::1]:5432/tiendo_tenant_lao_cai_tiendo?sslmode=disable"},
	} {
		t.Run(name, func(t *testing.T) {
			secret := desired.DatabaseSecret(instance(func(i *desired.Instance) { i.Database.CA = tc.ca }), tc.login)
			assert.Equal(t, tc.want, string(secret.Data["url"]))
			assert.Equal(t, tc.ca, string(secret.Data["ca.crt"]))
		})
	}
}

func TestTheDriverReadsWhatWasMeant(t *testing.T) {
	awkward := login
	awkward.Password = `a:b@c/d?e#f%20 g&h=i"j\'k`
	awkward.TLSMode = "require"
	config, err := pq.NewConfig(string(desired.DatabaseSecret(instance(), awkward).Data["url"]))
	require.NoError(t, err)
	assert.Equal(t, awkward.Password, config.Password)
	assert.Equal(t, awkward.User, config.User)
	assert.Equal(t, awkward.Host, config.Host)
	assert.Equal(t, "tiendo_tenant_lao_cai_tiendo", config.Database)
}

func TestOnlySharedDatabasesHaveASecretOfOurs(t *testing.T) {
	for _, kind := range []desired.DatabaseKind{desired.DatabaseExternal, desired.DatabaseCloudNativePG} {
		assert.Nil(t, desired.DatabaseSecret(instance(func(i *desired.Instance) { i.Database.Kind = kind }), login))
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
			for _, secret := range []string{login.Password, linkKey} {
				for _, written := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret),
					base64.StdEncoding.EncodeToString([]byte(secret)), strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(secret)), "=")} {
					assert.NotContains(t, body, written, "%s with %s", u.GetKind(), name)
				}
			}
		}
	}
	assert.Greater(t, found, len(cases), "there are Secrets to look at")
}
