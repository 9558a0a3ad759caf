package tenant_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// What the agency's IT does every day, done as somebody of its group.
func TestTheAgencysITManagesItsInstances(t *testing.T) {
	start(t)
	of := province("bac-ninh")
	apply(t, of)
	ready(t, of)
	it := operatortest.Get(t).As(t, "chi", "bac-ninh:it")
	i := instance(of, "so")
	require.NoError(t, it.Create(ctx, i))
	require.NoError(t, it.Get(ctx, client.ObjectKeyFromObject(i), i))
	before := i.DeepCopy()
	i.Spec.Version = "1.2.0"
	require.NoError(t, it.Patch(ctx, i, client.MergeFrom(before)))
	for _, list := range []client.ObjectList{&v1alpha1.InstanceList{}, &corev1.PodList{}, &corev1.EventList{}, &eventsv1.EventList{}} {
		assert.NoError(t, it.List(ctx, list, client.InNamespace(of.NamespaceName())), "%T", list)
	}
	assert.True(t, may(t, it, "get", "", "pods", "log", of.NamespaceName()), "read logs")
	require.NoError(t, it.Delete(ctx, i))

	// Whom the Tenant no longer names is out at once.
	change(t, of, func(t *v1alpha1.Tenant) { t.Spec.Administrators.Groups = nil })
	gone(t, &rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Namespace: of.NamespaceName(), Name: "tenant-administrators"}})
	operatortest.Eventually(t, func() error {
		if err := it.List(ctx, &v1alpha1.InstanceList{}, client.InNamespace(of.NamespaceName())); apierrors.IsForbidden(err) {
			return nil
		}
		return operatortest.NotYet("they may still list Instances")
	})
}

// What would cross a border is refused: by really trying.
func TestTheAgencysITCannotWidenWhatItHas(t *testing.T) {
	start(t)
	of, other := province("ha-nam"), province("hung-yen", keeping)
	apply(t, of)
	apply(t, other)
	ready(t, of)
	waits(t, other, v1alpha1.ReasonProgressing, "")
	it := operatortest.Get(t).As(t, "chi", "ha-nam:it")
	operatortest.Eventually(t, func() error { return it.List(ctx, &v1alpha1.InstanceList{}, client.InNamespace(of.NamespaceName())) })

	in := metav1.ObjectMeta{Namespace: of.NamespaceName(), Name: "x"}
	at := func(name string) metav1.ObjectMeta {
		return metav1.ObjectMeta{Namespace: of.NamespaceName(), Name: name}
	}
	create := func(o client.Object) error { return it.Create(ctx, o) }
	widen := func(o client.Object, how func()) error {
		if err := admin(t).Get(ctx, client.ObjectKeyFromObject(o), o); err != nil {
			return err
		}
		before := o.DeepCopyObject().(client.Object)
		how()
		return it.Patch(ctx, o, client.MergeFrom(before))
	}
	secret := &corev1.Secret{ObjectMeta: in}
	quota := &corev1.ResourceQuota{ObjectMeta: at("tenant-quota")}
	limits := &corev1.LimitRange{ObjectMeta: at("tenant-limits")}
	policy := &networkingv1.NetworkPolicy{ObjectMeta: at("tenant-servers")}
	binding := &rbacv1.RoleBinding{ObjectMeta: at("tenant-administrators")}
	there := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: of.NamespaceName()}}
	theirs := instance(other, "tiendo")
	for name, tried := range map[string]error{
		"read secrets":                     it.List(ctx, &corev1.SecretList{}, client.InNamespace(of.NamespaceName())),
		"read the operator's secrets":      it.List(ctx, &corev1.SecretList{}, client.InNamespace(operatortest.Namespace)),
		"make a secret":                    create(secret),
		"make a config map":                create(&corev1.ConfigMap{ObjectMeta: in}),
		"raise the quota":                  widen(quota, func() { quota.Spec.Hard = nil }),
		"delete the quota":                 it.Delete(ctx, quota),
		"raise the limits":                 widen(limits, func() { limits.Spec.Limits[0].Default = nil }),
		"open the network":                 widen(policy, func() { policy.Spec.Egress = []networkingv1.NetworkPolicyEgressRule{{}} }),
		"make a network policy":            create(&networkingv1.NetworkPolicy{ObjectMeta: in}),
		"delete a network policy":          it.Delete(ctx, policy),
		"let somebody else in":             widen(binding, func() { binding.Subjects = append(binding.Subjects, binding.Subjects[0]) }),
		"bind itself to more":              create(&rbacv1.RoleBinding{ObjectMeta: in, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "cluster-admin"}}),
		"make a role":                      create(&rbacv1.Role{ObjectMeta: in}),
		"weaken the namespace":             widen(there, func() { there.Labels["pod-security.kubernetes.io/enforce"] = "privileged" }),
		"delete the namespace":             it.Delete(ctx, there),
		"make a namespace":                 create(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "x"}}),
		"read its Tenant":                  it.Get(ctx, client.ObjectKeyFromObject(of), &v1alpha1.Tenant{}),
		"widen its Tenant":                 widen(of.DeepCopy(), func() {}),
		"read database servers":            it.List(ctx, &v1alpha1.DatabaseServerList{}),
		"start a pod of its own":           create(&corev1.Pod{ObjectMeta: in, Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "x", Image: "x"}}}}),
		"start a Deployment of its own":    create(&appsv1.Deployment{ObjectMeta: in}),
		"read what is elsewhere":           it.List(ctx, &v1alpha1.InstanceList{}, client.InNamespace(other.NamespaceName())),
		"read what is everywhere":          it.List(ctx, &v1alpha1.InstanceList{}),
		"change what is another agency's":  widen(theirs, func() { theirs.Spec.Version = "9.9.9" }),
		"delete what is another agency's":  it.Delete(ctx, theirs),
		"make an Instance for another one": create(instance(other, "mine")),
	} {
		assert.True(t, apierrors.IsForbidden(tried), "%s: %v", name, tried)
	}
	for _, question := range [][3]string{{"create", "pods", "exec"}, {"create", "pods", "portforward"}, {"patch", "instances", "status"}, {"impersonate", "users", ""}} {
		group := ""
		if question[1] == "instances" {
			group = v1alpha1.GroupVersion.Group
		}
		assert.False(t, may(t, it, question[0], group, question[1], question[2], of.NamespaceName()), "%v", question)
	}
}

// may asks the API server whether somebody may do something.
func may(t *testing.T, somebody client.Client, verb, group, resource, sub, namespace string) bool {
	t.Helper()
	review := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{
		ResourceAttributes: &authorizationv1.ResourceAttributes{Namespace: namespace, Verb: verb, Group: group, Resource: resource, Subresource: sub},
	}}
	require.NoError(t, somebody.Create(ctx, review))
	return review.Status.Allowed
}
