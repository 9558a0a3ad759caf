package server

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// routes is what the server answers at. The pattern that matched is what the log
// and the metrics know a request by.
func (s *Server) routes(opts Options) (http.Handler, error) {
	graphQL, err := newEndpoint(opts, s.metrics, s.streams)
	if err != nil {
		return nil, fmt.Errorf("server: extension: %w", err)
	}
	mux := http.NewServeMux()
	handle := naming(mux)
	handle(routeGraphQL, graphQL)
	handle(routeHealth, readOnly(http.HandlerFunc(healthz)))
	handle(routeReady, readOnly(http.HandlerFunc(s.readyz)))
	if opts.Config.MetricsListen == "" {
		handle(routeMetrics, readOnly(scrape(opts)))
	} else {
		handle(routeMetrics, http.NotFoundHandler()) // nor does the explorer get to answer it
	}
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

// naming registers handlers by the name that the log and the metrics have for
// what they answer.
func naming(mux *http.ServeMux) func(route string, h http.Handler) {
	return func(route string, h http.Handler) {
		mux.Handle(route, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			exchangeFrom(r.Context()).route = route
			h.ServeHTTP(w, r)
		}))
	}
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
