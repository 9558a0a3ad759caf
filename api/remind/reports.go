package remind

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/deliver"
	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// reports finds reports that are owed or were returned, while the window takes
// them.
func (s *survey) reports(ctx context.Context, b board) error {
	windows, err := s.windows(ctx)
	if err != nil {
		return fmt.Errorf("read windows: %w", err)
	}
	for _, w := range windows {
		if err := s.window(ctx, w, b); err != nil {
			return fmt.Errorf("window %s: %w", w.Code, err)
		}
	}
	return nil
}

// windows returns those that may be open for somebody: by their own dates, or
// by dates that were granted.
func (s *survey) windows(ctx context.Context) ([]*db.ReportingWindow, error) {
	return s.client.ReportingWindow.Query().Where(
		reportingwindow.Or(reportingwindow.OpensAtLTE(s.now), reportingwindow.HasChangesWith(windowchange.OpensAtLTE(s.now))),
		reportingwindow.Or(reportingwindow.LocksAtGTE(s.now), reportingwindow.HasChangesWith(windowchange.LocksAtGTE(s.now))),
	).Order(db.Asc(reportingwindow.FieldDueAt, reportingwindow.FieldID)).All(ctx)
}

// window looks at who owes what in one window.
func (s *survey) window(ctx context.Context, w *db.ReportingWindow, b board) error {
	owed, err := service.OwedCounts(ctx, s.client, w)
	if err != nil {
		return err
	}
	found, err := s.client.Submission.Query().Where(submission.WindowID(w.ID)).All(ctx)
	if err != nil {
		return err
	}
	reports := make(map[uuid.UUID]*db.Submission, len(found))
	for _, r := range found {
		reports[r.AgencyID] = r
	}
	ids := make([]uuid.UUID, 0, len(owed))
	for id := range owed {
		ids = append(ids, id)
	}
	dates, err := calendar.DeadlinesOf(ctx, s.client, w, ids...)
	if err != nil {
		return err
	}
	for id, n := range owed {
		s.report(b, w, dates[id], id, n, reports[id])
	}
	return nil
}

// report looks at one report: what its authors have to do, and whether the tier
// above has to know.
func (s *survey) report(b board, w *db.ReportingWindow, d *calendar.Deadlines, id uuid.UUID, owed int, r *db.Submission) {
	if s.now.Before(d.OpensAt) || !calendar.OnTime(s.now, d.LocksAt) {
		return
	}
	author := item{window: w, due: d.DueAt, roles: []viewer.Role{viewer.RoleReporter}}
	switch {
	case r != nil && r.Returned > 0:
		author.kind, author.count = deliver.Returned, r.Returned
		b.add(id, author)
	case r == nil || r.Status == submission.StatusDRAFT:
		author.kind = s.clock(d)
		if author.kind == "" {
			return
		}
		author.count = owed
		if r != nil {
			author.count = max(owed-r.Approved, 1)
		}
		b.add(id, author)
		if !s.now.Before(d.DueAt.Add(s.settings.EscalateAfter)) && author.kind == deliver.Overdue {
			s.escalate(b, id, author)
		}
	}
}

// clock says how near a due date is; nothing where it is far.
func (s *survey) clock(d *calendar.Deadlines) deliver.Kind {
	switch {
	case !calendar.OnTime(s.now, d.DueAt):
		return deliver.Overdue
	case dayOf(s.now) == dayOf(d.DueAt):
		return deliver.DueToday
	case !s.now.Before(d.DueAt.Add(-s.settings.Before)):
		return deliver.DueSoon
	}
	return ""
}

// escalate tells the tier above of an agency: the coordinators of the agency it
// belongs to, or its reporters where it has none; without anybody there, the
// coordinators of the nearest groups that have some.
func (s *survey) escalate(b board, id uuid.UUID, i item) {
	i.kind, i.count, i.due, i.about = deliver.Escalated, 1, i.window.DueAt, []string{s.agencies[id].Name}
	if parent := s.agencies[id].ParentID; parent != nil {
		for _, role := range []viewer.Role{viewer.RoleCoordinator, viewer.RoleReporter} {
			if s.staff.has(*parent, role) {
				i.roles = []viewer.Role{role}
				b.add(*parent, i)
				return
			}
		}
	}
	i.roles = []viewer.Role{viewer.RoleCoordinator}
	for tier, told, seen := s.groups[id], false, map[uuid.UUID]bool{}; len(tier) > 0 && !told; {
		var next []uuid.UUID
		for _, group := range tier {
			if seen[group] {
				continue
			}
			seen[group] = true
			if s.staff.has(group, viewer.RoleCoordinator) {
				b.add(group, i)
				told = true
			}
			next = append(next, s.groups[group]...)
		}
		tier = next
	}
}
