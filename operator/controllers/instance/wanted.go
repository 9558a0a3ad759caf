package instance

import (
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/policy"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// wanted is what the builders take of an Instance and its settings. What only the
// cluster can tell is filled in by the steps.
func wanted(i *v1alpha1.Instance, t *v1alpha1.Tenant, s policy.Settings, owner reconcile.Owner) desired.Instance {
	want := desired.Instance{
		Name: i.Name, Namespace: i.Namespace, Labels: owner.Labels(), Agency: t.Spec.AgencyCode,
		Version: s.Version, Image: s.Image, PullSecrets: s.PullSecrets,
		Replicas: desired.Replicas{Min: s.Replicas.Min, Max: s.Replicas.Max, TargetCPU: s.Replicas.TargetCPUUtilization},
		Resources: desired.Resources{
			Requests: s.Resources.Requests, Limits: s.Resources.Limits,
		},
		Suspended: s.Suspended(),
		Database: desired.Database{
			Kind: desired.DatabaseKind(s.Database.Kind), Server: s.Database.Server,
			SecretName: s.Database.SecretName, SecretKey: s.Database.SecretKey,
			Cluster: desired.Cluster{Instances: s.Database.Instances, Storage: s.Database.Storage.String(), StorageClass: s.Database.StorageClass},
		},
		Retry: i.Annotations[v1alpha1.AnnotationRetry],
	}
	if s.SignIn != nil {
		want.SignIn = &desired.SignIn{Issuer: s.SignIn.Issuer, Audience: s.SignIn.Audience}
		if ref := s.SignIn.CAConfigMapRef; ref != nil {
			want.SignIn.CAConfigMap = ref.Name
		}
	}
	if ref := i.Spec.Plan.ConfigMapRef; ref != nil {
		want.Plan.ConfigMap = ref.Name
	}
	if e := i.Spec.Evidence; e != nil {
		want.Evidence = &desired.Evidence{URL: e.Bucket.URL, SecretName: e.Bucket.SecretRef.Name}
	}
	want.Route = wantedRoute(i.Spec.Route)
	return want
}

func wantedRoute(r *v1alpha1.Route) *desired.Route {
	if r == nil {
		return nil
	}
	route := &desired.Route{Host: r.Host}
	if r.TLSSecretRef != nil {
		route.TLSSecret = r.TLSSecretRef.Name
	}
	if r.IngressClassName != nil {
		route.IngressClass = *r.IngressClassName
	}
	if g := r.GatewayRef; g != nil {
		route.Gateway = &desired.Gateway{Name: g.Name, Namespace: g.Namespace, Section: g.SectionName}
	}
	return route
}

func inNamespace(namespace string) client.ListOption { return client.InNamespace(namespace) }
