package tenant_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// province is a Tenant of an agency, with something of everything granted. Each
// test has provinces of its own, since the cluster is the same for all.
func province(code string, changes ...func(*v1alpha1.Tenant)) *v1alpha1.Tenant {
	t := &v1alpha1.Tenant{
		ObjectMeta: metav1.ObjectMeta{Name: code},
		Spec: v1alpha1.TenantSpec{
			AgencyCode:     code,
			Cloud:          v1alpha1.Cloud{Type: v1alpha1.CloudAgency},
			Administrators: v1alpha1.Administrators{Groups: []string{code + ":it"}},
			Allowed: v1alpha1.Allowed{
				Hosts:           []string{"tiendo." + code + ".example"},
				Registries:      []string{"registry.example"},
				DatabaseServers: []string{"hanoi-1"},
			},
		},
	}
	for _, change := range changes {
		change(t)
	}
	return t
}

// keeping gives a Tenant an Instance to keep.
func keeping(t *v1alpha1.Tenant) {
	t.Spec.Instance = &v1alpha1.InstanceTemplate{InstanceSpec: v1alpha1.InstanceSpec{
		Version: "1.2.0", Replicas: v1alpha1.Replicas{Min: new(int32(3))},
		Route: &v1alpha1.Route{Host: t.Spec.Allowed.Hosts[0]},
	}}
}

// instance is an Instance in a Tenant's namespace.
func instance(of *v1alpha1.Tenant, name string) *v1alpha1.Instance {
	return &v1alpha1.Instance{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: of.NamespaceName()},
		Spec:       v1alpha1.InstanceSpec{Version: "1.1.0"},
	}
}

// apply writes a Tenant, and lets go of it when the test ends.
func apply(t *testing.T, of *v1alpha1.Tenant) {
	t.Helper()
	require.NoError(t, admin(t).Create(ctx, of))
	t.Cleanup(func() { forget(t, of) })
}

// forget makes a Tenant go without anything else, as if it had never been.
func forget(t *testing.T, of *v1alpha1.Tenant) {
	t.Helper()
	left := &v1alpha1.Tenant{ObjectMeta: metav1.ObjectMeta{Name: of.Name}}
	operatortest.Eventually(t, func() error {
		if err := admin(t).Get(ctx, client.ObjectKeyFromObject(left), left); err != nil {
			return client.IgnoreNotFound(err)
		}
		before := left.DeepCopy()
		left.Finalizers = nil
		if err := admin(t).Patch(ctx, left, client.MergeFrom(before)); err != nil {
			return client.IgnoreNotFound(err)
		}
		if err := admin(t).Delete(ctx, left); client.IgnoreNotFound(err) != nil {
			return err
		}
		return operatortest.NotYet("Tenant %s is still there", of.Name)
	})
}

// says waits until a condition of a Tenant has a status, a reason, and a message
// that holds the words.
func says(t *testing.T, of *v1alpha1.Tenant, kind string, status metav1.ConditionStatus, reason, words string) {
	t.Helper()
	operatortest.Eventually(t, func() error {
		if err := admin(t).Get(ctx, client.ObjectKeyFromObject(of), of); err != nil {
			return err
		}
		c := meta.FindStatusCondition(of.Status.Conditions, kind)
		if c == nil {
			return operatortest.NotYet("Tenant %s has no condition %s: %s", of.Name, kind, conditions(of))
		}
		if c.Status != status || c.Reason != reason || !strings.Contains(c.Message, words) {
			return operatortest.NotYet("Tenant %s: %s\nexpected %s=%s %s: …%s…", of.Name, conditions(of), kind, status, reason, words)
		}
		return nil
	})
}

// ready waits until a Tenant is.
func ready(t *testing.T, of *v1alpha1.Tenant) {
	t.Helper()
	says(t, of, v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonReady, "")
}

// stalled waits until a Tenant is, and says so everywhere.
func stalled(t *testing.T, of *v1alpha1.Tenant, reason, words string) {
	t.Helper()
	says(t, of, v1alpha1.ConditionStalled, metav1.ConditionTrue, reason, words)
	says(t, of, v1alpha1.ConditionReady, metav1.ConditionFalse, reason, words)
	require.Nil(t, meta.FindStatusCondition(of.Status.Conditions, v1alpha1.ConditionReconciling), conditions(of))
	require.Equal(t, of.Generation, of.Status.ObservedGeneration)
}

// waits waits until a Tenant says that it does.
func waits(t *testing.T, of *v1alpha1.Tenant, reason, words string) {
	t.Helper()
	says(t, of, v1alpha1.ConditionReconciling, metav1.ConditionTrue, reason, words)
	says(t, of, v1alpha1.ConditionReady, metav1.ConditionFalse, reason, words)
	require.Nil(t, meta.FindStatusCondition(of.Status.Conditions, v1alpha1.ConditionStalled), conditions(of))
}

func conditions(of *v1alpha1.Tenant) string {
	var text string
	for _, c := range of.Status.Conditions {
		text += fmt.Sprintf("\n  %s=%s %s: %s", c.Type, c.Status, c.Reason, c.Message)
	}
	return text
}

// report makes an Instance say something of itself, as its own reconciler would.
func report(t *testing.T, i *v1alpha1.Instance, version string, said ...metav1.Condition) {
	t.Helper()
	operatortest.Eventually(t, func() error {
		if err := admin(t).Get(ctx, client.ObjectKeyFromObject(i), i); err != nil {
			return err
		}
		i.Status = v1alpha1.InstanceStatus{ObservedGeneration: i.Generation, Version: version}
		for _, c := range said {
			meta.SetStatusCondition(&i.Status.Conditions, c)
		}
		return admin(t).Status().Update(ctx, i)
	})
}

func condition(kind string, status metav1.ConditionStatus, reason, message string) metav1.Condition {
	return metav1.Condition{Type: kind, Status: status, Reason: reason, Message: message}
}

// namespace makes a namespace with labels.
func namespace(t *testing.T, name string, labels map[string]string) *corev1.Namespace {
	t.Helper()
	n := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}}
	require.NoError(t, admin(t).Create(ctx, n))
	return n
}
