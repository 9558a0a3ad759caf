package desired

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// clusterDatabase is the name of the database in a cluster of the Instance's own,
// and of the role that owns it.
const clusterDatabase = program

// DatabaseCluster is a PostgreSQL cluster of the Instance's own, run by
// CloudNativePG; nil for other databases. CloudNativePG makes the owner's password
// and keeps it in a Secret of its own; its pods are as Pod Security "restricted"
// wants them by themselves.
//
// It stays while the Instance is suspended, like every other database.
func DatabaseCluster(i Instance) *unstructured.Unstructured {
	if i.Database.Kind != DatabaseCloudNativePG {
		return nil
	}
	size := i.Database.Cluster
	storage := map[string]any{"size": size.Storage}
	if size.StorageClass != "" {
		storage["storageClass"] = size.StorageClass
	}
	return object(i, ClusterKind, ClusterName(i), v1alpha1.ComponentDatabase, map[string]any{
		"instances":             int64(size.Instances),
		"enableSuperuserAccess": false,
		// The only server of a cluster must not keep a node from its maintenance.
		"enablePDB": size.Instances > 1,
		"bootstrap": map[string]any{
			"initdb": map[string]any{
				"database": clusterDatabase,
				"owner":    clusterDatabase,
				"encoding": "UTF8",
			},
		},
		"postgresql": map[string]any{
			"parameters": map[string]any{
				"max_connections": fmt.Sprint(clusterConnections + clusterReserve),
			},
		},
		"storage": storage,
		// Where the Tenant's quota counts memory, every pod needs a limit.
		"resources": map[string]any{
			"requests": map[string]any{"cpu": "100m", "memory": "256Mi"},
			"limits":   map[string]any{"memory": "1Gi"},
		},
	})
}
