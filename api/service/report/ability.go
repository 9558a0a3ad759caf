package report

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Cans returns what the viewer may do with reports now, by key: as the moves
// themselves are judged, but for many at once. What depends on single figures
// is told when it is tried.
func (s *Service) Cans(ctx context.Context, client *db.Client, ids []uuid.UUID) (map[uuid.UUID]*SubmissionCan, error) {
	reports, err := client.Submission.Query().Where(submission.IDIn(ids...)).WithWindow().All(ctx)
	if err != nil {
		return nil, err
	}
	a, err := s.abilities(ctx, client, reports, moves...)
	if err != nil {
		return nil, err
	}
	cans := make(map[uuid.UUID]*SubmissionCan, len(reports))
	for _, r := range reports {
		can := &SubmissionCan{Reasons: []*Refusal{}}
		for _, m := range moves {
			refusal := a.judge(m, r)
			*can.flag(m.action) = refusal == nil
			if refusal != nil {
				can.Reasons = append(can.Reasons, refusal)
			}
		}
		cans[r.ID] = can
	}
	return cans, nil
}

// DutyCans returns what the viewer may do about things that are owed in a
// window; nothing for those asked for without one.
func (s *Service) DutyCans(ctx context.Context, client *db.Client, duties []*service.Duty) (map[*service.Duty]*DutyCan, error) {
	reports := map[[2]uuid.UUID]*db.Submission{}
	var all []*db.Submission
	for _, d := range duties {
		if d.Window == nil || reports[desk(d)] != nil {
			continue
		}
		r := &db.Submission{AgencyID: d.Agency, WindowID: d.Window.ID, Status: draft}
		if d.Submission != nil {
			r = d.Submission
		}
		of := *r // the duty's own is not to be changed
		of.Edges.Window = d.Window
		reports[desk(d)], all = &of, append(all, &of)
	}
	a, err := s.abilities(ctx, client, all, moveOf(Edit), moveOf(Submit))
	if err != nil {
		return nil, err
	}
	cans := make(map[*service.Duty]*DutyCan, len(duties))
	for _, d := range duties {
		if d.Window != nil {
			cans[d] = a.aboutDuty(d, reports[desk(d)])
		}
	}
	return cans, nil
}

// desk is where a duty is reported: window and agency.
func desk(d *service.Duty) [2]uuid.UUID { return [2]uuid.UUID{d.Window.ID, d.Agency} }

// aboutDuty judges what may be done about one duty.
func (a *abilities) aboutDuty(d *service.Duty, report *db.Submission) *DutyCan {
	can := &DutyCan{Reasons: []*Refusal{}}
	edit, submit := a.judge(moveOf(Edit), report), a.judge(moveOf(Submit), report)
	if edit == nil && d.State != nil && *d.State == service.DutyStateApproved {
		edit = &Refusal{Edit, change.WrongState, change.Say("Số liệu đã được duyệt.", "The figure is approved.")}
	}
	can.Edit, can.Submit = edit == nil, submit == nil
	for _, refusal := range []*Refusal{edit, submit} {
		if refusal != nil {
			can.Reasons = append(can.Reasons, refusal)
		}
	}
	return can
}

// abilities is what the viewer may do, gathered for several reports.
type abilities struct {
	now    time.Time
	actors map[uuid.UUID]map[SubmissionAction]*actor // by agency
	sheets map[*db.Submission]*sheet
}

// abilities gathers what judging moves on reports, which come with their
// windows, needs. Cells are read where a move is possible at all.
func (s *Service) abilities(ctx context.Context, client *db.Client, reports []*db.Submission, moves ...move) (*abilities, error) {
	a := &abilities{now: s.Clock(), actors: map[uuid.UUID]map[SubmissionAction]*actor{}}
	var possible, others []*db.Submission
	for _, r := range reports {
		may, err := a.actorsAt(ctx, client, r.AgencyID, moves)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(moves, func(m move) bool { return may[m.action] != nil && slices.Contains(m.from, r.Status) }) {
			possible = append(possible, r)
		} else {
			others = append(others, r)
		}
	}
	// Moves are judged by all that is in the report, whatever of it is seen.
	var err error
	a.sheets, err = loadAll(viewer.NewContext(ctx, viewer.System("report")), client, possible, a.now)
	for _, r := range others {
		a.sheets[r] = &sheet{report: r}
	}
	return a, err
}

// actorsAt finds out how the viewer may make moves at an agency.
func (a *abilities) actorsAt(ctx context.Context, client *db.Client, agency uuid.UUID, moves []move) (map[SubmissionAction]*actor, error) {
	if a.actors[agency] == nil {
		a.actors[agency] = map[SubmissionAction]*actor{}
		for _, m := range moves {
			by, err := who(ctx, client, m, agency)
			if err != nil {
				return nil, err
			}
			a.actors[agency][m.action] = by
		}
	}
	return a.actors[agency], nil
}

// judge judges a move on a report.
func (a *abilities) judge(m move, r *db.Submission) *Refusal {
	by := a.actors[r.AgencyID][m.action]
	if refusal := judge(m, a.sheets[r], by, a.now); refusal != nil || m.action != Approve {
		return refusal
	}
	return selfApproval(r, by)
}

// flag is the field of an action.
func (c *SubmissionCan) flag(action SubmissionAction) *bool {
	return map[SubmissionAction]*bool{
		Edit: &c.Edit, Submit: &c.Submit, Withdraw: &c.Withdraw, Return: &c.Return,
		Approve: &c.Approve, Reopen: &c.Reopen, Revise: &c.Revise,
	}[action]
}

// DeadlinesOf returns the dates that hold for the agencies of reports, by key
// of the report.
func DeadlinesOf(ctx context.Context, client *db.Client, ids []uuid.UUID) (map[uuid.UUID]*calendar.Deadlines, error) {
	reports, err := client.Submission.Query().Where(submission.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	windowIDs := make([]uuid.UUID, 0, len(reports))
	for _, r := range reports {
		if !slices.Contains(windowIDs, r.WindowID) {
			windowIDs = append(windowIDs, r.WindowID)
		}
	}
	windows, err := client.ReportingWindow.Query().Where(reportingwindow.IDIn(windowIDs...)).All(ctx)
	if err != nil {
		return nil, err
	}
	found := make(map[uuid.UUID]*calendar.Deadlines, len(reports))
	for _, w := range windows {
		var agencies []uuid.UUID
		for _, r := range reports {
			if r.WindowID == w.ID {
				agencies = append(agencies, r.AgencyID)
			}
		}
		dates, err := calendar.DeadlinesOf(ctx, client, w, agencies...)
		if err != nil {
			return nil, err
		}
		for _, r := range reports {
			if r.WindowID == w.ID {
				found[r.ID] = dates[r.AgencyID]
			}
		}
	}
	return found, nil
}
