package report

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Cans returns what the viewer may do with reports now, by key: by the table
// of moves, as the moves themselves are judged, but for many at once. What
// depends on single figures is told when it is tried.
func (s *Service) Cans(ctx context.Context, client *db.Client, ids []uuid.UUID) (map[uuid.UUID]*SubmissionCan, error) {
	reports, err := client.Submission.Query().Where(submission.IDIn(ids...)).WithWindow().All(ctx)
	if err != nil {
		return nil, err
	}
	a, err := s.abilities(ctx, client, reports)
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
	a, err := s.abilities(ctx, client, all)
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

// abilities is what the viewer may do where, gathered for several reports.
type abilities struct {
	s     *Service
	v     viewer.Viewer
	dates map[[2]uuid.UUID]*calendar.Deadlines // by window and agency
	held  map[SubmissionAction]map[uuid.UUID]bool
}

func (s *Service) abilities(ctx context.Context, client *db.Client, reports []*db.Submission) (*abilities, error) {
	v, _ := viewer.FromContext(ctx)
	a := &abilities{s: s, v: v, dates: map[[2]uuid.UUID]*calendar.Deadlines{}, held: map[SubmissionAction]map[uuid.UUID]bool{}}
	windows := map[uuid.UUID]*db.ReportingWindow{}
	agencies := map[uuid.UUID][]uuid.UUID{}
	var all []uuid.UUID
	for _, r := range reports {
		windows[r.WindowID] = r.Edges.Window
		agencies[r.WindowID] = append(agencies[r.WindowID], r.AgencyID)
		all = append(all, r.AgencyID)
	}
	for id, w := range windows {
		dates, err := calendar.DeadlinesOf(ctx, client, w, agencies[id]...)
		if err != nil {
			return nil, err
		}
		for agencyID, d := range dates {
			a.dates[[2]uuid.UUID{id, agencyID}] = d
		}
	}
	byRoles := map[string]map[uuid.UUID]bool{}
	for _, m := range moves {
		name := names(m.roles)
		if byRoles[name] == nil {
			held, err := heldAt(ctx, client, v, all, m.roles)
			if err != nil {
				return nil, err
			}
			byRoles[name] = held
		}
		a.held[m.action] = byRoles[name]
	}
	return a, nil
}

// heldAt returns which of the agencies the viewer's roles reach.
func heldAt(ctx context.Context, client *db.Client, v viewer.Viewer, agencies []uuid.UUID, roles []viewer.Role) (map[uuid.UUID]bool, error) {
	held := map[uuid.UUID]bool{}
	at := v.At(roles...)
	if len(at) == 0 {
		return held, nil
	}
	ids, err := client.Agency.Query().Where(agency.IDIn(agencies...), func(sel *sql.Selector) {
		sel.Where(sql.P(func(b *sql.Builder) {
			b.Ident(sel.C(agency.FieldID)).WriteString(" IN (")
			rule.Reach(b, at)
			b.WriteString(")")
		}))
	}).IDs(asof.Now(ctx))
	for _, id := range ids {
		held[id] = true
	}
	return held, err
}

// judge judges a move on a report.
func (a *abilities) judge(m move, r *db.Submission) *Refusal {
	var by *actor
	if a.v.Within(m.scope) && (a.held[m.action][r.AgencyID] || m.measures && len(a.v.Measures) > 0) {
		by = &actor{whole: a.held[m.action][r.AgencyID], v: a.v}
	}
	if refusal := judge(m, r, a.dates[[2]uuid.UUID{r.WindowID, r.AgencyID}], by, a.s.Clock()); refusal != nil {
		return refusal
	}
	if m.action == Approve {
		return selfApproval(r, by)
	}
	return nil
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
