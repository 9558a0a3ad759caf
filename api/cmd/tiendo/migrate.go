package main

import (
	"context"
	"fmt"
)

type migrateCommand struct {
	Up     migrateUpCommand     `cmd:"" help:"Apply what is pending. Two at once are safe."`
	Status migrateStatusCommand `cmd:"" help:"List every migration and when it was applied."`
}

type migrateUpCommand struct{}

// Run applies what is pending.
func (migrateUpCommand) Run(ctx context.Context, settings settingsFunc) error {
	_, d, err := open(ctx, settings)
	if err != nil {
		return err
	}
	defer d.Close()
	made, err := d.Migrate(ctx)
	for _, name := range made {
		fmt.Println("applied", name)
	}
	if err == nil && len(made) == 0 {
		fmt.Println("nothing to do")
	}
	return err
}

type migrateStatusCommand struct{}

// Run lists every migration.
func (migrateStatusCommand) Run(ctx context.Context, settings settingsFunc) error {
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
		fmt.Printf("%-22s %s\n", state, s.Name)
	}
	return err
}
