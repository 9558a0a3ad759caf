// Package server is the API's front door: GraphQL over HTTP, websockets and
// server-sent events with its limits, health, metrics, the access log, and an
// orderly stop. It knows nothing of the plan: the schema, the viewer, the words
// of errors and further routes come in through Options.
package server

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"

	"github.com/klauspost/compress/gzhttp"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/server/requestid"
)

// The addresses the server itself answers at.
const (
	routeGraphQL  = "/graphql"
	routeHealth   = "/healthz"
	routeReady    = "/readyz"
	routeMetrics  = "/metrics"
	routeExplorer = "/"
)

// compressFrom is the size of an answer, in bytes, from which compression is
// worth its time: below, it fits a packet anyway.
const compressFrom = 1024

// Server answers for one instance of the API.
type Server struct {
	handler   http.Handler
	scraped   http.Handler // what the listener for metrics answers
	http      config.HTTP
	log       *slog.Logger
	metrics   *metrics
	readiness readiness
	stopping  atomic.Bool
	streams   *streams
}

// New puts a server together. It opens nothing and starts nothing.
func New(opts Options) (*Server, error) {
	opts, err := opts.complete()
	if err != nil {
		return nil, err
	}
	m, err := newMetrics(opts)
	if err != nil {
		return nil, err
	}
	s := &Server{http: opts.Config.HTTP, log: opts.Logger, metrics: m, readiness: readiness{check: opts.Ready}, streams: newStreams()}
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(compressFrom))
	if err != nil {
		return nil, err
	}
	routes, err := s.routes(opts)
	if err != nil {
		return nil, err
	}
	// Outermost first: whatever happens further in has an id, is logged and is
	// counted; a panic is turned into an answer before that is compressed.
	wrap := func(routes http.Handler) http.Handler {
		return identify(s.observe(secure(compress(s.recoverPanics(origins(opts.Config.HTTP.Origins).share(routes))))))
	}
	s.handler, s.scraped = wrap(routes), wrap(scrapeRoutes(opts))
	return s, nil
}

// Handler is the whole server, for a listener of one's own or for tests.
func (s *Server) Handler() http.Handler { return s.handler }

// RequestID is the id of the request that the context belongs to, or "". Code
// that must not import the server uses requestid.From, which is the same.
func RequestID(ctx context.Context) string { return requestid.From(ctx) }

// readOnly lets nothing but GET and HEAD through.
func readOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			plain(w, http.StatusMethodNotAllowed, "use GET")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// secure keeps browsers from guessing that an answer is a page. The explorer,
// the only page there is, sets a policy of its own.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}
