package graph

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
)

// Lists that are not connections come in one order, whatever the database
// returned. The rows are already loaded, and few.

// sorted returns rows by a text key, or the error.
func sorted[T any](rows []T, err error, key func(T) string) ([]T, error) {
	if rows == nil {
		return []T{}, err
	}
	rows = slices.Clone(rows) // the row's own list, which other fields read at the same time
	slices.SortStableFunc(rows, func(a, b T) int { return strings.Compare(key(a), key(b)) })
	return rows, err
}

func agencyKey(a *db.Agency) string          { return a.NameKey + a.ID.String() }
func indicatorKey(i *db.Indicator) string    { return i.CodeKey + i.ID.String() }
func documentKey(d *db.LegalDocument) string { return d.NumberKey + d.ID.String() }
func narrativeKey(n *db.Narrative) string    { return string(n.Kind) + n.ID.String() }
func reviewKey(r *db.Review) string          { return timeKey(r.At) + r.ID.String() }
func waiverKey(w *db.Waiver) string          { return timeKey(w.At) + w.ID.String() }
func evidenceKey(e *db.Evidence) string      { return timeKey(e.At) + e.ID.String() }
func changeKey(c *db.WindowChange) string    { return timeKey(c.At) + c.ID.String() }
func figureKey(f *db.Figure) string          { return timeKey(f.RecordedAt) + f.ID.String() }
func successionKey(s *db.AgencySuccession) string {
	return s.EffectiveOn.Format("2006-01-02") + s.ID.String()
}

// targetsInForce returns the versions in force, by year and kind.
func targetsInForce(versions []*db.Target, err error, order *db.TargetOrder) ([]*db.Target, error) {
	targets := slices.DeleteFunc(slices.Clone(versions), func(t *db.Target) bool { return t.SupersededAt != nil })
	slices.SortFunc(targets, byYear)
	if order != nil && order.Direction == "DESC" {
		slices.Reverse(targets)
	}
	return targets, err
}

// targetHistory returns every version, by year, kind and version.
func targetHistory(versions []*db.Target, err error) ([]*db.Target, error) {
	versions = slices.Clone(versions)
	slices.SortFunc(versions, byYear)
	return versions, err
}

func byYear(a, b *db.Target) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), strings.Compare(string(a.Kind), string(b.Kind)), cmp.Compare(a.Version, b.Version))
}

// assignmentsOf returns the assignments in force in the given roles, by role
// and place in the printed cell.
func assignmentsOf(all []*db.Assignment, err error, roles []assignment.Role) ([]*db.Assignment, error) {
	kept := slices.DeleteFunc(slices.Clone(all), func(a *db.Assignment) bool {
		return a.ValidTo != nil || roles != nil && !slices.Contains(roles, a.Role)
	})
	slices.SortFunc(kept, func(a, b *db.Assignment) int {
		return cmp.Or(strings.Compare(string(a.Role), string(b.Role)), cmp.Compare(a.Position, b.Position), strings.Compare(a.ID.String(), b.ID.String()))
	})
	return kept, err
}

// timeKey orders times as texts.
func timeKey(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000") }

// inForce leaves out texts that another took the place of.
func inForce(rows []*db.Narrative) []*db.Narrative {
	return slices.DeleteFunc(slices.Clone(rows), func(n *db.Narrative) bool { return n.SupersededAt != nil })
}
