package server

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// routes is what the server answers at. The pattern that matched is what the log
// and the metrics know a request by.
func (s *Server) routes(opts Options) (http.Handler, error) {
	graphQL, err := newEndpoint(opts, s.metrics, s.streams)
	if err != nil {
		return nil, fmt.Errorf("server: extension: %w", err)
	}
	mux := http.NewServeMux()
	handle := func(route string, h http.Handler) {
		mux.Handle(route, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			exchangeFrom(r.Context()).route = route
			h.ServeHTTP(w, r)
		}))
	}
	handle(routeGraphQL, graphQL)
	handle(routeHealth, readOnly(http.HandlerFunc(healthz)))
	handle(routeReady, readOnly(http.HandlerFunc(s.readyz)))
	handle(routeMetrics, readOnly(promhttp.HandlerFor(opts.Registry, promhttp.HandlerOpts{
		DisableCompression: true, // the server compresses
		ErrorLog:           slog.NewLogLogger(opts.Logger.Handler(), slog.LevelError),
	})))
	if opts.Explorer != nil && opts.Config.Explorer {
		handle(routeExplorer, readOnly(opts.Explorer))
	}
	for pattern, handler := range opts.Routes {
		if handler == nil || isOwn(pattern) {
			return nil, fmt.Errorf("server: route %q: it has no handler, or is the server's own", pattern)
		}
		if err := refusing(func() { handle(pattern, handler) }); err != nil {
			return nil, fmt.Errorf("server: route %q: %w", pattern, err)
		}
	}
	return mux, nil
}

// isOwn reports a pattern whose path is one of the server's: with a method or a
// host before it, it would win over that.
func isOwn(pattern string) bool {
	own := []string{routeGraphQL, routeHealth, routeReady, routeMetrics, routeExplorer, routeExplorer + "{$}"}
	slash := strings.Index(pattern, "/")
	return slash >= 0 && slices.Contains(own, pattern[slash:])
}

// refusing turns a library's panic over what it was given into an error.
func refusing(give func()) (err error) {
	defer func() {
		if caught := recover(); caught != nil {
			err = fmt.Errorf("%v", caught)
		}
	}()
	give()
	return nil
}
