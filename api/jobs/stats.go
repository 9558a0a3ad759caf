package jobs

import (
	"context"
	"time"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/job"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Stats are what a queue looks like.
type Stats struct {
	// Due are the jobs whose time has come, Later the others that are ready,
	// Running those a runner has, Failed those that were given up.
	Due, Later, Running, Failed int
	// Waiting is how long the first of the due jobs has waited.
	Waiting time.Duration
}

// Count looks at the queue.
func Count(ctx context.Context, client *db.Client, now time.Time) (s Stats, err error) {
	ctx = viewer.NewContext(ctx, viewer.Inspector("jobs"))
	now = instant(now)
	ready := func() *db.JobQuery { return client.Job.Query().Where(job.StateEQ(job.StateREADY)) }
	first, err := ready().Where(job.RunAtLTE(now)).Order(db.Asc(job.FieldRunAt)).First(ctx)
	if err != nil && !db.IsNotFound(err) {
		return s, err
	}
	if first != nil {
		s.Waiting = now.Sub(first.RunAt)
	}
	for _, c := range []struct {
		to *int
		of *db.JobQuery
	}{
		{&s.Due, ready().Where(job.RunAtLTE(now))},
		{&s.Later, ready().Where(job.RunAtGT(now))},
		{&s.Running, client.Job.Query().Where(job.StateEQ(job.StateRUNNING))},
		{&s.Failed, client.Job.Query().Where(job.StateEQ(job.StateFAILED))},
	} {
		if *c.to, err = c.of.Count(ctx); err != nil {
			return s, err
		}
	}
	return s, nil
}
