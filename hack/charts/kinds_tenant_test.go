package charts_test

import "testing"

const goodTenant = `
apiVersion: tiendo.vn/v1alpha1
kind: Tenant
metadata: {name: kinds}
spec:
  agencyCode: lao-cai
  cloud: {type: AGC}
  allowed:
    hosts: [tiendo.laocai.example, "*.laocai.example"]
    registries: [registry.cgc.example/tiendo]
    databaseServers: [cgc-hanoi-1]
`

func TestTenantsThatAreRefused(t *testing.T) {
	refused{
		"a name that is no label": {`metadata: {name: a-name-that-is-longer-than-the-sixty-three-characters-of-a-labels-value}`,
			"metadata.name must have at most 63 characters: it is the value of labels"},
		"no agency":               {`spec: {agencyCode: null}`, "spec.agencyCode: Required value"},
		"an agency in capitals":   {`spec: {agencyCode: Lao-Cai}`, "spec.agencyCode"},
		"no cloud":                {`spec: {cloud: null}`, "spec.cloud: Required value"},
		"a cloud of another type": {`spec: {cloud: {type: AWS}}`, `supported values: "CGC", "AGC", "EGC"`},
		"a namespace of the cluster": {`spec: {namespace: kube-tenant}`,
			"namespace must not be one of the cluster's own"},
		"the default namespace": {`spec: {namespace: default}`,
			"namespace must not be one of the cluster's own"},
		"a namespace with dots": {`spec: {namespace: a.b}`, "spec.namespace"},
		"a group of the cluster": {`spec: {administrators: {groups: ["lao-cai:it", "system:masters"]}}`,
			"groups must not hold groups of the cluster itself (system:...)"},
		"a group twice":             {`spec: {administrators: {groups: [a, a]}}`, "Duplicate value"},
		"nothing allowed":           {`spec: {allowed: null}`, "spec.allowed: Required value"},
		"no registry":               {`spec: {allowed: {registries: []}}`, "spec.allowed.registries"},
		"a registry with a scheme":  {`spec: {allowed: {registries: ["https://registry.example"]}}`, "spec.allowed.registries[0]"},
		"a host with a port":        {`spec: {allowed: {hosts: ["tiendo.laocai.example:443"]}}`, "spec.allowed.hosts[0]"},
		"a wildcard in the middle":  {`spec: {allowed: {hosts: ["tiendo.*.example"]}}`, "spec.allowed.hosts[0]"},
		"a host twice":              {`spec: {allowed: {hosts: [a.example, a.example]}}`, "Duplicate value"},
		"a policy of another word":  {`spec: {deletionPolicy: Keep}`, `supported values: "Retain", "Delete"`},
		"a quota that is no number": {`spec: {quota: {cpu: lots}}`, "spec.quota.cpu"},
		"a provider over http":      {`spec: {signIn: {issuer: "http://nixa.example", audience: a}}`, "spec.signIn.issuer"},
		"a provider for anybody":    {`spec: {signIn: {issuer: "https://nixa.example"}}`, "spec.signIn.audience: Required value"},
		"an Instance without a version": {`spec: {instance: {}}`,
			"spec.instance.version: Required value"},
		"an Instance on a host of another": {`spec: {instance: {version: 1.0.0, route: {host: tiendo.yenbai.example}}}`,
			"instance.route.host must be one of allowed.hosts, or match a wildcard there"},
		"an Instance two labels below a wildcard": {`spec: {instance: {version: 1.0.0, route: {host: a.b.laocai.example}}}`,
			"instance.route.host must be one of allowed.hosts"},
		"an Instance on a host that only ends alike": {`spec: {instance: {version: 1.0.0, route: {host: notlaocai.example}}}`,
			"instance.route.host must be one of allowed.hosts"},
		"an Instance on the wildcard's own domain": {`spec: {instance: {version: 1.0.0, route: {host: laocai.example}}}`,
			"instance.route.host must be one of allowed.hosts"},
		"an Instance on a host where none is": {`spec: {allowed: {hosts: null}, instance: {version: 1.0.0, route: {host: tiendo.laocai.example}}}`,
			"instance.route.host must be one of allowed.hosts"},
		"an Instance on a server of others": {`spec: {instance: {version: 1.0.0, database: {shared: {serverRef: {name: pg-2}}}}}`,
			"instance.database.shared.serverRef.name must be one of allowed.databaseServers"},
		"an Instance on a server where none is": {`spec: {allowed: {databaseServers: null}, instance: {version: 1.0.0, database: {shared: {serverRef: {name: cgc-hanoi-1}}}}}`,
			"instance.database.shared.serverRef.name must be one of allowed.databaseServers"},
		"an Instance from a registry of others": {`spec: {instance: {version: 1.0.0, registry: docker.io/somebody}}`,
			"instance.registry must be one of allowed.registries"},
		"an Instance with a name too long": {`spec: {instance: {version: 1.0.0, name: a-name-of-more-than-the-forty-characters-it-may}}`,
			"spec.instance.name"},
		"an Instance that is wrong by itself": {`spec: {instance: {version: 1.0.0, replicas: {min: 3, max: 2}}}`,
			"max must be at least min"},
	}.test(t, goodTenant)
}

func TestChangesOfTenantsThatAreRefused(t *testing.T) {
	changed{
		"another agency": {`{}`, `spec: {agencyCode: yen-bai}`,
			"agencyCode cannot be changed: it names the agency whose data this is. Make a new Tenant instead"},
		"another namespace": {`spec: {namespace: here}`, `spec: {namespace: there}`,
			"namespace cannot be changed: the databases and secrets of the agency are named after it. Make a new Tenant instead"},
		"a namespace later": {`{}`, `spec: {namespace: tenant-lao-cai}`,
			"namespace cannot be set or removed later: the databases and secrets of the agency are named after it"},
		"no namespace any more": {`spec: {namespace: here}`, `{}`,
			"namespace cannot be set or removed later"},
		"another kind of database for its Instance": {`spec: {instance: {version: 1.0.0, database: {shared: {}}}}`,
			`spec: {instance: {version: 1.0.0, database: {cloudNativePG: {}}}}`,
			"the kind of database cannot be changed: nothing moves the data. Make a new Instance and copy it"},
		"everything else": {`{}`, `spec: {displayName: Lào Cai, cloud: {type: CGC}, allowed: {versions: "1.x", databaseServers: []}, quota: {cpu: 8}, suspended: true, deletionPolicy: Delete, instance: {version: 1.0.0, route: {host: a.laocai.example}}}`,
			""},
	}.test(t, goodTenant)
}
