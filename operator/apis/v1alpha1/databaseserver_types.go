package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// DatabaseServerSpec names a PostgreSQL that Instances share: each gets a
// database and roles of its own there.
type DatabaseServerSpec struct {
	// host is the server's name or address, as pods reach it. Required.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	// +kubebuilder:validation:Pattern=`^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$`
	Host string `json:"host"`
	// port is the server's port. Default: 5432.
	// +optional
	// +default=5432
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=65535
	Port int32 `json:"port,omitempty"`
	// database is the database that the admin connects to. Default: postgres.
	// +optional
	// +default="postgres"
	// +kubebuilder:validation:MaxLength=63
	Database string `json:"database,omitempty"`

	// adminSecretRef names a Secret in the operator's namespace with the keys
	// username and password of a role that may create databases and roles
	// (CREATEDB, CREATEROLE); it need not be a superuser. Required.
	// +required
	AdminSecretRef LocalSecretReference `json:"adminSecretRef"`

	// tls says how connections are protected. Default: verify-full with the
	// system's certificates.
	// +optional
	TLS DatabaseTLS `json:"tls,omitzero"`

	// capacity bounds what is put on the server. Default: 100 databases.
	// +optional
	Capacity DatabaseCapacity `json:"capacity,omitzero"`
}

// LocalSecretReference names a Secret in the namespace that goes without saying.
type LocalSecretReference struct {
	// name is the Secret's name. Required.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name"`
}

// TLSMode is a mode of PostgreSQL's clients.
// +kubebuilder:validation:Enum=verify-full;verify-ca;require;disable
type TLSMode string

// TLSVerifyFull and the others are the modes, from the strictest.
const (
	TLSVerifyFull TLSMode = "verify-full"
	TLSVerifyCA   TLSMode = "verify-ca"
	TLSRequire    TLSMode = "require"
	TLSDisable    TLSMode = "disable"
)

// DatabaseTLS says how connections to a server are protected.
type DatabaseTLS struct {
	// mode is verify-full (default), verify-ca, require (encrypted, whoever
	// answers) or disable (only where the network is trusted).
	// +optional
	// +default="verify-full"
	Mode TLSMode `json:"mode,omitempty"`
	// caSecretRef names a Secret in the operator's namespace whose key ca.crt holds
	// the certificates to trust, in PEM. Null (default): the system's, which images
	// from scratch do not have.
	// +optional
	CASecretRef *LocalSecretReference `json:"caSecretRef,omitempty"`
}

// DatabaseCapacity bounds what is put on a server.
type DatabaseCapacity struct {
	// databases is the most databases that the operator makes on the server; at
	// that number a new Instance waits and says so. Default: 100.
	// +optional
	// +default=100
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=10000
	Databases *int32 `json:"databases,omitempty"`
	// connectionsPerInstance is the most connections of one Instance's role.
	// Default: 50.
	// +optional
	// +default=50
	// +kubebuilder:validation:Minimum=5
	// +kubebuilder:validation:Maximum=10000
	ConnectionsPerInstance *int32 `json:"connectionsPerInstance,omitempty"`
}

// DatabaseServerStatus is what the operator saw last.
type DatabaseServerStatus struct {
	// observedGeneration is the generation of the spec that this status speaks of.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`
	// conditions are Ready (the server answers the admin, who may do what is
	// needed) and, while they hold, Reconciling and Stalled.
	// +optional
	// +listType=map
	// +listMapKey=type
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`
	// version is PostgreSQL's, such as "15.18".
	// +optional
	Version string `json:"version,omitempty"`
	// databases counts the databases that the operator made on the server.
	// +optional
	Databases *int32 `json:"databases,omitempty"`
	// use is databases of capacity, for lists: "12/100".
	// +optional
	Use string `json:"use,omitempty"`
}

// A DatabaseServer is a PostgreSQL that Instances share. The platform admin
// writes it.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Cluster,shortName=tdb,categories=tiendo
// +kubebuilder:printcolumn:name="Host",type=string,JSONPath=`.spec.host`
// +kubebuilder:printcolumn:name="Version",type=string,JSONPath=`.status.version`
// +kubebuilder:printcolumn:name="Databases",type=string,JSONPath=`.status.use`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Reason",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Ready")].message`
type DatabaseServer struct {
	metav1.TypeMeta `json:",inline"`
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec names the server.
	// +required
	Spec DatabaseServerSpec `json:"spec"`
	// status is what the operator saw last.
	// +optional
	Status DatabaseServerStatus `json:"status,omitzero"`
}

// DatabaseServerList is a list of DatabaseServers.
// +kubebuilder:object:root=true
type DatabaseServerList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []DatabaseServer `json:"items"`
}
