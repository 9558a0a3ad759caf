package jobs

import (
	"context"
	stdsql "database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/job"
	"github.com/tiendo-vn/tiendo/ent/db/predicate"
)

// A hold is a job a runner has claimed.
type hold struct {
	*db.Job
	until time.Time
}

// due selects the jobs that may be claimed now: those whose time has come, and
// those whose runner gave no sign of life, but for those that this runner is at
// itself.
func (r *Runner) due(now time.Time) predicate.Job {
	kinds := slices.Collect(maps.Keys(r.Handlers))
	return job.And(job.KindIn(kinds...), job.IDNotIn(r.doing.all()...), job.Or(
		job.And(job.StateEQ(job.StateREADY), job.RunAtLTE(now)),
		job.And(job.StateEQ(job.StateRUNNING), job.LockedUntilLT(now)),
	))
}

// claim takes the job that has waited longest; nil where there is none. Jobs
// that other runners are claiming are passed over on PostgreSQL; on SQLite
// there is one writer at a time.
func (r *Runner) claim(ctx context.Context) (h *hold, err error) {
	now := instant(r.Now())
	if some, err := r.Client.Job.Query().Where(r.due(now)).Exist(ctx); err != nil || !some {
		return nil, err // an idle runner does not write
	}
	tx, err := r.Client.Tx(ctx)
	if err != nil {
		return nil, err
	}
	defer func() {
		if h == nil || err != nil {
			if failed := tx.Rollback(); failed != nil && !errors.Is(failed, stdsql.ErrTxDone) {
				err = errors.Join(err, failed)
			}
		}
	}()
	q := tx.Job.Query().Where(r.due(now)).Order(db.Asc(job.FieldRunAt, job.FieldID)).Limit(1)
	if r.Dialect == dialect.Postgres {
		q.Modify(func(s *sql.Selector) { s.ForUpdate(sql.WithLockAction(sql.SkipLocked)) })
	}
	found, err := q.All(ctx)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	h = &hold{until: now.Add(r.Lease)}
	h.Job, err = found[0].Update().SetState(job.StateRUNNING).SetAttempts(found[0].Attempts + 1).
		SetLockedBy(r.id).SetLockedUntil(h.until).Save(ctx)
	if err != nil {
		return nil, err
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	h.Job = h.Unwrap()
	return h, nil
}

// held selects a job while the runner has it: the attempt tells this hold from
// a later one of the same runner.
func (r *Runner) held(h *hold) predicate.Job {
	return job.And(job.ID(h.ID), job.StateEQ(job.StateRUNNING), job.LockedBy(r.id), job.Attempts(h.Attempts))
}

// keep renews the hold until ctx ends, and calls lost as soon as another runner
// may have the job.
func (r *Runner) keep(ctx context.Context, h *hold, lost context.CancelCauseFunc) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.After(r.Lease / 3):
		}
		now := instant(r.Now())
		if now.After(h.until) {
			lost(errLost)
			return
		}
		renewed, err := r.renew(ctx, h, now.Add(r.Lease))
		switch {
		case ctx.Err() != nil:
			return
		case err != nil: // there is time left to try again
			r.Logger.WarnContext(ctx, "jobs: renew the hold", "job", h.Key, "error", err)
		case !renewed:
			lost(errLost)
			return
		}
	}
}

// renew holds a job until a later time; it does not wait long for a database
// that is silent.
func (r *Runner) renew(ctx context.Context, h *hold, until time.Time) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, r.Lease/3)
	defer cancel()
	n, err := r.Client.Job.Update().Where(r.held(h)).SetLockedUntil(until).Save(ctx)
	if err != nil || n == 0 {
		return false, err
	}
	h.until = until
	return true, nil
}

// release puts a job back as if it had not been claimed.
func (r *Runner) release(ctx context.Context, h *hold) {
	ctx, cancel := recording(ctx)
	defer cancel()
	err := r.Client.Job.Update().Where(r.held(h)).SetState(job.StateREADY).SetAttempts(h.Attempts - 1).
		ClearLockedBy().ClearLockedUntil().Exec(ctx)
	if err != nil {
		r.Logger.WarnContext(ctx, "jobs: put back", "job", h.Key, "error", fmt.Errorf("%w: another runner takes it when the hold is over", err))
	}
}
