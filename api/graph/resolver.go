// Package graph is the GraphQL side of the API: resolvers of one to six
// lines, the loaders that keep them from asking row by row, and the one
// translator from errors to what a client sees.
package graph

import (
	"context"

	"entgo.io/ent/dialect"
	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/graph/compile"
	"github.com/tiendo-vn/tiendo/api/graph/generated"
	"github.com/tiendo-vn/tiendo/api/live"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/file"
	"github.com/tiendo-vn/tiendo/api/service/job"
	"github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/api/service/watch"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/viewer"
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
	// Files hands out links to files.
	Files *file.Service
	// Live answers subscriptions; nil where nothing is heard.
	Live *watch.Service
}

// Parts are what a schema is made from.
type Parts struct {
	// Store is where changes are made.
	Store *change.Store
	// Hub hands out what happens, to subscriptions.
	Hub *live.Hub
	// Refresh returns the viewer that a person is now; nil where viewers do not
	// change.
	Refresh func(ctx context.Context, person uuid.UUID) (viewer.Viewer, error)
	// Files hands out links to files.
	Files *file.Service
	// Compiled says that queries are compiled where they can be: on PostgreSQL.
	Compiled bool
	// CompiledAtOnce is how many compiled queries run at once.
	CompiledAtOnce int
	// FellBack is told what sent an operation to the resolvers; see package compile.
	FellBack func(ctx context.Context, field string, err error)
	// Explain says in each answer how it came about.
	Explain bool
}

// NewSchema returns the executable schema over its parts.
func NewSchema(p Parts) graphql.ExecutableSchema {
	reports := &report.Service{Store: p.Store}
	resolvers := generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{
		Client: p.Store.Client, Dialect: p.Store.Dialect,
		Reports: reports, Calendar: &calendar.Service{Store: p.Store},
		Access: &access.Service{Store: p.Store}, Jobs: &job.Service{Store: p.Store}, Files: p.Files,
		Live: &watch.Service{Client: p.Store.Client, Reports: reports, Hub: p.Hub, Refresh: p.Refresh},
	}})
	if !p.Compiled || p.Store.Dialect != dialect.Postgres {
		return resolvers
	}
	return compile.Wrap(resolvers, compile.Options{
		Generated: resolvers, Client: p.Store.Client, Now: p.Store.Now, FellBack: p.FellBack, Explain: p.Explain,
		AtOnce: p.CompiledAtOnce,
	})
}
