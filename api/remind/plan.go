// Package remind tells people and systems what waits for them: reports that
// are due or overdue, reports to review, figures that were returned, answers
// owed, and what was left undone for so long that the tier above has to know.
//
// It plans and it sends, and both are jobs. The plan, made anew every quarter
// of an hour, queues one digest a day for each recipient at each agency that
// has something to do. What a digest says is found out when it is sent: what
// was done meanwhile is not in it, and where nothing is left nothing is sent.
package remind

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/jobs"
	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/webhook"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// The kinds of jobs.
const (
	// KindPlan queues the digests of the day.
	KindPlan = "remind.plan"
	// KindMail sends a digest to a person.
	KindMail = "digest.mail"
	// KindWebhook posts a digest to an agency's system.
	KindWebhook = "digest.webhook"
)

// Settings say when somebody is told.
type Settings struct {
	// Before is how long before a report is due its reporters are told first.
	Before time.Duration
	// EscalateAfter is how long after a report was due the tier above is told.
	EscalateAfter time.Duration
	// Mail says whether mail can be sent; without it none is queued.
	Mail bool
}

// morning is when the digests of a day go out, since its midnight; what comes
// up later in the day goes out at once.
const morning = 7 * time.Hour

// A task is what a digest's job needs to know: the day, and the person or the
// webhook. The agency is the job's.
type task struct {
	Day     string     `json:"day"`
	Person  *uuid.UUID `json:"person,omitempty"`
	Webhook *uuid.UUID `json:"webhook,omitempty"`
}

// Plan queues the digests of now's day in Viet Nam: one for each person at each
// agency that has something for them, and one for each of the agency's
// webhooks. What is queued already, it leaves as it is; several may plan at
// once. on is ent's name of the database.
func Plan(ctx context.Context, client *db.Client, on string, now time.Time, s Settings) error {
	ctx = reading(ctx)
	sv, err := newSurvey(ctx, client, now, s)
	if err != nil {
		return fmt.Errorf("plan reminders: %w", err)
	}
	b, err := sv.board(ctx, everything)
	if err != nil {
		return fmt.Errorf("plan reminders: %w", err)
	}
	hooks, err := client.Webhook.Query().Where(webhook.RemovedAtIsNil()).All(ctx)
	if err != nil {
		return fmt.Errorf("plan reminders: read webhooks: %w", err)
	}
	queue := sv.mails(b)
	for _, h := range hooks {
		if len(b[h.AgencyID]) > 0 {
			queue = append(queue, sv.job(KindWebhook, h.AgencyID, "webhook:"+h.ID.String(), task{Webhook: &h.ID}))
		}
	}
	return jobs.Enqueue(ctx, client, on, queue...)
}

// mails are the jobs of those who have an address and something to do.
func (s *survey) mails(b board) []jobs.Job {
	var queue []jobs.Job
	if !s.settings.Mail {
		return nil
	}
	for agency, items := range b {
		for _, p := range s.staff.at(agency) {
			if p.Email == nil || *p.Email == "" || len(items.to(s.staff.roles(agency, p.ID))) == 0 {
				continue
			}
			queue = append(queue, s.job(KindMail, agency, p.ID.String(), task{Person: &p.ID}))
		}
	}
	return queue
}

// job is a digest to be queued: its key lets there be one a day.
func (s *survey) job(kind string, agency uuid.UUID, recipient string, t task) jobs.Job {
	t.Day = dayOf(s.now)
	at := midnight(s.now).Add(morning)
	if at.Before(s.now) {
		at = s.now
	}
	return jobs.Job{
		Kind: kind, Key: fmt.Sprintf("digest:%s:%s:%s", t.Day, agency, recipient), Agency: &agency, Payload: t, RunAt: at, At: s.now,
	}
}

// reading is the context in which it is found out what waits: all is seen as it
// is now, nothing is changed.
func reading(ctx context.Context) context.Context {
	return viewer.NewContext(asof.Now(ctx), viewer.Inspector("remind"))
}

// dayOf names the day of a moment in Viet Nam.
func dayOf(t time.Time) string { return t.In(calendar.Zone).Format(time.DateOnly) }

// midnight is the beginning of the day of a moment in Viet Nam.
func midnight(t time.Time) time.Time {
	year, month, day := t.In(calendar.Zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, calendar.Zone)
}
