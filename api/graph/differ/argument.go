package differ

import (
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// A call is a field that is given arguments.
type call struct {
	field *ast.FieldDefinition
	owner *ast.Definition
	rows  int      // how many objects there were, then how many there will be
	ids   []string // that were asked for
}

// mostRows bounds the estimate of how many objects an operation answers.
const mostRows = 600

// arguments makes the arguments of a field.
func (m *generation) arguments(in *call) []*entry {
	if in.field.Arguments.ForName("first") != nil {
		return m.page(in)
	}
	if in.field.Type.Elem != nil {
		in.rows *= 4
	}
	var all []*entry
	for _, a := range in.field.Arguments {
		if !a.Type.NonNull && !m.chance(m.often(a, 50)) || a.DefaultValue != nil && !m.chance(50) {
			continue
		}
		all = append(all, &entry{a.Name, m.argument(in, a)})
	}
	return all
}

// argument makes the value of an argument, or a variable that has it.
func (m *generation) argument(in *call, a *ast.ArgumentDefinition) *value {
	v := m.input(a.Type, source{owner: in.owner.Name, field: in.field.Name, returns: in.field.Type.Name(), name: a.Name})
	if a.Name == "id" || a.Name == "ids" {
		in.ids = texts(v)
	}
	if m.chance(35) {
		return m.variable(a.Type, v)
	}
	return v
}

func texts(v *value) (all []string) {
	for _, item := range v.list {
		all = append(all, item.text)
	}
	if v.compound == 0 {
		all = append(all, v.text)
	}
	return all
}

// page makes the arguments of a connection.
func (m *generation) page(in *call) []*entry {
	var all []*entry
	size := m.size(in)
	end := "first"
	if m.chance(30) && in.field.Arguments.ForName("last") != nil {
		end = "last"
	}
	in.rows *= max(1, min(size, 8))
	order := ""
	for _, a := range in.field.Arguments {
		v := (*value)(nil)
		switch a.Name {
		case end:
			if size >= 0 {
				v = &value{text: strconv.Itoa(size)}
			}
			if m.chance(1) {
				v = &value{text: pick(m, []string{"-1", "201", "2147483647", "0"})}
			}
		case "first", "last":
			if m.chance(1) {
				v = &value{text: "2"} // from both ends, which is refused
			}
		case "orderBy":
			if m.chance(50) {
				v = m.input(a.Type, source{name: a.Name})
				for _, e := range v.object {
					if e.name == "field" {
						order = e.value.text
					}
				}
			}
		case "where", "asOf":
			if m.chance(m.often(a, 30)) {
				v = m.input(a.Type, source{name: a.Name})
			}
		case "after", "before":
		default:
			if a.Type.NonNull && a.DefaultValue == nil || m.chance(40) {
				v = m.input(a.Type, source{owner: in.owner.Name, field: in.field.Name, returns: in.field.Type.Name(), name: a.Name})
			}
		}
		if v != nil {
			all = append(all, &entry{a.Name, m.given(a, v)})
		}
	}
	for _, name := range []string{"after", "before"} {
		if a := in.field.Arguments.ForName(name); a != nil && m.chance(14) {
			all = append(all, &entry{name, m.given(a, m.cursor(in.field.Type.Name(), order))})
		}
	}
	return all
}

// often is how many times in a hundred an argument is given, that is else given
// so many times.
func (m *generation) often(a *ast.ArgumentDefinition, percent int) int {
	if a.Name == m.Often {
		return 95
	}
	return percent
}

// given is a value as a literal or a variable.
func (m *generation) given(a *ast.ArgumentDefinition, v *value) *value {
	if m.chance(30) {
		return m.variable(a.Type, v)
	}
	return v
}

// size is how long a page is; -1 where the server says. It is smaller the more
// objects have one.
func (m *generation) size(in *call) int {
	room := mostRows / max(1, in.rows)
	if room >= 50 && m.chance(25) {
		return -1
	}
	if room >= 200 && m.chance(10) {
		return 200
	}
	return min(m.IntN(8), max(1, room))
}

// cursor is one of the order: a good one, one of another order or connection,
// or one that was never made.
func (m *generation) cursor(connection, order string) *value {
	own := m.Pool.Cursors[connection+"/"+order]
	if len(own) > 0 && m.chance(94) {
		return &value{text: pick(m, own)}
	}
	if m.chance(60) {
		keys := sortedKeys(m.Pool.Cursors)
		return &value{text: pick(m, m.Pool.Cursors[pick(m, keys)])}
	}
	broken := `""`
	if len(own) > 0 {
		text := pick(m, own)
		broken = text[:len(text)/2] + strings.Repeat("A", m.IntN(3)) + `"`
	}
	return &value{text: pick(m, []string{broken, `"abc"`, `"ká"`})}
}
