package report

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/review"
)

// Submit hands a report in: everything drafted in it waits for review from
// then on. Suggestions nobody confirmed are left out.
func (s *Service) Submit(ctx context.Context, in SubmitSubmissionInput) (*SubmissionPayload, error) {
	return s.move(ctx, "submitSubmission", in.ClientMutationID, in, in.ID, func(ctx context.Context, tx *change.Tx) (*sheet, error) {
		sh, _, err := s.begin(ctx, tx, Submit, "id", in.ID, &in.Version)
		if err != nil {
			return nil, err
		}
		return sh, s.submit(ctx, tx, sh, in.Waivers)
	})
}

func (s *Service) submit(ctx context.Context, tx *change.Tx, sh *sheet, waivers []*WaiverInput) error {
	drafts := sh.drafts()
	if err := s.waive(ctx, tx, sh, waivers, "waivers"); err != nil {
		return err
	}
	if err := s.unsettled(ctx, tx, sh); err != nil {
		return err
	}
	if err := sh.dropSuggestions(ctx, tx); err != nil {
		return err
	}
	before := map[string]any{"status": sh.report.Status}
	for _, c := range sh.cells {
		if c.pending != nil {
			c.standing = Standing{State: Submitted}
		}
	}
	u := sh.counts().on(tx.Submission.UpdateOneID(sh.report.ID), tx.At).
		SetStatus(submitted).SetSubmittedAt(tx.At).SetSubmittedByID(tx.Viewer.Person)
	if tx.For != nil {
		u.SetSubmittedForID(tx.For.ID)
	} else {
		u.ClearSubmittedForID()
	}
	late, excused := sh.late(&tx.At)
	if err := sh.save(ctx, u.SetLate(late).SetExcused(excused)); err != nil {
		return err
	}
	if err := s.step(ctx, tx, sh, review.ActionSUBMIT, nil, nil, nil); err != nil {
		return err
	}
	s.note(tx, sh.report, sh.agency.ID, "submission.submit", sh.label(), before,
		map[string]any{"status": submitted, "late": late, "excused": excused, "figures": len(drafts)})
	return nil
}

// late says whether the report is late, and excused, where what was submitted at
// a time stands; nil for nothing. One that was approved is judged by what was
// approved first.
func (s *sheet) late(at *time.Time) (late, excused bool) {
	switch {
	case s.report.ApprovedAt != nil:
		return s.report.Late, s.report.Excused
	case at == nil:
		return false, false
	}
	late = !calendar.OnTime(*at, s.dates.DueAt)
	return late, late && calendar.OnTime(*at, s.dates.GraceUntil)
}

// dropSuggestions ends suggestions nobody confirmed: they were never said.
func (s *sheet) dropSuggestions(ctx context.Context, tx *change.Tx) error {
	var ids []uuid.UUID
	for _, c := range s.cells {
		if c.pending != nil && c.pending.Prefilled {
			ids, c.pending = append(ids, c.pending.ID), nil
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return tx.Figure.Update().Where(figure.IDIn(ids...)).SetSupersededAt(tx.At).Exec(ctx)
}

// unsettled refuses a report in which checks find an error, or a warning that
// was not waived: all of them at once.
func (s *Service) unsettled(ctx context.Context, tx *change.Tx, sh *sheet) error {
	found, err := s.find(ctx, tx.Client, sh)
	if err != nil {
		return err
	}
	var faults change.Faults
	for n, f := range found {
		if f.Waived {
			continue
		}
		message := f.Message
		if f.Indicator != nil {
			message = change.Sentence{Vi: f.Indicator.Code + ": " + message.Vi, En: f.Indicator.Code + ": " + message.En}
		}
		faults = append(faults, &change.UserError{Code: change.CheckFailed, Path: []string{"findings", strconv.Itoa(n), f.Check}, Message: message, Severity: f.Severity})
	}
	if faults != nil {
		return faults
	}
	return nil
}
