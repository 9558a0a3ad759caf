package graph_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/legaldocument"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/db/target"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
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

func (h *history) put() {
	r, i := h.report(), pick(h, h.measures)
	if r.Status == submission.StatusSUBMITTED {
		return
	}
	for _, f := range h.figures(r, false) {
		if f.IndicatorID == i.ID {
			h.supersede(f)
		}
	}
	if h.random.IntN(8) > 0 {
		h.add(r, i).ExecX(apitest.System())
	}
	h.bump(r).ExecX(apitest.System())
}

func (h *history) submit() {
	if r := h.among(submission.StatusDRAFT, submission.StatusRETURNED, submission.StatusAPPROVED); r != nil {
		h.bump(r).SetStatus(submission.StatusSUBMITTED).SetSubmittedAt(h.now).SetSubmittedBy(h.person).ExecX(apitest.System())
		h.note(r, review.ActionSUBMIT, nil, nil)
	}
}

func (h *history) withdraw() {
	if r := h.among(submission.StatusSUBMITTED); r != nil {
		h.bump(r).SetStatus(submission.StatusDRAFT).ClearSubmittedAt().ExecX(apitest.System())
		h.note(r, review.ActionWITHDRAW, nil, nil)
	}
}

func (h *history) sendBack() {
	if r := h.among(submission.StatusSUBMITTED); r != nil {
		h.bump(r).SetStatus(submission.StatusRETURNED).SetReviewer(h.person).ExecX(apitest.System())
		h.note(r, review.ActionRETURN, nil, h.figures(r, false))
	}
}

func (h *history) approve() {
	r := h.among(submission.StatusSUBMITTED)
	if r == nil {
		return
	}
	ctx := apitest.System()
	pending, inForce := h.figures(r, false), h.figures(r, true)
	for _, f := range pending {
		for _, old := range inForce {
			if old.IndicatorID == f.IndicatorID {
				h.supersede(old)
			}
		}
		u := h.Figure.UpdateOne(f).SetApprovedAt(h.now)
		if h.random.IntN(3) == 0 {
			u.SetPublishedAt(h.now)
		}
		u.ExecX(ctx)
	}
	u := h.bump(r).SetStatus(submission.StatusAPPROVED)
	if r.ApprovedAt == nil {
		u.SetApprovedAt(h.now)
	}
	u.ExecX(ctx)
	h.note(r, review.ActionAPPROVE, nil, pending)
}

func (h *history) reopen() {
	if r := h.among(submission.StatusAPPROVED); r != nil {
		until := h.now.AddDate(0, 0, 1+h.random.IntN(20))
		h.note(r, review.ActionREOPEN, &until, h.figures(r, true))
		h.bump(r).ExecX(apitest.System())
	}
}

func (h *history) revise() {
	r := h.among(submission.StatusAPPROVED)
	if r == nil {
		return
	}
	for _, f := range h.figures(r, true) {
		if len(h.figures(r, false)) == 0 && h.random.IntN(2) == 0 {
			i := h.Indicator.GetX(apitest.System(), f.IndicatorID)
			h.supersede(f)
			h.add(r, i).SetApprovedAt(h.now).SetReason("chính thức").ExecX(apitest.System())
		}
	}
	h.bump(r).ExecX(apitest.System())
}

func (h *history) publish() {
	h.Figure.Update().Where(figure.ApprovedAtNotNil(), figure.PublishedAtIsNil(), figure.IndicatorID(pick(h, h.measures).ID)).
		SetPublishedAt(h.now).ExecX(apitest.System())
}

func (h *history) change(w *db.ReportingWindow, kind windowchange.Kind) *db.WindowChangeCreate {
	return h.WindowChange.Create().SetWindow(w).SetKind(kind).SetAt(h.now).SetAuthorID(h.person.ID).SetReason("bão").
		SetOpenedBefore(w.OpensAt).SetDueBefore(w.DueAt).SetGraceBefore(w.GraceUntil).SetLockedBefore(w.LocksAt)
}

func (h *history) adjust() {
	ctx := apitest.System()
	w := h.ReportingWindow.GetX(ctx, pick(h, h.windows).ID)
	by := time.Duration(h.random.IntN(240)-96) * time.Hour
	h.change(w, windowchange.KindADJUST).SetDueAt(w.DueAt.Add(by)).SetLocksAt(w.LocksAt.Add(by)).SetGraceUntil(w.GraceUntil.Add(by)).SetOpensAt(w.OpensAt.Add(by)).ExecX(ctx)
	h.ReportingWindow.UpdateOne(w).SetOpensAt(w.OpensAt.Add(by)).SetDueAt(w.DueAt.Add(by)).SetGraceUntil(w.GraceUntil.Add(by)).SetLocksAt(w.LocksAt.Add(by)).ExecX(ctx)
}

func (h *history) extend() {
	w := h.ReportingWindow.GetX(apitest.System(), pick(h, h.windows).ID)
	h.change(w, windowchange.KindEXTEND).SetDueAt(h.now.AddDate(0, 0, 3)).AddAgencies(pick(h, h.agencies)).ExecX(apitest.System())
}

// write writes a text anew.
func (h *history) write() {
	r, ctx := h.report(), apitest.System()
	h.Narrative.Update().Where(narrative.SubmissionID(r.ID), narrative.SupersededAtIsNil()).SetSupersededAt(h.now).ExecX(ctx)
	h.Narrative.Create().SetSubmission(r).SetAgencyID(r.AgencyID).SetKind(narrative.KindTREND).SetBody(fmt.Sprint("Tăng ", h.random.IntN(99))).
		SetRecordedAt(h.now).SetRoutedTo(pick(h, h.agencies)).ExecX(ctx)
	h.bump(r).ExecX(ctx)
}

func (h *history) answer() {
	ctx := apitest.System()
	if open := h.Narrative.Query().Where(narrative.AnsweredAtIsNil()).Order(narrative.ByID()).AllX(ctx); len(open) > 0 {
		h.Narrative.UpdateOne(pick(h, open)).SetAnswer("Đã nhận").SetAnsweredAt(h.now).SetAnsweredBy(h.person).ExecX(ctx)
	}
}

// retarget puts a new version in the place of a target.
func (h *history) retarget() {
	ctx := apitest.System()
	old := pick(h, h.Target.Query().Where(target.SupersededAtIsNil()).Order(target.ByID()).AllX(ctx))
	h.Target.UpdateOne(old).SetSupersededAt(h.now).ExecX(ctx)
	h.Target.Create().SetIndicatorID(old.IndicatorID).SetYear(old.Year).SetKind(old.Kind).SetComparator(*old.Comparator).SetVersion(old.Version + 1).
		SetSupersedes(old).SetValue(decimal.NewFromInt(int64(h.random.IntN(100)))).SetText("≥").SetRecordedAt(h.now).ExecX(ctx)
}

// document has a document state a figure of the whole year.
func (h *history) document() {
	ctx := apitest.System()
	i, doc := pick(h, h.measures), pick(h, h.documents)
	stated := figure.And(figure.IndicatorID(i.ID), figure.LegalDocumentID(doc.ID), figure.SupersededAtIsNil())
	var replaced *uuid.UUID
	if old, err := h.Figure.Query().Where(stated).Only(ctx); err == nil {
		h.supersede(old)
		replaced = &old.ID
	}
	h.Figure.Create().SetIndicator(i).SetAgency(h.agencies[0]).SetYear(2022).SetPeriodKey("2022-Y").SetGrade(figure.GradeOFFICIAL).
		SetSource(figure.SourceDOCUMENT).SetLegalDocument(doc).SetStatedValue(decimal.NewFromInt(int64(h.random.IntN(100)))).
		SetRecordedAt(h.now).SetApprovedAt(h.now).SetPublishedAt(h.now).SetNillableSupersedesID(replaced).ExecX(ctx)
}
