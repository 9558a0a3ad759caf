// Package instance puts one instance together: a database, the graph over it,
// and the server in front.
package instance

import (
	"context"
	"log/slog"
	"maps"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/documents"
	"github.com/tiendo-vn/tiendo/api/explorer"
	"github.com/tiendo-vn/tiendo/api/graph"
	"github.com/tiendo-vn/tiendo/api/live"
	"github.com/tiendo-vn/tiendo/api/server"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Options is what an instance is made from.
type Options struct {
	Config   config.Config
	Database *database.Database
	Logger   *slog.Logger
	// Provider verifies the tokens of people; nil where there is none: then only
	// machines sign in.
	Provider auth.Verifier
	// Development takes the place of Provider: everybody may be one of the
	// personas, whose tokens /personas hands out. Nil outside development mode.
	Development Development
	// Personas are who one can be; those of development mode that have an agency
	// when nil.
	Personas []auth.Persona
	// Viewer says who is asking in the place of both, for tests.
	Viewer func(*http.Request) (viewer.Viewer, error)
	// Hub hands out what happens to subscriptions; one that hears what this
	// process does, on SQLite, when nil. On PostgreSQL somebody has to let it
	// listen: live.Listen.
	Hub *live.Hub
	// Files lets files come and go: OpenFiles. Nil: links to files are refused.
	Files *Files
	// Routes is what else the server answers at.
	Routes map[string]http.Handler
	// Usage counts who uses what of the graph; nobody does when nil.
	Usage server.Usage
	// Now is the clock; time.Now when nil.
	Now func() time.Time
	// Version is this build's.
	Version string
}

// Development verifies the tokens it gives to personas.
type Development interface {
	auth.Verifier
	Token(auth.Persona) (string, error)
}

// Store is where an instance makes its changes.
func Store(d *database.Database, now func() time.Time) *change.Store {
	return &change.Store{Client: d.Client, Dialect: d.Dialect, Now: now}
}

// New returns the server of an instance.
func New(o Options) (*server.Server, error) {
	reserveHeap()
	if o.Now == nil {
		o.Now = time.Now
	}
	store := Store(o.Database, o.Now)
	if o.Hub == nil {
		o.Hub = &live.Hub{}
	}
	announce(store, o.Hub)
	routes := map[string]http.Handler{}
	maps.Copy(routes, o.Routes)
	who := door{&access.Service{Store: store}, o.Provider, o.Config.Auth.Public}
	if o.Development != nil {
		who.verifier = o.Development
		routes["GET /personas"] = personas{o.Development, o.Personas, o.Database.Client}
	}
	var refresh func(context.Context, uuid.UUID) (viewer.Viewer, error)
	if o.Viewer == nil {
		o.Viewer, refresh = who.viewer, who.access.ByPerson
	}
	files, err := o.files(store, who.access, routes)
	if err != nil {
		return nil, err
	}
	behind := newFallbacks(o.Logger)
	return server.New(server.Options{
		Schema: graph.NewSchema(graph.Parts{
			Store: store, Hub: o.Hub, Refresh: refresh, Files: files,
			Compiled: o.Config.Compiled, CompiledAtOnce: o.Config.Database.CompiledAtOnce, FellBack: behind.count, Explain: o.Config.Development,
		}),
		Collectors: []prometheus.Collector{behind.fields},
		Config:     o.Config,
		Logger:     o.Logger,
		Ready:      o.Database.Ready,
		Usage:      o.Usage,
		Documents:  documents.NewStore(o.Database.Client, o.Database.Dialect, o.Now),
		Explorer:   explorer.Handler(explorer.Options{}),
		Present:    graph.Present(o.Logger),
		Prepare: func(r *http.Request) (context.Context, error) {
			v, err := o.Viewer(r)
			if database.Away(err) {
				err = unavailable{err}
			}
			return viewer.NewContext(r.Context(), v), err
		},
		Until: func(ctx context.Context) time.Time {
			v, _ := viewer.FromContext(ctx)
			return ends(v, o.Now)
		},
		Caller: caller,
		Extensions: []graphql.HandlerExtension{
			recorder{who.access, graph.Present(o.Logger)}, graph.Times{Now: o.Now}, loaders{store},
		},
		Routes:  routes,
		Version: o.Version,
		DBStats: o.Database.DB.Stats,
	})
}

// unavailable says to the server that who is asking may be told later.
type unavailable struct{ error }

// Unavailable says that the same request may pass later.
func (unavailable) Unavailable() bool { return true }

// Unwrap returns why.
func (u unavailable) Unwrap() error { return u.error }
