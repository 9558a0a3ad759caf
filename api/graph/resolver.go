// Package graph is the GraphQL side of the API: resolvers of one to six
// lines, the loaders that keep them from asking row by row, and the one
// translator from errors to what a client sees.
package graph

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/api/graph/generated"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// Resolver is what the resolvers stand on.
type Resolver struct {
	// Client reads under the viewer of the context.
	Client *db.Client
	// Dialect is ent's name of the database.
	Dialect string
}

// NewSchema returns the executable schema over a client.
func NewSchema(client *db.Client, dialect string) graphql.ExecutableSchema {
	return costed{generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{Client: client, Dialect: dialect}})}
}
