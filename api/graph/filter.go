package graph

import (
	"entgo.io/ent/dialect/sql"
)

// byCode is the condition that a foreign key points to the row with a code. A
// comparison with one value, not a semi-join: the database then reads the
// index that begins with the key, in the order asked for.
func byCode(key, table, code string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.Ident(s.C(key)).WriteString(" = (SELECT ").Ident("id").WriteString(" FROM ").Ident(table).
				WriteString(" WHERE ").Ident("code").WriteString(" = ").Arg(code).WriteString(")")
		}))
	}
}
