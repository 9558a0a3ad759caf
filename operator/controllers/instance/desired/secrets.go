package desired

import (
	"net"
	"net/url"
	"strconv"

	corev1ac "k8s.io/client-go/applyconfigurations/core/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// A Login is what a shared database is opened with. It holds a password: it is for
// DatabaseSecret alone.
type Login struct {
	Host     string
	Port     int32
	User     string
	Password string
	// TLSMode is verify-full, verify-ca, require or disable.
	TLSMode string
}

// DatabaseSecret holds a shared database's URL and, where the Instance has any,
// the certificates its server is known by. Nil for other databases, whose Secrets
// are others'.
func DatabaseSecret(i Instance, login Login) *corev1ac.SecretApplyConfiguration {
	if i.Database.Kind != DatabaseShared {
		return nil
	}
	data := map[string][]byte{keyURL: []byte(databaseURL(i.Database, login))}
	if i.Database.CA != "" {
		data[keyCA] = []byte(i.Database.CA)
	}
	return corev1ac.Secret(DatabaseSecretName(i), i.Namespace).
		WithLabels(labelsOf(i, v1alpha1.ComponentDatabase)).
		WithData(data)
}

// databaseURL is the URL as the pods use it: the certificates are where they are
// mounted.
func databaseURL(d Database, login Login) string {
	query := url.Values{"sslmode": {login.TLSMode}}
	// With certificates at hand "require" would check them too, which is not what was
	// asked for.
	verifies := login.TLSMode == string(v1alpha1.TLSVerifyFull) || login.TLSMode == string(v1alpha1.TLSVerifyCA)
	if d.CA != "" && verifies {
		query.Set("sslrootcert", databaseFolder+"/"+keyCA)
	}
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(login.User, login.Password),
		Host:     net.JoinHostPort(login.Host, strconv.Itoa(int(login.Port))),
		Path:     "/" + d.Name,
		RawQuery: query.Encode(),
	}
	return u.String()
}

// KeysSecret holds the secret with which every server signs and checks links.
func KeysSecret(i Instance, secret string) *corev1ac.SecretApplyConfiguration {
	return corev1ac.Secret(KeysSecretName(i), i.Namespace).
		WithLabels(labelsOf(i, v1alpha1.ComponentServer)).
		WithData(map[string][]byte{keySecret: []byte(secret)})
}
