package desired_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

const certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

// owner is whose the objects of the tests are.
func owner(i desired.Instance) reconcile.Owner {
	return reconcile.Owner{Tenant: "lao-cai", Instance: i.Name}
}

// instance is a province's, with a database on a shared server, a provider and no
// route; changes make another of it.
func instance(changes ...func(*desired.Instance)) desired.Instance {
	i := desired.Instance{
		Name:      "tiendo",
		Namespace: "tenant-lao-cai",
		Agency:    "lao-cai",
		Version:   "1.2.0",
		Image:     "registry.example/tiendo:1.2.0",
		Replicas:  desired.Replicas{Min: 2, TargetCPU: 70},
		Resources: desired.Resources{
			Requests: corev1.ResourceList{
				corev1.ResourceCPU:    resource.MustParse("100m"),
				corev1.ResourceMemory: resource.MustParse("128Mi"),
			},
			Limits: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("512Mi")},
		},
		Database: desired.Database{
			Kind:        desired.DatabaseShared,
			Server:      "cgc-hanoi-1",
			Name:        "tiendo_tenant_lao_cai_tiendo",
			CA:          certificate,
			Credentials: 1,
			Connections: 50,
		},
		SignIn: &desired.SignIn{Issuer: "https://id.example.vn", Audience: "tiendo-laocai"},
	}
	for _, change := range changes {
		change(&i)
	}
	i.Labels = owner(i).Labels()
	return i
}

// databaseURL, the password in it, and linkKey are the secrets of the tests.
const (
	databasePassword = "p@ss-w.rd"
	databaseURL      = "postgres://tiendo_tenant_lao_cai_tiendo_a:p%40ss-w.rd@pg-1.databases.svc:5432/tiendo_tenant_lao_cai_tiendo?sslmode=verify-full&sslrootcert=%2Frun%2Fsecrets%2Ftiendo%2Fdatabase%2Fca.crt"
)

const linkKey = "c2VjcmV0LWtleS1vZi1saW5rcy1vZi1sYW8tY2FpLTAx"

// objects are all that the Instance yields, in the order in which it is made.
func objects(i desired.Instance) []runtime.ApplyConfiguration {
	var all list
	all.add(desired.ServiceAccount(i))
	if secret := desired.DatabaseSecret(i, databaseURL); secret != nil {
		all.add(secret)
	}
	all.add(desired.KeysSecret(i, linkKey))
	all.foreign(desired.DatabaseCluster(i))
	all.add(desired.MigrationJob(i))
	all.add(desired.PlanJob(i))
	all.add(desired.Deployment(i))
	all.add(desired.Service(i))
	if ingress := desired.Ingress(i); ingress != nil {
		all.add(ingress)
	}
	all.foreign(desired.HTTPRoute(i))
	if autoscaler := desired.Autoscaler(i); autoscaler != nil {
		all.add(autoscaler)
	}
	if budget := desired.DisruptionBudget(i); budget != nil {
		all.add(budget)
	}
	all.foreign(desired.ServiceMonitor(i))
	return all
}

type list []runtime.ApplyConfiguration

func (l *list) add(object runtime.ApplyConfiguration) { *l = append(*l, object) }

func (l *list) foreign(object *unstructured.Unstructured) {
	if object != nil {
		l.add(client.ApplyConfigurationFromUnstructured(object))
	}
}

// find returns the one object of a kind.
func find(t *testing.T, i desired.Instance, kind string) *unstructured.Unstructured {
	t.Helper()
	var found []*unstructured.Unstructured
	for _, object := range objects(i) {
		if u := read(t, object); u.GetKind() == kind {
			found = append(found, u)
		}
	}
	require.Len(t, found, 1, kind)
	return found[0]
}

// read is an object as it is sent.
func read(t *testing.T, object any) *unstructured.Unstructured {
	t.Helper()
	u := &unstructured.Unstructured{}
	require.NoError(t, yaml.Unmarshal(text(t, object), &u.Object))
	return u
}

// text is an object as YAML.
func text(t *testing.T, object any) []byte {
	t.Helper()
	text, err := yaml.Marshal(object)
	require.NoError(t, err)
	return text
}

// component finds what says what of an Instance an object is.
func component(u *unstructured.Unstructured) string { return u.GetLabels()[v1alpha1.LabelComponent] }
