package graph_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/agencysuccession"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/legaldocument"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/db/target"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A world is a few rows of every entity. Many of them tie under every order
// the graph offers, and of the figures every other one is published.
type world struct {
	documents   []*db.LegalDocument
	plans       []*db.Plan
	agencies    []*db.Agency
	indicators  []*db.Indicator
	tasks       []*db.Task
	windows     []*db.ReportingWindow
	submissions []*db.Submission
	figures     []*db.Figure
	narrative   *db.Narrative
	person      *db.Person
	// decider set new dates for everybody, in public; the other change is for
	// some.
	decider  *db.Person
	adjusted *db.WindowChange
	extended *db.WindowChange
}

// readsAll sees everything and leaves no trace, unlike an inspector.
var readsAll = viewer.Viewer{Name: "test", ReadAll: true}

// The codes and names of the world, in no order.
var (
	numbers       = []string{"942/QĐ-TTg", "1012/QĐ-TTg", "749/QĐ-TTg", "942/A/X.1", "942/A/II.1"}
	planCodes     = []string{"2021-2025", "2026-2030", "900"}
	agencyNames   = []string{"Đà Nẵng", "Điện Biên", "Đắk Lắk", "An Giang", "Cao Bằng", "Lào Cai", "Lào Cai", "Ấp Bắc", "Dak Nông"}
	indicatorCode = []string{"3.10", "3.5.2", "3.5", "3.5.10", "4", "10", "942/A/X.1", "942/A/II.1"}
)

// day is a date of the world; instants differ from it by less than a second.
var day = time.Date(2023, 4, 2, 0, 0, 0, 0, time.UTC)

// populate makes a world.
func populate(t *testing.T, d *apitest.Database) *world {
	t.Helper()
	w := &world{}
	c := d.Client
	for _, number := range numbers {
		w.documents = append(w.documents, must(c.LegalDocument.Create().SetNumber(number).
			SetKind(legaldocument.KindDECISION).SetTitle("Quyết định").Save(apitest.System()))(t))
	}
	for _, code := range planCodes {
		w.plans = append(w.plans, must(c.Plan.Create().SetCode(code).SetName("Kế hoạch").SetVersion("1").
			SetYearFrom(2021).SetYearTo(2025).SetLegalDocument(w.documents[0]).Save(apitest.System()))(t))
	}
	w.addAgencies(t, c)
	w.addMeasures(t, c)
	w.addReports(t, c)
	w.addPeople(t, c)
	w.addSteps(t, c)
	w.addBooks(t, c)
	return w
}

func (w *world) addAgencies(t *testing.T, c *db.Client) {
	for n, name := range agencyNames {
		create := c.Agency.Create().SetCode(fmt.Sprintf("a-%d", n)).SetName(name).SetKind(agency.KindPROVINCE)
		if n > 0 {
			create.SetParent(w.agencies[0])
		}
		w.agencies = append(w.agencies, must(create.Save(apitest.System()))(t))
		if n > 0 {
			_ = must(c.AgencyMembership.Create().SetAgency(w.agencies[0]).SetMemberOf(w.agencies[n]).Save(apitest.System()))(t)
		}
	}
	_ = must(c.AgencySuccession.Create().SetPredecessor(w.agencies[1]).SetSuccessor(w.agencies[2]).
		SetKind(agencysuccession.KindMERGE).SetEffectiveOn(day).Save(apitest.System()))(t)
}

func (w *world) addMeasures(t *testing.T, c *db.Client) {
	for n, code := range indicatorCode {
		create := c.Indicator.Create().SetPlan(w.plans[0]).SetCode(code).SetName(agencyNames[n]).
			SetKind(indicator.KindINDICATOR).SetUnit(indicator.UnitPERCENT).AddLegalBases(w.documents[0])
		if n > 0 {
			create.SetParent(w.indicators[0]).AddSameAs(w.indicators[0])
		}
		w.indicators = append(w.indicators, must(create.Save(apitest.System()))(t))
		w.tasks = append(w.tasks, must(c.Task.Create().SetPlan(w.plans[0]).SetCode(code).SetTitle(agencyNames[n/2]).
			SetLegalDocument(w.documents[0]).AddIndicators(w.indicators[0]).Save(apitest.System()))(t))
	}
	for n := range 7 {
		_ = must(c.Target.Create().SetIndicator(w.indicators[n]).SetYear(2023 + n/4).SetKind(target.KindPLAN).
			SetText("-").SetDecidedBy(w.documents[0]).Save(apitest.System()))(t)
		create := c.Assignment.Create().SetAgency(w.agencies[0]).SetRole(assignment.RoleLEAD).SetPosition(n / 3)
		if n%2 == 0 {
			create.SetTask(w.tasks[n])
		} else {
			create.SetIndicator(w.indicators[n])
		}
		_ = must(create.Save(apitest.System()))(t)
	}
}

func (w *world) addReports(t *testing.T, c *db.Client) {
	for n := range 6 {
		from := day.AddDate(0, n/2, 0)
		w.windows = append(w.windows, must(c.ReportingWindow.Create().SetCode(fmt.Sprintf("2023-Q%d", n)).SetYear(2023).SetQuarter(1+n%4).
			SetCoversFrom(from).SetCoversTo(from.AddDate(0, 3, 0)).SetOpensAt(from).SetDueAt(from).SetGraceUntil(from).SetLocksAt(from).
			SetExpectedGrade(reportingwindow.ExpectedGradeESTIMATE).SetLegalDocument(w.documents[0]).Save(apitest.System()))(t))
	}
	w.person = must(c.Person.Create().SetSubject("s").SetName("Lan").Save(apitest.System()))(t)
	w.decider = must(c.Person.Create().SetSubject("d").SetName("Minh").Save(apitest.System()))(t)
	for n := range 8 {
		w.submissions = append(w.submissions, w.submit(t, c, w.agencies[n], w.windows[0], n))
		create := w.figure(c, n, 1)
		if n%2 == 0 {
			create.SetPublishedAt(day)
		}
		w.figures = append(w.figures, must(create.Save(apitest.System()))(t))
	}
	// A secret took the place of what is published, and the other way round.
	w.figures = append(w.figures,
		must(w.figure(c, 0, 2).SetSupersedes(w.figures[0]).Save(apitest.System()))(t),
		must(w.figure(c, 1, 2).SetSupersedes(w.figures[1]).SetPublishedAt(day).Save(apitest.System()))(t))
	// Two documents disagree, and one of them is not public.
	for n := range 2 {
		create := c.Figure.Create().SetIndicator(w.indicators[4]).SetAgency(w.agencies[0]).SetYear(2024).SetPeriodKey("2024-Y").
			SetGrade(figure.GradeOFFICIAL).SetSource(figure.SourceDOCUMENT).SetStatedValue(decimal.NewFromInt(int64(n))).SetLegalDocument(w.documents[n]).SetApprovedAt(day)
		if n == 0 {
			create.SetPublishedAt(day)
		}
		w.figures = append(w.figures, must(create.Save(apitest.System()))(t))
	}
	for n := range 2 {
		w.submissions = append(w.submissions, w.submit(t, c, w.agencies[0], w.windows[4+n], 8+n))
	}
	w.narrative = must(c.Narrative.Create().SetSubmission(w.submissions[0]).SetAgencyID(w.agencies[0].ID).SetIndicator(w.indicators[0]).SetRoutedTo(w.agencies[0]).
		SetKind(narrative.KindTREND).SetBody("Tăng.").SetAnswer("Đã rõ.").SetAnsweredAt(day).SetAnsweredBy(w.person).Save(apitest.System()))(t)
}

// figure begins the nth figure of a window. They come in pairs, too.
func (w *world) figure(c *db.Client, n, window int) *db.FigureCreate {
	return c.Figure.Create().SetIndicator(w.indicators[n%3]).SetAgency(w.agencies[n/3]).SetYear(2023).SetWindow(w.windows[window]).
		SetGrade(figure.GradeESTIMATE).SetSource(figure.SourceDECLARED).SetStatedValue(decimal.NewFromInt(int64(40 + n))).
		SetPeriodKey(fmt.Sprintf("2023-%d", window+n/4)).SetRecordedAt(day.Add(time.Duration(n/2) * 100 * time.Millisecond)).
		SetSubmission(w.submissions[0]).SetLegalDocument(w.documents[0]).SetApprovedAt(day)
}

// submit adds a report: the first three of a world are drafts, others come in
// pairs at the same time.
func (w *world) submit(t *testing.T, c *db.Client, a *db.Agency, in *db.ReportingWindow, n int) *db.Submission {
	t.Helper()
	create := c.Submission.Create().SetAgency(a).SetWindow(in).SetSubmittedBy(w.person).SetSubmittedFor(w.person).SetReviewer(w.person).
		SetCreatedAt(day.Add(time.Duration(n/2) * 250 * time.Microsecond))
	if n >= 3 {
		create.SetStatus(submission.StatusSUBMITTED).SetSubmittedAt(day.Add(time.Duration(n/2) * 100 * time.Millisecond))
	}
	return must(create.Save(apitest.System()))(t)
}

// must fails the test on an error.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		require.NoError(t, err)
		return v
	}
}

// unknown is the key of no row.
var unknown = uuid.MustParse("0190a3c0-0000-7000-8000-00000000ffff")
