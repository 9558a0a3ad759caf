package graph_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/legaldocument"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/db/target"
)

// A history is a random life of reports, written straight into the database by
// a clock of its own.
type history struct {
	*db.Client
	random    *rand.Rand
	now       time.Time
	agencies  []*db.Agency
	measures  []*db.Indicator
	windows   []*db.ReportingWindow
	documents []*db.LegalDocument
	person    *db.Person
}

func newHistory(d *apitest.Database, seed uint64) *history {
	h := &history{Client: d.Client, random: rand.New(rand.NewPCG(seed, seed)), now: day}
	ctx := apitest.System()
	for _, number := range numbers[:2] {
		h.documents = append(h.documents, h.LegalDocument.Create().SetNumber(number).SetKind(legaldocument.KindDECISION).SetTitle("Quyết định").SaveX(ctx))
	}
	plan := h.Plan.Create().SetCode("p").SetName("Kế hoạch").SetVersion("1").SetYearFrom(2021).SetYearTo(2025).SaveX(ctx)
	group := h.Agency.Create().SetCode("g").SetName("Các địa phương").SetKind(agency.KindGROUP).SaveX(ctx)
	for n := range 3 {
		a := h.Agency.Create().SetCode(fmt.Sprintf("a-%d", n)).SetName("Tỉnh").SetKind(agency.KindPROVINCE).SaveX(ctx)
		h.AgencyMembership.Create().SetAgency(group).SetMemberOf(a).ExecX(ctx)
		h.agencies = append(h.agencies, a)
	}
	for n, unit := range []indicator.Unit{indicator.UnitPERCENT, indicator.UnitRANK, indicator.UnitPERCENT} {
		i := h.Indicator.Create().SetPlan(plan).SetCode(fmt.Sprint(n + 1)).SetName("Tỷ lệ").SetKind(indicator.KindINDICATOR).SetUnit(unit).SaveX(ctx)
		h.Assignment.Create().SetIndicator(i).SetAgency(group).SetRole(assignment.RoleIMPLEMENT).ExecX(ctx)
		h.Target.Create().SetIndicator(i).SetYear(2023).SetKind(target.KindPLAN).SetComparator(target.ComparatorAtLeast).
			SetValue(decimal.NewFromInt(50)).SetText("≥ 50%").SetRecordedAt(day).ExecX(ctx)
		h.measures = append(h.measures, i)
	}
	for n := range 2 {
		from := day.AddDate(0, 3*n, 0)
		h.windows = append(h.windows, h.ReportingWindow.Create().SetCode(fmt.Sprintf("2023-Q%d", n+1)).SetYear(2023).SetQuarter(n+1).
			SetCoversFrom(from).SetCoversTo(from.AddDate(0, 3, 0)).SetOpensAt(from).SetDueAt(from.AddDate(0, 1, 0)).SetGraceUntil(from.AddDate(0, 1, 9)).
			SetLocksAt(from.AddDate(0, 2, 0)).SetExpectedGrade(reportingwindow.ExpectedGradeESTIMATE).SetRequiredNarratives([]string{"TREND"}).SaveX(ctx))
	}
	h.person = h.Person.Create().SetSubject("s").SetName("Lan").SaveX(ctx)
	return h
}

// tick moves the clock on: two changes never come at the same time.
func (h *history) tick() {
	h.now = h.now.Add(time.Duration(1+h.random.IntN(48*60*60*1000)) * 1001 * time.Microsecond)
}

// step makes one random change.
func (h *history) step() {
	h.tick()
	steps := []func(){
		h.put, h.put, h.put, h.put, h.submit, h.submit, h.withdraw, h.sendBack, h.approve, h.approve, h.reopen, h.publish,
		h.adjust, h.extend, h.write, h.answer, h.retarget, h.document, h.revise,
	}
	steps[h.random.IntN(len(steps))]()
}

func pick[T any](h *history, all []T) T { return all[h.random.IntN(len(all))] }

// report returns some report, begun where there was none.
func (h *history) report() *db.Submission {
	a, w := pick(h, h.agencies), pick(h, h.windows)
	r, err := h.Submission.Query().Where(submission.AgencyID(a.ID), submission.WindowID(w.ID)).Only(apitest.System())
	if db.IsNotFound(err) {
		return h.Submission.Create().SetAgency(a).SetWindow(w).SetCreatedAt(h.now).SetChangedAt(h.now).SaveX(apitest.System())
	}
	return r
}

// among returns some report in one of the states, or nil.
func (h *history) among(states ...submission.Status) *db.Submission {
	all := h.Submission.Query().Where(submission.StatusIn(states...)).Order(submission.ByID()).AllX(apitest.System())
	if len(all) == 0 {
		return nil
	}
	return pick(h, all)
}

// bump begins a new version of a report.
func (h *history) bump(r *db.Submission) *db.SubmissionUpdateOne {
	return h.Submission.UpdateOneID(r.ID).AddVersion(1).SetChangedAt(h.now).SetDrafted(h.random.IntN(3)).
		SetSubmitted(h.random.IntN(3)).SetReturned(h.random.IntN(3)).SetApproved(h.random.IntN(3)).SetLate(h.random.IntN(2) == 0)
}

// figures returns the figures in force of a report, pending or approved.
func (h *history) figures(r *db.Submission, approved bool) []*db.Figure {
	q := h.Figure.Query().Where(figure.SubmissionID(r.ID), figure.SupersededAtIsNil()).Order(figure.ByID())
	if approved {
		return q.Where(figure.ApprovedAtNotNil()).AllX(apitest.System())
	}
	return q.Where(figure.ApprovedAtIsNil()).AllX(apitest.System())
}

func (h *history) note(r *db.Submission, action review.Action, until *time.Time, about []*db.Figure) {
	h.Review.Create().SetSubmissionID(r.ID).SetAgencyID(r.AgencyID).SetAction(action).SetAt(h.now).SetAuthorID(h.person.ID).
		SetVersion(r.Version + 1).SetNillableUntil(until).AddFigures(about...).ExecX(apitest.System())
}

func (h *history) supersede(f *db.Figure) {
	h.Figure.UpdateOne(f).SetSupersededAt(h.now).ExecX(apitest.System())
}

// add enters a figure behind the newest of its cell.
func (h *history) add(r *db.Submission, i *db.Indicator) *db.FigureCreate {
	ctx := apitest.System()
	w := h.ReportingWindow.GetX(ctx, r.WindowID)
	create := h.Figure.Create().SetIndicator(i).SetAgencyID(r.AgencyID).SetSubmission(r).SetWindow(w).SetYear(2023).SetPeriodKey(w.Code).
		SetRecordedAt(h.now).SetGrade(pick(h, []figure.Grade{figure.GradeESTIMATE, figure.GradePRELIMINARY})).SetSource(figure.SourceDECLARED).
		SetPrefilled(h.random.IntN(9) == 0)
	if newest, err := h.Figure.Query().Where(figure.SubmissionID(r.ID), figure.IndicatorID(i.ID), figure.Not(figure.HasSupersededBy())).Only(ctx); err == nil {
		create.SetSupersedes(newest)
	}
	if *i.Unit == indicator.UnitPERCENT && h.random.IntN(2) == 0 {
		return create.SetNumerator(decimal.NewFromInt(int64(h.random.IntN(100)))).SetDenominator(decimal.NewFromInt(int64(1 + h.random.IntN(99))))
	}
	return create.SetStatedValue(decimal.New(int64(h.random.IntN(10000)), -2))
}
