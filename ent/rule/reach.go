package rule

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Reached says that a column holds an agency that roles of the viewer reach:
// with no roles named, any but the inspector's, which reads all anyway.
func Reached(v viewer.Viewer, column string, roles ...viewer.Role) *sql.Predicate {
	at := v.At(roles...)
	if len(at) == 0 {
		return sql.False()
	}
	if agencies, known := v.Reached(roles...); known {
		return oneOf(column, agencies)
	}
	// Most rows one asks for are one's own agency's: then nobody looks further.
	return sql.Or(oneOf(column, at), sql.P(func(b *sql.Builder) {
		b.Ident(column).WriteString(" IN (")
		Reach(b, at)
		b.WriteString(")")
	}))
}

// oneOf says that a column holds one of some keys. On PostgreSQL they are one
// argument, so that the statement is the same however many they are.
func oneOf(column string, keys []uuid.UUID) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.Ident(column)
		if b.Dialect() == dialect.Postgres {
			b.WriteString(" = ANY(").Arg("{" + strings.Join(texts(keys), ",") + "}").WriteString(")")
			return
		}
		b.WriteString(" IN (")
		writeKeys(b, keys)
		b.WriteString(")")
	})
}

func texts(keys []uuid.UUID) []string {
	all := make([]string, len(keys))
	for n, id := range keys {
		all[n] = id.String()
	}
	return all
}

func writeKeys(b *sql.Builder, keys []uuid.UUID) {
	for n, id := range keys {
		if n > 0 {
			b.Comma()
		}
		b.Arg(id)
	}
}

// Reach writes a select of the agencies that roles at the given ones reach:
// themselves, what belongs to them, the members of groups, and so on down. It is
// for roles that reach many: who is below whom is read once.
func Reach(b *sql.Builder, agencies []uuid.UUID) {
	b.WriteString("WITH RECURSIVE below AS MATERIALIZED (" + pairs + "), reach(id) AS (SELECT id FROM agencies WHERE id IN (")
	writeKeys(b, agencies)
	b.WriteString(") UNION SELECT below.id FROM reach JOIN below ON below.over = reach.id) SELECT id FROM reach")
}

// pairs selects every agency, as over, with each that is next below it.
const pairs = "SELECT parent_id AS over, id FROM agencies WHERE parent_id IS NOT NULL UNION ALL " +
	"SELECT agency_id, member_of_id FROM agency_memberships WHERE valid_to IS NULL"

// nextBelow joins an agency that is reached to those next below it: on
// PostgreSQL by their indexes, which a plain join would not use.
var nextBelow = map[string]string{
	dialect.Postgres: "CROSS JOIN LATERAL (SELECT id FROM agencies WHERE parent_id = reach.id UNION ALL " +
		"SELECT member_of_id FROM agency_memberships WHERE agency_id = reach.id AND valid_to IS NULL) AS below(id)",
	dialect.SQLite: "JOIN (" + pairs + ") AS below ON below.over = reach.id",
}

// Alone says that the agency a column holds reaches no other.
func Alone(column string) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.WriteString("NOT EXISTS (SELECT 1 FROM agencies AS child WHERE child.parent_id = ").Ident(column).
			WriteString(") AND NOT EXISTS (SELECT 1 FROM agency_memberships AS member WHERE member.agency_id = ").Ident(column).
			WriteString(" AND member.valid_to IS NULL)")
	})
}

// maxBelow is how many agencies are named in a statement. Where a role reaches
// more, as a coordinator's of the whole country does, statements find them
// themselves.
const maxBelow = 200

// Below returns the agencies that each of the given ones reaches, by key; nil
// where they are more than a statement names.
func Below(ctx context.Context, client *db.Client, on string, agencies []uuid.UUID) (map[uuid.UUID][]uuid.UUID, error) {
	if len(agencies) == 0 {
		return nil, nil
	}
	b := &sql.Builder{}
	b.SetDialect(on)
	b.WriteString("WITH RECURSIVE reach(top, id) AS (SELECT id, id FROM agencies WHERE id IN (")
	writeKeys(b, agencies)
	b.WriteString(") UNION SELECT reach.top, below.id FROM reach " + nextBelow[on] + ") SELECT top, id FROM reach LIMIT ").Arg(maxBelow + 1)
	query, args := b.Query()
	rows, err := client.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found, n := make(map[uuid.UUID][]uuid.UUID, len(agencies)), 0
	for ; rows.Next(); n++ {
		var top, id uuid.UUID
		if err := rows.Scan(&top, &id); err != nil {
			return nil, err
		}
		found[top] = append(found[top], id)
	}
	if err := rows.Err(); err != nil || n > maxBelow {
		return nil, err
	}
	for _, ids := range found { // in an order of their own, so that viewers compare
		slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	}
	return found, nil
}

// measured says that a column holds an indicator the viewer measures.
func measured(v viewer.Viewer, column string) *sql.Predicate {
	if len(v.Measures) == 0 {
		return sql.False()
	}
	return oneOf(column, v.Measures)
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
