// Package jobs does things later and surely: what is queued in the database is
// done at least once, by one runner at a time, and tried again when it fails.
//
// A runner that claims a job holds it for a while and renews its hold while it
// works. One that is killed renews nothing: when its hold is over, another
// runner takes the job. What a job does must therefore bear repetition.
package jobs

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/job"
	"github.com/tiendo-vn/tiendo/ent/source"
)

const (
	// chunk bounds the rows of one statement.
	chunk = 200
	// mostKey and mostKind are the longest the columns take, in bytes.
	mostKey, mostKind = 255, 64
)

// A Job is something to be queued.
type Job struct {
	// Kind names the handler.
	Kind string
	// Key makes it this job and no other: what was queued once, done or not, is
	// not queued again.
	Key string
	// Agency is the agency concerned, whose administrators see the job; nil for
	// the instance.
	Agency *uuid.UUID
	// Payload is what the handler needs to know, kept as JSON; nil for nothing.
	Payload any
	// RunAt is when it is to be done, not before; At when it is queued.
	RunAt, At time.Time
}

// Enqueue adds the jobs whose keys are new; the others are left as they are.
// It may be part of a transaction: client is then that of the transaction. on
// is ent's name of the database.
func Enqueue(ctx context.Context, client *db.Client, on string, jobs ...Job) error {
	// Always in one order: two who queue the same jobs cannot wait for each other.
	jobs = slices.SortedFunc(slices.Values(jobs), func(a, b Job) int { return cmp.Compare(a.Key, b.Key) })
	for part := range slices.Chunk(jobs, chunk) {
		insert := sql.Dialect(on).Insert(job.Table).Columns(job.FieldID, job.FieldKind, job.FieldKey, job.FieldAgencyID,
			job.FieldPayload, job.FieldState, job.FieldRunAt, job.FieldAttempts, job.FieldAt)
		for _, j := range part {
			payload, err := j.check()
			if err != nil {
				return fmt.Errorf("queue job %q: %w", j.Key, err)
			}
			insert.Values(source.Key(), j.Kind, j.Key, j.Agency, payload, job.StateREADY, instant(j.RunAt), 0, instant(j.At))
		}
		query, args := insert.OnConflict(sql.ConflictColumns(job.FieldKey), sql.DoNothing()).Query()
		if _, err := client.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("queue jobs: %w", err)
		}
	}
	return nil
}

// check refuses what the table would not keep, and returns the payload.
func (j Job) check() (payload *string, err error) {
	switch {
	case j.Kind == "" || len(j.Kind) > mostKind:
		return nil, fmt.Errorf("kind %q: expected 1 to %d bytes", j.Kind, mostKind)
	case j.Key == "" || len(j.Key) > mostKey:
		return nil, fmt.Errorf("key: expected 1 to %d bytes", mostKey)
	case j.RunAt.IsZero() || j.At.IsZero():
		return nil, fmt.Errorf("times: expected when it is queued and when it is to be done")
	case j.Payload == nil:
		return nil, nil
	}
	text, err := json.Marshal(j.Payload)
	if err != nil {
		return nil, fmt.Errorf("payload: %w", err)
	}
	kept := string(text)
	return &kept, nil
}

// instant is a moment as both databases keep it.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
