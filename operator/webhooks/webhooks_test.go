package webhooks_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// try is a write that is refused, or would change nothing.
func (p person) try(object client.Object) func() error {
	return func() error {
		return p.Create(ctx, object.DeepCopyObject().(client.Object), client.DryRunAll)
	}
}

// tryChange is a change that is refused, or would change nothing.
func tryChange[T client.Object](p person, object T, how func(T), options ...client.PatchOption) func() error {
	return func() error {
		if err := p.Get(ctx, client.ObjectKeyFromObject(object), object); err != nil {
			return err
		}
		before := object.DeepCopyObject().(client.Object)
		how(object)
		return p.Patch(ctx, object, client.MergeFrom(before), options...)
	}
}

func TestTenantsThatAreRefused(t *testing.T) {
	p, _ := serve(t)
	refused(t, p.try(tenant("lao-cay")), `Tenant.tiendo.vn "lao-cay" is invalid: spec.agencyCode: Invalid value: "lao-cay"`, `did you mean "lao-cai"?`)
	refused(t, p.try(tenant("lao-cay", func(t *v1alpha1.Tenant) { t.Spec.Allowed.Versions = "new ones" })), "spec.agencyCode", "spec.allowed.versions")

	require.NoError(t, p.Create(ctx, tenant("lao-cai", servers("nobody-made-it"))))
	assert.Equal(t, []string{`spec.allowed.databaseServers[0]: there is no DatabaseServer "nobody-made-it" yet`}, p.warnings.taken())
	refused(t, p.try(tenant("ha-giang", func(t *v1alpha1.Tenant) { t.Spec.Allowed.Hosts = []string{"so.lao-cai.example"} })),
		`spec.allowed.hosts[0]: Invalid value: "so.lao-cai.example": Tenant "lao-cai" may use "*.lao-cai.example"`)
	refused(t, p.try(tenant("ha-giang", func(t *v1alpha1.Tenant) { t.Spec.Namespace = "tenant-lao-cai" })), `spec.namespace: Invalid value: "tenant-lao-cai"`)
	refused(t, p.try(tenant("lao-cai", func(t *v1alpha1.Tenant) { t.Name, t.Spec.Namespace = "twin", "twin" })), `Tenant "lao-cai" has this agency`)
	require.NoError(t, p.try(tenant("ha-giang"))(), "what has nothing in common with another is taken")
}

func TestTenantsThatShrink(t *testing.T) {
	p, _ := serve(t)
	of := tenant("son-la")
	require.NoError(t, p.Create(ctx, of))
	home(t, p, "tenant-son-la", "son-la")
	require.NoError(t, p.Create(ctx, instance("tenant-son-la", "so", route("so.son-la.example"))))
	p.warnings.taken()

	refused(t, tryChange(p, of, func(t *v1alpha1.Tenant) { t.Spec.Allowed.Hosts = nil }, client.DryRunAll),
		`spec.allowed.hosts: Invalid value: []: expected "so.son-la.example" among them: Instance "so" is reached under it`)
	require.NoError(t, tryChange(p, of, func(t *v1alpha1.Tenant) { t.Spec.Allowed.Versions = ">=1.3.0" })())
	require.Len(t, p.warnings.taken(), 1, "a version may be withdrawn, with a warning")

	// What was right and is no longer must still be changeable, and go.
	require.NoError(t, tryChange(p, instance("tenant-son-la", "so"), func(i *v1alpha1.Instance) { i.Spec.Suspended = true })())
	refused(t, tryChange(p, instance("tenant-son-la", "so"), func(i *v1alpha1.Instance) { i.Spec.Version = "1.1.0" }, client.DryRunAll), "spec.version")
	require.NoError(t, p.Delete(ctx, instance("tenant-son-la", "so")))
	operatortest.Eventually(t, tryChange(p, of, func(t *v1alpha1.Tenant) { t.Spec.Allowed.Hosts = nil }))
}

// What is wrong and there already, since a webhook was bypassed, is not held
// against a finalizer, an annotation or a deletion.
func TestWhatIsWrongCanBeLetGo(t *testing.T) {
	admin := operatortest.Get(t).Client
	wrong := tenant("atlantis", func(t *v1alpha1.Tenant) { t.Finalizers = []string{"test/wait"} })
	require.NoError(t, admin.Create(ctx, wrong))
	p, _ := serve(t)
	require.NoError(t, tryChange(p, wrong, func(t *v1alpha1.Tenant) { t.Annotations = map[string]string{"look": "again"} })())
	require.NoError(t, tryChange(p, wrong, func(t *v1alpha1.Tenant) { t.Spec.Suspended = true })(), "it makes nothing worse")
	refused(t, tryChange(p, wrong, func(t *v1alpha1.Tenant) { t.Spec.Allowed.Versions = "new ones" }, client.DryRunAll), "spec.allowed.versions")
	require.NoError(t, p.Delete(ctx, wrong))
	require.NoError(t, tryChange(p, wrong, func(t *v1alpha1.Tenant) { t.Spec.Allowed.Versions = "new ones" })(), "it is being deleted")
	require.NoError(t, tryChange(p, wrong, func(t *v1alpha1.Tenant) { t.Finalizers = nil })())
}

func TestInstancesThatAreRefused(t *testing.T) {
	p, _ := serve(t)
	require.NoError(t, p.Create(ctx, tenant("yen-bai", func(t *v1alpha1.Tenant) { t.Spec.Quota.Instances = new(int32(1)) })))
	home(t, p, "tenant-yen-bai", "yen-bai")
	const in = "tenant-yen-bai"
	refused(t, p.try(instance(in, "so", func(i *v1alpha1.Instance) { i.Spec.Version, i.Spec.Registry = "2.0.0", "evil.example" })),
		`Instance.tiendo.vn "so" is invalid`, `spec.version: Invalid value: "2.0.0"`, `spec.registry: Invalid value: "evil.example": expected "registry.example"`)
	refused(t, p.try(instance(in, "so", route("so.lao-cai.example"))), `spec.route.host: Invalid value: "so.lao-cai.example": expected "*.yen-bai.example"`)
	refused(t, p.try(instance(in, "so", func(i *v1alpha1.Instance) { i.Spec.Database = v1alpha1.Database{} })), "the Tenant's allowed.databaseServers is empty")
	refused(t, p.try(instance(in, "so", func(i *v1alpha1.Instance) { i.Spec.Replicas.Min = new(int32(50)) })), "each server takes 512Mi of the Tenant's quota.memory, 8Gi")

	evidence := &v1alpha1.Evidence{Bucket: v1alpha1.Bucket{URL: "s3://minio.example:9001/b", SecretRef: v1alpha1.LocalSecretReference{Name: "s3"}}}
	first := instance(in, "first", route("so.yen-bai.example"), func(i *v1alpha1.Instance) { i.Spec.Evidence = evidence })
	require.NoError(t, p.Create(ctx, first))
	require.Len(t, p.warnings.taken(), 1)
	refused(t, p.try(instance(in, "so", route("so.yen-bai.example"))),
		`Instance "first" is reached under this host`, "expected at most 1 Instances (the Tenant's quota.instances), and 1 are there")
	require.NoError(t, tryChange(p, first, func(i *v1alpha1.Instance) { i.Spec.Version = "1.3.0" })(), "one that is there is not one more")
}

func TestInstancesInNamespacesOfNobody(t *testing.T) {
	p, _ := serve(t)
	require.NoError(t, p.Create(ctx, tenant("dien-bien")))
	home(t, p, "orphaned", "no-such-tenant")
	home(t, p, "pretender", "dien-bien")
	refused(t, p.try(instance("orphaned", "so")), `metadata.namespace: Invalid value: "orphaned": expected the namespace of a Tenant`)
	refused(t, p.try(instance("pretender", "so")), `expected "tenant-dien-bien": this namespace is labelled as that of Tenant "dien-bien"`)
	require.NoError(t, p.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "plain"}}))
	refused(t, p.try(instance("plain", "so")), `metadata.namespace: Invalid value: "plain": expected the namespace of a Tenant; ask the platform admin for one`)
}

func TestAnInstanceThatTheTenantKeeps(t *testing.T) {
	p, _ := serve(t)
	of := tenant("hoa-binh", func(t *v1alpha1.Tenant) {
		t.Spec.Instance = &v1alpha1.InstanceTemplate{InstanceSpec: instance("", "").Spec}
	})
	require.NoError(t, p.Create(ctx, of))
	home(t, p, "tenant-hoa-binh", "hoa-binh")
	kept := instance("tenant-hoa-binh", "tiendo", func(i *v1alpha1.Instance) { i.Labels = map[string]string{v1alpha1.LabelTenant: "hoa-binh"} })
	require.NoError(t, p.Create(ctx, kept))
	refused(t, tryChange(p, kept, func(i *v1alpha1.Instance) { i.Labels = nil }, client.DryRunAll), "while the Tenant keeps this Instance")
	p.warnings.taken()
	require.NoError(t, tryChange(p, kept, func(i *v1alpha1.Instance) { i.Spec.Version = "1.3.0" })())
	assert.Equal(t, []string{`Tenant "hoa-binh" keeps this Instance (its spec.instance): what differs from that is put back`}, p.warnings.taken())
}

func TestDatabaseServersInUse(t *testing.T) {
	p, _ := serve(t)
	for _, name := range []string{"in-use", "unused"} {
		require.NoError(t, p.Create(ctx, &v1alpha1.DatabaseServer{
			ObjectMeta: metav1.ObjectMeta{Name: name},
			Spec:       v1alpha1.DatabaseServerSpec{Host: "pg.example", AdminSecretRef: v1alpha1.LocalSecretReference{Name: "pg"}},
		}))
	}
	operatortest.Eventually(t, func() error {
		return p.Create(ctx, tenant("lai-chau", servers("in-use", "unused")))
	})
	home(t, p, "tenant-lai-chau", "lai-chau")
	require.NoError(t, p.Create(ctx, instance("tenant-lai-chau", "so", func(i *v1alpha1.Instance) { i.Spec.Database = v1alpha1.Database{} })))
	p.warnings.taken()
	server := func(name string) *v1alpha1.DatabaseServer {
		return &v1alpha1.DatabaseServer{ObjectMeta: metav1.ObjectMeta{Name: name}}
	}
	refused(t, func() error { return p.Delete(ctx, server("in-use"), client.DryRunAll) },
		`DatabaseServer.tiendo.vn "in-use" is invalid`, `these have their database there: "tenant-lai-chau/so"`)
	p.warnings.taken()
	require.NoError(t, p.Delete(ctx, server("unused")))
	assert.Equal(t, []string{`these Tenants still name the server in allowed.databaseServers: "lai-chau"`}, p.warnings.taken())
}

// With the webhooks down people are refused, and the operator goes on.
func TestTheWebhooksAreDown(t *testing.T) {
	p, stop := serve(t)
	of := tenant("phu-tho")
	require.NoError(t, p.Create(ctx, of))
	stop()
	err := p.Create(ctx, tenant("vinh-phuc"))
	assert.True(t, apierrors.IsInternalError(err), "%v", err)
	operator, err := client.New(operatortest.Get(t).Operator(t), client.Options{Scheme: operatortest.Scheme()})
	require.NoError(t, err)
	before := of.DeepCopy()
	of.Finalizers = []string{v1alpha1.Finalizer}
	require.NoError(t, operator.Patch(ctx, of, client.MergeFrom(before)))
}
