package v1alpha1

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// TenantSpec is what the platform admin grants a ministry or province.
//
// +kubebuilder:validation:XValidation:rule="!has(self.__namespace__) || !has(oldSelf.__namespace__) || self.__namespace__ == oldSelf.__namespace__",message="namespace cannot be changed: the databases and secrets of the agency are named after it. Make a new Tenant instead"
// +kubebuilder:validation:XValidation:rule="has(self.__namespace__) == has(oldSelf.__namespace__)",message="namespace cannot be set or removed later: the databases and secrets of the agency are named after it"
// +kubebuilder:validation:XValidation:rule="!has(self.instance) || !has(self.instance.route) || self.allowed.hosts.exists(h, h == self.instance.route.host || (h.startsWith('*.') && self.instance.route.host.endsWith(h.substring(1)) && !self.instance.route.host.substring(0, self.instance.route.host.size() - h.size() + 1).contains('.')))",message="instance.route.host must be one of allowed.hosts, or match a wildcard there"
// +kubebuilder:validation:XValidation:rule="!has(self.instance) || !has(self.instance.database) || !has(self.instance.database.shared) || !has(self.instance.database.shared.serverRef) || (has(self.allowed.databaseServers) && self.instance.database.shared.serverRef.name in self.allowed.databaseServers)",message="instance.database.shared.serverRef.name must be one of allowed.databaseServers"
// +kubebuilder:validation:XValidation:rule="!has(self.instance) || !has(self.instance.registry) || self.instance.registry in self.allowed.registries",message="instance.registry must be one of allowed.registries"
type TenantSpec struct {
	// agencyCode is the code of the ministry or province in the plan, such as
	// "lao-cai". Required; cannot be changed; no other Tenant may have it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="agencyCode cannot be changed: it names the agency whose data this is. Make a new Tenant instead"
	AgencyCode string `json:"agencyCode"`

	// displayName is the name to show in lists. Default: the agency's official name
	// in the plan. Empty means the default.
	// +optional
	// +kubebuilder:validation:MaxLength=200
	DisplayName string `json:"displayName,omitempty"`

	// cloud is where the tenant lives. Required.
	// +required
	Cloud Cloud `json:"cloud"`

	// namespace is the namespace to make for the tenant. Default:
	// tenant-<agencyCode>. A namespace that is there already is never taken over,
	// unless somebody labels it tiendo.vn/tenant=<name of the Tenant>. Cannot be
	// changed.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`
	// +kubebuilder:validation:XValidation:rule="!self.startsWith('kube-') && self != 'default'",message="namespace must not be one of the cluster's own"
	Namespace string `json:"namespace,omitempty"`

	// administrators are the people of the agency's IT who may manage Instances in
	// the namespace and read logs and events there. Default: nobody.
	// +optional
	Administrators Administrators `json:"administrators,omitzero"`

	// allowed bounds what the agency's Instances may use. Required.
	// +required
	Allowed Allowed `json:"allowed"`

	// quota bounds what runs in the namespace together. Default: 4 CPUs, 8Gi of
	// memory, 50Gi of storage and 2 Instances.
	// +optional
	Quota Quota `json:"quota,omitzero"`

	// signIn is the provider of Instances that name none. Default: none; such an
	// Instance serves what is published to everybody and nobody signs in.
	// +optional
	SignIn *SignIn `json:"signIn,omitempty"`

	// deletionPolicy says what becomes of databases when an Instance or the Tenant
	// is deleted. Retain (default) keeps the database, its Secret and a record of
	// them, and a new Instance of the same name takes them up again. Delete removes
	// them, once the annotation tiendo.vn/confirm-deletion on the object being
	// deleted holds the Tenant's name.
	// +optional
	// +default="Retain"
	DeletionPolicy DeletionPolicy `json:"deletionPolicy,omitempty"`

	// suspended stops every Instance of the tenant; data stays. Default: false.
	// +optional
	Suspended bool `json:"suspended,omitempty"`

	// instance is the Instance to keep in the namespace, so that one file is enough;
	// it is named "tiendo" unless its name is given. Null (default): the agency's IT
	// writes Instances itself. Where it is removed, or gets another name, the
	// Instance that was kept stays and is the agency's own from then on: removing
	// lines stops nobody.
	// +optional
	Instance *InstanceTemplate `json:"instance,omitempty"`
}

// CloudType is one of the clouds of the national plan.
// +kubebuilder:validation:Enum=CGC;AGC;EGC
type CloudType string

const (
	// CloudCentral is the central government cloud.
	CloudCentral CloudType = "CGC"
	// CloudAgency is a cloud of the agency's own.
	CloudAgency CloudType = "AGC"
	// CloudEnterprise is a cloud that an enterprise runs for the government.
	CloudEnterprise CloudType = "EGC"
)

// Cloud says where a tenant lives.
type Cloud struct {
	// type is CGC (the central government cloud), AGC (an agency's own) or EGC (an
	// enterprise's). Required.
	// +required
	Type CloudType `json:"type"`
	// name tells one cloud of that type from another, such as a data centre.
	// Default: empty.
	// +optional
	// +kubebuilder:validation:MaxLength=63
	Name string `json:"name,omitempty"`
}

// Administrators are people, by the groups that the cluster's sign-in says they
// are in.
type Administrators struct {
	// groups are names of groups, such as "lao-cai:it". Default: none. Groups of the
	// cluster itself ("system:...") are refused.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=16
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=253
	// +kubebuilder:validation:XValidation:rule="self.all(g, !g.startsWith('system:'))",message="groups must not hold groups of the cluster itself (system:...)"
	Groups []string `json:"groups,omitempty"`
}

// Allowed bounds what Instances may use.
type Allowed struct {
	// hosts are the names Instances may be reached under: "tiendo.laocai.example",
	// or "*.laocai.example" for one more label. Default: none, so no routes. No
	// other Tenant may have the same or an overlapping one. One that an Instance is
	// reached under cannot be removed.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=32
	// +kubebuilder:validation:items:MaxLength=253
	// +kubebuilder:validation:items:Pattern=`^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$`
	// +default=[]
	Hosts []string `json:"hosts,omitempty"`

	// versions is a range of versions of tiendo, such as ">=1.0.0 <2.0.0". Default
	// and empty: every version.
	// +optional
	// +kubebuilder:validation:MaxLength=200
	Versions string `json:"versions,omitempty"`

	// registries are the places images may come from; the image is
	// <registry>/tiendo:<version>. The first is the default of Instances. Required,
	// at least one.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=8
	// +kubebuilder:validation:items:MaxLength=200
	// +kubebuilder:validation:items:Pattern=`^[a-z0-9][a-z0-9.-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*$`
	Registries []string `json:"registries"`

	// databaseServers are the names of DatabaseServers that Instances may have a
	// database on. The first is the default of Instances. Default: none. One that an
	// Instance's database is on cannot be removed.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=16
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=63
	DatabaseServers []string `json:"databaseServers,omitempty"`
}

// Quota bounds what runs in a namespace together.
type Quota struct {
	// cpu is the sum of CPU requests. Default: 4.
	// +optional
	// +default="4"
	CPU *resource.Quantity `json:"cpu,omitempty"`
	// memory is the sum of memory limits. Default: 8Gi.
	// +optional
	// +default="8Gi"
	Memory *resource.Quantity `json:"memory,omitempty"`
	// storage is the sum of what volumes ask for. Default: 50Gi.
	// +optional
	// +default="50Gi"
	Storage *resource.Quantity `json:"storage,omitempty"`
	// instances is the most Instances. Default: 2.
	// +optional
	// +default=2
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=100
	Instances *int32 `json:"instances,omitempty"`
}

// DeletionPolicy says what becomes of data when its object is deleted.
// +kubebuilder:validation:Enum=Retain;Delete
type DeletionPolicy string

const (
	// DeletionRetain keeps databases and their Secrets.
	DeletionRetain DeletionPolicy = "Retain"
	// DeletionDelete removes them, after a second word.
	DeletionDelete DeletionPolicy = "Delete"
)

// InstanceTemplate is an Instance that the Tenant keeps.
type InstanceTemplate struct {
	// name is the Instance's name. Default: "tiendo".
	// +optional
	// +default="tiendo"
	// +kubebuilder:validation:MaxLength=40
	// +kubebuilder:validation:Pattern=`^[a-z]([-a-z0-9]*[a-z0-9])?$`
	Name string `json:"name,omitempty"`

	InstanceSpec `json:",inline"`
}

// TenantStatus is what the operator saw last.
type TenantStatus struct {
	// observedGeneration is the generation of the spec that this status speaks of.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Ready, NamespaceReady and, while they hold, Reconciling,
	// Stalled and Suspended.
	// +optional
	// +listType=map
	// +listMapKey=type
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// agency is the name shown: spec.displayName, or the agency's official name.
	// +optional
	Agency string `json:"agency,omitempty"`
	// namespace is the tenant's namespace.
	// +optional
	Namespace string `json:"namespace,omitempty"`
	// version is what spec.instance serves. Empty without one.
	// +optional
	Version string `json:"version,omitempty"`
	// url is where spec.instance is reached. Empty without a route.
	// +optional
	URL string `json:"url,omitempty"`
	// instances counts the Instances in the namespace.
	// +optional
	Instances int32 `json:"instances,omitempty"`
}

// A Tenant is a ministry or province of the plan on this cluster: its namespace,
// with what may run there and who may run it. The platform admin writes it.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Cluster,shortName=tdt,categories=tiendo
// +kubebuilder:printcolumn:name="Agency",type=string,JSONPath=`.status.agency`
// +kubebuilder:printcolumn:name="Cloud",type=string,JSONPath=`.spec.cloud.type`
// +kubebuilder:printcolumn:name="Namespace",type=string,JSONPath=`.status.namespace`
// +kubebuilder:printcolumn:name="Version",type=string,JSONPath=`.status.version`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="URL",type=string,JSONPath=`.status.url`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Reason",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Ready")].message`
// +kubebuilder:validation:XValidation:rule="size(self.metadata.name) <= 63",message="metadata.name must have at most 63 characters: it is the value of labels"
type Tenant struct {
	metav1.TypeMeta `json:",inline"`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec is what the platform admin grants.
	// +required
	Spec TenantSpec `json:"spec"`
	// status is what the operator saw last.
	// +optional
	Status TenantStatus `json:"status,omitzero"`
}

// TenantList is a list of Tenants.
// +kubebuilder:object:root=true
type TenantList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []Tenant `json:"items"`
}

// NamespaceName is the tenant's namespace: spec.namespace or its default.
func (t *Tenant) NamespaceName() string {
	if t.Spec.Namespace != "" {
		return t.Spec.Namespace
	}
	return "tenant-" + t.Spec.AgencyCode
}
