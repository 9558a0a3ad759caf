package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/tiendo-vn/tiendo/api/config"
)

type migrateCommand struct {
	Up     migrateUpCommand     `cmd:"" help:"Apply what is pending. Two at once are safe. Ends with status 3 where the database is newer than this program."`
	Status migrateStatusCommand `cmd:"" help:"List every migration and when it was applied."`
}

type migrateUpCommand struct{}

// Run applies what is pending.
func (migrateUpCommand) Run(ctx context.Context, settings settingsFunc, stdout io.Writer) error {
	_, d, err := open(ctx, patient(settings))
	if err != nil {
		return err
	}
	defer d.Close()
	made, err := d.Migrate(ctx)
	for _, name := range made {
		fmt.Fprintln(stdout, "applied", name)
	}
	if err == nil && len(made) == 0 {
		fmt.Fprintln(stdout, "nothing to do")
	}
	return err
}

// patient lets a statement take its time: an index over millions of rows takes
// longer than any request may.
func patient(settings settingsFunc) settingsFunc {
	return func() (config.Config, error) {
		c, err := settings()
		c.Database.StatementTimeout = 6 * time.Hour
		return c, err
	}
}

type migrateStatusCommand struct{}

// Run lists every migration.
func (migrateStatusCommand) Run(ctx context.Context, settings settingsFunc, stdout io.Writer) error {
	_, d, err := open(ctx, settings)
	if err != nil {
		return err
	}
	defer d.Close()
	steps, err := d.Migrations(ctx)
	for _, s := range steps {
		state := "pending"
		if s.Applied() {
			state = s.AppliedAt.UTC().Format("2006-01-02 15:04:05Z")
		}
		name := s.Name
		if s.Unknown {
			name += " (not known to this program: a newer one made it)"
		}
		fmt.Fprintf(stdout, "%-22s %s\n", state, name)
	}
	return err
}
