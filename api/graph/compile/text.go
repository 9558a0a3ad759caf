package compile

import "strings"

// A text is an expression of SQL that puts JSON together: literals and
// expressions, joined by ||. An object by json_build_object costs several times
// as much.
type text struct {
	b    strings.Builder
	open bool // within a literal
}

// literal adds JSON as it stands.
func (t *text) literal(json string) {
	if !t.open {
		t.join()
		t.b.WriteByte('\'')
		t.open = true
	}
	t.b.WriteString(strings.ReplaceAll(json, "'", "''"))
}

// expression adds an expression whose value is JSON, or part of it.
func (t *text) expression(sql ...string) {
	t.close()
	t.join()
	for _, s := range sql {
		t.b.WriteString(s)
	}
}

// orNull adds an expression that may be null.
func (t *text) orNull(sql ...string) {
	t.expression("coalesce(" + strings.Join(sql, "") + ", 'null')")
}

func (t *text) join() {
	if t.b.Len() > 0 {
		t.b.WriteString(" || ")
	}
}

func (t *text) close() {
	if t.open {
		t.b.WriteByte('\'')
		t.open = false
	}
}

// String returns the expression. It is a text also where it is one literal.
func (t *text) String() string {
	t.close()
	return "(" + t.b.String() + ")::text"
}
