package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/instance"
	"github.com/tiendo-vn/tiendo/api/live"
)

// serve answers for the public over a database, and returns the endpoint.
func serve(profile string, d *database.Database, hub *live.Hub) (endpoint string, stop func(), err error) {
	c := config.Default()
	c.HTTP.Profile, c.Auth.Public = profile, true
	s, err := instance.New(instance.Options{Config: c, Database: d, Hub: hub, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return "", nil, err
	}
	h := httptest.NewServer(s.Handler())
	return h.URL + "/graphql", h.Close, nil
}

// auditProfile serves an empty database in a profile and audits that.
func auditProfile(ctx context.Context, profile string) (found []finding, err error) {
	dir, err := os.MkdirTemp("", "tiendo-conformance")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	d, err := database.Open(ctx, config.DatabaseURL(filepath.Join(dir, "tiendo.db")), config.Default().Database)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if _, err := d.Migrate(ctx); err != nil {
		return nil, err
	}
	endpoint, stop, err := serve(profile, d, nil)
	if err != nil {
		return nil, err
	}
	defer stop()
	return audit(ctx, endpoint)
}
