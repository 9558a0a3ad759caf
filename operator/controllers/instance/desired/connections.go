package desired

const (
	// jobConnections is how many connections a migration or a plan load takes: the
	// lock, the step itself, and room.
	jobConnections = 4
	// leastConnections keeps a server able to work at all.
	leastConnections = 4
	// mostConnections is what a server takes where nothing bounds it.
	mostConnections = 20
	// clusterConnections is how many the servers of a cluster of the Instance's own
	// may have; clusterReserve is for what looks after it.
	clusterConnections = 150
	clusterReserve     = 20
)

// serverConnections is how many connections one server's pool may have, so that
// all servers together, one more during an upgrade, and a Job stay within what the
// role may: beyond that PostgreSQL refuses, and a new server would not start.
// 0 where the bound is not known.
func serverConnections(i Instance) int32 {
	all := i.Database.Connections
	if i.Database.Kind == DatabaseCloudNativePG {
		all = clusterConnections
	}
	if all <= 0 {
		return 0
	}
	servers := max(i.Replicas.Min, i.Replicas.Max) + 1
	// Beside its pool each server has one connection on which it hears of changes.
	share := (all-jobConnections)/servers - 1
	return min(max(share, leastConnections), mostConnections)
}
