package job_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/jobs"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/job"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	row "github.com/tiendo-vn/tiendo/ent/db/job"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

var now = time.Date(2023, 4, 1, 2, 0, 0, 0, time.UTC)

// A world has a ministry with a unit, another ministry, and a job of the
// unit's that was given up.
type world struct {
	*apitest.Database
	service             *job.Service
	ministry, unit, far uuid.UUID
	job                 *db.Job
}

func newWorld(t *testing.T, d *apitest.Database) *world {
	t.Helper()
	ctx := apitest.System()
	add := func(code string, kind agency.Kind, parent *uuid.UUID) uuid.UUID {
		return d.Client.Agency.Create().SetCode(code).SetName(code).SetKind(kind).SetNillableParentID(parent).SaveX(ctx).ID
	}
	w := &world{Database: d, service: &job.Service{Store: &change.Store{Client: d.Client, Dialect: d.Dialect, Now: func() time.Time { return now }}}}
	w.ministry = add("bo-a", agency.KindMINISTRY, nil)
	w.unit = add("cuc-a", agency.KindUNIT, &w.ministry)
	w.far = add("bo-b", agency.KindMINISTRY, nil)
	w.job = w.given(t, "digest", &w.unit, row.StateFAILED)
	return w
}

// given adds a job that stands somewhere after ten attempts.
func (w *world) given(t *testing.T, key string, at *uuid.UUID, state row.State) *db.Job {
	t.Helper()
	require.NoError(t, jobs.Enqueue(apitest.System(), w.Client, w.Dialect, jobs.Job{Kind: "digest.mail", Key: key, Agency: at, RunAt: now.Add(-time.Hour), At: now.Add(-time.Hour)}))
	w.Client.Job.Update().Where(row.Key(key)).SetState(state).SetAttempts(10).SetFinishedAt(now.Add(-time.Minute)).SetLastError("no answer").ExecX(apitest.System())
	return w.Client.Job.Query().Where(row.Key(key)).OnlyX(apitest.System())
}

// as is the context of somebody with grants.
func as(v viewer.Viewer, grants ...viewer.Grant) context.Context {
	v.Name, v.Person, v.Grants = "Lan", uuid.New(), grants
	return viewer.NewContext(context.Background(), v)
}

func codes(p *job.RequeueJobPayload) []change.UserErrorCode {
	var codes []change.UserErrorCode
	for _, e := range p.UserErrors {
		codes = append(codes, e.Code)
	}
	return codes
}

func TestAnAdministratorQueuesAJobAgain(t *testing.T) {
	for name, at := range map[string]func(*world) uuid.UUID{
		"of the agency":    func(w *world) uuid.UUID { return w.unit },
		"of the one above": func(w *world) uuid.UUID { return w.ministry },
	} {
		t.Run(name, func(t *testing.T) {
			apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
				w := newWorld(t, d)
				key := "k"
				in := job.RequeueJobInput{ID: w.job.ID, ClientMutationID: &key}
				ctx := as(viewer.Viewer{}, viewer.Grant{Role: viewer.RoleAdmin, Agency: at(w)})
				for range 2 { // a repeat gets the first answer
					p, err := w.service.Requeue(ctx, in)
					require.NoError(t, err)
					assert.Empty(t, p.UserErrors)
					require.NotNil(t, p.Job)
					assert.Equal(t, row.StateREADY, p.Job.State)
					assert.Zero(t, p.Job.Attempts)
					assert.Nil(t, p.Job.FinishedAt)
					assert.True(t, p.Job.RunAt.Equal(now))
					assert.Equal(t, "k", *p.ClientMutationID)
				}
				e := w.Client.Event.Query().Where(event.Action("job.requeue")).OnlyX(apitest.System())
				assert.Equal(t, "digest", *e.Label)
				assert.Equal(t, w.unit, *e.AgencyID)
				assert.Equal(t, w.job.ID, *e.EntityID)
				assert.JSONEq(t, `{"state": "FAILED", "attempts": 10}`, string(e.Before))
				_, err := audit.Verify(t.Context(), w.Client, func(f audit.Finding) { t.Error(f.Sentence) })
				require.NoError(t, err)
			})
		})
	}
}

func TestALentRoleIsNamedInTheRecord(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := newWorld(t, d)
		ctx := as(viewer.Viewer{}, viewer.Grant{Role: viewer.RoleAdmin, Agency: w.unit, LentBy: &viewer.Lender{ID: uuid.New(), Name: "Nam"}})
		p, err := w.service.Requeue(ctx, job.RequeueJobInput{ID: w.job.ID})
		require.NoError(t, err)
		assert.Empty(t, p.UserErrors)
		assert.Equal(t, "Nam", *w.Client.Event.Query().OnlyX(apitest.System()).OnBehalfOf)
	})
}

func TestWhoMayNotQueueAJobAgain(t *testing.T) {
	for name, tc := range map[string]struct {
		who  func(*world) context.Context
		want change.UserErrorCode
	}{
		"an administrator of another agency": {func(w *world) context.Context {
			return as(viewer.Viewer{}, viewer.Grant{Role: viewer.RoleAdmin, Agency: w.far})
		}, change.NotFound},
		"a reporter, who does not see it": {func(w *world) context.Context {
			return as(viewer.Viewer{}, viewer.Grant{Role: viewer.RoleReporter, Agency: w.unit})
		}, change.NotFound},
		"a coordinator above, who does not either": {func(w *world) context.Context {
			return as(viewer.Viewer{}, viewer.Grant{Role: viewer.RoleCoordinator, Agency: w.ministry})
		}, change.NotFound},
		"an inspector, who sees it": {func(w *world) context.Context {
			return as(viewer.Viewer{ReadAll: true}, viewer.Grant{Role: viewer.RoleInspector, Agency: w.ministry})
		}, change.NotAllowed},
		"a machine token": {func(w *world) context.Context {
			return as(viewer.Viewer{Scopes: []viewer.Scope{viewer.ScopeCoordinate}}, viewer.Grant{Role: viewer.RoleAdmin, Agency: w.unit})
		}, change.NotAllowed},
		"the public": {func(*world) context.Context {
			return viewer.NewContext(context.Background(), viewer.Public())
		}, change.NotAllowed},
	} {
		t.Run(name, func(t *testing.T) {
			apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
				w := newWorld(t, d)
				p, err := w.service.Requeue(tc.who(w), job.RequeueJobInput{ID: w.job.ID})
				require.NoError(t, err)
				assert.Equal(t, []change.UserErrorCode{tc.want}, codes(p))
				assert.Nil(t, p.Job)
				assert.Equal(t, row.StateFAILED, w.Client.Job.GetX(apitest.System(), w.job.ID).State)
				assert.False(t, w.Client.Event.Query().ExistX(apitest.System()))
			})
		})
	}
}

func TestWhichJobsAreNotQueuedAgain(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := newWorld(t, d)
		admin := as(viewer.Viewer{}, viewer.Grant{Role: viewer.RoleAdmin, Agency: w.ministry})
		for name, tc := range map[string]struct {
			id   uuid.UUID
			want change.UserErrorCode
			says string
		}{
			"one that is ready":     {w.given(t, "ready", &w.unit, row.StateREADY).ID, change.WrongState, "The job is READY;"},
			"one that is at work":   {w.given(t, "running", &w.unit, row.StateRUNNING).ID, change.WrongState, "The job is RUNNING;"},
			"one that was done":     {w.given(t, "done", &w.unit, row.StateDONE).ID, change.WrongState, "The job is DONE;"},
			"one of the instance":   {w.given(t, "seal", nil, row.StateFAILED).ID, change.NotFound, "no such job"},
			"one that is not there": {uuid.New(), change.NotFound, "no such job"},
		} {
			p, err := w.service.Requeue(admin, job.RequeueJobInput{ID: tc.id})
			require.NoError(t, err, name)
			assert.Equal(t, []change.UserErrorCode{tc.want}, codes(p), name)
			require.Len(t, p.UserErrors, 1, name)
			assert.Contains(t, p.UserErrors[0].Message.En, tc.says, name)
			assert.NotEmpty(t, p.UserErrors[0].Message.Vi, name)
			assert.Equal(t, []string{"id"}, p.UserErrors[0].Path, name)
		}
	})
}
