package v1alpha1

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// InstanceSpec is what the agency's IT wants to run, inside what its Tenant
// grants.
type InstanceSpec struct {
	// version is the version of tiendo, such as 1.2.0. The database is migrated
	// with the new version first; while that fails the old version keeps serving.
	// Required.
	// +required
	// +kubebuilder:validation:MinLength=5
	// +kubebuilder:validation:MaxLength=60
	// +kubebuilder:validation:Pattern=`^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$`
	Version string `json:"version"`

	// registry is where the image comes from: <registry>/tiendo:<version>. One of
	// the Tenant's. Default: the first of them.
	// +optional
	// +kubebuilder:validation:MaxLength=200
	Registry string `json:"registry,omitempty"`
	// imagePullSecrets are Secrets in the namespace with which the image is pulled.
	// Default: none.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=4
	ImagePullSecrets []LocalSecretReference `json:"imagePullSecrets,omitempty"`

	// replicas says how many servers run. Default: two.
	// +optional
	Replicas Replicas `json:"replicas,omitzero"`

	// resources are what one server asks for and may use. Default: requests of 100m
	// CPU and 128Mi, and a limit of 512Mi. Every server needs a memory limit, since
	// the Tenant's quota counts it.
	// +optional
	Resources Resources `json:"resources,omitzero"`

	// database says where the data is. Default: a database on the first of the
	// Tenant's database servers. The kind of database cannot be changed.
	// +optional
	// +default={}
	Database Database `json:"database,omitzero"`

	// signIn is the OpenID Connect provider that says who somebody is. Default: the
	// Tenant's. Without either the Instance serves what is published to everybody,
	// and nobody signs in.
	// +optional
	SignIn *SignIn `json:"signIn,omitempty"`

	// plan is the plan to load. Default: the one that the version carries.
	// +optional
	Plan Plan `json:"plan,omitzero"`

	// evidence is where documents behind figures are kept. Null (default): nowhere,
	// and attaching documents is refused.
	// +optional
	Evidence *Evidence `json:"evidence,omitempty"`

	// route is how the Instance is reached from outside. Null (default): not at
	// all; its Service works within the cluster.
	// +optional
	Route *Route `json:"route,omitempty"`

	// suspended stops the servers; data stays. Default: false.
	// +optional
	Suspended bool `json:"suspended,omitempty"`
}

// Replicas says how many servers run.
//
// +kubebuilder:validation:XValidation:rule="!has(self.max) || self.max >= (has(self.min) ? self.min : 2)",message="max must be at least min"
type Replicas struct {
	// min is the number of servers, and with max the least. Default: 2; with 1 an
	// upgrade still starts the new one first, but a failed node is an outage.
	// +optional
	// +default=2
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=50
	Min *int32 `json:"min,omitempty"`
	// max is the most servers that autoscaling may start. Null (default): no
	// autoscaling.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=50
	Max *int32 `json:"max,omitempty"`
	// targetCPUUtilization is the percentage of requested CPU that autoscaling keeps
	// to. Default: 70. Without max it means nothing.
	// +optional
	// +default=70
	// +kubebuilder:validation:Minimum=10
	// +kubebuilder:validation:Maximum=100
	TargetCPUUtilization *int32 `json:"targetCPUUtilization,omitempty"`
}

// Resources are what one server asks for and may use.
type Resources struct {
	// requests is what is set aside: cpu and memory. Default: 100m and 128Mi.
	// +optional
	// +kubebuilder:validation:XValidation:rule="self.all(k, k == 'cpu' || k == 'memory')",message="requests may name cpu and memory"
	// +kubebuilder:validation:MaxProperties=2
	Requests corev1.ResourceList `json:"requests,omitempty"`
	// limits is the most: cpu and memory. Default: 512Mi of memory and as much CPU
	// as there is.
	// +optional
	// +kubebuilder:validation:XValidation:rule="self.all(k, k == 'cpu' || k == 'memory')",message="limits may name cpu and memory"
	// +kubebuilder:validation:MaxProperties=2
	Limits corev1.ResourceList `json:"limits,omitempty"`
}

// SignIn is an OpenID Connect provider.
type SignIn struct {
	// issuer is the provider's address exactly as its tokens name it: an https URL.
	// Required.
	// +required
	// +kubebuilder:validation:MaxLength=500
	// +kubebuilder:validation:Pattern=`^https://[^\s?#@]+$`
	Issuer string `json:"issuer"`
	// audience is the client id that tokens must be made for. Required.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Audience string `json:"audience"`
	// caConfigMapRef names a ConfigMap in the namespace whose key ca.crt holds the
	// certificates to trust for the provider. Null (default): the image's own.
	// +optional
	CAConfigMapRef *LocalConfigMapReference `json:"caConfigMapRef,omitempty"`
}

// LocalConfigMapReference names a ConfigMap in the same namespace.
type LocalConfigMapReference struct {
	// name is the ConfigMap's name. Required.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name"`
}

// Plan is the plan to load: one of two. None means embedded.
//
// +kubebuilder:validation:XValidation:rule="!(has(self.embedded) && has(self.configMapRef))",message="at most one of embedded and configMapRef may be set"
type Plan struct {
	// embedded is the plan that the version carries.
	// +optional
	Embedded *EmbeddedPlan `json:"embedded,omitempty"`
	// configMapRef names a ConfigMap in the namespace whose keys are the files of a
	// plan bundle. When its content changes, it is loaded again.
	// +optional
	ConfigMapRef *LocalConfigMapReference `json:"configMapRef,omitempty"`
}

// EmbeddedPlan is the plan that the version carries; it has no settings.
type EmbeddedPlan struct{}

// Evidence is where documents behind figures are kept.
type Evidence struct {
	// bucket is a bucket that speaks S3. Required.
	// +required
	Bucket Bucket `json:"bucket"`
}

// Bucket is a bucket that speaks S3.
type Bucket struct {
	// url is s3://host:port/bucket/prefix?region=… . Required.
	// +required
	// +kubebuilder:validation:MaxLength=500
	// +kubebuilder:validation:Pattern=`^s3://[^\s@]+$`
	URL string `json:"url"`
	// secretRef names a Secret in the namespace with the keys accessKey and
	// secretKey. Required.
	// +required
	SecretRef LocalSecretReference `json:"secretRef"`
}

// Route is how an Instance is reached from outside.
//
// +kubebuilder:validation:XValidation:rule="!(has(self.gatewayRef) && (has(self.ingressClassName) || has(self.tlsSecretRef)))",message="with gatewayRef neither ingressClassName nor tlsSecretRef may be set: the Gateway ends TLS"
type Route struct {
	// host is the name the Instance is reached under; one that the Tenant may use.
	// Required.
	// +required
	// +kubebuilder:validation:MaxLength=253
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$`
	Host string `json:"host"`
	// tlsSecretRef names a Secret in the namespace with the certificate (tls.crt,
	// tls.key) for an Ingress. Null (default): the ingress controller's certificate.
	// +optional
	TLSSecretRef *LocalSecretReference `json:"tlsSecretRef,omitempty"`
	// ingressClassName is the class of the Ingress. Default: the cluster's.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	IngressClassName *string `json:"ingressClassName,omitempty"`
	// gatewayRef names a Gateway to attach to by an HTTPRoute, in place of an
	// Ingress. Null (default): an Ingress.
	// +optional
	GatewayRef *GatewayReference `json:"gatewayRef,omitempty"`
}

// GatewayReference names a Gateway.
type GatewayReference struct {
	// name is the Gateway's name. Required.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name"`
	// namespace is the Gateway's namespace. Default: the Instance's.
	// +optional
	// +kubebuilder:validation:MaxLength=63
	Namespace string `json:"namespace,omitempty"`
	// sectionName is one of the Gateway's listeners. Default: every one that takes
	// the host.
	// +optional
	// +kubebuilder:validation:MaxLength=253
	SectionName string `json:"sectionName,omitempty"`
}

// InstanceStatus is what the operator saw last.
type InstanceStatus struct {
	// observedGeneration is the generation of the spec that this status speaks of.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Ready, DatabaseReady, Migrated, PlanLoaded, Available, with a
	// route RouteReady and, while they hold, Reconciling, Stalled and Suspended.
	// +optional
	// +listType=map
	// +listMapKey=type
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// tenant is the name of the Tenant whose namespace this is.
	// +optional
	Tenant string `json:"tenant,omitempty"`
	// agency is the name of the tenant's agency.
	// +optional
	Agency string `json:"agency,omitempty"`
	// cloud is the type of the tenant's cloud.
	// +optional
	Cloud CloudType `json:"cloud,omitempty"`
	// version is what serves; spec.version may be ahead of it.
	// +optional
	Version string `json:"version,omitempty"`
	// replicas counts the servers that answer.
	// +optional
	Replicas int32 `json:"replicas,omitempty"`
	// url is where the Instance is reached: its route, or its Service.
	// +optional
	URL string `json:"url,omitempty"`
	// database says which database is used.
	// +optional
	Database *DatabaseStatus `json:"database,omitempty"`
	// migrated is the key of the migration that ended well last; a changed key
	// migrates again.
	// +optional
	Migrated string `json:"migrated,omitempty"`
	// planLoaded is the key of the plan load that ended well last; a changed key
	// loads again.
	// +optional
	PlanLoaded string `json:"planLoaded,omitempty"`
}

// DatabaseStatus says which database an Instance uses.
type DatabaseStatus struct {
	// kind is shared, cloudNativePG or external.
	// +optional
	Kind string `json:"kind,omitempty"`
	// server is the DatabaseServer of a shared database. It stays what it was when
	// the database was made.
	// +optional
	Server string `json:"server,omitempty"`
	// name is the database's name on that server.
	// +optional
	Name string `json:"name,omitempty"`
	// credentials counts the rotations: the number of the password in use. Odd and
	// even ones belong to two roles that take turns, so that the one before works
	// until the servers have changed over.
	// +optional
	Credentials int64 `json:"credentials,omitempty"`
	// key tells which key of the operator's the password was made with.
	// +optional
	Key string `json:"key,omitempty"`
	// rotated is the value of the annotation tiendo.vn/rotate that was obeyed last.
	// +optional
	Rotated string `json:"rotated,omitempty"`
	// retired is the number of the last password that no longer works.
	// +optional
	Retired int64 `json:"retired,omitempty"`
}

// An Instance is one running Tiến Độ: its servers, its database and its route.
// The agency's IT writes it in the tenant's namespace, or the Tenant keeps it.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Namespaced,shortName=tdi,categories=tiendo
// +kubebuilder:printcolumn:name="Agency",type=string,JSONPath=`.status.agency`
// +kubebuilder:printcolumn:name="Cloud",type=string,JSONPath=`.status.cloud`
// +kubebuilder:printcolumn:name="Version",type=string,JSONPath=`.status.version`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Database",type=string,JSONPath=`.status.database.kind`
// +kubebuilder:printcolumn:name="URL",type=string,JSONPath=`.status.url`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Reason",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Ready")].message`
// +kubebuilder:validation:XValidation:rule="size(self.metadata.name) <= 40 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",message="metadata.name must begin with a letter, have at most 40 characters, and hold a-z, 0-9 and - alone: Services and Jobs are named after it"
type Instance struct {
	metav1.TypeMeta `json:",inline"`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec is what the agency's IT wants to run.
	// +required
	Spec InstanceSpec `json:"spec"`
	// status is what the operator saw last.
	// +optional
	Status InstanceStatus `json:"status,omitzero"`
}

// InstanceList is a list of Instances.
// +kubebuilder:object:root=true
type InstanceList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []Instance `json:"items"`
}
