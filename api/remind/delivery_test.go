package remind_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/deliver"
	"github.com/tiendo-vn/tiendo/api/deliver/smtptest"
	"github.com/tiendo-vn/tiendo/api/remind"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/db/job"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestPlannersSideBySideMakeOneDigestADay(t *testing.T) {
	eachWorld(t, "2023-04-02 00:10", func(t *testing.T, w *world) {
		for _, name := range []string{"lan", "minh", "nga"} {
			w.give(name, viewer.RoleReporter, "cuc-b")
		}
		failures := make(chan error)
		s := remind.Settings{Before: 72 * time.Hour, EscalateAfter: 72 * time.Hour, Mail: true}
		for range 6 {
			go func() { failures <- remind.Plan(t.Context(), w.Client, w.Dialect, w.clock.Now(), s) }()
		}
		for range 6 {
			require.NoError(t, <-failures)
		}
		assert.Equal(t, map[job.State]int{job.StateREADY: 3}, w.states("digest.mail"))
		w.run(t, w.clock)
		w.run(t, w.clock)
		for _, now := range []string{"2023-04-02 00:20", "2023-04-02 08:00", "2023-04-02 20:00"} {
			w.settle(t, now)
		}
		assert.Len(t, w.told(t), 3)
		assert.Equal(t, map[job.State]int{job.StateDONE: 3}, w.states("digest.mail"))
	})
}

func TestMailThatFailsIsSentLaterAndOnce(t *testing.T) {
	eachWorld(t, "2023-04-02 08:00", func(t *testing.T, w *world) {
		w.give("lan", viewer.RoleReporter, "cuc-b")
		w.smtp.Script("RCPT", "451 4.3.0 not now")
		w.run(t, w.clock)
		mailed := func() *db.Job {
			return w.Client.Job.Query().Where(job.Kind("digest.mail")).FirstX(apitest.System())
		}
		w.settle(t, "2023-04-02 08:00")
		w.until(t, func() bool { return mailed().Attempts >= 2 })
		assert.Contains(t, *mailed().LastError, "naming the recipient lan@example.vn")
		assert.Empty(t, w.told(t))
		w.smtp.Script("RCPT", "")
		w.until(t, func() bool { return mailed().State == job.StateDONE })
		assert.Len(t, w.told(t), 1)
		w.settle(t, "2023-04-02 20:00")
		assert.Len(t, w.told(t), 1)
	})
}

func TestMailRefusedForGoodIsGivenUp(t *testing.T) {
	eachWorld(t, "2023-04-02 08:00", func(t *testing.T, w *world) {
		w.give("lan", viewer.RoleReporter, "cuc-b")
		w.smtp.Script("RCPT", "550 5.1.1 no such user")
		w.run(t, w.clock)
		w.settle(t, "2023-04-02 08:00")
		assert.Equal(t, map[job.State]int{job.StateFAILED: 1}, w.states("digest.mail"))
		j := w.Client.Job.Query().Where(job.Kind("digest.mail")).OnlyX(apitest.System())
		assert.Equal(t, w.agency("cuc-b").ID, *j.AgencyID, "its administrators see it")
		assert.NotContains(t, *j.LastError, smtptest.Password)
	})
}

// TestAnotherReplicaSendsWhatADeadOneBegan lets a replica fall silent in the
// middle of a mail: its clock stands still, so its hold on the job ends.
func TestAnotherReplicaSendsWhatADeadOneBegan(t *testing.T) {
	eachWorld(t, "2023-04-02 08:00", func(t *testing.T, w *world) {
		w.give("lan", viewer.RoleReporter, "cuc-b")
		w.smtp.Script("DATA", smtptest.Hang)
		w.plan(t)
		w.run(t, newClock(at("2023-04-02 08:00")))
		assert.Equal(t, "DATA", <-w.smtp.Reached())
		w.smtp.Script("DATA", "")
		w.clock.Advance(time.Minute + time.Second) // past its hold
		w.run(t, w.clock)
		w.until(t, func() bool { return w.states("digest.mail")[job.StateDONE] == 1 })
		assert.Len(t, w.told(t), 1)
		assert.Equal(t, 2, w.Client.Job.Query().Where(job.Kind("digest.mail")).OnlyX(apitest.System()).Attempts)
	})
}

func TestADigestOfYesterdayIsNotSent(t *testing.T) {
	eachWorld(t, "2023-04-02 00:30", func(t *testing.T, w *world) {
		w.give("lan", viewer.RoleReporter, "cuc-b")
		w.plan(t)
		w.clock.Advance(at("2023-04-03 08:00").Sub(w.clock.Now()))
		w.run(t, w.clock)
		w.settle(t, "2023-04-03 08:00")
		assert.Equal(t, []string{"lan: [Tiến Độ] Đã quá hạn nộp: 2 mục – kỳ 2023-Q1 – Cục B"}, w.told(t), "that of today alone")
		assert.Equal(t, map[job.State]int{job.StateDONE: 2}, w.states("digest.mail"))
	})
}

func TestWithoutMailWebhooksAreServed(t *testing.T) {
	eachWorld(t, "2023-04-02 08:00", func(t *testing.T, w *world) {
		w.give("lan", viewer.RoleReporter, "cuc-b")
		r := w.receiver(t, http.StatusNoContent)
		w.run(t, w.clock, loopback, func(o *remind.Options) { o.Config.Mail = config.Mail{} })
		w.settle(t, "2023-04-02 08:00")
		assert.Empty(t, w.states("digest.mail"))
		assert.Len(t, r.all(), 1)
	})
}

// A receiver is an agency's system.
type receiver struct {
	mu       sync.Mutex
	hook     *db.Webhook
	secret   deliver.Secret
	answers  []int // the last counts for all that follow
	requests []request
}

type request struct {
	id, timestamp string
	body          []byte
	verified      error
}

// receiver starts a system that is registered with the unit.
func (w *world) receiver(t *testing.T, answers ...int) *receiver {
	t.Helper()
	r := &receiver{secret: deliver.NewSigningSecret(), answers: answers}
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.requests = append(r.requests, request{
			q.Header.Get(deliver.HeaderID), q.Header.Get(deliver.HeaderTimestamp), body,
			deliver.Verify(r.secret, q.Header, body, w.clock.Now(), 5*time.Minute),
		})
		status := r.answers[min(len(r.requests), len(r.answers))-1]
		if status == http.StatusServiceUnavailable {
			answer.Header().Set("Retry-After", "3600")
		}
		answer.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	r.hook = w.Client.Webhook.Create().SetAgencyID(w.agency("cuc-b").ID).SetURL(server.URL + "/hook?token=t0ken").SetSecret(string(r.secret)).
		SetAuthorID(w.person("nam").ID).SaveX(apitest.System())
	return r
}

func (r *receiver) all() []request {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]request(nil), r.requests...)
}

// loopback lets webhooks be on this machine.
func loopback(o *remind.Options) { o.Webhooks.Loopback = true }

func TestASystemIsToldAllOfItsAgency(t *testing.T) {
	eachWorld(t, "2023-04-03 08:00", func(t *testing.T, w *world) {
		w.report("tinh-c", "2023-Q1", submission.StatusSUBMITTED, waiting)
		r := w.receiver(t, http.StatusOK)
		w.Client.Webhook.Create().SetAgencyID(w.agency("bo-a").ID).SetURL("https://nothing-to-do.example.vn").SetSecret(string(r.secret)).
			SetAuthorID(w.person("nam").ID).ExecX(apitest.System())
		w.run(t, w.clock, loopback)
		w.settle(t, "2023-04-03 08:00")
		got := r.all()
		require.Len(t, got, 1)
		assert.NoError(t, got[0].verified)
		j := w.Client.Job.Query().Where(job.Kind("digest.webhook")).OnlyX(apitest.System())
		assert.Equal(t, j.ID.String(), got[0].id)
		assert.Equal(t, job.StateDONE, j.State)
		var body struct {
			Type, Timestamp string
			Data            json.RawMessage
		}
		require.NoError(t, json.Unmarshal(got[0].body, &body))
		assert.Equal(t, "digest", body.Type)
		assert.JSONEq(t, `{
			"day": "2023-04-03", "agency": {"code": "cuc-b", "name": "Cục B"},
			"link": "https://tiendo.example.vn/?agency=cuc-b&window=2023-Q1",
			"items": [{"kind": "OVERDUE", "count": 2, "window": "2023-Q1", "dueAt": "2023-04-02T16:59:59.999Z"}]
		}`, string(body.Data))
	})
}

func TestASystemThatFailsIsToldAgain(t *testing.T) {
	eachWorld(t, "2023-04-03 08:00", func(t *testing.T, w *world) {
		r := w.receiver(t, http.StatusServiceUnavailable, http.StatusOK)
		w.run(t, w.clock, loopback)
		w.settle(t, "2023-04-03 08:00")
		require.Len(t, r.all(), 1)
		w.settle(t, "2023-04-03 08:45")
		require.Len(t, r.all(), 1, "it asked for an hour")
		w.settle(t, "2023-04-03 09:30")
		got := r.all()
		require.Len(t, got, 2)
		assert.NoError(t, got[1].verified)
		assert.Equal(t, got[0].id, got[1].id)
		assert.NotEqual(t, got[0].timestamp, got[1].timestamp)
		w.settle(t, "2023-04-03 20:00")
		assert.Len(t, r.all(), 2)
	})
}

func TestASystemThatWantsNoMoreIsLeftAlone(t *testing.T) {
	eachWorld(t, "2023-04-03 08:00", func(t *testing.T, w *world) {
		r := w.receiver(t, http.StatusGone)
		w.run(t, w.clock, loopback)
		w.settle(t, "2023-04-03 08:00")
		require.Len(t, r.all(), 1)
		hook := w.Client.Webhook.GetX(apitest.System(), r.hook.ID)
		require.NotNil(t, hook.RemovedAt)
		assert.Equal(t, map[job.State]int{job.StateFAILED: 1}, w.states("digest.webhook"))
		e := w.Client.Event.Query().Where(event.Action("webhook.remove")).OnlyX(apitest.System())
		assert.Equal(t, "cuc-b", *e.Label)
		assert.NotContains(t, string(e.Before), "t0ken")
		assert.NotContains(t, *w.Client.Job.Query().Where(job.Kind("digest.webhook")).OnlyX(apitest.System()).LastError, "t0ken")
		w.settle(t, "2023-04-04 08:00")
		assert.Len(t, r.all(), 1)
		_, err := audit.Verify(t.Context(), w.Client, func(f audit.Finding) { t.Error(f.Sentence) })
		require.NoError(t, err)
	})
}

func TestARemovedWebhookIsNotServed(t *testing.T) {
	eachWorld(t, "2023-04-03 00:30", func(t *testing.T, w *world) {
		r := w.receiver(t, http.StatusOK)
		w.run(t, w.clock, loopback)
		w.settle(t, "2023-04-03 00:30")
		w.Client.Webhook.UpdateOne(r.hook).SetRemovedAt(w.clock.Now()).ExecX(apitest.System())
		w.settle(t, "2023-04-03 08:00")
		assert.Empty(t, r.all())
		assert.Equal(t, map[job.State]int{job.StateDONE: 1}, w.states("digest.webhook"))
	})
}

func TestEachDayIsSealed(t *testing.T) {
	eachWorld(t, "2023-04-02 08:00", func(t *testing.T, w *world) {
		w.run(t, w.clock)
		w.run(t, w.clock)
		for _, now := range []string{"2023-04-02 08:00", "2023-04-02 20:00", "2023-04-03 00:01"} {
			w.settle(t, now)
		}
		s, err := audit.Verify(t.Context(), w.Client, func(f audit.Finding) { t.Error(f.Sentence) })
		require.NoError(t, err)
		assert.Equal(t, 2, s.Seals)
		assert.Equal(t, "2023-04-03", s.LastSeal)
	})
}
