package remind

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"net/url"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/deliver"
	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/db/webhook"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// plan is the handler of KindPlan.
func (r *Reminder) plan(ctx context.Context, _ *db.Job) error {
	return Plan(ctx, r.client, r.dialect, r.now(), r.settings)
}

// seal is the handler of the daily seal.
func (r *Reminder) seal(ctx context.Context, _ *db.Job) error {
	return audit.Seal(ctx, r.client, r.dialect, r.now())
}

// fold is the handler of kindFold.
func (r *Reminder) fold(ctx context.Context, _ *db.Job) error {
	return service.FoldRollUps(ctx, r.client, r.dialect)
}

// mail is the handler of KindMail. Who lost the role or the address meanwhile
// gets nothing.
func (r *Reminder) mail(ctx context.Context, j *db.Job) error {
	now := r.now()
	t, stale, err := taskOf(j, now)
	if err != nil || stale {
		return err
	}
	if t.Person == nil {
		return errors.New("the job names no person")
	}
	p, err := r.client.Person.Query().Where(person.ID(*t.Person)).Only(reading(ctx))
	if err != nil {
		return err
	}
	if p.Email == nil || *p.Email == "" {
		return nil
	}
	a, all, err := r.items(reading(ctx), *j.AgencyID, now, func(s *survey) []viewer.Role { return s.staff.roles(*j.AgencyID, p.ID) })
	if err != nil || len(all) == 0 {
		return err
	}
	texts, err := digest(r.base, a, all).Render()
	if err != nil {
		return fmt.Errorf("write the digest: %w", err)
	}
	return r.mailer.Send(ctx, deliver.Message{
		To: []mail.Address{{Name: p.Name, Address: *p.Email}}, Subject: texts.Subject, Text: texts.Text, HTML: texts.HTML, Key: j.Key,
	})
}

// post is the handler of KindWebhook: it tells the agency's system all there is
// to do at the agency. A receiver that wants no more is not asked again.
func (r *Reminder) post(ctx context.Context, j *db.Job) error {
	now := r.now()
	t, stale, err := taskOf(j, now)
	if err != nil || stale {
		return err
	}
	if t.Webhook == nil {
		return errors.New("the job names no webhook")
	}
	hook, err := r.client.Webhook.Query().Where(webhook.ID(*t.Webhook), webhook.RemovedAtIsNil()).Only(reading(ctx))
	switch {
	case db.IsNotFound(err):
		return nil
	case err != nil:
		return err
	}
	a, all, err := r.items(reading(ctx), hook.AgencyID, now, func(*survey) []viewer.Role { return everything })
	if err != nil || len(all) == 0 {
		return err
	}
	text, err := body(r.base, now, a, all)
	if err != nil {
		return err
	}
	err = r.webhooks.Post(ctx, deliver.Endpoint{URL: hook.URL, Secret: deliver.Secret(hook.Secret)}, j.ID.String(), now, text)
	var refused *deliver.Error
	if errors.As(err, &refused) && refused.Code == http.StatusGone {
		return errors.Join(err, r.remove(ctx, hook, a, now))
	}
	return err
}

// items finds out what there is to do at an agency for holders of some roles.
func (r *Reminder) items(ctx context.Context, agency uuid.UUID, now time.Time, roles func(*survey) []viewer.Role) (*db.Agency, items, error) {
	s, err := newSurvey(ctx, r.client, now, r.settings)
	if err != nil {
		return nil, nil, err
	}
	held := roles(s)
	b, err := s.board(ctx, held)
	if err != nil {
		return nil, nil, err
	}
	return s.agencies[agency], b[agency].to(held), nil
}

// taskOf reads what a job is to do. A digest of a day that is over is stale:
// the next day has its own.
func taskOf(j *db.Job, now time.Time) (t task, stale bool, err error) {
	if j.AgencyID == nil {
		return t, false, errors.New("the job names no agency")
	}
	if err := json.Unmarshal(j.Payload, &t); err != nil {
		return t, false, fmt.Errorf("payload: %w", err)
	}
	return t, t.Day != dayOf(now), nil
}

// remove ends the use of a webhook whose receiver answered that it wants no more.
func (r *Reminder) remove(ctx context.Context, hook *db.Webhook, a *db.Agency, now time.Time) error {
	ctx = viewer.NewContext(ctx, viewer.System("remind"))
	tx, err := r.client.Tx(ctx)
	if err != nil {
		return err
	}
	n, err := tx.Webhook.Update().Where(webhook.ID(hook.ID), webhook.RemovedAtIsNil()).
		SetRemovedAt(now.UTC().Truncate(time.Microsecond)).Save(ctx)
	if err == nil && n > 0 {
		_, err = audit.Record(ctx, tx.Client(), r.dialect, audit.Entry{
			At: now, Actor: "remind", Action: "webhook.remove", Entity: db.TypeWebhook, EntityID: &hook.ID, Agency: &hook.AgencyID, Label: a.Code,
			Before: map[string]any{"host": host(hook.URL)}, After: map[string]any{"answer": http.StatusGone},
		})
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// host is the part of an address that may be shown.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
