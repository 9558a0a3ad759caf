package server

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/http"
	"time"

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
	// Config is the settings: the server reads Limits, HTTP, Introspection,
	// Explorer, and whether there is a MetricsListen.
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
	// Documents are those that clients name by their hash. Nil: none.
	Documents Documents
	// Usage counts who uses what of the schema. Nil: nobody does.
	Usage Usage
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
	// request's context, from which it must derive, already has request id and
	// language, and ends when its time is up. An error ends the request; Present
	// gives it a code, and the code the status: UNAUTHENTICATED is 401, FORBIDDEN
	// 403, others 500. An error with Challenge() string says what WWW-Authenticate
	// asks for, else it is "Bearer"; one with Unavailable() bool that is true is
	// UNAVAILABLE and 503, whatever Present says.
	//
	// Over a websocket it is called when the client says hello, and again for each
	// operation; the request is that of the handshake, with the hello's
	// authorization in its header. A subscription keeps its context for all of its
	// events: what must be fresh for each belongs into an extension's
	// InterceptResponse.
	Prepare func(*http.Request) (context.Context, error)
	// Until is when the viewer's right in a context from Prepare ends, or zero for
	// never: subscriptions, and the websockets they run on, are closed then.
	// Nil: never.
	Until func(context.Context) time.Time
	// Caller names whose budget an operation in a context from Prepare is taken
	// from; "" for the public, whose address has one. Nil: everybody is the public.
	Caller func(context.Context) string
	// Extensions are the executor's, after the server's own. InterceptResponse is
	// called for each event of a subscription, and returns when it has come.
	Extensions []graphql.HandlerExtension
	// Routes are further handlers by pattern, as http.ServeMux has it, such as
	// "POST /evidence". They are observed, secured and compressed like the rest and
	// see neither Prepare nor the limits. They cannot take the place of a route of
	// the server's own.
	Routes map[string]http.Handler
	// Version is this build's, for the metrics.
	Version string
	// Collectors are more metrics, of what the server is put together from.
	Collectors []prometheus.Collector
	// DBStats is the connection pool's figures, for the metrics.
	DBStats func() sql.DBStats

	pace pace
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
	if o.Usage == nil {
		o.Usage = noUsage{}
	}
	if o.Until == nil {
		o.Until = func(context.Context) time.Time { return time.Time{} }
	}
	if o.Caller == nil {
		o.Caller = func(context.Context) string { return "" }
	}
	if o.pace == (pace{}) {
		o.pace = defaultPace(o.Config.HTTP.IdleTimeout)
	}
	return o, nil
}
