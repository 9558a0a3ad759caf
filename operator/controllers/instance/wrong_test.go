package instance_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// Whatever is wrong, its sentence says what and where, and what to do.
func TestEveryWrongInputHasItsSentence(t *testing.T) {
	for name, tc := range map[string]struct {
		prepare func(*world)
		change  func(*world, *v1alpha1.Instance)
		reason  string
		parts   []string
	}{
		"a host of somebody else": {
			change: func(_ *world, i *v1alpha1.Instance) { i.Spec.Route = &v1alpha1.Route{Host: "tiendo.hue.example"} },
			reason: v1alpha1.ReasonHostNotAllowed, parts: []string{"spec.route.host", "tiendo.hue.example", ".example"},
		},
		"a version that is not granted": {
			change: func(_ *world, i *v1alpha1.Instance) { i.Spec.Version = "2.0.0" },
			reason: v1alpha1.ReasonVersionNotAllowed, parts: []string{"spec.version", "2.0.0", ">=1.0.0 <2.0.0"},
		},
		"a registry that is not granted": {
			change: func(_ *world, i *v1alpha1.Instance) { i.Spec.Registry = "docker.example/x" },
			reason: v1alpha1.ReasonRegistryNotAllowed, parts: []string{"spec.registry", "docker.example/x", "registry.example/tiendo"},
		},
		"a database server that is not granted": {
			change: func(_ *world, i *v1alpha1.Instance) {
				i.Spec.Database.Shared = &v1alpha1.SharedDatabase{ServerRef: &v1alpha1.ServerReference{Name: "other"}}
			},
			reason: v1alpha1.ReasonServerNotAllowed, parts: []string{"spec.database.shared.serverRef.name", "other"},
		},
		"CloudNativePG where there is none": {
			change: func(_ *world, i *v1alpha1.Instance) { i.Spec.Database.CloudNativePG = &v1alpha1.CloudNativePG{} },
			reason: v1alpha1.ReasonKindMissing, parts: []string{"spec.database.cloudNativePG", "postgresql.cnpg.io"},
		},
		"a Gateway where there is none": {
			change: func(w *world, i *v1alpha1.Instance) {
				i.Spec.Route = &v1alpha1.Route{Host: w.name + ".example", GatewayRef: &v1alpha1.GatewayReference{Name: "public"}}
			},
			reason: v1alpha1.ReasonKindMissing, parts: []string{"spec.route.gatewayRef", "HTTPRoute"},
		},
		"a bundle that is not there": {
			change: func(_ *world, i *v1alpha1.Instance) {
				i.Spec.Plan.ConfigMapRef = &v1alpha1.LocalConfigMapReference{Name: "nowhere"}
			},
			reason: v1alpha1.ReasonBundleMissing, parts: []string{"spec.plan.configMapRef.name", "nowhere", "create it"},
		},
		"a name that somebody else's object has": {
			prepare: func(w *world) {
				w.must(w.Create(ctx, &corev1.Service{ObjectMeta: metav1.ObjectMeta{Namespace: w.name, Name: "tiendo"},
					Spec: corev1.ServiceSpec{Ports: []corev1.ServicePort{{Port: 1}}}}))
			},
			reason: v1alpha1.ReasonNameTaken, parts: []string{`Service "tiendo"`, "not the operator's"},
		},
		"a Secret's name that somebody else has": {
			prepare: func(w *world) {
				w.must(w.Create(ctx, &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: w.name, Name: "tiendo-keys"}}))
			},
			reason: v1alpha1.ReasonNameTaken, parts: []string{`Secret "tiendo-keys"`},
		},
		"a quota without room": {
			prepare: func(w *world) {
				w.must(w.Create(ctx, &corev1.ResourceQuota{ObjectMeta: metav1.ObjectMeta{Namespace: w.name, Name: "tight"},
					Spec: corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{corev1.ResourcePods: resource.MustParse("1")}}}))
			},
			reason: v1alpha1.ReasonQuotaExceeded, parts: []string{"exceeded quota", "spec.replicas"},
		},
		"a Secret that is not there, as the kubelet reports it": {
			prepare: func(w *world) {
				w.pods(func(*corev1.Pod) operatortest.Fate {
					return operatortest.Waits("CreateContainerConfigError", `secret "mine" not found`)
				})
			},
			change: func(_ *world, i *v1alpha1.Instance) {
				i.Spec.Database.External = &v1alpha1.ExternalDatabase{SecretRef: v1alpha1.SecretKeyReference{Name: "mine"}}
			},
			reason: v1alpha1.ReasonSecretMissing, parts: []string{`secret "mine" not found`, "create it"},
		},
		"an image that cannot be pulled": {
			prepare: func(w *world) {
				w.pods(func(*corev1.Pod) operatortest.Fate { return operatortest.Waits("ImagePullBackOff", "no such host") })
			},
			reason: v1alpha1.ReasonNotStarting, parts: []string{"registry.example/tiendo/tiendo:1.0.0", "no such host"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if tc.prepare != nil {
				tc.prepare(w)
			}
			w.instance("tiendo", func(i *v1alpha1.Instance) {
				if tc.change != nil {
					tc.change(w, i)
				}
			})
			message := w.says("tiendo", v1alpha1.ConditionReady, tc.reason)
			for _, part := range tc.parts {
				assert.Contains(t, message, part)
			}
			assert.NotContains(t, message, pg.Password)
		})
	}
}

func TestTroubleWithDatabaseServersHasItsSentence(t *testing.T) {
	for name, tc := range map[string]struct {
		break_ func(*world)
		mend   func(*world)
		reason string
		parts  []string
	}{
		"nobody answers there": {
			break_: func(w *world) { w.serverSpec(func(s *v1alpha1.DatabaseServerSpec) { s.Port = 1 }) },
			mend:   func(w *world) { w.serverSpec(func(s *v1alpha1.DatabaseServerSpec) { s.Port = int32(pg.Port) }) },
			reason: v1alpha1.ReasonServerUnreachable, parts: []string{"127.0.0.1:1", "refused"},
		},
		"it has no room": {
			break_: func(w *world) {
				w.serverSpec(func(s *v1alpha1.DatabaseServerSpec) { s.Capacity.Databases = new(int32(0)) })
			},
			mend: func(w *world) {
				w.serverSpec(func(s *v1alpha1.DatabaseServerSpec) { s.Capacity.Databases = new(int32(10000)) })
			},
			reason: v1alpha1.ReasonServerFull, parts: []string{"is full", "spec.capacity.databases"},
		},
		"its admin's Secret is not there": {
			break_: func(w *world) {
				w.serverSpec(func(s *v1alpha1.DatabaseServerSpec) { s.AdminSecretRef.Name = "nowhere" })
			},
			mend: func(w *world) {
				w.serverSpec(func(s *v1alpha1.DatabaseServerSpec) { s.AdminSecretRef.Name = w.server + "-admin" })
			},
			reason: v1alpha1.ReasonSecretMissing, parts: []string{"nowhere", operatortest.Namespace},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			tc.break_(w)
			w.instance("tiendo")
			message := w.says("tiendo", v1alpha1.ConditionDatabaseReady, tc.reason)
			for _, part := range tc.parts {
				assert.Contains(t, message, part)
			}
			tc.mend(w)
			w.ready("tiendo", "1.0.0")
		})
	}
}

func (w *world) serverSpec(change func(*v1alpha1.DatabaseServerSpec)) {
	w.Helper()
	w.retry(func() error {
		var server v1alpha1.DatabaseServer
		w.must(w.Get(ctx, types.NamespacedName{Name: w.server}, &server))
		change(&server.Spec)
		return w.Update(ctx, &server)
	})
}

func (w *world) tenantSpec(change func(*v1alpha1.TenantSpec)) {
	w.Helper()
	w.retry(func() error {
		var tenant v1alpha1.Tenant
		w.must(w.Get(ctx, types.NamespacedName{Name: w.name}, &tenant))
		change(&tenant.Spec)
		return w.Update(ctx, &tenant)
	})
}

func TestAnInstanceOutsideTenantsNamespacesIsTold(t *testing.T) {
	w := newWorld(t)
	i := &v1alpha1.Instance{ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "lost-" + w.name}, Spec: v1alpha1.InstanceSpec{Version: "1.0.0"}}
	w.must(w.Create(ctx, i))
	t.Cleanup(func() { w.must(w.Delete(ctx, i)) })
	operatortest.Eventually(t, func() error {
		w.must(w.Get(ctx, types.NamespacedName{Namespace: "default", Name: i.Name}, i))
		for _, c := range i.Status.Conditions {
			if c.Type == v1alpha1.ConditionStalled && c.Reason == v1alpha1.ReasonNoTenant {
				return nil
			}
		}
		return operatortest.NotYet("%v:%s", errors.New("NoTenant"), said(i))
	})
}

// What came past the webhooks is held to the quota all the same, and what is
// there already stays where the quota shrinks.
func TestOneInstanceTooManyWaitsForRoom(t *testing.T) {
	w := newWorld(t)
	w.instance("first")
	w.ready("first", "1.0.0")
	w.tenantSpec(func(s *v1alpha1.TenantSpec) { s.Quota.Instances = new(int32(1)) })
	w.instance("second")
	assert.Contains(t, w.says("second", v1alpha1.ConditionReady, v1alpha1.ReasonQuotaExceeded), "expected at most 1 Instances (the Tenant's quota.instances), and 1 are there")
	w.tenantSpec(func(s *v1alpha1.TenantSpec) { s.Quota.Instances = new(int32(0)) })
	w.ready("first", "1.0.0")

	w.tenantSpec(func(s *v1alpha1.TenantSpec) { s.Quota.Instances = new(int32(1)) })
	first := w.get("first")
	w.must(w.Delete(ctx, first))
	w.ready("second", "1.0.0")
}
