package databaseserver

import (
	"cmp"
	"context"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/database"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// Defaults of a DatabaseServer's spec, for where they were not filled in.
const (
	defaultPort        = 5432
	defaultDatabase    = "postgres"
	defaultDatabases   = 100
	defaultConnections = 50
)

// Resolve returns how a DatabaseServer is reached, with its secrets, which are in
// the operator's namespace. A Secret or key that is not there is Stalled.
func Resolve(ctx context.Context, secrets client.Reader, namespace string, d *v1alpha1.DatabaseServer) (database.Server, error) {
	s := database.Server{
		Host: d.Spec.Host, Port: int(cmp.Or(d.Spec.Port, defaultPort)), Database: cmp.Or(d.Spec.Database, defaultDatabase),
		TLS:                    database.TLS{Mode: database.TLSMode(cmp.Or(d.Spec.TLS.Mode, v1alpha1.TLSVerifyFull))},
		Capacity:               int(value(d.Spec.Capacity.Databases, defaultDatabases)),
		ConnectionsPerInstance: int(value(d.Spec.Capacity.ConnectionsPerInstance, defaultConnections)),
	}
	admin, err := read(ctx, secrets, namespace, d.Name, "spec.adminSecretRef.name", d.Spec.AdminSecretRef.Name, "username", "password")
	if err != nil {
		return s, err
	}
	s.Username, s.Password = line(admin["username"]), database.Secret(line(admin["password"]))
	if ref := d.Spec.TLS.CASecretRef; ref != nil {
		ca, err := read(ctx, secrets, namespace, d.Name, "spec.tls.caSecretRef.name", ref.Name, "ca.crt")
		if err != nil {
			return s, err
		}
		s.TLS.CA = ca["ca.crt"]
	}
	return s, nil
}

// line is a text without the end of its line, which comes along where a Secret is
// made from a file.
func line(text []byte) string { return strings.TrimRight(string(text), "\r\n") }

// read returns the data of a Secret that has the keys.
func read(ctx context.Context, secrets client.Reader, namespace, server, field, name string, keys ...string) (map[string][]byte, error) {
	var s corev1.Secret
	err := secrets.Get(ctx, types.NamespacedName{Namespace: namespace, Name: name}, &s)
	if apierrors.IsNotFound(err) {
		return nil, reconcile.Stalled(v1alpha1.ReasonSecretMissing,
			"DatabaseServer %s, %s: Secret %q is not in namespace %s: create it there with the keys %q", server, field, name, namespace, keys)
	}
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		if line(s.Data[key]) == "" {
			return nil, reconcile.Stalled(v1alpha1.ReasonSecretMissing,
				"DatabaseServer %s, %s: Secret %q in namespace %s has no key %q, or it is empty; expected the keys %q", server, field, name, namespace, key, keys)
		}
	}
	return s.Data, nil
}

func value[T any](pointer *T, otherwise T) T {
	if pointer == nil {
		return otherwise
	}
	return *pointer
}
