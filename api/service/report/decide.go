package report

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Return sends a report back: every figure that waits and the viewer may
// decide on, or the ones named, each with what is wrong with it.
func (s *Service) Return(ctx context.Context, in ReturnSubmissionInput) (*SubmissionPayload, error) {
	return s.move(ctx, "returnSubmission", in.ClientMutationID, in, in.ID, func(ctx context.Context, tx *change.Tx) (*sheet, error) {
		faults := remark(&in.Comment, "comment", len(in.Figures) == 0)
		ids := make([]uuid.UUID, len(in.Figures))
		for n, f := range in.Figures {
			var wrong change.Faults
			f.Comment, wrong = required(f.Comment, "comment", maxText)
			faults = append(faults, wrong.At("figures", strconv.Itoa(n))...)
			ids[n] = f.ID
		}
		if faults != nil {
			return nil, faults
		}
		sh, a, err := s.begin(ctx, tx, Return, "id", in.ID, &in.Version)
		if err != nil {
			return nil, err
		}
		chosen, err := sh.chosen(a, ids)
		if err != nil {
			return nil, err
		}
		for _, f := range chosen {
			sh.cells[f.IndicatorID].standing = Standing{State: Returned}
		}
		return sh, s.returned(ctx, tx, sh, chosen, in)
	})
}

// returned writes the steps of a return: one for the whole, one for each
// figure of which something was said.
func (s *Service) returned(ctx context.Context, tx *change.Tx, sh *sheet, chosen []*db.Figure, in ReturnSubmissionInput) error {
	before := map[string]any{"status": sh.report.Status}
	if len(in.Figures) == 0 || in.Comment != nil {
		if err := s.step(ctx, tx, sh, review.ActionRETURN, figureKeys(chosen), in.Comment, nil); err != nil {
			return err
		}
	}
	for _, f := range in.Figures {
		if err := s.step(ctx, tx, sh, review.ActionRETURN, []uuid.UUID{f.ID}, &f.Comment, nil); err != nil {
			return err
		}
	}
	status, err := s.settle(ctx, tx, sh)
	s.note(tx, sh.report, sh.agency.ID, "submission.return", sh.label(), before,
		map[string]any{"status": status, "figures": len(chosen)})
	return err
}

// Approve approves figures that wait: all the viewer may decide on, or the
// ones named. Each takes the place of the figure in force before it.
func (s *Service) Approve(ctx context.Context, in ApproveSubmissionInput) (*SubmissionPayload, error) {
	return s.move(ctx, "approveSubmission", in.ClientMutationID, in, in.ID, func(ctx context.Context, tx *change.Tx) (*sheet, error) {
		if faults := remark(&in.Comment, "comment", false); faults != nil {
			return nil, faults
		}
		sh, a, err := s.begin(ctx, tx, Approve, "id", in.ID, &in.Version)
		if err != nil {
			return nil, err
		}
		if r := selfApproval(sh.report, a); r != nil {
			return nil, r.fault("id")
		}
		if in.Publish {
			if err := mayPublish(ctx, tx, sh.agency.ID); err != nil {
				return nil, err
			}
		}
		chosen, err := sh.chosen(a, in.Figures)
		if err != nil {
			return nil, err
		}
		if err := s.unsettled(ctx, tx, sh.only(chosen)); err != nil {
			return nil, err
		}
		return sh, s.approve(ctx, tx, sh, chosen, in)
	})
}

func (s *Service) approve(ctx context.Context, tx *change.Tx, sh *sheet, chosen []*db.Figure, in ApproveSubmissionInput) error {
	before := map[string]any{"status": sh.report.Status}
	var replaced, public []uuid.UUID
	for _, f := range chosen {
		c := sh.cells[f.IndicatorID]
		if c.approved != nil {
			replaced = append(replaced, c.approved.ID)
		}
		// What takes the place of a public figure is public at once: otherwise the
		// public would be left without one.
		if in.Publish || c.approved != nil && c.approved.PublishedAt != nil {
			public = append(public, f.ID)
		}
		c.approved, c.pending, c.standing, c.reopened = f, nil, Standing{}, nil
	}
	if len(replaced) > 0 {
		if err := tx.Figure.Update().Where(figure.IDIn(replaced...)).SetSupersededAt(tx.At).Exec(ctx); err != nil {
			return err
		}
	}
	if err := tx.Figure.Update().Where(figure.IDIn(figureKeys(chosen)...)).SetApprovedAt(tx.At).Exec(ctx); err != nil {
		return err
	}
	if len(public) > 0 {
		if err := tx.Figure.Update().Where(figure.IDIn(public...)).SetPublishedAt(tx.At).Exec(ctx); err != nil {
			return err
		}
	}
	if err := s.step(ctx, tx, sh, review.ActionAPPROVE, figureKeys(chosen), in.Comment, nil); err != nil {
		return err
	}
	status, err := s.settle(ctx, tx, sh)
	s.note(tx, sh.report, sh.agency.ID, "submission.approve", sh.label(), before,
		map[string]any{"status": status, "figures": len(chosen), "replaced": len(replaced), "published": len(public)})
	return err
}

// chosen returns the figures a decision is about: those named, which all have
// to wait for review and be the actor's to decide on, or all such.
func (s *sheet) chosen(a *actor, ids []uuid.UUID) ([]*db.Figure, error) {
	waiting := map[uuid.UUID]*db.Figure{}
	var all []*db.Figure
	for _, f := range s.waiting(Submitted) {
		if a.decides(f) {
			waiting[f.ID], all = f, append(all, f)
		}
	}
	if len(ids) == 0 {
		if len(all) == 0 {
			return nil, change.Refuse(change.WrongState, nil, change.Say(
				"Không có số liệu nào đang chờ bạn quyết định.", "No figure waits for your decision."))
		}
		return all, nil
	}
	var faults change.Faults
	var named []*db.Figure
	seen := map[uuid.UUID]bool{}
	for n, id := range ids {
		f := waiting[id]
		if f == nil || seen[id] {
			faults = append(faults, change.Fault(change.WrongState, []string{"figures", strconv.Itoa(n)}, change.Say(
				"Số liệu này không chờ bạn quyết định, hoặc được nêu hai lần.", "This figure does not wait for your decision, or is named twice.")))
			continue
		}
		seen[id], named = true, append(named, f)
	}
	if faults != nil {
		return nil, faults
	}
	return named, nil
}

// only is the sheet with some of its figures: what a decision is checked on.
func (s *sheet) only(figures []*db.Figure) *sheet {
	part := *s
	part.cells = map[uuid.UUID]*cell{}
	for _, f := range figures {
		part.cells[f.IndicatorID] = s.cells[f.IndicatorID]
	}
	return &part
}

// mayPublish refuses whoever is not a coordinator of the agency.
func mayPublish(ctx context.Context, tx *change.Tx, agency uuid.UUID) error {
	a, err := who(ctx, tx.Client, move{roles: []viewer.Role{viewer.RoleCoordinator}, scope: viewer.ScopeCoordinate}, agency)
	if err == nil && a == nil {
		err = change.Refuse(change.NotAllowed, []string{"publish"}, change.Say(
			"Chỉ điều phối viên được công bố.", "Only coordinators publish."))
	}
	return err
}
