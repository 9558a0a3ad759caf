package charts_test

import "testing"

const goodInstance = `
apiVersion: tiendo.vn/v1alpha1
kind: Instance
metadata: {name: kinds, namespace: default}
spec: {version: 1.0.0}
`

func TestInstancesThatAreRefused(t *testing.T) {
	const name = "metadata.name must begin with a letter, have at most 40 characters, and hold a-z, 0-9 and - alone: Services and Jobs are named after it"
	refused{
		"a name too long":             {`metadata: {name: a-name-of-more-than-the-forty-characters-it-may}`, name},
		"a name that begins with 1":   {`metadata: {name: 1st}`, name},
		"a name with a dot":           {`metadata: {name: a.b}`, name},
		"no version":                  {`spec: {version: null, suspended: true}`, "spec.version: Required value"},
		"a version that moves":        {`spec: {version: latest}`, "spec.version"},
		"a version of a tag's form":   {`spec: {version: v1.0.0}`, "spec.version"},
		"no server at all":            {`spec: {replicas: {min: 0}}`, "spec.replicas.min"},
		"fewer at most than at least": {`spec: {replicas: {min: 3, max: 2}}`, "max must be at least min"},
		"fewer at most than by default": {`spec: {replicas: {max: 1}}`,
			"max must be at least min"},
		"requests of something else": {`spec: {resources: {requests: {nvidia.com/gpu: 1}}}`, "requests may name cpu and memory"},
		"limits of something else":   {`spec: {resources: {limits: {ephemeral-storage: 1Gi}}}`, "limits may name cpu and memory"},
		"two databases": {`spec: {database: {shared: {}, external: {secretRef: {name: a}}}}`,
			"at most one of shared, cloudNativePG and external may be set"},
		"a database server without a name": {`spec: {database: {shared: {serverRef: {}}}}`, "serverRef.name: Required value"},
		"no secret of a database":          {`spec: {database: {external: {}}}`, "secretRef: Required value"},
		"storage in words":                 {`spec: {database: {cloudNativePG: {storage: big}}}`, "storage"},
		"a provider over http":             {`spec: {signIn: {issuer: "http://nixa.example", audience: a}}`, "spec.signIn.issuer"},
		"two plans":                        {`spec: {plan: {embedded: {}, configMapRef: {name: a}}}`, "at most one of embedded and configMapRef may be set"},
		"a bucket of another scheme":       {`spec: {evidence: {bucket: {url: "https://minio/a", secretRef: {name: a}}}}`, "spec.evidence.bucket.url"},
		"a host in capitals":               {`spec: {route: {host: Tiendo.LaoCai.example}}`, "spec.route.host"},
		"a host of one label":              {`spec: {route: {host: tiendo}}`, "spec.route.host"},
		"a Gateway and an Ingress": {`spec: {route: {host: a.example, gatewayRef: {name: a}, ingressClassName: nginx}}`,
			"with gatewayRef neither ingressClassName nor tlsSecretRef may be set: the Gateway ends TLS"},
		"a Gateway and a certificate": {`spec: {route: {host: a.example, gatewayRef: {name: a}, tlsSecretRef: {name: a}}}`,
			"with gatewayRef neither ingressClassName nor tlsSecretRef may be set: the Gateway ends TLS"},
		"five secrets to pull with": {`spec: {imagePullSecrets: [{name: a}, {name: b}, {name: c}, {name: d}, {name: e}]}`, "spec.imagePullSecrets"},
	}.test(t, goodInstance)
}

func TestChangesOfInstancesThatAreRefused(t *testing.T) {
	const kind = "the kind of database cannot be changed: nothing moves the data. Make a new Instance and copy it"
	const server = "serverRef cannot be set or removed later: nothing moves the data"
	changed{
		"an own cluster in place of a shared server": {`spec: {database: {shared: {}}}`, `spec: {database: {cloudNativePG: {}}}`, kind},
		"somebody's database in place of a cluster":  {`spec: {database: {cloudNativePG: {}}}`, `spec: {database: {external: {secretRef: {name: a}}}}`, kind},
		"an own cluster in place of the default":     {`{}`, `spec: {database: {cloudNativePG: {}}}`, kind},
		"the default in place of an own cluster":     {`spec: {database: {cloudNativePG: {}}}`, `{}`, kind},
		"the default, said":                          {`{}`, `spec: {database: {shared: {}}}`, ""},
		"another server": {`spec: {database: {shared: {serverRef: {name: a}}}}`, `spec: {database: {shared: {serverRef: {name: b}}}}`,
			"serverRef cannot be changed: nothing moves the data"},
		"a server later":               {`spec: {database: {shared: {}}}`, `spec: {database: {shared: {serverRef: {name: a}}}}`, server},
		"a server in place of none":    {`{}`, `spec: {database: {shared: {serverRef: {name: a}}}}`, server},
		"no server any more":           {`spec: {database: {shared: {serverRef: {name: a}}}}`, `spec: {database: {shared: {}}}`, server},
		"no database any more":         {`spec: {database: {shared: {serverRef: {name: a}}}}`, `{}`, server},
		"less storage":                 {`spec: {database: {cloudNativePG: {storage: 20Gi}}}`, `spec: {database: {cloudNativePG: {storage: 10240Mi}}}`, "storage cannot shrink"},
		"less storage, by the default": {`spec: {database: {cloudNativePG: {storage: 20Gi}}}`, `spec: {database: {cloudNativePG: {}}}`, "storage cannot shrink"},
		"more storage":                 {`spec: {database: {cloudNativePG: {storage: 20Gi}}}`, `spec: {database: {cloudNativePG: {storage: 1Ti}}}`, ""},
		"everything else": {`{}`, `spec: {version: 2.0.0, replicas: {min: 1, max: 9}, resources: {limits: {memory: 1Gi}}, plan: {configMapRef: {name: a}}, route: {host: a.example}, suspended: true}`,
			""},
	}.test(t, goodInstance)
}

const goodServer = `
apiVersion: tiendo.vn/v1alpha1
kind: DatabaseServer
metadata: {name: kinds}
spec:
  host: pg-1.databases.svc
  adminSecretRef: {name: pg-1-admin}
`

func TestDatabaseServersThatAreRefused(t *testing.T) {
	refused{
		"no host":                       {`spec: {host: null}`, "spec.host: Required value"},
		"a host with a space":           {`spec: {host: "pg 1"}`, "spec.host"},
		"a port beyond the last":        {`spec: {port: 70000}`, "spec.port"},
		"no admin":                      {`spec: {adminSecretRef: null}`, "spec.adminSecretRef: Required value"},
		"an admin without a name":       {`spec: {adminSecretRef: {name: ""}}`, "spec.adminSecretRef.name"},
		"TLS where it happens to be":    {`spec: {tls: {mode: prefer}}`, `supported values: "verify-full", "verify-ca", "require", "disable"`},
		"room for less than none":       {`spec: {capacity: {databases: -1}}`, "spec.capacity.databases"},
		"connections too few for a pod": {`spec: {capacity: {connectionsPerInstance: 1}}`, "spec.capacity.connectionsPerInstance"},
	}.test(t, goodServer)
}
