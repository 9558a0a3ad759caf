package remind

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/deliver"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/agencymembership"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// An item is something an agency has to do, or to know, in one window.
type item struct {
	kind   deliver.Kind
	window *db.ReportingWindow
	// due is when the window's report is due for whom it is about.
	due   time.Time
	count int
	// about are the names of the agencies it is about, where it is about others.
	about []string
	// roles are those it concerns.
	roles []viewer.Role
}

// items are those of one agency.
type items []*item

// to returns the items that concern holders of some roles, the most urgent
// first.
func (all items) to(roles []viewer.Role) items {
	mine := slices.DeleteFunc(slices.Clone(all), func(i *item) bool {
		return !slices.ContainsFunc(i.roles, func(r viewer.Role) bool { return slices.Contains(roles, r) })
	})
	slices.SortStableFunc(mine, func(a, b *item) int {
		return cmp.Or(
			cmp.Compare(slices.Index(urgency, a.kind), slices.Index(urgency, b.kind)),
			a.due.Compare(b.due), cmp.Compare(a.window.Code, b.window.Code))
	})
	return mine
}

// urgency is the order of a digest, as package deliver has it: its first item
// gives the subject.
var urgency = []deliver.Kind{
	deliver.Escalated, deliver.Overdue, deliver.DueToday, deliver.Returned, deliver.DueSoon, deliver.AnswerOwed, deliver.WaitingForReview,
}

// A board holds what there is to do, by agency.
type board map[uuid.UUID]items

// add puts something on the board; what is about other agencies is gathered, by
// kind and window.
func (b board) add(agency uuid.UUID, i item) {
	for _, known := range b[agency] {
		if known.kind == i.kind && known.window.ID == i.window.ID {
			known.count += i.count
			known.about = append(known.about, i.about...)
			return
		}
	}
	b[agency] = append(b[agency], &i)
}

// everything names every role that is told something.
var everything = []viewer.Role{viewer.RoleReporter, viewer.RoleReviewer, viewer.RoleCoordinator}

// A survey finds out what there is to do.
type survey struct {
	client   *db.Client
	now      time.Time
	settings Settings
	staff    staff
	agencies map[uuid.UUID]*db.Agency
	groups   map[uuid.UUID][]uuid.UUID // of a member
}

func newSurvey(ctx context.Context, client *db.Client, now time.Time, settings Settings) (*survey, error) {
	s := &survey{
		client: client, now: now.UTC(), settings: settings,
		agencies: map[uuid.UUID]*db.Agency{}, groups: map[uuid.UUID][]uuid.UUID{},
	}
	agencies, err := client.Agency.Query().
		Select(agency.FieldID, agency.FieldCode, agency.FieldCodeKey, agency.FieldName, agency.FieldParentID).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range agencies {
		s.agencies[a.ID] = a
	}
	memberships, err := client.AgencyMembership.Query().Where(agencymembership.ValidToIsNil()).
		Order(db.Asc(agencymembership.FieldID)).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range memberships {
		s.groups[m.MemberOfID] = append(s.groups[m.MemberOfID], m.AgencyID)
	}
	s.staff, err = staffOf(ctx, client, s.now)
	return s, err
}

// board finds out what there is to do, as far as it concerns the roles.
func (s *survey) board(ctx context.Context, roles []viewer.Role) (board, error) {
	b := board{}
	if slices.Contains(roles, viewer.RoleReporter) || slices.Contains(roles, viewer.RoleCoordinator) {
		if err := s.reports(ctx, b); err != nil {
			return nil, err
		}
	}
	if slices.Contains(roles, viewer.RoleReviewer) {
		if err := s.reviews(ctx, b); err != nil {
			return nil, err
		}
	}
	if err := s.answers(ctx, b); err != nil {
		return nil, err
	}
	for _, all := range b {
		for _, i := range all {
			slices.Sort(i.about)
			i.about = slices.Compact(i.about)
		}
	}
	return b, nil
}

// above returns the agencies at which a role reaches the given ones: themselves,
// those they belong to, the groups they are in, and so on up.
func (s *survey) above(ids ...uuid.UUID) []uuid.UUID {
	above := []uuid.UUID{}
	for next := ids; len(next) > 0; next = next[1:] {
		id := next[0]
		if slices.Contains(above, id) {
			continue
		}
		above = append(above, id)
		next = append(slices.Clip(next), s.groups[id]...)
		if a := s.agencies[id]; a != nil && a.ParentID != nil {
			next = append(next, *a.ParentID)
		}
	}
	return above
}
