package remind_test

import (
	"context"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/deliver/smtptest"
	"github.com/tiendo-vn/tiendo/api/jobs"
	"github.com/tiendo-vn/tiendo/api/plan"
	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/api/remind"
	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/job"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// catalogue has a ministry with a unit that owes two figures, a province in a
// group that owes one of them, and a unit of another ministry that measures
// both. The first window is due at the end of 2 April.
const catalogue = `
bundle: {code: small, version: "1", title: A small plan}
agencies:
  - {code: bo-a, name: Bộ A, kind: MINISTRY}
  - {code: cuc-b, name: Cục B, kind: UNIT, parent: bo-a}
  - {code: bo-k, name: Bộ K, kind: MINISTRY}
  - {code: cuc-m, name: Cục M, kind: UNIT, parent: bo-k}
  - {code: cac-tinh, name: Các tỉnh, kind: GROUP}
  - {code: tinh-c, name: Tỉnh C, kind: PROVINCE}
memberships:
  - {group: cac-tinh, select: {kinds: [PROVINCE]}, from: 2021-01-01}
legalDocuments:
  - {number: 1/QĐ, kind: DECISION, title: Kế hoạch, issuedOn: 2021-01-02}
plans:
  - {code: p, name: Kế hoạch P, version: "1", legalDocument: 1/QĐ, yearFrom: 2021, yearTo: 2025}
indicators:
  - plan: p
    code: "1"
    name: Tỷ lệ
    kind: INDICATOR
    unit: PERCENT
    direction: UP
    assignments:
      - {role: MEASURE, agencies: [cuc-m], text: Cục M}
      - {role: IMPLEMENT, agencies: [cuc-b, cac-tinh], text: "Cục B, các tỉnh"}
  - plan: p
    code: "2"
    name: Số lượng
    kind: INDICATOR
    unit: PERCENT
    direction: UP
    assignments:
      - {role: MEASURE, agencies: [cuc-m], text: Cục M}
      - {role: IMPLEMENT, agencies: [cuc-b], text: Cục B}
reportingWindows:
  - code: 2023-Q1
    year: 2023
    quarter: 1
    coversFrom: 2022-12-01
    coversTo: 2023-03-31
    opensAt: 2023-03-01T00:00:00+07:00
    dueAt: 2023-04-02T23:59:59.999+07:00
    graceUntil: 2023-04-02T23:59:59.999+07:00
    locksAt: 2023-08-31T23:59:59.999+07:00
    expectedGrade: PRELIMINARY
    legalDocument: 1/QĐ
  - code: 2023-Q2
    year: 2023
    quarter: 2
    coversFrom: 2023-04-01
    coversTo: 2023-06-30
    opensAt: 2023-06-01T00:00:00+07:00
    dueAt: 2023-07-04T23:59:59.999+07:00
    graceUntil: 2023-07-04T23:59:59.999+07:00
    locksAt: 2023-08-31T23:59:59.999+07:00
    expectedGrade: PRELIMINARY
    legalDocument: 1/QĐ
`

// A world is the catalogue, its people, and a mail server.
type world struct {
	*apitest.Database
	smtp  *smtptest.Server
	clock *clock
	// people by the part of their address before the @.
	people map[string]*db.Person
}

// at is a time in Viet Nam, as "2023-04-02 08:00".
func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, calendar.Zone)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func newWorld(t *testing.T, d *apitest.Database, now string) *world {
	t.Helper()
	b, err := bundle.Load(fstest.MapFS{"small.yaml": {Data: []byte(catalogue)}})
	require.NoError(t, err)
	_, err = plan.Load(t.Context(), d.Client, b, plan.Options{})
	require.NoError(t, err)
	return &world{
		Database: d, clock: newClock(at(now)), people: map[string]*db.Person{},
		smtp: smtptest.Start(t, smtptest.Settings{Mechanisms: "PLAIN", NoStartTLS: true}),
	}
}

// eachWorld runs a test on both databases.
func eachWorld(t *testing.T, now string, test func(t *testing.T, w *world)) {
	t.Helper()
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) { test(t, newWorld(t, d, now)) })
}

func (w *world) agency(code string) *db.Agency {
	return w.Client.Agency.Query().Where(agency.Code(code)).OnlyX(apitest.System())
}

func (w *world) window(code string) *db.ReportingWindow {
	return w.Client.ReportingWindow.Query().Where(reportingwindow.Code(code)).OnlyX(apitest.System())
}

// person returns somebody, who has an address.
func (w *world) person(name string) *db.Person {
	if w.people[name] == nil {
		w.people[name] = w.Client.Person.Create().SetSubject(name).SetName("Bà " + name).SetEmail(name + "@example.vn").SaveX(apitest.System())
	}
	return w.people[name]
}

// give gives somebody a role at an agency.
func (w *world) give(name string, role viewer.Role, code string) *db.RoleGrant {
	return w.Client.RoleGrant.Create().SetPersonID(w.person(name).ID).SetAgencyID(w.agency(code).ID).SetRole(role).SaveX(apitest.System())
}

// report adds a report of an agency for a window, with a figure of the first
// indicator.
func (w *world) report(code, window string, status submission.Status, counts func(*db.SubmissionCreate)) *db.Submission {
	ctx := apitest.System()
	a, win := w.agency(code), w.window(window)
	create := w.Client.Submission.Create().SetAgencyID(a.ID).SetWindowID(win.ID).SetStatus(status)
	if status != submission.StatusDRAFT {
		create.SetSubmittedAt(w.clock.Now())
	}
	counts(create)
	s := create.SaveX(ctx)
	i := w.Client.Indicator.Query().Where(indicator.Code("1")).OnlyX(ctx)
	w.Client.Figure.Create().SetIndicatorID(i.ID).SetAgencyID(a.ID).SetYear(win.Year).SetWindowID(win.ID).SetSubmissionID(s.ID).
		SetGrade(figure.GradePRELIMINARY).SetSource(figure.SourceDECLARED).SetPeriodKey("2023-Q1").SetNumerator(one).SetDenominator(one).
		SetRecordedAt(w.clock.Now()).SaveX(ctx)
	return s
}

// settings are those of the instance.
func (w *world) settings(t *testing.T) config.Config {
	t.Helper()
	password := filepath.Join(t.TempDir(), "password")
	require.NoError(t, os.WriteFile(password, []byte(smtptest.Password+"\n"), 0o600))
	c := config.Default()
	c.PublicURL = "https://tiendo.example.vn"
	c.Mail = config.Mail{URL: "smtp://tiendo%40example.vn@" + w.smtp.Address(), PasswordFile: password, From: "Tiến Độ <tiendo@example.vn>"}
	c.Jobs.Interval = interval
	return c
}

// run starts a reminder on a clock, until the test ends.
func (w *world) run(t *testing.T, c *clock, change ...func(*remind.Options)) {
	t.Helper()
	o := remind.Options{Config: w.settings(t), Client: w.Client, Dialect: w.Dialect, Now: c.Now, After: c.After}
	for _, f := range change {
		f(&o)
	}
	r, err := remind.New(o)
	require.NoError(t, err)
	c.add()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); r.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		for {
			select {
			case <-ended:
				return
			case <-time.After(time.Millisecond):
				c.Advance(time.Second)
			}
		}
	})
}

// interval is how often runners look for jobs.
const interval = time.Second

// patience is how long a condition may take to come true; nothing waits for it
// to pass.
const patience = 30 * time.Second

// resting says whether nothing is being done, nor about to be. Only then may
// time pass without anybody being late: on a busy machine seconds of the clock
// would else be shorter than a statement.
func (w *world) resting() bool {
	if !w.clock.asleep() {
		return false
	}
	working, err := w.Client.Job.Query().Where(job.StateEQ(job.StateRUNNING), job.LockedUntilGTE(w.clock.Now())).Exist(apitest.System())
	return err == nil && !working
}

// until moves the clock on, second by second, until something is so.
func (w *world) until(t *testing.T, so func() bool) {
	t.Helper()
	require.Eventually(t, func() bool {
		if w.resting() {
			w.clock.Advance(interval)
		}
		return so()
	}, patience, 5*time.Millisecond)
}

// settle moves the clock to a time and lets all be done that is due then.
func (w *world) settle(t *testing.T, text string) {
	t.Helper()
	require.Eventually(t, w.resting, patience, time.Millisecond)
	w.clock.Advance(at(text).Sub(w.clock.Now()))
	w.until(t, func() bool {
		planned := "remind.plan:" + w.clock.Now().Truncate(15*time.Minute).Format(time.RFC3339)
		if !w.Client.Job.Query().Where(job.Key(planned), job.StateEQ(job.StateDONE)).ExistX(apitest.System()) {
			return false
		}
		s, err := jobs.Count(context.Background(), w.Client, w.clock.Now())
		require.NoError(t, err)
		return s.Due+s.Running == 0
	})
}

// A letter is a mail as its reader sees it.
type letter struct{ to, subject, text, id string }

// letters returns the mails so far, by address.
func (w *world) letters(t *testing.T) []letter {
	t.Helper()
	var letters []letter
	for _, m := range w.smtp.Received() {
		message, err := mail.ReadMessage(strings.NewReader(m.Data))
		require.NoError(t, err)
		subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
		require.NoError(t, err)
		_, media, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
		require.NoError(t, err)
		part, err := multipart.NewReader(message.Body, media["boundary"]).NextRawPart()
		require.NoError(t, err)
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		require.NoError(t, err)
		to := strings.TrimSuffix(strings.TrimPrefix(m.To[0], "TO:<"), "@example.vn>")
		letters = append(letters, letter{to, subject, strings.ReplaceAll(string(text), "\r\n", "\n"), message.Header.Get("Message-ID")})
	}
	slices.SortStableFunc(letters, func(a, b letter) int { return strings.Compare(a.to, b.to) })
	return letters
}

// told returns who was told what, as "lan: subject".
func (w *world) told(t *testing.T) []string {
	t.Helper()
	told := []string{}
	for _, l := range w.letters(t) {
		told = append(told, l.to+": "+l.subject)
	}
	return told
}

// states counts the jobs of a kind by where they stand.
func (w *world) states(kind string) map[job.State]int {
	states := map[job.State]int{}
	for _, j := range w.Client.Job.Query().Where(job.Kind(kind)).AllX(apitest.System()) {
		states[j.State]++
	}
	return states
}

// plan plans, once.
func (w *world) plan(t *testing.T, change ...func(*remind.Settings)) {
	t.Helper()
	s := remind.Settings{Before: 72 * time.Hour, EscalateAfter: 72 * time.Hour, Mail: true}
	for _, f := range change {
		f(&s)
	}
	require.NoError(t, remind.Plan(t.Context(), w.Client, w.Dialect, w.clock.Now(), s))
}
