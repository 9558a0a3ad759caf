package policy

import (
	"cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// KindShared and the others are the kinds of database, as status.database.kind
// names them.
const (
	KindShared        = "shared"
	KindCloudNativePG = "cloudNativePG"
	KindExternal      = "external"
)

// Settings is what an Instance is run with: its spec with every default filled
// in, by the Tenant's where the Tenant has a say. Builders and reconcilers read
// this and know no defaults of their own.
type Settings struct {
	// Version and Image are the version and where it is pulled from.
	Version, Image string
	// PullSecrets are names of Secrets in the namespace.
	PullSecrets []string
	// Replicas says how many servers run.
	Replicas ReplicaSettings
	// Resources are what one server asks for and may use, with a memory limit always.
	Resources corev1.ResourceRequirements
	// Database says where the data is.
	Database DatabaseSettings
	// SignIn is the provider; nil where nobody signs in.
	SignIn *v1alpha1.SignIn
	// URL is where the Instance is reached: its route, or its Service.
	URL string
	// SuspendedBy names the object that says that nothing runs: "Instance tiendo" or
	// "Tenant lao-cai". Empty where servers are to run.
	SuspendedBy string
	// DeletionPolicy says what becomes of the database when the Instance is deleted.
	DeletionPolicy v1alpha1.DeletionPolicy
	// Agency is the name to show for the tenant.
	Agency string
}

// Suspended reports whether nothing is to run.
func (s Settings) Suspended() bool { return s.SuspendedBy != "" }

// ReplicaSettings says how many servers run.
type ReplicaSettings struct {
	// Min is the number of servers, and with Max the least.
	Min int32
	// Max is the most that autoscaling may start; zero without autoscaling.
	Max int32
	// TargetCPUUtilization is the percentage that autoscaling keeps to.
	TargetCPUUtilization int32
}

// DatabaseSettings says where an Instance's data is.
type DatabaseSettings struct {
	// Kind is one of the kinds of database.
	Kind string
	// Server is the DatabaseServer of a shared database: the one it was made on, or
	// else the spec's, or else the Tenant's first. Empty where there is none to have.
	Server string
	// Instances, Storage and StorageClass are CloudNativePG's; an empty class is the
	// cluster's.
	Instances    int32
	Storage      resource.Quantity
	StorageClass string
	// SecretName and SecretKey are where an external database's URL is.
	SecretName, SecretKey string
}

// TemplateName is the name of the Instance that a Tenant keeps; empty where it
// keeps none.
func TemplateName(t *v1alpha1.Tenant) string {
	if t.Spec.Instance == nil {
		return ""
	}
	return cmp.Or(t.Spec.Instance.Name, "tiendo")
}

func value[T any](pointer *T, otherwise T) T {
	if pointer == nil {
		return otherwise
	}
	return *pointer
}
