package graph_test

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/db/target"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
)

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
