package charts_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

func TestAReleaseOfTheOperatorComesAndGoes(t *testing.T) {
	c := operatortest.Get(t)
	ctx := context.Background()
	restored(t, c)
	helm := releaser(t, c, "tiendo-operator", operatortest.Namespace, "charts/tiendo-operator/ci/least.yaml", "--take-ownership")
	running := runs(t, c)

	helm("install")
	first := certificate(t, c)

	// With the webhooks down nobody writes what they would have judged: refused is
	// better than wrong. The operator's own writes are not asked about.
	refused := from(t, goodTenant, `metadata: {name: another}`)
	assert.ErrorContains(t, c.Client.Create(ctx, refused), "failed calling webhook")
	as := operator(t, c)
	finalizer := client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"finalizers":["tiendo.vn/operator"]}}`))
	require.NoError(t, as.Patch(ctx, &v1alpha1.Tenant{ObjectMeta: metav1.ObjectMeta{Name: "running"}}, finalizer))

	helm("upgrade", "--set", "logLevel=debug")
	assert.Equal(t, first, certificate(t, c), "an upgrade keeps the certificate")
	var deployment appsv1.Deployment
	require.NoError(t, c.Client.Get(ctx, client.ObjectKey{Namespace: operatortest.Namespace, Name: "tiendo-operator"}, &deployment))
	assert.Contains(t, deployment.Spec.Template.Spec.Containers[0].Args, "--log-level=debug")

	helm("uninstall")
	running.are(t, c, "after the chart is gone")
	err := c.Client.Get(ctx, client.ObjectKey{Name: "tiendo-operator"}, &rbacv1.ClusterRole{})
	assert.True(t, apierrors.IsNotFound(err), "the rest is gone: %v", err)
	require.NoError(t, c.Client.Create(ctx, from(t, goodTenant, `metadata: {name: another}`), client.DryRunAll), "nothing asks webhooks that are not there")

	helm("install")
	running.are(t, c, "after a new installation")
	assert.NotEqual(t, first, certificate(t, c), "a new certificate for a new installation")

	// What is being deleted is let go with the webhooks down, too.
	require.NoError(t, c.Client.Delete(ctx, &v1alpha1.Tenant{ObjectMeta: metav1.ObjectMeta{Name: "running"}}))
	bare := client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`))
	require.NoError(t, c.Client.Patch(ctx, &v1alpha1.Tenant{ObjectMeta: metav1.ObjectMeta{Name: "running"}}, bare))
	helm("uninstall")
}

func TestAReleaseOfAnInstanceKeepsItsKey(t *testing.T) {
	c := operatortest.Get(t)
	namespace(t, c, "agency", nil)
	// There is no node to run the Jobs that come first.
	helm := releaser(t, c, "tiendo", "agency", "charts/tiendo/ci/least.yaml", "--no-hooks")
	key := func() string {
		var s corev1.Secret
		require.NoError(t, c.Client.Get(context.Background(), client.ObjectKey{Namespace: "agency", Name: "tiendo-keys"}, &s))
		require.GreaterOrEqual(t, len(s.Data["secret.key"]), 32)
		return string(s.Data["secret.key"])
	}
	helm("install")
	first := key()
	helm("upgrade", "--set", "replicas.min=3")
	assert.Equal(t, first, key(), "after an upgrade")
	helm("uninstall")
	assert.Equal(t, first, key(), "after the release is gone")
	helm("install")
	assert.Equal(t, first, key(), "after a new installation")
	helm("uninstall")
}

// The way without helm, as config/default says it.
func TestKustomizeInstallsTheOperator(t *testing.T) {
	c := operatortest.Get(t)
	restored(t, c)
	file := kubeconfig(t, c.Admin)
	apply := func() {
		run(t, nil, "kubectl", "--kubeconfig", file, "apply", "--server-side", "--force-conflicts", "-k", "config/default")
	}
	certify := func() {
		made := run(t, nil, "config/webhook/certificate")
		run(t, []byte(made), "kubectl", "--kubeconfig", file, "apply", "--server-side", "--field-manager=tiendo-certificate", "-f", "-")
	}
	t.Cleanup(func() {
		ctx := context.Background()
		for _, o := range build(t, "config/default") {
			if kind := o.GetKind(); kind != "Namespace" && kind != "CustomResourceDefinition" {
				assert.NoError(t, client.IgnoreNotFound(c.Client.Delete(ctx, o)))
			}
		}
		assert.NoError(t, c.Client.Delete(ctx, secret(operatortest.Namespace, "tiendo-operator-webhook", nil)))
	})

	apply()
	certify()
	first := certificate(t, c)
	apply()
	assert.Equal(t, first, certificate(t, c), "applying it again keeps the certificate")
	certify()
	assert.NotEqual(t, first, certificate(t, c), "asking for a new one makes a new one")
}

// releaser runs helm for one release.
func releaser(t *testing.T, c *operatortest.Cluster, chart, namespace, values string, flags ...string) func(verb string, more ...string) {
	t.Helper()
	file := kubeconfig(t, c.Admin)
	return func(verb string, more ...string) {
		t.Helper()
		args := []string{verb, "release", "--kubeconfig", file, "--namespace", namespace}
		if chart == "tiendo" {
			args[1] = "tiendo"
		}
		if verb != "uninstall" {
			args = append(append(args, "charts/"+chart, "--values", values), flags...)
		}
		run(t, nil, "helm", append(args, more...)...)
	}
}

// certificate checks that the webhooks' certificate is one that the API server
// takes, and returns it.
func certificate(t *testing.T, c *operatortest.Cluster) string {
	t.Helper()
	ctx := context.Background()
	var s corev1.Secret
	require.NoError(t, c.Client.Get(ctx, client.ObjectKey{Namespace: operatortest.Namespace, Name: "tiendo-operator-webhook"}, &s))
	pair, err := tls.X509KeyPair(s.Data["tls.crt"], s.Data["tls.key"])
	require.NoError(t, err)
	var webhooks admissionregistrationv1.ValidatingWebhookConfiguration
	require.NoError(t, c.Client.Get(ctx, client.ObjectKey{Name: "tiendo-operator"}, &webhooks))
	require.Len(t, webhooks.Webhooks, 3)
	for _, w := range webhooks.Webhooks {
		roots := x509.NewCertPool()
		require.True(t, roots.AppendCertsFromPEM(w.ClientConfig.CABundle), w.Name)
		service := w.ClientConfig.Service
		_, err := pair.Leaf.Verify(x509.VerifyOptions{
			Roots: roots, DNSName: service.Name + "." + service.Namespace + ".svc",
			CurrentTime: time.Now().AddDate(9, 11, 0),
		})
		require.NoError(t, err, w.Name)
	}
	return string(s.Data["tls.crt"])
}

// runningInstance is a Tenant with an Instance that the operator once made, and what
// serves.
type runningInstance map[client.Object]types.UID

func runs(t *testing.T, c *operatortest.Cluster) runningInstance {
	t.Helper()
	ctx := context.Background()
	namespace(t, c, "tenant-running", map[string]string{v1alpha1.LabelTenant: "running"})
	all := runningInstance{}
	for _, o := range []client.Object{
		from(t, goodTenant, `metadata: {name: running}`),
		from(t, goodInstance, `metadata: {name: tiendo, namespace: tenant-running}`),
		object("apps/v1", "Deployment", "tenant-running", deployment),
		secret("tenant-running", "tiendo-database", nil),
		binding("tenant-running", "tiendo-tenant-admin"),
	} {
		require.NoError(t, c.Client.Create(ctx, o))
		all[o] = o.GetUID()
		t.Cleanup(func() { assert.NoError(t, client.IgnoreNotFound(c.Client.Delete(ctx, o))) })
	}
	return all
}

func (r runningInstance) are(t *testing.T, c *operatortest.Cluster, when string) {
	t.Helper()
	for o, uid := range r {
		require.NoError(t, c.Client.Get(context.Background(), client.ObjectKeyFromObject(o), o), when)
		assert.Equal(t, uid, o.GetUID(), "%s %q is the same one %s", o.GetObjectKind().GroupVersionKind().Kind, o.GetName(), when)
		assert.True(t, o.GetDeletionTimestamp().IsZero(), "%s %q is not being deleted %s", o.GetObjectKind().GroupVersionKind().Kind, o.GetName(), when)
	}
}

// restored puts the roles and fences of the package's cluster back at the end.
func restored(t *testing.T, c *operatortest.Cluster) {
	t.Helper()
	t.Cleanup(func() {
		objects, err := operatortest.Documents("config/rbac", "config/policy")
		require.NoError(t, err)
		for _, o := range objects {
			o.SetManagedFields(nil)
			require.NoError(t, c.Client.Apply(context.Background(), client.ApplyConfigurationFromUnstructured(o), client.FieldOwner("install"), client.ForceOwnership))
		}
	})
}
