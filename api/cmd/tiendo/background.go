package main

import (
	"context"
	"log/slog"
	"sync"

	"entgo.io/ent/dialect"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/live"
	"github.com/tiendo-vn/tiendo/api/remind"
)

// background is what a server does besides answering.
type background struct {
	config   config.Config
	database *database.Database
	hub      *live.Hub
	reminder *remind.Reminder
	log      *slog.Logger
}

// start begins all of it. What it returns ends it and waits until nothing of
// it runs any more.
func (b background) start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	for _, task := range []func(context.Context) error{b.listen, b.remind} {
		running.Go(func() {
			if err := task(ctx); err != nil {
				b.log.ErrorContext(ctx, "background work ended", "error", err)
			}
		})
	}
	return func() {
		cancel()
		running.Wait()
	}
}

// listen hears what other replicas change.
func (b background) listen(ctx context.Context) error {
	if b.database.Dialect != dialect.Postgres {
		return nil
	}
	return live.Listen(ctx, live.Source{URL: b.config.DatabaseURL}, b.hub, b.log)
}

// remind does the instance's jobs.
func (b background) remind(ctx context.Context) error {
	b.reminder.Run(ctx)
	return nil
}
