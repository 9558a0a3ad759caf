package main

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/server"
)

// listeners are where a server listens.
type listeners struct {
	all net.Listener
	// metrics is for them alone; nil where all has them.
	metrics net.Listener
}

// listen opens what the settings name.
func listen(c config.Config) (l listeners, err error) {
	if l.all, err = net.Listen("tcp", c.Listen); err != nil {
		return l, fmt.Errorf("listen %q: %w", c.Listen, err)
	}
	if c.Development {
		if err := onLoopback(l.all); err != nil {
			return l, errors.Join(err, l.all.Close())
		}
	}
	if c.MetricsListen == "" {
		return l, nil
	}
	if l.metrics, err = net.Listen("tcp", c.MetricsListen); err != nil {
		return l, errors.Join(fmt.Errorf("metricsListen %q: %w", c.MetricsListen, err), l.all.Close())
	}
	return l, nil
}

// serve serves until the context ends or one of the listeners fails, which ends
// the other in order. The metrics can be asked for until all else has stopped.
func (l listeners) serve(ctx context.Context, s *server.Server) error {
	if l.metrics == nil {
		return s.Serve(ctx, l.all)
	}
	ctx, stop := context.WithCancel(ctx)
	scrapes, end := context.WithCancel(context.WithoutCancel(ctx))
	failed := make(chan error, 1)
	go func() {
		defer stop()
		failed <- s.ServeMetrics(scrapes, l.metrics)
	}()
	err := s.Serve(ctx, l.all)
	end()
	return errors.Join(err, <-failed)
}
