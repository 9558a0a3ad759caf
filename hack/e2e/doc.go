// Package e2e tries the operator and its charts on a cluster whose node really
// runs pods: `make e2e`. Its tests are behind the build tag e2e, since they want
// a cluster; `run` beside this file starts one, or takes yours:
//
//	E2E_KUBECONFIG        a kubeconfig of somebody who may do everything; none: hack/cluster
//	E2E_LOAD              the command that puts an image archive on the nodes,
//	                      such as "kind load image-archive"; the archive is appended
//	E2E_DATABASE          a folder with username, password and ca.crt of a PostgreSQL's
//	                      admin, as hack/cluster postgres prints it
//	E2E_DATABASE_HOST     the PostgreSQL's name for pods (default pg-1.databases.svc)
//	E2E_DATABASE_ADDRESS  host:port under which this machine reaches it, a name of its
//	                      certificate (default 10.244.0.1:5432)
//	E2E_NODE=true         Services' addresses work from this machine, as they do on a node
//	E2E_NETWORK_ENFORCED=true
//	                      NetworkPolicies are enforced: try to cross them
//	E2E_KEEP=1            leave the cluster up; a second run takes it up where it is, and
//	                      `hack/e2e/run -run TestE2E/rotating` runs one scenario on it
package e2e
