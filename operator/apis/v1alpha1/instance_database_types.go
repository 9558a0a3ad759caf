package v1alpha1

// Database says where an Instance's data is: one of three. None means shared.
//
// +kubebuilder:validation:XValidation:rule="(has(self.shared) ? 1 : 0) + (has(self.cloudNativePG) ? 1 : 0) + (has(self.external) ? 1 : 0) <= 1",message="at most one of shared, cloudNativePG and external may be set"
// +kubebuilder:validation:XValidation:rule="has(self.cloudNativePG) == has(oldSelf.cloudNativePG) && has(self.external) == has(oldSelf.external)",message="the kind of database cannot be changed: nothing moves the data. Make a new Instance and copy it"
// +kubebuilder:validation:XValidation:rule="(has(self.shared) && has(self.shared.serverRef)) == (has(oldSelf.shared) && has(oldSelf.shared.serverRef))",message="shared.serverRef cannot be set or removed later: nothing moves the data"
type Database struct {
	// shared is a database on a server that the Tenant may use, with roles of its
	// own and generated passwords.
	// +optional
	Shared *SharedDatabase `json:"shared,omitempty"`
	// cloudNativePG is a PostgreSQL cluster of the Instance's own, run by
	// CloudNativePG, which the cluster needs to have.
	// +optional
	CloudNativePG *CloudNativePG `json:"cloudNativePG,omitempty"`
	// external is a database that somebody else keeps.
	// +optional
	External *ExternalDatabase `json:"external,omitempty"`
}

// SharedDatabase is a database on a server with others.
type SharedDatabase struct {
	// serverRef names the DatabaseServer. Default: the first of the Tenant's when the
	// database was made. Cannot be changed.
	// +optional
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="serverRef cannot be changed: nothing moves the data"
	ServerRef *ServerReference `json:"serverRef,omitempty"`
}

// ServerReference names a DatabaseServer.
type ServerReference struct {
	// name is the DatabaseServer's name. Required.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Name string `json:"name"`
}

// CloudNativePG is a PostgreSQL cluster run by CloudNativePG.
type CloudNativePG struct {
	// instances is the number of PostgreSQL servers. Default: 2.
	// +optional
	// +default=2
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=9
	Instances *int32 `json:"instances,omitempty"`
	// storage is the size of each server's volume, such as 20Gi. Default: 10Gi. It
	// can grow and not shrink.
	// +optional
	// +default="10Gi"
	// +kubebuilder:validation:Pattern=`^[0-9]+(Mi|Gi|Ti)$`
	// +kubebuilder:validation:XValidation:rule="!quantity(self).isLessThan(quantity(oldSelf))",message="storage cannot shrink"
	// +kubebuilder:validation:MaxLength=20
	Storage string `json:"storage,omitempty"`
	// storageClass is the class of the volumes. Default: the cluster's.
	// +optional
	// +kubebuilder:validation:MaxLength=253
	StorageClass string `json:"storageClass,omitempty"`
}

// ExternalDatabase is a database that somebody else keeps.
type ExternalDatabase struct {
	// secretRef names a Secret in the namespace with the database's URL
	// (postgres://user:password@host:5432/name?sslmode=verify-full). Required.
	// +required
	SecretRef SecretKeyReference `json:"secretRef"`
}

// SecretKeyReference names a key of a Secret in the same namespace.
type SecretKeyReference struct {
	// name is the Secret's name. Required.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name"`
	// key is the key in it. Default: url.
	// +optional
	// +default="url"
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	// +kubebuilder:validation:Pattern=`^[-._a-zA-Z0-9]+$`
	Key string `json:"key,omitempty"`
}
