//go:build e2e

package e2e_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	authenticationv1 "k8s.io/api/authentication/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// asOperator is whoever has got hold of the operator's token.
func (w *world) asOperator(t *testing.T) client.Client {
	t.Helper()
	made, err := w.core.CoreV1().ServiceAccounts(operatortest.Namespace).CreateToken(ctx, "tiendo-operator", &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	require.NoError(t, err)
	config := rest.AnonymousClientConfig(w.config)
	config.BearerToken = made.Status.Token
	return clientOf(t, config)
}

func theOperatorStaysWithTenants(t *testing.T, w *world) {
	as := w.asOperator(t)
	secret := func(namespace, name string) *corev1.Secret {
		return &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}}
	}
	theirs := secret(metav1.NamespaceSystem, "e2e-theirs")
	require.NoError(t, client.IgnoreAlreadyExists(w.client.Create(ctx, theirs)))
	unlabelled := secret(laoCai, "e2e-agency-own")
	require.NoError(t, client.IgnoreAlreadyExists(w.client.Create(ctx, unlabelled)))
	for what, err := range map[string]error{
		"list every secret":                       as.List(ctx, &corev1.SecretList{}),
		"list secrets of the cluster":             as.List(ctx, &corev1.SecretList{}, client.InNamespace(metav1.NamespaceSystem)),
		"read a secret of the cluster":            as.Get(ctx, client.ObjectKeyFromObject(theirs), &corev1.Secret{}),
		"make a secret of the cluster":            as.Create(ctx, secret(metav1.NamespaceSystem, "e2e-new")),
		"write a secret of the cluster":           as.Patch(ctx, theirs.DeepCopy(), merge(`{"stringData":{"a":"b"}}`)),
		"delete a secret of the cluster":          as.Delete(ctx, theirs.DeepCopy()),
		"read a tenant's secret":                  as.Get(ctx, key(laoCai, "tiendo-database"), &corev1.Secret{}),
		"read it by way of the answer to a patch": as.Patch(ctx, unlabelled.DeepCopy(), merge(`{}`), client.DryRunAll),
		"write what the agency keeps beside":      as.Patch(ctx, unlabelled.DeepCopy(), merge(`{"stringData":{"a":"b"}}`)),
		"make a namespace of nobody's":            as.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "e2e-nobody"}}),
		"delete the cluster's namespace":          as.Delete(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: outside}}),
		"bind a strong role in a tenant":          as.Create(ctx, bindingTo(laoCai, "cluster-admin", "somebody")),
		"run pods":                                as.Create(ctx, relayPod(laoCai)),
	} {
		assert.True(t, apierrors.IsForbidden(err), "the operator must not be able to %s: %v", what, err)
	}
	require.NoError(t, w.client.Delete(ctx, theirs))
	require.NoError(t, w.client.Delete(ctx, unlabelled))
}

func anotherOperatorTakesOver(t *testing.T, w *world) {
	w.operatorRuns(t)
	leader := w.leader(t, "")
	no := int64(0)
	require.NoError(t, w.client.Delete(ctx, &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: operatortest.Namespace, Name: leader}},
		&client.DeleteOptions{GracePeriodSeconds: &no}))
	service := &corev1.Service{ObjectMeta: metav1.ObjectMeta{Namespace: national, Name: "tiendo"}}
	require.NoError(t, w.client.Get(ctx, client.ObjectKeyFromObject(service), service))
	before := service.UID
	require.NoError(t, w.client.Delete(ctx, service))

	eventually(t, func() error {
		if err := w.client.Get(ctx, client.ObjectKeyFromObject(service), service); err != nil {
			return err
		}
		if service.UID == before {
			return notYet("the Service is not gone")
		}
		return nil
	})
	assert.NotEqual(t, leader, w.leader(t, leader))
	eventually(t, w.way(t, national, "tiendo").post)
	w.operatorRuns(t)
}

// leader is the pod that leads, once it is another one than before.
func (w *world) leader(t *testing.T, before string) (name string) {
	t.Helper()
	eventually(t, func() error {
		var lease coordinationv1.Lease
		if err := w.client.Get(ctx, key(operatortest.Namespace, "tiendo-operator"), &lease); err != nil {
			return err
		}
		holder := lease.Spec.HolderIdentity
		if holder == nil || *holder == "" {
			return notYet("nobody leads")
		}
		if name, _, _ = strings.Cut(*holder, "_"); name == before {
			return notYet("%s still leads", before)
		}
		return nil
	})
	return name
}
