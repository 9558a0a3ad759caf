package jobs_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/jobs"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/job"
)

// queue is a job to queue.
func queue(key string) jobs.Job { return jobs.Job{Kind: "test", Key: key, RunAt: start, At: start} }

func enqueue(t *testing.T, d *apitest.Database, all ...jobs.Job) {
	t.Helper()
	require.NoError(t, jobs.Enqueue(apitest.System(), d.Client, d.Dialect, all...))
}

// one reads a job.
func one(t *testing.T, d *apitest.Database, key string) *db.Job {
	t.Helper()
	j, err := d.Client.Job.Query().Where(job.Key(key)).Only(apitest.System())
	require.NoError(t, err)
	return j
}

func TestAJobIsKeptAsItWasQueued(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		a := d.Client.Agency.Create().SetCode("bo-a").SetName("Bộ A").SetKind(agency.KindMINISTRY).SaveX(apitest.System())
		enqueue(t, d,
			jobs.Job{Kind: "digest.mail", Key: "a", Agency: &a.ID, Payload: map[string]string{"to": "Lan"}, RunAt: start.Add(time.Hour), At: start},
			jobs.Job{Kind: "audit.seal", Key: "b", RunAt: start, At: start})
		j := one(t, d, "a")
		assert.Equal(t, "digest.mail", j.Kind)
		assert.Equal(t, a.ID, *j.AgencyID)
		assert.JSONEq(t, `{"to": "Lan"}`, string(j.Payload))
		assert.Equal(t, job.StateREADY, j.State)
		assert.True(t, j.RunAt.Equal(start.Add(time.Hour)))
		assert.True(t, j.At.Equal(start))
		assert.Zero(t, j.Attempts)
		other := one(t, d, "b")
		assert.Nil(t, other.AgencyID)
		assert.Empty(t, other.Payload)
	})
}

func TestAKeyIsQueuedOnce(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		enqueue(t, d, queue("a"))
		first := one(t, d, "a")
		d.Client.Job.Update().SetState(job.StateDONE).ExecX(apitest.System())
		again := queue("a")
		again.Kind, again.Payload = "other", "other"
		enqueue(t, d, again, queue("b"), queue("b"))
		assert.Equal(t, 2, d.Client.Job.Query().CountX(apitest.System()))
		j := one(t, d, "a")
		assert.Equal(t, first.ID, j.ID)
		assert.Equal(t, "test", j.Kind)
		assert.Equal(t, job.StateDONE, j.State, "what was done is not done again")
	})
}

func TestManyThatQueueTheSameQueueItOnce(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		failures := make(chan error)
		for n := range 8 {
			var all []jobs.Job
			for i := range 300 {
				key := string(rune('a'+i%26)) + strings.Repeat("x", i/26)
				if n%2 == 0 {
					all = append(all, queue(key))
				} else {
					all = append([]jobs.Job{queue(key)}, all...)
				}
			}
			go func() { failures <- jobs.Enqueue(apitest.System(), d.Client, d.Dialect, all...) }()
		}
		for range 8 {
			assert.NoError(t, <-failures)
		}
		assert.Equal(t, 300, d.Client.Job.Query().CountX(apitest.System()))
	})
}

func TestAJobIsQueuedWithItsTransaction(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		for _, commit := range []bool{false, true} {
			tx, err := d.Client.Tx(apitest.System())
			require.NoError(t, err)
			require.NoError(t, jobs.Enqueue(apitest.System(), tx.Client(), d.Dialect, queue("a")))
			if commit {
				require.NoError(t, tx.Commit())
			} else {
				require.NoError(t, tx.Rollback())
			}
			assert.Equal(t, commit, d.Client.Job.Query().ExistX(apitest.System()))
		}
	})
}

func TestAFaultyJobIsRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*jobs.Job)
		want   string
	}{
		"without a kind":            {func(j *jobs.Job) { j.Kind = "" }, "kind"},
		"with a kind too long":      {func(j *jobs.Job) { j.Kind = strings.Repeat("k", 65) }, "1 to 64 bytes"},
		"without a key":             {func(j *jobs.Job) { j.Key = "" }, "key"},
		"with a key too long":       {func(j *jobs.Job) { j.Key = strings.Repeat("k", 256) }, "1 to 255 bytes"},
		"without a time to do it":   {func(j *jobs.Job) { j.RunAt = time.Time{} }, "times"},
		"without a time of queuing": {func(j *jobs.Job) { j.At = time.Time{} }, "times"},
		"with what JSON has not":    {func(j *jobs.Job) { j.Payload = func() {} }, "payload"},
	} {
		t.Run(name, func(t *testing.T) {
			d := apitest.SQLite(t)
			j := queue("a")
			tc.change(&j)
			err := jobs.Enqueue(apitest.System(), d.Client, d.Dialect, queue("b"), j)
			assert.ErrorContains(t, err, tc.want)
			assert.False(t, d.Client.Job.Query().ExistX(apitest.System()))
		})
	}
}
