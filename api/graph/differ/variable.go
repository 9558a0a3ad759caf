package differ

import "github.com/vektah/gqlparser/v2/ast"

// variable makes a variable whose value is mostly the literal, or uses one of
// the same type and value again.
func (m *generation) variable(t *ast.Type, literal *value) *value {
	for _, v := range m.variables {
		if v.typ == t.String() && m.chance(15) && (v.like.json() == literal.json() || m.chance(20)) {
			return &value{variable: v}
		}
	}
	v := &variable{name: m.fresh("v"), typ: t.String(), given: literal, like: literal}
	switch n := m.IntN(20); {
	case n < 3: // given, with a default that does not count
		if v.like != null {
			v.standard = literal
		}
	case n < 6 && literal != null: // not given: the default counts
		v.standard, v.given = literal, nil
		v.typ = nullable(t)
	case n == 6 && !t.NonNull: // not given
		v.given = nil
	case n == 7 && !t.NonNull: // nothing is given
		v.given = null
	case n == 8 && !t.NonNull && literal != null:
		v.standard, v.given = literal, null
	}
	m.variables = append(m.variables, v)
	return &value{variable: v}
}

// nullable is the type of a variable with a default, which may be left out even
// where null is not allowed.
func nullable(t *ast.Type) string {
	copied := *t
	copied.NonNull = false
	return copied.String()
}
