package report

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/review"
)

// Revise enters a better figure for an approved one, at any time: section
// II.2.c of the 2023 action plan has official figures replace estimates as
// soon as they exist. It waits for review at once; the old one stays in force
// until it is approved.
func (s *Service) Revise(ctx context.Context, in ReviseFigureInput) (*ReviseFigurePayload, error) {
	p := &ReviseFigurePayload{ClientMutationID: in.ClientMutationID}
	answer, first, err := change.Do(ctx, s.Store, change.Request{Operation: "reviseFigure", Key: in.ClientMutationID, Input: in},
		func(ctx context.Context, tx *change.Tx) (*putResult, error) { return s.revise(ctx, tx, in) })
	if p.UserErrors, err = change.FaultsOf(err); err != nil || p.UserErrors != nil {
		return p, err
	}
	p.UserErrors = answer.Faults
	figures, err := s.inOrder(ctx, []uuid.UUID{*answer.Figure}, first)
	if len(figures) > 0 {
		p.Figure = figures[0]
	}
	return p, err
}

func (s *Service) revise(ctx context.Context, tx *change.Tx, in ReviseFigureInput) (*putResult, error) {
	reason, faults := required(in.Reason, "reason", maxText)
	faults = append(faults, remark(&in.Note, "note", false)...)
	if faults = append(faults, numbers(in.Value, in.Numerator, in.Denominator)...); faults != nil {
		return nil, faults
	}
	report, err := reportOf(ctx, tx.Client, []uuid.UUID{in.ID}, func(int) []string { return []string{"id"} })
	if err != nil {
		return nil, err
	}
	sh, _, err := s.begin(ctx, tx, Revise, "id", report, nil)
	if err != nil {
		return nil, err
	}
	c := sh.cellOf(in.ID)
	said, err := in.entry(c, reason)
	if err != nil {
		return nil, err
	}
	i, err := tx.Indicator.Query().Where(indicator.ID(c.approved.IndicatorID)).WithPlan().Only(ctx)
	if err != nil {
		return nil, err
	}
	e, err := s.revising(ctx, tx, sh, i)
	if err != nil {
		return nil, err
	}
	warnings := e.checked(i, said)
	if warnings.Severe() {
		return nil, warnings
	}
	id := e.put(i, c, said)
	return &putResult{Figure: &id, Faults: warnings}, e.hand(ctx)
}

// revising gathers what entering one figure needs.
func (s *Service) revising(ctx context.Context, tx *change.Tx, sh *sheet, i *db.Indicator) (*edit, error) {
	e := &edit{tx: tx, s: s, sheet: sh, before: map[string]any{}, after: map[string]any{}}
	var err error
	if e.last, err = lastBefore(ctx, tx.Client, sh.agency.ID, sh.window, []uuid.UUID{i.ID}); err != nil {
		return nil, err
	}
	e.proved, err = proved(ctx, tx.Client, sh.report.ID)
	return e, err
}

// hand writes a revision and hands it in.
func (e *edit) hand(ctx context.Context) error {
	tx, sh := e.tx, e.sheet
	if err := tx.Figure.CreateBulk(e.rows...).Exec(ctx); err != nil {
		return err
	}
	for _, c := range sh.cells {
		if c.pending != nil && c.standing.State == Draft {
			c.standing.State = Submitted
		}
	}
	u := sh.counts().on(tx.Submission.UpdateOneID(sh.report.ID), tx.At).
		SetStatus(submitted).SetSubmittedAt(tx.At).SetSubmittedByID(tx.Viewer.Person)
	if tx.For != nil {
		u.SetSubmittedForID(tx.For.ID)
	} else {
		u.ClearSubmittedForID()
	}
	if err := u.Exec(ctx); err != nil {
		return err
	}
	e.s.note(tx, sh.report, sh.agency.ID, "figure.revise", sh.label(), e.before, e.after)
	return e.s.step(ctx, tx, sh, review.ActionSUBMIT, nil, nil, nil)
}

// cellOf returns the cell whose figure in force this is; nil where it is not.
func (s *sheet) cellOf(figure uuid.UUID) *cell {
	for _, c := range s.cells {
		if c.approved != nil && c.approved.ID == figure {
			return c
		}
	}
	return nil
}

// entry reads a revision, and says why it may not be made now.
func (in ReviseFigureInput) entry(c *cell, reason string) (entry, error) {
	switch {
	case c == nil:
		return entry{}, change.Refuse(change.WrongState, []string{"id"}, change.Say(
			"Số liệu này không phải số liệu đã duyệt đang có hiệu lực.", "This figure is not approved and in force."))
	case c.pending != nil:
		return entry{}, change.Refuse(change.WrongState, []string{"id"}, change.Say(
			"Đã có số liệu thay thế đang chờ.", "A figure that takes its place waits already."))
	}
	said := entry{Value: in.Value, Numerator: in.Numerator, Denominator: in.Denominator,
		Grade: c.approved.Grade, Source: c.approved.Source, Note: in.Note, Reason: &reason}
	if in.Grade != nil {
		said.Grade = *in.Grade
	}
	if in.Source != nil {
		said.Source = *in.Source
	}
	var faults change.Faults
	if lesser(said.Grade, c.approved.Grade) {
		faults = append(faults, change.Fault(change.Invalid, []string{"grade"}, change.Say(
			"%[2]s là mức thấp hơn %[1]s.", "%[2]s is a lesser grade than %[1]s.", c.approved.Grade, said.Grade)))
	}
	if said.Source == figure.SourceDOCUMENT {
		faults = append(faults, change.Fault(change.Invalid, []string{"source"}, change.Say(
			"Nguồn DOCUMENT chỉ dùng cho số liệu trong văn bản của kế hoạch.", "DOCUMENT is for figures that a plan's document prints.")))
	}
	return said, orNil(faults)
}
