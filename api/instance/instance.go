// Package instance puts one instance together: a database, the graph over it,
// and the server in front.
package instance

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/explorer"
	"github.com/tiendo-vn/tiendo/api/graph"
	"github.com/tiendo-vn/tiendo/api/server"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Options is what an instance is made from.
type Options struct {
	Config   config.Config
	Database *database.Database
	Logger   *slog.Logger
	// Viewer says who is asking; nil makes everybody the public.
	Viewer func(*http.Request) (viewer.Viewer, error)
	// Now is the clock; time.Now when nil.
	Now func() time.Time
	// Version is this build's.
	Version string
}

// store is where the instance makes its changes.
func store(o Options) *change.Store {
	now := o.Now
	if now == nil {
		now = time.Now
	}
	return &change.Store{Client: o.Database.Client, Dialect: o.Database.Dialect, Now: now}
}

// New returns the server of an instance.
func New(o Options) (*server.Server, error) {
	who := o.Viewer
	if who == nil {
		who = func(*http.Request) (viewer.Viewer, error) { return viewer.Public(), nil }
	}
	return server.New(server.Options{
		Schema:   graph.NewSchema(store(o)),
		Config:   o.Config,
		Logger:   o.Logger,
		Ready:    o.Database.Ready,
		Explorer: explorer.Handler(explorer.Options{}),
		Present:  graph.Present(o.Logger),
		Prepare: func(r *http.Request) (context.Context, error) {
			v, err := who(r)
			if err != nil {
				return nil, err
			}
			ctx := viewer.NewContext(r.Context(), v)
			return graph.WithLoaders(ctx, o.Database.Client), nil
		},
		Version: o.Version,
		DBStats: o.Database.DB.Stats,
	})
}
