package remind

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/deliver"
	"github.com/tiendo-vn/tiendo/api/jobs"
	"github.com/tiendo-vn/tiendo/ent/db"
)

const (
	// kindSeal sets the seal of the day.
	kindSeal = "audit.seal"
	// kindFold puts the parts of kept sums together.
	kindFold = "rollup.fold"
	// pace is how often reminders are planned.
	pace = 15 * time.Minute
	// mostPassword is more than any password, and less than a wrong file.
	mostPassword = 4096
)

// Options is what a reminder is made from.
type Options struct {
	// Config says when and how to remind.
	Config config.Config
	// Client is that of the database, and Dialect ent's name of it.
	Client  *db.Client
	Dialect string
	// Logger is told what is not expected.
	Logger *slog.Logger
	// Now and After are the clock; time.Now and time.After when nil.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
	// Webhooks adjusts where webhooks may be; the zero value is what the settings
	// say. Development lets them be on this machine.
	Webhooks deliver.WebhookSettings
}

// A Reminder does the instance's jobs: it plans and sends reminders, sets the
// daily seal over the record, and puts the parts of kept sums together.
type Reminder struct {
	client   *db.Client
	dialect  string
	now      func() time.Time
	settings Settings
	base     string
	mailer   *deliver.Mailer // nil where mail is not configured
	webhooks *deliver.Webhooks
	runner   *jobs.Runner
	log      *slog.Logger
}

// New checks the mail settings and reads the password; it connects to nothing.
// Its errors do not repeat the password.
func New(o Options) (*Reminder, error) {
	c := o.Config
	o.Webhooks.Loopback = o.Webhooks.Loopback || c.Development
	r := &Reminder{
		client: o.Client, dialect: o.Dialect, now: o.Now, base: c.BaseURL(), log: o.Logger,
		settings: Settings{Before: c.Reminders.Before, EscalateAfter: c.Reminders.EscalateAfter, Mail: c.Mail.URL != ""},
		webhooks: deliver.NewWebhooks(o.Webhooks),
	}
	if r.now == nil {
		r.now = time.Now
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	if r.settings.Mail {
		password, err := passwordOf(c.Mail)
		if err != nil {
			return nil, err
		}
		if r.mailer, err = deliver.NewMailer(deliver.MailSettings{URL: c.Mail.URL, Password: password, From: c.Mail.From}); err != nil {
			return nil, err
		}
	}
	r.runner = &jobs.Runner{
		Client: o.Client, Dialect: o.Dialect, Logger: r.log, MaxAttempts: c.Jobs.MaxAttempts, Interval: c.Jobs.Interval,
		Now: r.now, After: o.After, Handlers: map[string]jobs.Handler{KindPlan: r.plan, KindWebhook: r.post, kindSeal: r.seal, kindFold: r.fold},
		Recurring: []jobs.Recurring{{Kind: KindPlan, Slot: jobs.Every(pace)}, {Kind: kindSeal, Slot: dayOf}, {Kind: kindFold, Slot: jobs.Every(pace)}},
	}
	if r.settings.Mail {
		r.runner.Handlers[KindMail] = r.mail
	}
	return r, nil
}

// Run does jobs until ctx ends, and returns once what it began is finished or
// put back. Every replica runs one.
func (r *Reminder) Run(ctx context.Context) {
	if !r.settings.Mail {
		r.log.InfoContext(ctx, "mail.url is not set: reminders go to webhooks alone")
	}
	r.runner.Run(ctx)
}

// passwordOf reads the mail password: the text of its file without the line
// end.
func passwordOf(m config.Mail) (deliver.Secret, error) {
	if m.PasswordFile == "" {
		return "", nil
	}
	file, err := os.Open(m.PasswordFile)
	if err != nil {
		return "", fmt.Errorf("mail.passwordFile: %w", err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, mostPassword+1))
	if err != nil {
		return "", fmt.Errorf("mail.passwordFile: %w", err)
	}
	text = bytes.TrimRight(text, "\r\n")
	if len(text) == 0 || len(text) > mostPassword {
		return "", errors.New("mail.passwordFile: expected a password of 1 to 4096 bytes")
	}
	return deliver.Secret(text), nil
}
