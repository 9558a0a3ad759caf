package desired

import (
	corev1ac "k8s.io/client-go/applyconfigurations/core/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// DatabaseSecret holds a shared database's URL, which is a secret and therefore an
// argument of its own, and, where the Instance has any, the certificates its server
// is known by. Nil for other databases, whose Secrets are others'.
func DatabaseSecret(i Instance, url string) *corev1ac.SecretApplyConfiguration {
	if i.Database.Kind != DatabaseShared {
		return nil
	}
	data := map[string][]byte{keyURL: []byte(url)}
	if i.Database.CA != "" {
		data[keyCA] = []byte(i.Database.CA)
	}
	return corev1ac.Secret(DatabaseSecretName(i), i.Namespace).
		WithLabels(labelsOf(i, v1alpha1.ComponentDatabase)).
		WithData(data)
}

// DatabaseCAPath is where pods find the certificates that a shared database's server
// is known by; empty where there are none.
func DatabaseCAPath(i Instance) string {
	if i.Database.CA == "" {
		return ""
	}
	return databaseFolder + "/" + keyCA
}

// KeysSecret holds the secret with which every server signs and checks links.
func KeysSecret(i Instance, secret string) *corev1ac.SecretApplyConfiguration {
	return corev1ac.Secret(KeysSecretName(i), i.Namespace).
		WithLabels(labelsOf(i, v1alpha1.ComponentServer)).
		WithData(map[string][]byte{keySecret: []byte(secret)})
}
