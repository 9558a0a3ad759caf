package main

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/tiendo-vn/tiendo/hack/postgrestest"
	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// startDatabases starts the PostgreSQL that all share, with TLS and an admin who is
// not a superuser, and names it to the operator.
func startDatabases(ctx context.Context, p *plane) (stop func(), err error) {
	step("starting PostgreSQL")
	cluster, stop, err := postgrestest.Run("max_connections = 400", "log_statement = 'none'")
	if err != nil {
		return nil, err
	}
	secret := func(name string, data map[string]string) *corev1.Secret {
		return &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: operatortest.Namespace, Name: name}, StringData: data}
	}
	for _, s := range []*corev1.Secret{
		secret("shared-admin", map[string]string{"username": postgrestest.Admin, "password": cluster.Password}),
		secret("shared-ca", map[string]string{"ca.crt": string(cluster.CA)}),
	} {
		if err := p.client.Create(ctx, s); err != nil {
			stop()
			return nil, err
		}
	}
	named := &v1alpha1.DatabaseServer{
		ObjectMeta: metav1.ObjectMeta{Name: server},
		Spec: v1alpha1.DatabaseServerSpec{
			Host: "127.0.0.1", Port: int32(cluster.Port),
			AdminSecretRef: v1alpha1.LocalSecretReference{Name: "shared-admin"},
			TLS:            v1alpha1.DatabaseTLS{Mode: v1alpha1.TLSVerifyFull, CASecretRef: &v1alpha1.LocalSecretReference{Name: "shared-ca"}},
			Capacity:       v1alpha1.DatabaseCapacity{Databases: ptr.To[int32](10_000)},
		},
	}
	return stop, p.client.Create(ctx, named)
}
