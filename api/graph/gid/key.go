package gid

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
)

// MarshalKey refuses to write a bare key: ids of the graph carry their type.
func MarshalKey(uuid.UUID) graphql.Marshaler {
	panic("gid: a bare key has no global id")
}

// UnmarshalKey reads the key out of a global id, for filters by id.
func UnmarshalKey(v any) (uuid.UUID, error) {
	var id ID
	err := id.UnmarshalGQL(v)
	return id.Key, err
}
