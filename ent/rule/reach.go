package rule

import (
	"fmt"
	"strings"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db/agencyreach"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Reached says that a column holds an agency that roles of the viewer reach:
// with no roles named, any but the inspector's, which reads all anyway. Where the
// agencies have no names here, the statement looks up who is over whom.
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
		if v.Paged && b.Dialect() == dialect.Postgres {
			b.Join(sql.Exists(reachEach(at, column)))
			return
		}
		s, r := reach(b.Dialect(), at)
		b.Join(sql.Exists(s.Where(sql.ColumnsEQ(r.C(agencyreach.FieldAgencyID), column))))
	}))
}

// reach selects the agencies that roles at the given ones reach: themselves,
// what belongs to them, the members of groups, and so on down.
func reach(on string, at []uuid.UUID) (*sql.Selector, *sql.SelectTable) {
	r := sql.Dialect(on).Table(agencyreach.Table).As("reach")
	return sql.Dialect(on).Select(r.C(agencyreach.FieldAgencyID)).From(r).Where(oneOf(r.C(agencyreach.FieldOverID), at)), r
}

// reachEach selects the agency that a column holds if roles at the given ones reach
// it, row by row: PostgreSQL would hash all that is reached. With one agency the
// index leads to the pair itself; where all that one reaches is read, PostgreSQL
// would take it for the few that most agencies reach.
func reachEach(at []uuid.UUID, column string) *sql.Selector {
	r := sql.Dialect(dialect.Postgres).Table(agencyreach.Table).As("reach")
	over := oneOf(r.C(agencyreach.FieldOverID), at)
	if len(at) == 1 {
		over = sql.EQ(r.C(agencyreach.FieldOverID), at[0])
	}
	return sql.Dialect(dialect.Postgres).Select(r.C(agencyreach.FieldAgencyID)).From(r).
		Where(sql.And(over, sql.ColumnsEQ(r.C(agencyreach.FieldAgencyID), column))).Offset(0)
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

// Beyond says that a column holds an agency that roles at the given ones do not
// reach.
func Beyond(column string, at []uuid.UUID) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		s, r := reach(b.Dialect(), at)
		b.Join(sql.NotExists(s.Where(sql.ColumnsEQ(r.C(agencyreach.FieldAgencyID), column))))
	})
}

// maxBelow is how many agencies are named in a statement: with names, it finds
// the rows of few agencies by their index. Where roles reach more, as a
// coordinator's of the whole country does, statements look each row's agency up.
const maxBelow = 200

// Below is the text of the agencies that the one a column holds reaches, for
// Name: so that whoever reads roles reads with them where they lead.
func Below(column string) sql.Querier {
	return sql.ExprFunc(func(b *sql.Builder) {
		r := sql.Dialect(b.Dialect()).Table(agencyreach.Table).As("reach")
		reached := sql.Dialect(b.Dialect()).Select(r.C(agencyreach.FieldAgencyID)).From(r).
			Where(sql.ColumnsEQ(r.C(agencyreach.FieldOverID), column)).OrderBy(r.C(agencyreach.FieldAgencyID)).Limit(maxBelow + 1)
		b.WriteString("(SELECT string_agg(CAST(").Ident(agencyreach.FieldAgencyID).WriteString(" AS text), ',') FROM (").
			Join(reached).WriteString(") AS below)")
	})
}

// Name gives a viewer the agencies that its roles reach, from the texts of Below
// by where the roles are; none where they are more than a statement names.
func Name(v *viewer.Viewer, below map[uuid.UUID]string) error {
	v.Below = nil
	named, n := make(map[uuid.UUID][]uuid.UUID, len(below)), 0
	for at, text := range below {
		keys := strings.Split(text, ",")
		if n += len(keys); n > maxBelow {
			return nil
		}
		for _, key := range keys {
			id, err := uuid.Parse(key)
			if err != nil {
				return fmt.Errorf("agencies that %s reaches: %w", at, err)
			}
			named[at] = append(named[at], id)
		}
	}
	v.Below = named
	return nil
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
