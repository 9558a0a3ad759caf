package charts_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// The operator's own identity, under exactly the roles and policies that are
// installed.
func operator(t *testing.T, c *operatortest.Cluster) client.Client {
	t.Helper()
	made, err := client.New(c.Operator(t), client.Options{Scheme: operatortest.Scheme()})
	require.NoError(t, err)
	return made
}

const tenantNamespace, stranger = "tenant-fenced", "somebody-elses"

// fenced are a tenant's namespace and one of somebody else's, with an object of
// the operator's and one of somebody else's in the tenant's.
func fenced(t *testing.T) (c *operatortest.Cluster, as client.Client) {
	t.Helper()
	c = operatortest.Get(t)
	namespace(t, c, tenantNamespace, map[string]string{v1alpha1.LabelTenant: "fenced"})
	namespace(t, c, stranger, nil)
	for _, o := range []client.Object{
		secret(tenantNamespace, "ours", ours()), secret(tenantNamespace, "theirs", nil),
		secret(stranger, "theirs", nil), secret("kube-system", "theirs", nil), secret(operatortest.Namespace, "theirs", nil),
	} {
		o.(*corev1.Secret).StringData = map[string]string{"word": "hidden"}
		require.NoError(t, client.IgnoreAlreadyExists(c.Client.Create(context.Background(), o)))
	}
	as = operator(t, c)
	// A policy holds a moment after it was installed.
	operatortest.Eventually(t, func() error {
		for _, write := range []func(context.Context) error{create(as, secret("kube-system", "new", ours())), create(as, labelled("nobodys", ""))} {
			if err := write(context.Background()); !apierrors.IsForbidden(err) {
				return operatortest.NotYet("the fences do not hold yet: %v", err)
			}
		}
		return nil
	})
	return c, as
}

func TestTheOperatorWritesInTenantsNamespaces(t *testing.T) {
	_, as := fenced(t)
	for name, write := range map[string]func(context.Context) error{
		"a new Secret":                 create(as, secret(tenantNamespace, "new", ours())),
		"a Secret it made":             touch(as, secret(tenantNamespace, "ours", nil)),
		"the end of a Secret it made":  remove(as, secret(tenantNamespace, "ours", nil)),
		"a Deployment":                 create(as, object("apps/v1", "Deployment", tenantNamespace, deployment)),
		"the binding of a tenant's IT": create(as, binding(tenantNamespace, "tiendo-tenant-admin")),
		"its key, in its own":          create(as, secret(operatortest.Namespace, "new", nil)),
		"a Lease, in its own":          create(as, object("coordination.k8s.io/v1", "Lease", operatortest.Namespace, nil)),
		"an event about a Tenant":      create(as, event("default")),
		"an event about an Instance":   create(as, event(stranger)),
		"the namespace of a tenant":    create(as, labelled("tenant-new", "new")),
		"a label of a tenant's":        relabel(as, tenantNamespace, `{"tiendo.vn/agency":"x"}`),
		"the end of a namespace":       remove(as, labelled(tenantNamespace, "")),
	} {
		t.Run(name, func(t *testing.T) { assert.NoError(t, write(context.Background())) })
	}
}

func TestTheOperatorWritesNowhereElse(t *testing.T) {
	_, as := fenced(t)
	for name, tc := range map[string]struct {
		write func(context.Context) error
		want  string
	}{
		"a Secret of the cluster":             {create(as, secret("kube-system", "new", ours())), "namespace kube-system has no label tiendo.vn/tenant"},
		"a change of a Secret there":          {touch(as, secret("kube-system", "theirs", nil)), "namespace kube-system has no label"},
		"the end of a Secret there":           {remove(as, secret("kube-system", "theirs", nil)), "namespace kube-system has no label"},
		"a Deployment of the cluster":         {create(as, object("apps/v1", "Deployment", "kube-system", deployment)), "namespace kube-system has no label"},
		"a binding in the cluster":            {create(as, binding("kube-system", "tiendo-tenant-admin")), "namespace kube-system has no label"},
		"a Secret in default":                 {create(as, secret("default", "new", ours())), "namespace default has no label"},
		"a Secret of a stranger":              {create(as, secret(stranger, "new", ours())), "namespace " + stranger + " has no label"},
		"an Instance of a stranger":           {create(as, object("tiendo.vn/v1alpha1", "Instance", stranger, instance)), "namespace " + stranger + " has no label"},
		"a tenant's own Secret":               {touch(as, secret(tenantNamespace, "theirs", nil)), "it has no label tiendo.vn/tenant=fenced"},
		"a tenant's own Secret, taken over":   {label(as, secret(tenantNamespace, "theirs", nil)), "it has no label tiendo.vn/tenant=fenced"},
		"the end of a tenant's own Secret":    {remove(as, secret(tenantNamespace, "theirs", nil)), "it has no label tiendo.vn/tenant=fenced"},
		"a binding of more than the IT needs": {create(as, binding(tenantNamespace, "tiendo-operator")), "may bind the ClusterRole tiendo-tenant-admin and no other"},
		"a Deployment in its own":             {create(as, object("apps/v1", "Deployment", operatortest.Namespace, deployment)), "in its own namespace"},
		"a binding in its own":                {create(as, binding(operatortest.Namespace, "tiendo-tenant-admin")), "in its own namespace"},
		"the end of a Secret in its own":      {remove(as, secret(operatortest.Namespace, "theirs", nil)), "in its own namespace"},
		"a namespace of nobody's":             {create(as, labelled("nobodys", "")), "without the label tiendo.vn/tenant"},
		"the cluster's namespace":             {relabel(as, "kube-system", `{"tiendo.vn/tenant":"fenced"}`), "may not write namespace kube-system"},
		"a stranger's namespace":              {relabel(as, stranger, `{"tiendo.vn/tenant":"fenced"}`), "may not write namespace " + stranger},
		"the end of a stranger's namespace":   {remove(as, labelled(stranger, "")), "may not write namespace " + stranger},
		"a tenant's namespace for another":    {relabel(as, tenantNamespace, `{"tiendo.vn/tenant":"other"}`), "to another tenant"},
		"a tenant's namespace for nobody":     {relabel(as, tenantNamespace, `{"tiendo.vn/tenant":null}`), "to another tenant"},
	} {
		t.Run(name, func(t *testing.T) {
			err := tc.write(context.Background())
			assert.True(t, apierrors.IsForbidden(err), "got %v", err)
			assert.ErrorContains(t, err, tc.want)
		})
	}
}

func TestTheOperatorReadsNoSecrets(t *testing.T) {
	c, as := fenced(t)
	ctx := context.Background()
	for _, namespace := range []string{tenantNamespace, stranger, "kube-system"} {
		assert.True(t, apierrors.IsForbidden(as.Get(ctx, client.ObjectKey{Namespace: namespace, Name: "theirs"}, &corev1.Secret{})), namespace)
		assert.True(t, apierrors.IsForbidden(as.List(ctx, &corev1.SecretList{}, client.InNamespace(namespace))), namespace)
	}
	assert.True(t, apierrors.IsForbidden(as.Get(ctx, client.ObjectKey{Namespace: tenantNamespace, Name: "ours"}, &corev1.Secret{})), "not its own either")
	assert.True(t, apierrors.IsForbidden(as.List(ctx, &corev1.SecretList{})))

	// The answer to a patch holds the whole object: a trial that changes nothing would
	// be a way to read.
	for _, namespace := range []string{tenantNamespace, stranger, "kube-system"} {
		probe := secret(namespace, "theirs", nil)
		err := touch(as, probe)(ctx)
		assert.True(t, apierrors.IsForbidden(err), "%s: %v", namespace, err)
		assert.Empty(t, probe.Data, namespace)
	}

	var home corev1.Secret
	require.NoError(t, as.Get(ctx, client.ObjectKey{Namespace: operatortest.Namespace, Name: "theirs"}, &home))
	assert.Equal(t, "hidden", string(home.Data["word"]), "at home it reads the admins of database servers")
	require.NoError(t, c.Client.Get(ctx, client.ObjectKey{Namespace: tenantNamespace, Name: "theirs"}, &home))
}

// An Instance is where somebody wrote it, in a tenant's namespace or not: its
// status says so, and once it is deleted its finalizer is let go.
func TestTheOperatorAnswersAnInstanceAnywhere(t *testing.T) {
	c, as := fenced(t)
	ctx := context.Background()
	i := &v1alpha1.Instance{ObjectMeta: metav1.ObjectMeta{Namespace: stranger, Name: "stray", Finalizers: []string{v1alpha1.Finalizer}}, Spec: v1alpha1.InstanceSpec{Version: "1.0.0"}}
	require.NoError(t, c.Client.Create(ctx, i))
	require.NoError(t, as.Status().Patch(ctx, i.DeepCopy(), client.RawPatch(types.MergePatchType, []byte(`{"status":{"agency":"none"}}`))))
	require.NoError(t, c.Client.Delete(ctx, i))
	require.NoError(t, as.Patch(ctx, i.DeepCopy(), client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`))))
	assert.True(t, apierrors.IsNotFound(c.Client.Get(ctx, client.ObjectKeyFromObject(i), i)))
}

func TestTheFencesAreNobodyElses(t *testing.T) {
	c, _ := fenced(t)
	assert.NoError(t, create(c.Client, secret("kube-system", "new", nil))(context.Background()))
	assert.NoError(t, relabel(c.Client, stranger, `{"tiendo.vn/tenant":"fenced"}`)(context.Background()))
}
