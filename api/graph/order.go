package graph

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
)

// Lists that are not connections come in one order, whatever the database
// returned. The rows are already loaded, and few.

// sorted returns rows by a text key, or the error.
func sorted[T any](rows []T, err error, key func(T) place) ([]T, error) {
	if rows == nil {
		return []T{}, err
	}
	rows = slices.Clone(rows) // the row's own list, which other fields read at the same time
	slices.SortFunc(rows, func(a, b T) int {
		x, y := key(a), key(b)
		return cmp.Or(strings.Compare(x.key, y.key), bytes.Compare(x.id[:], y.id[:]))
	})
	return rows, err
}

// A place is where a row comes in a list: by a text, then by its id.
type place struct {
	key string
	id  uuid.UUID
}

func agencyKey(a *db.Agency) place          { return place{a.NameKey, a.ID} }
func indicatorKey(i *db.Indicator) place    { return place{i.CodeKey, i.ID} }
func documentKey(d *db.LegalDocument) place { return place{d.NumberKey, d.ID} }
func narrativeKey(n *db.Narrative) place    { return place{string(n.Kind), n.ID} }
func reviewKey(r *db.Review) place          { return place{timeKey(r.At), r.ID} }
func waiverKey(w *db.Waiver) place          { return place{timeKey(w.At), w.ID} }
func evidenceKey(e *db.Evidence) place      { return place{timeKey(e.At), e.ID} }
func changeKey(c *db.WindowChange) place    { return place{timeKey(c.At), c.ID} }
func figureKey(f *db.Figure) place          { return place{timeKey(f.RecordedAt), f.ID} }
func successionKey(s *db.AgencySuccession) place {
	return place{s.EffectiveOn.Format("2006-01-02"), s.ID}
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
