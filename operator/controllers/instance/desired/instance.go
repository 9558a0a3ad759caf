package desired

import (
	"net/netip"

	corev1 "k8s.io/api/core/v1"
)

// An Instance is all that the objects of an Instance depend on. Defaults have been
// filled in and rules checked by whoever makes one.
//
// No secret is in it, so none can end in an object by mistake: the two builders of
// Secrets take theirs as an argument of their own.
type Instance struct {
	// Name and Namespace are the Instance's. Names of objects begin with Name.
	Name, Namespace string
	// Labels say whose the objects are; every object carries them.
	Labels map[string]string
	// Agency is the agency's code.
	Agency string

	// Version is the version of tiendo, and Image what runs it.
	Version, Image string
	// PullSecrets are the names of the Secrets with which the image is pulled.
	PullSecrets []string

	Replicas  Replicas
	Resources Resources
	// Suspended says that no server runs. Everything else stays, so that what other
	// controllers made of it (certificates, addresses) stays too.
	Suspended bool

	Database Database
	// SignIn is the provider; nil: what is published is served to everybody, and
	// nobody signs in.
	SignIn *SignIn
	Plan   Plan
	// Evidence is the bucket for documents; nil: attaching them is refused.
	Evidence *Evidence
	// Route is how the Instance is reached from outside; nil: not at all.
	Route *Route
	// TrustedProxies are where proxies ask from whose word is taken for which client
	// they ask for: without them all the public shares one budget behind a Route.
	TrustedProxies []netip.Prefix
	// Monitored says that the cluster has the kind ServiceMonitor.
	Monitored bool

	// Retry is the value of the annotation that tries a failed Job again.
	Retry string

	// LiveReplicas is spec.replicas of the Deployment that is there; nil: there is
	// none.
	LiveReplicas *int32
	// OwnsReplicas says that the operator is the field's owner there, and not
	// autoscaling.
	OwnsReplicas bool
}

// Replicas says how many servers run.
type Replicas struct {
	// Min is the number of servers, and with a greater Max the least.
	Min int32
	// Max is the most that autoscaling may start. Up to Min: no autoscaling.
	Max int32
	// TargetCPU is the percentage of requested CPU that autoscaling keeps to.
	TargetCPU int32
}

// Resources are what one server, or one Job, asks for and may use.
type Resources struct {
	Requests, Limits corev1.ResourceList
}

// DatabaseKind says who keeps a database.
type DatabaseKind string

// DatabaseShared is a database on a server with others; DatabaseCloudNativePG a
// cluster of the Instance's own; DatabaseExternal one that somebody else keeps.
const (
	DatabaseShared        DatabaseKind = "shared"
	DatabaseCloudNativePG DatabaseKind = "cloudNativePG"
	DatabaseExternal      DatabaseKind = "external"
)

// Database says where the data is.
type Database struct {
	Kind DatabaseKind

	// Server is the name of a shared database's server, and Name the database's there.
	Server, Name string
	// CA is the certificates that a shared database's server is known by, in PEM;
	// empty: the image's own, or none where the connection asks for none.
	CA string
	// Credentials is the number of the password in use. Another one rolls the
	// servers, and migrates nothing.
	Credentials int64
	// Connections is how many the role may have at once; 0: unknown, and every server
	// takes as many as it does by itself. A cluster of the Instance's own needs none.
	Connections int32

	// SecretName and SecretKey name the Secret with an external database's URL.
	SecretName, SecretKey string

	// Cluster is the size of a PostgreSQL cluster of the Instance's own.
	Cluster Cluster
}

// Cluster is the size of a PostgreSQL cluster.
type Cluster struct {
	// Instances is the number of PostgreSQL servers.
	Instances int32
	// Storage is the size of each one's volume, and StorageClass its class; empty: the
	// cluster's default.
	Storage, StorageClass string
}

// SignIn is an OpenID Connect provider.
type SignIn struct {
	Issuer, Audience string
	// CAConfigMap is the name of the ConfigMap whose key ca.crt holds the certificates
	// to trust for the provider; empty: the image's own.
	CAConfigMap string
	// CA is that key's content. Another one rolls the servers, which read it once.
	CA string
}

// Plan is the plan to load.
type Plan struct {
	// ConfigMap is the name of the ConfigMap with the files of a bundle; empty: the
	// bundle that the version carries.
	ConfigMap string
	// Hash stands for the ConfigMap's content. Another one loads the plan again.
	Hash string
}

// Evidence is a bucket for documents.
type Evidence struct {
	// URL is s3://host:port/bucket/prefix.
	URL string
	// SecretName is the name of the Secret with the keys accessKey and secretKey.
	SecretName string
}

// Route is how an Instance is reached from outside.
type Route struct {
	Host string
	// TLSSecret is the name of the Secret with an Ingress's certificate; empty: the
	// ingress controller's own.
	TLSSecret string
	// IngressClass is the class of the Ingress; empty: the cluster's default.
	IngressClass string
	// Gateway is what an HTTPRoute attaches to, in place of an Ingress; nil: an
	// Ingress.
	Gateway *Gateway
}

// Gateway names a Gateway.
type Gateway struct {
	Name string
	// Namespace is the Gateway's; empty: the Instance's.
	Namespace string
	// Section is the name of one of its listeners; empty: all that take the host.
	Section string
}
