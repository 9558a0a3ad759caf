package server

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// scrapeRoutes is what the listener for metrics answers at: the metrics, and
// that the process is alive.
func scrapeRoutes(opts Options) http.Handler {
	mux := http.NewServeMux()
	handle := naming(mux)
	handle(routeMetrics, readOnly(scrape(opts)))
	handle(routeHealth, readOnly(http.HandlerFunc(healthz)))
	return mux
}

// scrape answers the metrics.
func scrape(opts Options) http.Handler {
	return promhttp.HandlerFor(opts.Registry, promhttp.HandlerOpts{
		DisableCompression: true, // the server compresses
		ErrorLog:           slog.NewLogLogger(opts.Logger.Handler(), slog.LevelError),
	})
}

// ServeMetrics answers /metrics and /healthz on a listener of their own until ctx
// ends, and then lets scrapes in flight finish. A ctx that ends after Serve has
// returned shows how the server stops, to the end. It returns nil unless the
// listener failed.
func (s *Server) ServeMetrics(ctx context.Context, listener net.Listener) error {
	server := s.answering(s.scraped, context.WithoutCancel(ctx))
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	s.log.InfoContext(ctx, "listening for scrapes", "address", listener.Addr().String())
	select {
	case err := <-failed:
		_ = server.Close() // the connections it has; nothing new can come
		return fmt.Errorf("server: metrics: %w", err)
	case <-ctx.Done():
	}
	if within(cancelledGrace, server.Shutdown) != nil {
		_ = server.Close() // a scrape that takes this long is worth no wait
	}
	<-failed // by now the listener is closed, also one that had just begun
	return nil
}
