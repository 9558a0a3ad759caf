// Package graph is the GraphQL side of the API: resolvers of one to six
// lines, the loaders that keep them from asking row by row, and the one
// translator from errors to what a client sees.
package graph

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/api/graph/generated"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/job"
	"github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// Resolver is what the resolvers stand on.
type Resolver struct {
	// Client reads under the viewer of the context.
	Client *db.Client
	// Dialect is ent's name of the database.
	Dialect string
	// The services make changes, each of its part.
	Reports  *report.Service
	Calendar *calendar.Service
	Access   *access.Service
	Jobs     *job.Service
}

// NewSchema returns the executable schema over a store.
func NewSchema(s *change.Store) graphql.ExecutableSchema {
	return costed{generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{
		Client: s.Client, Dialect: s.Dialect,
		Reports: &report.Service{Store: s}, Calendar: &calendar.Service{Store: s},
		Access: &access.Service{Store: s}, Jobs: &job.Service{Store: s},
	}})}
}
