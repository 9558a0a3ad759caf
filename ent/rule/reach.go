package rule

import (
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
	if agencies, known := v.Unreached(roles...); known {
		return noneOf(column, agencies)
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
			b.WriteString(" = ANY(").Arg(listOf(keys)).WriteString(")")
			return
		}
		b.WriteString(" IN (")
		writeKeys(b, keys)
		b.WriteString(")")
	})
}

// noneOf says that a column holds a key, and none of some.
func noneOf(column string, keys []uuid.UUID) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.WriteString("(").Ident(column).WriteString(" IS NOT NULL AND ").Ident(column)
		if b.Dialect() == dialect.Postgres {
			b.WriteString(" <> ALL(").Arg(listOf(keys)).WriteString("))")
			return
		}
		b.WriteString(" NOT IN (")
		writeKeys(b, keys)
		b.WriteString("))")
	})
}

// Keys are some keys in one argument, as PostgreSQL reads a list: wherever a statement
// has the same, it may have the same argument.
type Keys string

func listOf(keys []uuid.UUID) Keys { return Keys("{" + strings.Join(texts(keys), ",") + "}") }

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
