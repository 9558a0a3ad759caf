package graph_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/jobs"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/job"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestAJobIsQueuedAgain(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		s.Grant(t, "far-admin", viewer.RoleAdmin, "bo-ca")
		at, now := d.Client.Agency.Query().Where(agency.Code("lao-cai")).OnlyIDX(apitest.System()), time.Now()
		require.NoError(t, jobs.Enqueue(apitest.System(), d.Client, d.Dialect, jobs.Job{Kind: "digest.mail", Key: "k", Agency: &at, RunAt: now, At: now}))
		d.Client.Job.Update().SetState(job.StateFAILED).SetLastError("mail: no answer").ExecX(apitest.System())

		var seen struct {
			Jobs struct {
				Edges []struct {
					Node struct{ ID, State, LastError string }
				}
			}
		}
		s.As("admin").Get(t, `{ jobs(first: 5, where: {state: FAILED}) { edges { node { id state lastError } } } }`, nil, &seen)
		require.Len(t, seen.Jobs.Edges, 1)
		id := seen.Jobs.Edges[0].Node.ID

		requeue := func(who string) (codes []string, state string) {
			var p struct{ Job *struct{ State string } }
			codes = s.As(who).Do(t, `mutation($i: RequeueJobInput!) { requeueJob(input: $i) { job { state } userErrors { code message path } } }`,
				map[string]any{"i": map[string]any{"id": id}}, &p)
			if p.Job != nil {
				state = p.Job.State
			}
			return codes, state
		}
		for who, want := range map[string]string{"far-admin": "NOT_FOUND", "reporter-lao-cai": "NOT_FOUND", "inspector": "NOT_ALLOWED"} {
			codes, _ := requeue(who)
			assert.Equal(t, []string{want}, codes, who)
		}
		codes, state := requeue("admin")
		assert.Empty(t, codes)
		assert.Equal(t, "READY", state)
		codes, _ = requeue("admin")
		assert.Equal(t, []string{"WRONG_STATE"}, codes)
	})
}
