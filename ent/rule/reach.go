package rule

import (
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// reached says that a column holds an agency that roles of the viewer reach:
// with no roles named, any but the inspector's, which reads all anyway.
func reached(v viewer.Viewer, column string, roles ...viewer.Role) *sql.Predicate {
	agencies := v.At(roles...)
	if len(agencies) == 0 {
		return sql.False()
	}
	return sql.P(func(b *sql.Builder) {
		b.Ident(column).WriteString(" IN (")
		Reach(b, agencies)
		b.WriteString(")")
	})
}

// Reach writes a select of the agencies that roles at the given ones reach:
// themselves, what belongs to them, the members of groups, and so on down.
func Reach(b *sql.Builder, agencies []uuid.UUID) {
	b.WriteString("WITH RECURSIVE reach(id) AS (SELECT id FROM agencies WHERE id IN (")
	for n, id := range agencies {
		if n > 0 {
			b.Comma()
		}
		b.Arg(id)
	}
	b.WriteString(") UNION SELECT below.id FROM reach JOIN (" +
		"SELECT parent_id AS over, id FROM agencies WHERE parent_id IS NOT NULL UNION ALL " +
		"SELECT agency_id AS over, member_of_id AS id FROM agency_memberships WHERE valid_to IS NULL" +
		") AS below ON below.over = reach.id) SELECT id FROM reach")
}

// measured says that a column holds an indicator the viewer measures.
func measured(v viewer.Viewer, column string) *sql.Predicate {
	if len(v.Measures) == 0 {
		return sql.False()
	}
	ids := make([]any, len(v.Measures))
	for n, id := range v.Measures {
		ids[n] = id
	}
	return sql.In(column, ids...)
}

// reportsMeasured says that a column holds a report that was submitted with
// figures of indicators the viewer measures.
func reportsMeasured(v viewer.Viewer, s *sql.Selector, column string) *sql.Predicate {
	if len(v.Measures) == 0 {
		return sql.False()
	}
	reports := sql.Dialect(s.Dialect()).Table("submissions").As("reported")
	figures := sql.Dialect(s.Dialect()).Table("figures").As("measured")
	return sql.In(column, sql.Dialect(s.Dialect()).Select(reports.C("id")).From(reports).
		Join(figures).On(figures.C("submission_id"), reports.C("id")).
		Where(sql.And(measured(v, figures.C("indicator_id")), inForceAtSubmission(figures, reports))))
}
