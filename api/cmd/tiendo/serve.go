package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/instance"
	"github.com/tiendo-vn/tiendo/api/live"
	"github.com/tiendo-vn/tiendo/api/plan"
	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/api/remind"
	"github.com/tiendo-vn/tiendo/api/server/requestid"
	"github.com/tiendo-vn/tiendo/api/usage"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

type serveCommand struct {
	Mock bool `help:"Serve a made world from memory, the same at every start, for front-end teams: it needs no database and no sign-in provider."`
}

// Run serves until the context ends. A database on PostgreSQL that is behind
// is refused; the embedded one is migrated. The plan is loaded once, unless that
// is left to somebody else.
func (cmd serveCommand) Run(ctx context.Context, settings settingsFunc, stdout io.Writer) error {
	if cmd.Mock {
		return serveMock(ctx, settings, stdout)
	}
	c, d, err := openReady(ctx, serving(settings))
	if err != nil {
		return err
	}
	defer d.Close()
	log := logger(c)
	breach, err := d.Breach(ctx)
	if err != nil {
		return err
	}
	if breach != "" {
		log.WarnContext(ctx, "row security is not as database.rowSecurity says", "because", breach)
	}
	if c.PlanLoad {
		if err := loadOnce(ctx, c, d, log); err != nil {
			return err
		}
	}
	hub := &live.Hub{}
	options := instance.Options{Config: c, Database: d, Logger: log, Hub: hub, Version: version()}
	if err := signIn(ctx, c, d, &options); err != nil {
		return err
	}
	if options.Files, err = instance.OpenFiles(c); err != nil {
		return err
	}
	defer options.Files.Close()
	counter := usage.NewCounter(d.Client, d.Dialect, time.Now, log)
	options.Usage = counter
	server, err := instance.New(options)
	if err != nil {
		return err
	}
	reminder, err := remind.New(remind.Options{Config: c, Client: d.Client, Dialect: d.Dialect, Logger: log})
	if err != nil {
		return err
	}
	people, err := peopleToBe(ctx, d, options.Development)
	if err != nil {
		return err
	}
	at, err := listen(c)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "Tiến Độ is serving. Open http://%s/ for the explorer; POST queries to http://%[1]s/graphql\n%s", at.all.Addr(), people)
	if at.metrics != nil {
		fmt.Fprintf(stdout, "Metrics are at http://%s/metrics\n", at.metrics.Addr())
	}
	stop := background{c, d, hub, reminder, log}.start(ctx)
	defer stop()
	defer counter.Start(ctx)() // to the last request, which a stopping server lets finish
	return at.serve(ctx, server)
}

// serving asks of the settings what only a server cannot do without.
func serving(settings settingsFunc) settingsFunc {
	return func() (config.Config, error) {
		c, err := settings()
		if err == nil {
			err = c.CheckServe()
		}
		return c, err
	}
}

// loadOnce loads the plan into a database that has not seen this bundle.
func loadOnce(ctx context.Context, c config.Config, d *database.Database, log *slog.Logger) error {
	ctx = viewer.NewContext(ctx, viewer.System("plan.load"))
	b, err := openBundle(c.PlanFile)
	if err != nil {
		return err
	}
	if loaded, err := plan.Loaded(ctx, d.Client, b); loaded || err != nil {
		return err
	}
	report, err := plan.Load(ctx, d.Client, b, plan.Options{})
	if err != nil {
		return err
	}
	log.InfoContext(ctx, "plan loaded", "bundle", b.Header.Code, "version", b.Header.Version, "report", report.String())
	return nil
}

// openBundle opens the bundle at path, or the embedded one.
func openBundle(path string) (*bundle.Bundle, error) {
	if path == "" {
		return bundle.Embedded()
	}
	return bundle.Open(path)
}

// logger writes to standard error as the settings say, with request ids.
func logger(c config.Config) *slog.Logger {
	return slog.New(requestid.Handler(c.Log.Logger(os.Stderr).Handler()))
}
