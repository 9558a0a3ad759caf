package policy

import (
	"cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/tiendo-vn/tiendo/operator/agencies"
	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// Resolve returns what an Instance is run with under its Tenant. It judges
// nothing: what is not allowed is resolved all the same.
func Resolve(i *v1alpha1.Instance, t *v1alpha1.Tenant) Settings {
	s := Settings{
		Version:        i.Spec.Version,
		Image:          cmp.Or(i.Spec.Registry, first(t.Spec.Allowed.Registries)) + "/tiendo:" + i.Spec.Version,
		Replicas:       replicas(i.Spec.Replicas),
		Resources:      resources(i.Spec.Resources),
		Database:       database(&i.Spec, i.Status.Database, t),
		SignIn:         i.Spec.SignIn,
		URL:            "http://" + i.Name + "." + i.Namespace + ".svc",
		SuspendedBy:    suspendedBy(i, t),
		DeletionPolicy: v1alpha1.DeletionPolicy(cmp.Or(string(t.Spec.DeletionPolicy), string(v1alpha1.DeletionRetain))),
		Agency:         AgencyName(t),
	}
	for _, secret := range i.Spec.ImagePullSecrets {
		s.PullSecrets = append(s.PullSecrets, secret.Name)
	}
	if s.SignIn == nil {
		s.SignIn = t.Spec.SignIn
	}
	if i.Spec.Route != nil {
		s.URL = "https://" + i.Spec.Route.Host
	}
	return s
}

// AgencyName is the name to show for a Tenant: its own word, or else the plan's.
func AgencyName(t *v1alpha1.Tenant) string {
	agency, _ := agencies.Lookup(t.Spec.AgencyCode)
	return cmp.Or(t.Spec.DisplayName, agency.Name, t.Spec.AgencyCode)
}

func suspendedBy(i *v1alpha1.Instance, t *v1alpha1.Tenant) string {
	switch {
	case t.Spec.Suspended:
		return "Tenant " + t.Name
	case i.Spec.Suspended:
		return "Instance " + i.Name
	}
	return ""
}

func replicas(r v1alpha1.Replicas) ReplicaSettings {
	return ReplicaSettings{
		Min:                  value(r.Min, 2),
		Max:                  value(r.Max, 0),
		TargetCPUUtilization: value(r.TargetCPUUtilization, 70),
	}
}

// resources fills in what is not said, and never a request beyond a limit that
// is said: such pods would be refused.
func resources(r v1alpha1.Resources) corev1.ResourceRequirements {
	limits, requests := corev1.ResourceList{}, corev1.ResourceList{}
	if cpu, ok := r.Limits[corev1.ResourceCPU]; ok {
		limits[corev1.ResourceCPU] = cpu
	}
	limits[corev1.ResourceMemory] = quantity(r.Limits, corev1.ResourceMemory, "512Mi")
	if asked, ok := r.Requests[corev1.ResourceMemory]; ok && r.Limits.Memory().IsZero() && asked.Cmp(limits[corev1.ResourceMemory]) > 0 {
		limits[corev1.ResourceMemory] = asked
	}
	for name, standard := range map[corev1.ResourceName]string{corev1.ResourceCPU: "100m", corev1.ResourceMemory: "128Mi"} {
		requests[name] = quantity(r.Requests, name, standard)
		limit, limited := limits[name]
		if _, said := r.Requests[name]; !said && limited && limit.Cmp(requests[name]) < 0 {
			requests[name] = limit
		}
	}
	return corev1.ResourceRequirements{Requests: requests, Limits: limits}
}

func quantity(list corev1.ResourceList, name corev1.ResourceName, standard string) resource.Quantity {
	if q, ok := list[name]; ok {
		return q
	}
	return resource.MustParse(standard)
}

// database resolves where the data is. A shared database stays on the server it
// was made on, whatever becomes the Tenant's first: nothing moves the data.
func database(spec *v1alpha1.InstanceSpec, used *v1alpha1.DatabaseStatus, t *v1alpha1.Tenant) DatabaseSettings {
	switch d := spec.Database; {
	case d.CloudNativePG != nil:
		storage, err := resource.ParseQuantity(cmp.Or(d.CloudNativePG.Storage, "10Gi"))
		if err != nil {
			storage = resource.MustParse("10Gi") // the CRD takes nothing that cannot be read
		}
		return DatabaseSettings{
			Kind: KindCloudNativePG, Instances: value(d.CloudNativePG.Instances, 2),
			Storage: storage, StorageClass: d.CloudNativePG.StorageClass,
		}
	case d.External != nil:
		return DatabaseSettings{Kind: KindExternal, SecretName: d.External.SecretRef.Name, SecretKey: cmp.Or(d.External.SecretRef.Key, "url")}
	}
	server := first(t.Spec.Allowed.DatabaseServers)
	if s := spec.Database.Shared; s != nil && s.ServerRef != nil {
		server = s.ServerRef.Name
	}
	if used != nil && used.Server != "" {
		server = used.Server
	}
	return DatabaseSettings{Kind: KindShared, Server: server}
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
