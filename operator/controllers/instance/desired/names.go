package desired

// ServerName is the name of what serves: the Deployment and everything that
// stands around it (ServiceAccount, Service, Ingress or HTTPRoute,
// HorizontalPodAutoscaler, PodDisruptionBudget, ServiceMonitor).
func ServerName(i Instance) string { return i.Name }

// DatabaseSecretName is the name of the Secret with a shared database's URL.
func DatabaseSecretName(i Instance) string { return i.Name + "-database" }

// KeysSecretName is the name of the Secret with which links are signed.
func KeysSecretName(i Instance) string { return i.Name + "-keys" }

// ClusterName is the name of a PostgreSQL cluster of the Instance's own.
func ClusterName(i Instance) string { return i.Name + "-db" }

// clusterLoginName and clusterCAName are the names of Secrets that CloudNativePG
// makes: the owner's login, and the certificates the cluster is known by.
func clusterLoginName(i Instance) string { return ClusterName(i) + "-app" }
func clusterCAName(i Instance) string    { return ClusterName(i) + "-ca" }

// URL is where people reach the Instance: its route or, without one, its Service.
// A route always speaks TLS: with the Instance's certificate, the ingress
// controller's or the Gateway's.
func URL(i Instance) string {
	if i.Route != nil {
		return "https://" + i.Route.Host
	}
	return ServiceURL(i)
}

// ServiceURL is where the Instance is reached within the cluster.
func ServiceURL(i Instance) string {
	return "http://" + ServerName(i) + "." + i.Namespace + ".svc"
}
