package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const (
	// maxHeaderBytes bounds a request's headers, and so a GET's query.
	maxHeaderBytes = 64 << 10
	// cancelledGrace is how long requests whose time is up may take to notice.
	cancelledGrace = 2 * time.Second
)

// errStopping is the cause given to requests that outlast the grace.
var errStopping = errors.New("the server is stopping")

// Serve answers on the listener until ctx ends, and then stops in order: it
// withdraws readiness, keeps accepting for the configured delay, closes the
// listener, ends all subscriptions, lets requests in flight finish within the
// grace, and cancels what is left. It returns nil when every request finished by
// itself. A Server serves once.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	// Requests do not derive from ctx: its end asks for an orderly stop, and
	// would cut them off.
	requests, cut := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cut(nil)
	server := s.answering(s.handler, requests)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	s.log.InfoContext(ctx, "listening", "address", listener.Addr().String())

	select {
	case err := <-failed:
		_ = server.Close() // the connections it has; nothing new can come
		return fmt.Errorf("server: %w", err)
	case <-ctx.Done():
	}
	s.stopping.Store(true)
	s.log.InfoContext(ctx, "stopping", "delay", s.http.ShutdownDelay, "grace", s.http.ShutdownGrace)
	if s.http.ShutdownDelay > 0 {
		select {
		case err := <-failed:
			_ = server.Close()
			return fmt.Errorf("server: %w", err)
		case <-time.After(s.http.ShutdownDelay):
		}
	}
	err := s.drain(server, cut)
	<-failed // by now the listener is closed, also one that had just begun
	return err
}

// answering is an HTTP server with the clocks of the settings, whose requests
// live in a context.
func (s *Server) answering(handler http.Handler, requests context.Context) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: s.http.ReadHeaderTimeout,
		ReadTimeout:       s.http.ReadTimeout,
		WriteTimeout:      s.http.WriteTimeout,
		IdleTimeout:       s.http.IdleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		BaseContext:       func(net.Listener) context.Context { return requests },
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
}

// drain closes the listener, ends the streams, and waits for what is in flight.
func (s *Server) drain(server *http.Server, cut context.CancelCauseFunc) error {
	s.streams.stop()
	quiet := func(ctx context.Context) error {
		return errors.Join(server.Shutdown(ctx), s.streams.wait(ctx))
	}
	if within(s.http.ShutdownGrace, quiet) == nil {
		s.log.Info("stopped")
		return nil
	}
	cut(errStopping)
	if err := within(cancelledGrace, quiet); err != nil {
		// A handler that does not look at its context; the process ends anyway.
		_ = server.Close()
	}
	s.log.Warn("stopped; some requests did not finish in time and were cut off")
	return errCutOff
}

var errCutOff = errors.New("server: some requests did not finish within the grace and were cut off")

func within(d time.Duration, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	return f(ctx)
}
