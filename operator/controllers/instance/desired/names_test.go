package desired_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
)

func TestEveryNameIsALabel(t *testing.T) {
	require.Len(t, longName, 40)
	for _, name := range []string{"a", "tiendo", "x-1", longName} {
		for title, change := range cases {
			i := instance(change, func(i *desired.Instance) { i.Name = name })
			for _, object := range objects(i) {
				u := read(t, object)
				assert.Empty(t, validation.IsDNS1035Label(u.GetName()), "%s of %q with %s", u.GetKind(), name, title)
				assert.Equal(t, i.Namespace, u.GetNamespace())
				for key, value := range u.GetLabels() {
					assert.Empty(t, validation.IsValidLabelValue(value), "label %s of %s of %q", key, u.GetKind(), name)
				}
			}
		}
	}
}

// CloudNativePG refuses longer ones, and names Services after them.
func TestNamesOfClustersAreShort(t *testing.T) {
	assert.LessOrEqual(t, len(desired.ClusterName(desired.Instance{Name: longName})), 50)
}

func TestEveryObjectSaysWhoseItIs(t *testing.T) {
	for title, change := range cases {
		i := instance(change)
		for _, object := range objects(i) {
			u := read(t, object)
			assert.True(t, owner(i).Owns(u), "%s with %s", u.GetKind(), title)
			assert.Equal(t, v1alpha1.FieldOwner, u.GetLabels()[v1alpha1.LabelManagedBy], "%s with %s", u.GetKind(), title)
			assert.Equal(t, "lao-cai", u.GetLabels()[v1alpha1.LabelAgency])
			assert.NotEmpty(t, component(u))
			assert.Empty(t, u.GetOwnerReferences())
		}
	}
}

func TestVersionsThatEndOddlyAreStillLabels(t *testing.T) {
	for version, want := range map[string]string{"1.2.0": "1.2.0", "1.2.0-rc.1": "1.2.0-rc.1", "1.2.0-rc.": "1.2.0-rc", "1.2.0--": "1.2.0"} {
		labels := desired.Deployment(instance(func(i *desired.Instance) { i.Version = version })).Labels
		assert.Equal(t, want, labels[v1alpha1.LabelVersion])
	}
}

func TestAnUpgradeWritesToNoMoreThanItMust(t *testing.T) {
	before := byKind(t, instance())
	var differ []string
	after := instance(func(i *desired.Instance) { i.Version, i.Image = "1.3.0", "registry.example/tiendo:1.3.0" })
	for _, object := range objects(after) {
		if key := title(t, object); before[key] != string(text(t, object)) {
			differ = append(differ, key)
		}
	}
	assert.ElementsMatch(t, []string{"Job of the migration", "Job of the plan", "Deployment of the server"}, differ)
}

func TestSelectorsNeverChange(t *testing.T) {
	want := desired.Deployment(instance()).Spec.Selector.MatchLabels
	assert.Len(t, want, 3)
	for title, change := range cases {
		i := instance(change, func(i *desired.Instance) { i.Name, i.Version, i.Agency = "tiendo", "9.9.9", "hue" })
		d := desired.Deployment(i)
		assert.Equal(t, want, d.Spec.Selector.MatchLabels, title)
		assert.Equal(t, want, desired.Service(i).Spec.Selector, title)
		assert.Subset(t, d.Spec.Template.Labels, want, title)
		for _, job := range []string{desired.MigrationJob(i).Spec.Template.Labels[v1alpha1.LabelComponent], desired.PlanJob(i).Spec.Template.Labels[v1alpha1.LabelComponent]} {
			assert.NotEqual(t, want[v1alpha1.LabelComponent], job, "a Service must not lead to a Job")
		}
	}
}

func TestAddresses(t *testing.T) {
	i := instance()
	assert.Equal(t, "http://tiendo.tenant-lao-cai.svc", desired.URL(i))
	i.Route = &desired.Route{Host: "tiendo.laocai.example"}
	assert.Equal(t, "https://tiendo.laocai.example", desired.URL(i))
	assert.Equal(t, "http://tiendo.tenant-lao-cai.svc", desired.ServiceURL(i))
}

func TestNamesOfJobsAreTheirs(t *testing.T) {
	i := instance()
	assert.Equal(t, *desired.MigrationJob(i).Name, desired.MigrationJobName(i))
	assert.Equal(t, *desired.PlanJob(i).Name, desired.PlanJobName(i))
	assert.Regexp(t, `^tiendo-migrate-[0-9a-f]{8}$`, desired.MigrationJobName(i))
	assert.Regexp(t, `^tiendo-plan-[0-9a-f]{8}$`, desired.PlanJobName(i))
	assert.Equal(t, corev1.RestartPolicyNever, *desired.MigrationJob(i).Spec.Template.Spec.RestartPolicy)
}
