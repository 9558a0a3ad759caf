package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/auth"
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

// An office is a unit that reports, with everybody who has to do with it: it
// belongs to a ministry, which is a member of the group of all; a meter
// measures one of its two indicators; a province has nothing to do with it.
type office struct {
	*apitest.Server
	t    *testing.T
	c    *db.Client
	rows map[string]uuid.UUID // by their name in the tables

	agencies   map[string]*db.Agency
	indicators map[string]*db.Indicator
	windows    []*db.ReportingWindow
	document   *db.LegalDocument
	reporter   *db.Person
	token      string
}

// hours after the beginning, in which the story of the office is told.
func hour(n int) time.Time { return day.Add(time.Duration(n) * time.Hour) }

// newOffice builds the office.
func newOffice(t *testing.T, d *apitest.Database) *office {
	o := &office{Server: apitest.SignedIn(t, d), t: t, c: d.Client, rows: map[string]uuid.UUID{},
		agencies: map[string]*db.Agency{}, indicators: map[string]*db.Indicator{}}
	o.addCatalogue()
	o.addEverybody()
	o.addReports()
	o.addKept()
	return o
}

// row notes a row by its name in the tables.
func (o *office) row(name string, id uuid.UUID) { o.rows[name] = id }

func (o *office) addCatalogue() {
	t, c, ctx := o.t, o.c, apitest.System()
	o.document = must(c.LegalDocument.Create().SetNumber("1/QĐ").SetKind(legaldocument.KindDECISION).SetTitle("Quyết định").Save(ctx))(t)
	o.row("LegalDocument", o.document.ID)
	for _, code := range []string{"all", "ministry", "unit", "meter", "province"} {
		create := c.Agency.Create().SetCode(code).SetName(code).SetKind(agency.KindUNIT)
		if code == "unit" {
			create.SetParent(o.agencies["ministry"])
		}
		o.agencies[code] = must(create.Save(ctx))(t)
		o.row("Agency "+code, o.agencies[code].ID)
	}
	for _, member := range []string{"ministry", "meter", "province"} {
		m := must(c.AgencyMembership.Create().SetAgency(o.agencies["all"]).SetMemberOf(o.agencies[member]).Save(ctx))(t)
		o.row("AgencyMembership", m.ID)
	}
	o.row("AgencySuccession", must(c.AgencySuccession.Create().SetPredecessor(o.agencies["province"]).SetSuccessor(o.agencies["meter"]).
		SetKind("MOVE").SetEffectiveOn(day).Save(ctx))(t).ID)
	plan := must(c.Plan.Create().SetCode("p").SetName("Kế hoạch").SetVersion("1").SetYearFrom(2021).SetYearTo(2025).SetLegalDocument(o.document).Save(ctx))(t)
	o.row("Plan", plan.ID)
	for _, code := range []string{"1", "2"} { // the meter measures the first
		i := must(c.Indicator.Create().SetPlan(plan).SetCode(code).SetName(code).SetKind(indicator.KindINDICATOR).SetUnit(indicator.UnitPERCENT).Save(ctx))(t)
		o.indicators[code] = i
		o.row("Indicator "+code, i.ID)
		a := must(c.Assignment.Create().SetAgency(o.agencies["unit"]).SetIndicator(i).SetRole(assignment.RoleIMPLEMENT).Save(ctx))(t)
		o.row("Assignment", a.ID)
	}
	_ = must(c.Assignment.Create().SetAgency(o.agencies["meter"]).SetIndicator(o.indicators["1"]).SetRole(assignment.RoleMEASURE).Save(ctx))(t)
	o.row("Target", must(c.Target.Create().SetIndicator(o.indicators["1"]).SetYear(2023).SetKind(target.KindPLAN).SetText("-").SetDecidedBy(o.document).Save(ctx))(t).ID)
	o.row("Task", must(c.Task.Create().SetPlan(plan).SetCode("1").SetTitle("1").SetLegalDocument(o.document).Save(ctx))(t).ID)
	for n := range 4 {
		from := day.AddDate(0, 3*n, 0)
		w := must(c.ReportingWindow.Create().SetCode(fmt.Sprintf("2023-Q%d", n+1)).SetYear(2023).SetQuarter(n + 1).
			SetCoversFrom(from).SetCoversTo(from.AddDate(0, 3, 0)).SetOpensAt(from).SetDueAt(from.AddDate(0, 1, 0)).SetGraceUntil(from.AddDate(0, 1, 1)).
			SetLocksAt(from.AddDate(0, 2, 0)).SetExpectedGrade(reportingwindow.ExpectedGradeESTIMATE).SetLegalDocument(o.document).Save(ctx))(t)
		o.windows = append(o.windows, w)
		o.row(fmt.Sprintf("ReportingWindow %d", n+1), w.ID)
	}
}

// addEverybody gives the roles, one way or the other.
func (o *office) addEverybody() {
	t, c, ctx := o.t, o.c, apitest.System()
	for key, at := range map[string]struct {
		role   viewer.Role
		agency string
	}{
		"reporter": {viewer.RoleReporter, "unit"}, "elsewhere": {viewer.RoleReporter, "province"}, "measures": {viewer.RoleReviewer, "meter"},
		"above": {viewer.RoleReviewer, "ministry"}, "coordinator-of-all": {viewer.RoleCoordinator, "all"}, "administrator": {viewer.RoleAdmin, "ministry"},
		"inspects": {viewer.RoleInspector, "all"}, "revoked": {viewer.RoleReporter, "unit"},
	} {
		o.Grant(t, key, at.role, at.agency)
	}
	find := func(key string) *db.Person {
		o.As(key).Viewer(t) // a first visit makes them known
		return must(c.Person.Query().Where(person.Subject(o.Persona(key).Subject)).Only(ctx))(t)
	}
	grant := func(p *db.Person) *db.RoleGrant {
		return must(c.RoleGrant.Query().Where(rolegrant.PersonID(p.ID)).Only(ctx))(t)
	}
	o.reporter = find("reporter")
	held := grant(o.reporter)
	o.row("RoleGrant", held.ID)
	o.row("RoleGrant elsewhere", grant(find("elsewhere")).ID)
	require.NoError(t, grant(find("revoked")).Update().SetRevokedAt(o.Clock.Now()).Exec(ctx))
	lend := func(to string, until time.Time) *db.Delegation {
		return must(c.Delegation.Create().SetGrant(held).SetAgency(o.agencies["unit"]).SetFrom(o.reporter).SetTo(find(to)).SetRole(viewer.RoleReporter).
			SetStartsAt(o.Clock.Now().Add(-time.Hour)).SetEndsAt(until).SetReason("Nghỉ phép").Save(ctx))(t)
	}
	o.row("Delegation", lend("delegate", o.Clock.Now().Add(time.Hour)).ID)
	o.row("Delegation lapsed", lend("expired", o.Clock.Now()).ID)
	secret, hint, hash, err := auth.NewMachineToken()
	require.NoError(t, err)
	o.token = secret
	administrator := find("administrator")
	machine := must(c.Person.Create().SetSubject("tiendo-machine#1").SetName("Máy").Save(ctx))(t)
	o.row("MachineToken", must(c.MachineToken.Create().SetName("Máy").SetHint(hint).SetHash(hash).SetPerson(machine).SetAgency(o.agencies["unit"]).
		SetRole(viewer.RoleReporter).SetScopes([]string{"READ"}).SetBy(administrator).SetExpiresAt(o.Clock.Now().Add(time.Hour)).Save(ctx))(t).ID)
	o.row("Webhook", must(c.Webhook.Create().SetAgency(o.agencies["unit"]).SetURL("https://a.example/").SetSecret("x").SetBy(administrator).Save(ctx))(t).ID)
	o.row("Person reports", o.reporter.ID)
	o.row("Person elsewhere", find("elsewhere").ID)
	o.row("Person decides", find("coordinator-of-all").ID)
}

// addReports tells the story of the office: a draft; a report that is
// submitted; one that was sent back, corrected and submitted again; and one
// with what is approved and published.
func (o *office) addReports() {
	t, c, ctx := o.t, o.c, apitest.System()
	draft := o.report(0, submission.StatusDRAFT, 0)
	sent := o.report(1, submission.StatusSUBMITTED, 3)
	back := o.report(2, submission.StatusRETURNED, 5)
	done := o.report(3, submission.StatusAPPROVED, 3)
	o.row("Submission draft", draft.ID)
	o.row("Submission submitted", sent.ID)
	o.row("Submission that asks the province", back.ID)

	o.figure("suggested in a draft", draft, "1", 1, func(f *db.FigureCreate) { f.SetPrefilled(true) })
	o.figure("entered in a draft", draft, "2", 1, nil)
	o.figure("replaced before it was submitted", sent, "1", 1, func(f *db.FigureCreate) { f.SetSupersededAt(hour(2)) })
	o.figure("submitted", sent, "1", 2, nil)
	o.figure("submitted, not measured", sent, "2", 2, nil)
	returned := o.figure("sent back and replaced", back, "1", 1, func(f *db.FigureCreate) { f.SetSupersededAt(hour(4)) })
	o.figure("submitted again", back, "1", 4, func(f *db.FigureCreate) { f.SetSupersededAt(hour(6)) })
	o.figure("entered since it was submitted", back, "1", 6, nil)
	o.figure("approved", done, "1", 1, func(f *db.FigureCreate) { f.SetApprovedAt(hour(4)) })
	o.figure("approved, not measured", done, "2", 1, func(f *db.FigureCreate) { f.SetApprovedAt(hour(4)) })
	published := o.figure("published", done, "2", 3, func(f *db.FigureCreate) {
		f.SetApprovedAt(hour(4)).SetPublishedAt(hour(5)).SetGrade(figure.GradeOFFICIAL)
	})
	require.NotNil(t, published.PublishedAt)

	text := func(name string, s *db.Submission, at int, to string) {
		create := c.Narrative.Create().SetSubmission(s).SetAgencyID(o.agencies["unit"].ID).SetKind(narrative.KindDIFFICULTY).SetBody(name).SetRecordedAt(hour(at))
		if to != "" {
			create.SetRoutedTo(o.agencies[to])
		}
		o.row("Narrative "+name, must(create.Save(ctx))(t).ID)
	}
	text("draft", draft, 1, "")
	text("draft, for the province", draft, 1, "province")
	text("submitted", sent, 2, "")
	text("for the province", back, 2, "province")
	text("for the province, since", back, 6, "province")

	step := func(s *db.Submission, action review.Action, at int, figures ...*db.Figure) uuid.UUID {
		return must(c.Review.Create().SetSubmission(s).SetAgencyID(o.agencies["unit"].ID).SetAction(action).SetAt(hour(at)).SetBy(o.reporter).
			SetVersion(2).AddFigures(figures...).Save(ctx))(t).ID
	}
	o.row("Review", step(sent, review.ActionSUBMIT, 3))
	step(back, review.ActionRETURN, 3, returned)
	o.attach("of the whole report", sent, "", 2)
	o.attach("of what is measured", sent, "1", 2)
	o.attach("of what is not measured", sent, "2", 2)
	o.attach("since it was submitted", sent, "1", 4)
	o.attach("of a draft", draft, "1", 1)

	other := must(c.Submission.Create().SetAgency(o.agencies["province"]).SetWindow(o.windows[0]).Save(ctx))(t)
	o.row("Submission elsewhere", other.ID)
	_ = must(c.Figure.Create().SetIndicator(o.indicators["2"]).SetAgency(o.agencies["province"]).SetYear(2023).SetWindow(o.windows[0]).SetSubmission(other).
		SetGrade(figure.GradeESTIMATE).SetSource(figure.SourceDECLARED).SetStatedValue(decimal.NewFromInt(1)).SetPeriodKey("2023-1").Save(ctx))(t)
	o.row("Figure elsewhere", must(c.Figure.Query().Where(figure.AgencyID(o.agencies["province"].ID)).OnlyID(ctx))(t))
}

// report adds the unit's report for a window, last submitted at an hour; 0 for
// never.
func (o *office) report(window int, status submission.Status, at int) *db.Submission {
	create := o.c.Submission.Create().SetAgency(o.agencies["unit"]).SetWindow(o.windows[window]).SetStatus(status).SetCreatedAt(day)
	if at > 0 {
		create.SetSubmittedAt(hour(at)).SetSubmittedOrder(hour(at)).SetSubmittedBy(o.reporter)
	}
	return must(create.Save(apitest.System()))(o.t)
}

func (o *office) figure(name string, s *db.Submission, of string, at int, more func(*db.FigureCreate)) *db.Figure {
	create := o.c.Figure.Create().SetIndicator(o.indicators[of]).SetAgency(o.agencies["unit"]).SetYear(2023).SetWindowID(s.WindowID).SetSubmission(s).
		SetGrade(figure.GradeESTIMATE).SetSource(figure.SourceDECLARED).SetStatedValue(decimal.NewFromInt(1)).SetPeriodKey("2023-1").SetRecordedAt(hour(at))
	if more != nil {
		more(create)
	}
	f := must(create.Save(apitest.System()))(o.t)
	o.row("Figure "+name, f.ID)
	return f
}

// attach adds a waiver and a document.
func (o *office) attach(name string, s *db.Submission, of string, at int) {
	waiver := o.c.Waiver.Create().SetSubmission(s).SetAgencyID(o.agencies["unit"].ID).SetCheckCode("jump").SetReason("Đúng.").SetAt(hour(at)).SetBy(o.reporter)
	document := o.c.Evidence.Create().SetSubmission(s).SetAgencyID(o.agencies["unit"].ID).SetHash(strings.Repeat("0", 64)).SetName("a.pdf").
		SetMediaType("application/pdf").SetSize(1).SetAt(hour(at)).SetBy(o.reporter)
	if of != "" {
		waiver.SetIndicator(o.indicators[of])
		document.SetIndicator(o.indicators[of])
	}
	o.row("Waiver "+name, must(waiver.Save(apitest.System()))(o.t).ID)
	o.row("Evidence "+name, must(document.Save(apitest.System()))(o.t).ID)
}

// addKept adds changes of dates, and what the instance keeps.
func (o *office) addKept() {
	t, c, ctx, w := o.t, o.c, apitest.System(), o.windows[0]
	change := func(kind windowchange.Kind, by uuid.UUID) *db.WindowChangeCreate {
		return c.WindowChange.Create().SetWindow(w).SetKind(kind).SetDueAt(day).SetOpenedBefore(w.OpensAt).SetDueBefore(w.DueAt).SetGraceBefore(w.GraceUntil).
			SetLockedBefore(w.LocksAt).SetReason("Lễ").SetByID(by)
	}
	o.row("WindowChange for everybody", must(change(windowchange.KindADJUST, o.rows["Person decides"]).Save(ctx))(t).ID)
	o.row("WindowChange for the unit", must(change(windowchange.KindEXTEND, o.rows["Person decides"]).AddAgencies(o.agencies["unit"]).Save(ctx))(t).ID)
	o.row("Job of the unit", must(c.Job.Create().SetKind("test").SetKey("1").SetAgency(o.agencies["unit"]).Save(ctx))(t).ID)
	o.row("Job of the instance", must(c.Job.Create().SetKind("test").SetKey("2").Save(ctx))(t).ID)
	o.row("Event of the unit", must(c.Event.Create().SetActor("test").SetAction("made").SetEntity("World").SetAgency(o.agencies["unit"]).SetSequence(100).Save(ctx))(t).ID)
	o.row("Event of the instance", must(c.Event.Create().SetActor("test").SetAction("made").SetEntity("World").Save(ctx))(t).ID)
	o.row("EventChain", must(c.EventChain.Create().SetChain("test").SetSequence(0).Save(ctx))(t).ID)
	o.row("Seal", must(c.Seal.Create().SetDay(day).SetHeads(json.RawMessage(`{}`)).SetHash(bytes.Repeat([]byte{1}, 32)).Save(ctx))(t).ID)
	o.row("IdempotencyKey", must(c.IdempotencyKey.Create().SetCallerID(o.reporter.ID).SetKey("k").SetOperation("test").SetInputHash([]byte{1}).
		SetAnswer(json.RawMessage(`{}`)).Save(ctx))(t).ID)
	o.row("PersistedDocument", must(c.PersistedDocument.Create().SetHash(strings.Repeat("a", 64)).SetText("{viewer{name}}").Save(ctx))(t).ID)
	o.row("UsageCount", must(c.UsageCount.Create().SetDay("2026-11-27").SetClient("test").SetClientVersion("1").SetSubject("PART").SetName("Query.viewer").SetDocument("").SetCalls(1).SetLastAt(time.Now()).Save(ctx))(t).ID)
	o.row("SubmissionVersion", must(c.SubmissionVersion.Query().FirstID(ctx))(t))
}
