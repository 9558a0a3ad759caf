package isolation

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"entgo.io/ent"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/legaldocument"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/db/rolegrant"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/db/target"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

var day = time.Date(2023, 4, 2, 0, 0, 0, 0, time.UTC)

// A world is a province that looks, and a unit that drafts. Both have what is
// published, so that there is something to see; the unit's draft comes later.
type world struct {
	*apitest.Server
	t          *testing.T
	c          *db.Client
	agencies   map[string]*db.Agency
	indicators []*db.Indicator
	window     *db.ReportingWindow
	token      string
	drafting   bool
	taken      map[string]bool // pinned keys in use
	// secret are the keys of what nobody elsewhere may learn of, by type.
	secret map[string]uuid.UUID
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		require.NoError(t, err)
		return v
	}
}

func newWorld(t *testing.T, s *apitest.Server) *world {
	w := &world{Server: s, t: t, c: s.Client, agencies: map[string]*db.Agency{}, secret: map[string]uuid.UUID{}, taken: map[string]bool{}}
	c, ctx := w.c, apitest.System()
	document := must(c.LegalDocument.Create().SetNumber("1/QĐ").SetKind(legaldocument.KindDECISION).SetTitle("Quyết định").Save(ctx))(t)
	for _, code := range []string{"all", "ministry", "unit", "province"} {
		create := c.Agency.Create().SetCode(code).SetName(code).SetKind(agency.KindUNIT)
		if code == "unit" {
			create.SetParent(w.agencies["ministry"])
		}
		w.agencies[code] = must(create.Save(ctx))(t)
	}
	for _, member := range []string{"ministry", "province"} {
		_ = must(c.AgencyMembership.Create().SetAgency(w.agencies["all"]).SetMemberOf(w.agencies[member]).Save(ctx))(t)
	}
	plan := must(c.Plan.Create().SetCode("p").SetName("Kế hoạch").SetVersion("1").SetYearFrom(2021).SetYearTo(2025).SetLegalDocument(document).Save(ctx))(t)
	for _, code := range []string{"1", "2"} {
		i := must(c.Indicator.Create().SetPlan(plan).SetCode(code).SetName(code).SetKind(indicator.KindINDICATOR).SetUnit(indicator.UnitPERCENT).Save(ctx))(t)
		w.indicators = append(w.indicators, i)
		for _, a := range []string{"unit", "province"} {
			_ = must(c.Assignment.Create().SetAgency(w.agencies[a]).SetIndicator(i).SetRole(assignment.RoleIMPLEMENT).Save(ctx))(t)
		}
		_ = must(c.Target.Create().SetIndicator(i).SetYear(2023).SetKind(target.KindPLAN).SetText("-").SetDecidedBy(document).Save(ctx))(t)
	}
	_ = must(c.Task.Create().SetPlan(plan).SetCode("1").SetTitle("1").SetLegalDocument(document).Save(ctx))(t)
	for n := range 2 {
		from := day.AddDate(0, 3*n, 0)
		made := must(c.ReportingWindow.Create().SetCode(fmt.Sprintf("2023-Q%d", n+1)).SetYear(2023).SetQuarter(n + 1).
			SetCoversFrom(from).SetCoversTo(from.AddDate(0, 3, 0)).SetOpensAt(from).SetDueAt(from.AddDate(0, 1, 0)).SetGraceUntil(from.AddDate(0, 1, 1)).
			SetLocksAt(from.AddDate(0, 2, 0)).SetExpectedGrade(reportingwindow.ExpectedGradeESTIMATE).SetLegalDocument(document).Save(ctx))(t)
		if n == 0 {
			w.window = made
			continue
		}
		for _, a := range []string{"unit", "province"} {
			w.publish(a, made)
		}
	}
	w.addVisitors()
	return w
}

// publish adds an approved report with a published figure.
func (w *world) publish(code string, in *db.ReportingWindow) {
	ctx := apitest.System()
	s := must(w.c.Submission.Create().SetAgency(w.agencies[code]).SetWindow(in).SetStatus(submission.StatusAPPROVED).SetCreatedAt(day).
		SetSubmittedAt(day).SetSubmittedOrder(day).Save(ctx))(w.t)
	_ = must(w.c.Figure.Create().SetIndicator(w.indicators[0]).SetAgency(w.agencies[code]).SetYear(2023).SetWindow(in).SetSubmission(s).
		SetGrade(figure.GradeOFFICIAL).SetSource(figure.SourceDECLARED).SetStatedValue(decimal.NewFromInt(50)).SetPeriodKey("2023-2").
		SetRecordedAt(day).SetApprovedAt(day).SetPublishedAt(day).Save(ctx))(w.t)
}

// find makes somebody known who visits for the first time.
func (w *world) find(key string) *db.Person {
	w.As(key).Viewer(w.t)
	return must(w.c.Person.Query().Where(person.Subject(w.Persona(key).Subject)).Only(apitest.System()))(w.t)
}

// machine adds a program at an agency.
func (w *world) machine(key, at string, by *db.Person) (*db.MachineToken, string) {
	secret, hint, hash, err := auth.NewMachineToken()
	require.NoError(w.t, err)
	ctx := apitest.System()
	p := must(w.c.Person.Create().SetSubject("tiendo-machine#" + key).SetName(key).Save(ctx))(w.t)
	return must(w.c.MachineToken.Create().SetName(key).SetHint(hint).SetHash(hash).SetPerson(p).SetAgency(w.agencies[at]).
		SetRole(viewer.RoleReporter).SetScopes([]string{"READ"}).SetBy(by).SetExpiresAt(w.Clock.Now().Add(24 * time.Hour)).Save(ctx))(w.t), secret
}

func (w *world) addVisitors() {
	w.Grant(w.t, "elsewhere", viewer.RoleReporter, "province")
	w.Grant(w.t, "reviews-elsewhere", viewer.RoleReviewer, "province")
	w.find("reviews-elsewhere")
	_, w.token = w.machine("1", "province", w.find("elsewhere"))
}

// pin chooses the keys of the draft before it is there.
func (w *world) pin() {
	for _, typ := range []string{"Submission", "Figure", "Narrative", "Person", "RoleGrant", "MachineToken", "Review", "Waiver", "Evidence",
		"Delegation", "Webhook", "Job", "Event", "WindowChange"} {
		w.secret[typ] = uuid.Must(uuid.NewV7())
	}
	// The model chooses keys by itself; here the first row of a type gets the one
	// that is pinned.
	w.c.Use(func(next ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
			made, ok := m.(interface{ SetID(uuid.UUID) })
			if key, pinned := w.secret[m.Type()]; ok && pinned && m.Op().Is(ent.OpCreate) && !w.taken[m.Type()] && w.drafting {
				w.taken[m.Type()] = true
				made.SetID(key)
			}
			return next.Mutate(ctx, m)
		})
	})
}

// visitors are those from whom the draft is kept, and the public.
func (w *world) visitors() map[string]*apitest.Server {
	return map[string]*apitest.Server{
		"the public": w.Server, "a reporter elsewhere": w.As("elsewhere"),
		"a reviewer elsewhere": w.As("reviews-elsewhere"), "a program elsewhere": w.WithToken(w.token),
	}
}

// draft adds the unit's draft with all that hangs on it.
func (w *world) draft() {
	t, c, ctx, unit := w.t, w.c, apitest.System(), w.agencies["unit"]
	w.drafting = true
	w.Grant(t, "reporter", viewer.RoleReporter, "unit")
	by := w.find("reporter")
	s := must(c.Submission.Create().SetAgency(unit).SetWindow(w.window).SetCreatedAt(day).Save(ctx))(t)
	entered := w.figure(s, 0, false)
	w.figure(s, 1, true)
	create := c.Narrative.Create().SetSubmission(s).SetAgencyID(unit.ID).SetKind(narrative.KindDIFFICULTY).SetBody("secret").SetRecordedAt(day)
	told := must(create.SetRoutedTo(w.agencies["province"]).Save(ctx))(t)
	held := must(c.RoleGrant.Query().Where(rolegrant.PersonID(by.ID)).Only(ctx))(t)
	machine, _ := w.machine("2", "unit", by)
	seen := w.window
	for typ, key := range map[string]uuid.UUID{
		"Submission": s.ID, "Figure": entered.ID, "Narrative": told.ID, "Person": by.ID, "RoleGrant": held.ID, "MachineToken": machine.ID,
		"Review": must(c.Review.Create().SetSubmission(s).SetAgencyID(unit.ID).SetAction(review.ActionSUBMIT).SetAt(day).SetBy(by).SetVersion(2).
			AddFigures(entered).Save(ctx))(t).ID,
		"Waiver": must(c.Waiver.Create().SetSubmission(s).SetAgencyID(unit.ID).SetIndicator(w.indicators[0]).SetCheckCode("jump").SetReason("secret").
			SetAt(day).SetBy(by).Save(ctx))(t).ID,
		"Evidence": must(c.Evidence.Create().SetSubmission(s).SetAgencyID(unit.ID).SetIndicator(w.indicators[0]).SetHash(strings.Repeat("0", 64)).
			SetName("secret.pdf").SetMediaType("application/pdf").SetSize(1).SetAt(day).SetBy(by).Save(ctx))(t).ID,
		"Delegation": must(c.Delegation.Create().SetGrant(held).SetAgency(unit).SetFrom(by).SetTo(w.find("delegate")).SetRole(viewer.RoleReporter).
			SetStartsAt(day).SetEndsAt(w.Clock.Now().Add(time.Hour)).SetReason("secret").Save(ctx))(t).ID,
		"Webhook": must(c.Webhook.Create().SetAgency(unit).SetURL("https://secret.example/").SetSecret("x").SetBy(by).Save(ctx))(t).ID,
		"Job":     must(c.Job.Create().SetKind("test").SetKey("secret").SetAgency(unit).Save(ctx))(t).ID,
		"Event":   must(c.Event.Create().SetActor("test").SetAction("made").SetEntity("World").SetAgency(unit).SetSequence(100).Save(ctx))(t).ID,
		"WindowChange": must(c.WindowChange.Create().SetWindow(seen).SetKind(windowchange.KindEXTEND).SetDueAt(day).SetOpenedBefore(seen.OpensAt).
			SetDueBefore(seen.DueAt).SetGraceBefore(seen.GraceUntil).SetLockedBefore(seen.LocksAt).SetReason("secret").SetByID(by.ID).AddAgencies(unit).Save(ctx))(t).ID,
	} {
		require.True(t, w.taken[typ], "%s has the pinned key", typ)
		if typ != "Event" { // the appointment before it made the first
			require.Equal(t, w.secret[typ], key, typ)
		}
	}
}

func (w *world) figure(s *db.Submission, of int, suggested bool) *db.Figure {
	return must(w.c.Figure.Create().SetIndicator(w.indicators[of]).SetAgency(w.agencies["unit"]).SetYear(2023).SetWindow(w.window).SetSubmission(s).
		SetGrade(figure.GradeESTIMATE).SetSource(figure.SourceDECLARED).SetStatedValue(decimal.NewFromInt(41)).SetPeriodKey("2023-1").
		SetRecordedAt(day).SetPrefilled(suggested).Save(apitest.System()))(w.t)
}

// change gives the draft other values, beneath the model, which overwrites none.
func (w *world) change() {
	for _, statement := range []string{
		`UPDATE figures SET stated_value = '97.5', note = 'other' WHERE approved_at IS NULL`,
		`UPDATE narratives SET body = 'other', kind = 'PROPOSAL'`,
		`UPDATE submissions SET version = version + 7 WHERE status = 'DRAFT'`,
		`UPDATE evidence SET name = 'other.pdf'`,
		`UPDATE webhooks SET url = 'https://other.example/'`,
	} {
		_, err := w.DB.ExecContext(apitest.System(), statement)
		require.NoError(w.t, err, statement)
	}
}

// ids are the global ids of the draft and what hangs on it.
func (w *world) ids() map[string]string {
	ids := map[string]string{}
	for typ, key := range w.secret {
		ids[typ] = gid.Of(typ, key).String()
	}
	return ids
}
