package tenant_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/tenant/desired"
)

func TestANamespaceThatIsThereIsNotTaken(t *testing.T) {
	for name, tc := range map[string]struct {
		code   string
		labels map[string]string
		words  string
	}{
		"nobody gave it": {"yen-bai", map[string]string{"team": "web"},
			"namespace tenant-yen-bai is there already, and nobody gave it to this Tenant: label it (kubectl label namespace tenant-yen-bai tiendo.vn/tenant=yen-bai)"},
		"another Tenant has it": {"tuyen-quang", map[string]string{v1alpha1.LabelTenant: "somebody"},
			"namespace tenant-tuyen-quang is that of Tenant somebody"},
		"it holds another agency's data": {"phu-tho", map[string]string{v1alpha1.LabelTenant: "phu-tho", v1alpha1.LabelAgency: "vinh-phuc"},
			"holds what was kept of agency vinh-phuc, and this Tenant is that of phu-tho"},
	} {
		t.Run(name, func(t *testing.T) {
			start(t)
			there := namespace(t, "tenant-"+tc.code, tc.labels)
			of := province(tc.code, keeping)
			apply(t, of)
			stalled(t, of, v1alpha1.ReasonNamespaceTaken, tc.words)
			assert.True(t, meta.IsStatusConditionFalse(of.Status.Conditions, v1alpha1.ConditionNamespaceReady))

			before := there.ResourceVersion
			require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(there), there))
			assert.Equal(t, before, there.ResourceVersion, "the namespace was touched")
			for kind, names := range inside(t, of) {
				assert.Empty(t, names, kind)
			}
		})
	}
}

func TestANamespaceThatSomebodyGivesIsTakenUp(t *testing.T) {
	start(t)
	there := namespace(t, "tenant-thai-nguyen", map[string]string{"team": "web"})
	of := province("thai-nguyen")
	apply(t, of)
	stalled(t, of, v1alpha1.ReasonNamespaceTaken, "nobody gave it to this Tenant")
	change(t, there, func(n *corev1.Namespace) { n.Labels[v1alpha1.LabelTenant] = "thai-nguyen" })
	ready(t, of)
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(there), there))
	assert.Equal(t, "web", there.Labels["team"], "labels of others stay")
	assert.Equal(t, "restricted", there.Labels["pod-security.kubernetes.io/enforce"])
}

func TestTheOperatorsNamespaceIsNobodys(t *testing.T) {
	start(t)
	of := province("lang-son", func(t *v1alpha1.Tenant) { t.Spec.Namespace = "tiendo-system" })
	apply(t, of)
	stalled(t, of, v1alpha1.ReasonNamespaceTaken, "namespace tiendo-system is the cluster's or the operator's own")
}

func TestAnObjectOfSomebodyElseIsLeftAlone(t *testing.T) {
	start(t)
	namespace(t, "tenant-bac-giang", map[string]string{v1alpha1.LabelTenant: "bac-giang"})
	theirs := &corev1.ResourceQuota{
		ObjectMeta: metav1.ObjectMeta{Namespace: "tenant-bac-giang", Name: desired.QuotaName},
		Spec:       corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{"pods": resource.MustParse("1")}},
	}
	require.NoError(t, admin(t).Create(ctx, theirs))
	of := province("bac-giang")
	apply(t, of)
	stalled(t, of, v1alpha1.ReasonNameTaken, `ResourceQuota "tenant-quota" in namespace tenant-bac-giang is there already and not the operator's`)
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(theirs), theirs))
	assert.Equal(t, corev1.ResourceList{"pods": resource.MustParse("1")}, theirs.Spec.Hard)
	assert.Empty(t, theirs.Labels)
}

func TestTheOlderTenantKeepsWhatItHas(t *testing.T) {
	for name, tc := range map[string]struct {
		first, second func(*v1alpha1.Tenant)
		reason, words string
	}{
		"an agency": {
			func(t *v1alpha1.Tenant) { t.Spec.AgencyCode, t.Spec.Namespace = "quang-ninh", "quang-ninh-1" },
			func(t *v1alpha1.Tenant) { t.Spec.AgencyCode, t.Spec.Namespace = "quang-ninh", "quang-ninh-2" },
			v1alpha1.ReasonAgencyTaken, `spec.agencyCode: Invalid value: "quang-ninh": Tenant "a-first" has this agency`,
		},
		"a namespace": {
			func(t *v1alpha1.Tenant) { t.Spec.AgencyCode, t.Spec.Namespace = "hai-phong", "coast" },
			func(t *v1alpha1.Tenant) { t.Spec.AgencyCode, t.Spec.Namespace = "hai-duong", "coast" },
			v1alpha1.ReasonNamespaceTaken, `spec.namespace: Invalid value: "coast": Tenant "a-first" has this namespace`,
		},
		"a host": {
			func(t *v1alpha1.Tenant) {
				t.Spec.AgencyCode, t.Spec.Allowed.Hosts = "thai-binh", []string{"*.delta.example"}
			},
			func(t *v1alpha1.Tenant) {
				t.Spec.AgencyCode, t.Spec.Allowed.Hosts = "nam-dinh", []string{"so.delta.example"}
			},
			v1alpha1.ReasonHostTaken, `spec.allowed.hosts[0]: Invalid value: "so.delta.example": Tenant "a-first" may use "*.delta.example"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			start(t)
			first, second := province("a-first", tc.first), province("b-second", tc.second)
			apply(t, first)
			apply(t, second)
			ready(t, first)
			stalled(t, second, tc.reason, tc.words)

			// The first one goes, and the second moves by that event.
			require.NoError(t, admin(t).Delete(ctx, first))
			gone(t, first)
			if tc.reason == v1alpha1.ReasonNamespaceTaken {
				stalled(t, second, v1alpha1.ReasonNamespaceTaken, "is that of Tenant a-first")
				return // it is kept for a Tenant of the first one's name
			}
			ready(t, second)
		})
	}
}

func TestWhatAWebhookWouldHaveRefused(t *testing.T) {
	start(t)
	of := province("atlantis")
	apply(t, of)
	stalled(t, of, v1alpha1.ReasonUnknownAgency, `spec.agencyCode: Invalid value: "atlantis": expected the code of an agency of the plan`)
	var none corev1.Namespace
	assert.Error(t, admin(t).Get(ctx, client.ObjectKey{Name: of.NamespaceName()}, &none))
}
