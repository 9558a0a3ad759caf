package service

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/predicate"
)

// OwedCounts returns how many figures each agency owes in a window, as many as
// Owed lists; agencies that owe none are left out. It takes four statements,
// however many agencies there are.
func OwedCounts(ctx context.Context, client *db.Client, w *db.ReportingWindow) (map[uuid.UUID]int, error) {
	l, err := openLedger(ctx, client)
	if err != nil {
		return nil, err
	}
	return l.counts(on(w.CoversTo)), nil
}

// A ledger is everything that says who owes which figures, on any day.
type ledger struct {
	agencies    []*db.Agency // without groups, and with few columns
	memberships map[uuid.UUID][]*db.AgencyMembership
	assignments []*db.Assignment
	indicators  map[uuid.UUID]*db.Indicator
}

// openLedger reads the ledger of the agencies that meet the conditions.
func openLedger(ctx context.Context, client *db.Client, where ...predicate.Agency) (*ledger, error) {
	l := &ledger{memberships: map[uuid.UUID][]*db.AgencyMembership{}, indicators: map[uuid.UUID]*db.Indicator{}}
	memberships, err := client.AgencyMembership.Query().All(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range memberships {
		l.memberships[m.MemberOfID] = append(l.memberships[m.MemberOfID], m)
	}
	l.assignments, err = client.Assignment.Query().Where(assignment.RoleIn(owing...), assignment.IndicatorIDNotNil()).
		Select(assignment.FieldAgencyID, assignment.FieldIndicatorID, assignment.FieldRole, assignment.FieldValidFrom, assignment.FieldValidTo).All(ctx)
	if err != nil {
		return nil, err
	}
	if some := l.assigned(memberships); len(some) <= mostNamed {
		where = append(where, agency.IDIn(some...))
	}
	l.agencies, err = client.Agency.Query().Where(append(where, agency.KindNEQ(agency.KindGROUP))...).
		Select(agency.FieldID, agency.FieldCodeKey, agency.FieldKind, agency.FieldActiveFrom, agency.FieldActiveTo).All(ctx)
	if err != nil {
		return nil, err
	}
	indicators, err := client.Indicator.Query().Select(indicator.FieldParentID, indicator.FieldKind).All(ctx)
	for _, i := range indicators {
		l.indicators[i.ID] = i
	}
	return l, err
}

// mostNamed is how many agencies a statement names. More are read with all the
// others, which owe nothing.
const mostNamed = 1_000

// assigned returns the agencies to which anything is assigned on any day, through
// groups too: of thousands of agencies, often a few dozen.
func (l *ledger) assigned(memberships []*db.AgencyMembership) []uuid.UUID {
	members := map[uuid.UUID][]uuid.UUID{}
	for _, m := range memberships {
		members[m.AgencyID] = append(members[m.AgencyID], m.MemberOfID)
	}
	var all []uuid.UUID
	seen := set{}
	add := func(id uuid.UUID) {
		if !seen[id] {
			seen[id], all = true, append(all, id)
		}
	}
	for _, a := range l.assignments {
		add(a.AgencyID)
	}
	for n := 0; n < len(all); n++ {
		for _, id := range members[all[n]] {
			add(id)
		}
	}
	return all
}

// A set is indicators.
type set map[uuid.UUID]bool

// counts says how much each agency owes on a day. Most agencies owe what their
// groups owe and nothing else, and many are in the same groups: what those owe
// together is put together once.
func (l *ledger) counts(d day) map[uuid.UUID]int {
	owed := l.owed(d)
	together, counts := map[string]set{}, map[uuid.UUID]int{}
	for _, a := range l.agencies {
		if !holds(a.ActiveFrom, a.ActiveTo, d) {
			continue
		}
		groups := l.groups(d, a.ID, owed)
		shared, known := together[keyOf(groups)]
		if !known {
			shared = set{}
			for _, g := range groups {
				for i := range owed[g] {
					shared[i] = true
				}
			}
			together[keyOf(groups)] = shared
		}
		n := len(shared)
		for i := range owed[a.ID] {
			if !shared[i] {
				n++
			}
		}
		if n > 0 {
			counts[a.ID] = n
		}
	}
	return counts
}

// owed returns what is assigned to each agency or group itself, headings
// resolved.
func (l *ledger) owed(d day) map[uuid.UUID]set {
	type row struct {
		indicator uuid.UUID
		role      assignment.Role
	}
	named := map[row]bool{}
	for _, a := range l.assignments {
		if holds(a.ValidFrom, a.ValidTo, d) {
			named[row{*a.IndicatorID, a.Role}] = true
		}
	}
	all := make([]*db.Indicator, 0, len(l.indicators))
	for _, i := range l.indicators {
		all = append(all, i)
	}
	t := newTree(all, func(i *db.Indicator, role assignment.Role) bool { return named[row{i.ID, role}] })
	owed := map[uuid.UUID]set{}
	for _, a := range l.assignments {
		i := l.indicators[*a.IndicatorID]
		if i == nil || !holds(a.ValidFrom, a.ValidTo, d) {
			continue
		}
		if owed[a.AgencyID] == nil {
			owed[a.AgencyID] = set{}
		}
		if i.Kind == indicator.KindINDICATOR {
			owed[a.AgencyID][i.ID] = true
			continue
		}
		for _, measure := range t.below(i.ID, a.Role) {
			owed[a.AgencyID][measure.ID] = true
		}
	}
	return owed
}

// groups returns the groups that owe something and whose duties reach an
// agency, through groups of groups too, in one order.
func (l *ledger) groups(d day, agencyID uuid.UUID, owed map[uuid.UUID]set) []uuid.UUID {
	var groups []uuid.UUID
	seen, next := set{agencyID: true}, []uuid.UUID{agencyID}
	for len(next) > 0 {
		member := next[0]
		next = next[1:]
		for _, m := range l.memberships[member] {
			if seen[m.AgencyID] || !holds(m.ValidFrom, m.ValidTo, d) {
				continue
			}
			seen[m.AgencyID], next = true, append(next, m.AgencyID)
			if owed[m.AgencyID] != nil {
				groups = append(groups, m.AgencyID)
			}
		}
	}
	slices.SortFunc(groups, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return groups
}

// keyOf names a list of keys.
func keyOf(ids []uuid.UUID) string {
	key := make([]byte, 0, len(ids)*len(uuid.Nil))
	for _, id := range ids {
		key = append(key, id[:]...)
	}
	return string(key)
}
