package access

import (
	"context"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// measured returns the indicators measured by the agencies that the viewer's
// roles as a reviewer reach: by assignments of their own in force, or by those of
// the nearest heading above that names anybody.
func (s *Service) measured(ctx context.Context, v viewer.Viewer) ([]uuid.UUID, error) {
	if !v.Has(viewer.RoleReviewer) {
		return nil, nil
	}
	const named = "FROM assignments AS a WHERE a.role = 'MEASURE' AND a.valid_to IS NULL AND a.indicator_id = "
	return s.Client.Indicator.Query().Where(func(i *sql.Selector) {
		by := sql.Dialect(i.Dialect()).Table("assignments").As("a").C("agency_id")
		i.Where(sql.P(func(b *sql.Builder) {
			b.Ident(i.C("id")).WriteString(" IN (WITH RECURSIVE measured(id) AS (SELECT own.id FROM indicators AS own WHERE EXISTS (SELECT 1 " +
				named + "own.id AND (")
			b.Join(rule.Reached(v, by, viewer.RoleReviewer))
			b.WriteString(")) UNION SELECT below.id FROM measured JOIN indicators AS below ON below.parent_id = measured.id" +
				" WHERE NOT EXISTS (SELECT 1 " + named + "below.id)) SELECT id FROM measured)")
		}))
	}).IDs(ctx)
}
