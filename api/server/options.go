package server

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/server/requestid"
)

// Options is what a Server is made from. Schema and Config are required;
// everything else has a use when it is left out.
type Options struct {
	// Schema executes operations.
	Schema graphql.ExecutableSchema
	// Config is the settings: the server reads Limits, HTTP, Introspection and
	// Explorer.
	Config config.Config
	// Logger takes the access log and faults; slog.Default() when nil.
	Logger *slog.Logger
	// Registry takes the metrics and answers /metrics; a new one when nil. It must
	// not have the Go and process collectors yet.
	Registry *prometheus.Registry
	// Ready says why the server cannot work right now: the database is not
	// reachable, its schema is not the one this build needs. Its error's text is
	// shown to whoever asks /readyz. Nil: always ready.
	Ready func(context.Context) error
	// Explorer is mounted at "/" if Config.Explorer says so.
	Explorer http.Handler
	// Present turns any error into what the client sees. It must let errors
	// that already are a *gqlerror.Error with a code pass. Nil: those pass, and
	// any other becomes INTERNAL.
	Present graphql.ErrorPresenterFunc
	// Recover turns a resolver's panic into an error. Nil: it is logged with its
	// stack and becomes INTERNAL.
	Recover graphql.RecoverFunc
	// Prepare returns the context that an operation runs in: viewer, loaders. The
	// request's context, from which it must derive, already has request id,
	// language and deadline. An error ends the request; Present gives it a code,
	// and the code the status: UNAUTHENTICATED is 401, FORBIDDEN 403, others 500.
	Prepare func(*http.Request) (context.Context, error)
	// Version is this build's, for the metrics.
	Version string
	// DBStats is the connection pool's figures, for the metrics.
	DBStats func() sql.DBStats
}

// complete checks the required options and fills the others in.
func (o Options) complete() (Options, error) {
	if o.Schema == nil {
		return o, errors.New("server: no schema")
	}
	if o.Config.Limits == (config.Limits{}) {
		return o, errors.New("server: the settings are empty; start from config.Default or config.Load")
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	o.Logger = slog.New(requestid.Handler(o.Logger.Handler()))
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	if o.Ready == nil {
		o.Ready = func(context.Context) error { return nil }
	}
	if o.Present == nil {
		o.Present = presentSafely(o.Logger)
	}
	if o.Recover == nil {
		o.Recover = recoverLogged(o.Logger)
	}
	if o.Prepare == nil {
		o.Prepare = func(r *http.Request) (context.Context, error) { return r.Context(), nil }
	}
	return o, nil
}
