package differ

import (
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tiendo-vn/tiendo/api/graph/gid"
)

func sortedNames(s *scope) []string { return slices.Sorted(maps.Keys(s.names)) }

// inline makes an inline fragment, with a condition or without.
func (m *generation) inline(def *ast.Definition, s *scope, c context) *Node {
	m.left--
	n := &Node{kind: inline, directives: m.directives()}
	on := def
	if m.chance(75) || def.Kind == ast.Union {
		on = m.condition(def, c)
		n.on = on.Name
	}
	n.set = m.set(on, s, context{depth: c.depth, rows: c.rows, ids: c.ids})
	return n
}

// spread makes the spread of a named fragment: a new one, or one again.
func (m *generation) spread(def *ast.Definition, s *scope, c context) *Node {
	for _, f := range m.fragments {
		if f.depth <= c.depth && m.fits(f.on, def) && m.chance(50) && s.merges(f.scope) {
			s.merge(f.scope)
			return &Node{kind: spread, fragment: f.fragment, directives: m.directives()}
		}
	}
	m.left--
	on := m.condition(def, c)
	f := &ready{&fragment{name: m.fresh("F"), on: on.Name}, newScope(), c.depth}
	f.set = m.set(on, f.scope, c)
	m.fragments = append(m.fragments, f)
	if !s.merges(f.scope) {
		return nil
	}
	s.merge(f.scope)
	return &Node{kind: spread, fragment: f.fragment, directives: m.directives()}
}

// condition is a type that objects of a type may have: mostly that of an id
// that was asked for.
func (m *generation) condition(def *ast.Definition, c context) *ast.Definition {
	possible := slices.Clone(m.Schema.GetPossibleTypes(def))
	slices.SortFunc(possible, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
	if def.Kind == ast.Object {
		if m.chance(25) && len(def.Interfaces) > 0 {
			return m.Schema.Types[pick(m, def.Interfaces)]
		}
		return def
	}
	if len(c.ids) > 0 && m.chance(80) {
		if id, err := gid.Parse(unquoted(pick(m, c.ids))); err == nil {
			return m.Schema.Types[id.Type]
		}
	}
	if m.chance(15) {
		return def
	}
	return pick(m, possible)
}

// fits says whether a fragment on a type may be spread in another.
func (m *generation) fits(on string, in *ast.Definition) bool {
	for _, a := range m.Schema.GetPossibleTypes(m.Schema.Types[on]) {
		for _, b := range m.Schema.GetPossibleTypes(in) {
			if a == b {
				return true
			}
		}
	}
	return false
}

// directives are mostly none.
func (m *generation) directives() []*directive {
	if !m.chance(8) {
		return nil
	}
	var all []*directive
	for _, name := range []string{"include", "skip"} {
		if m.chance(60) {
			want := m.chance(80) == (name == "include")
			all = append(all, &directive{name, m.truth(want)})
		}
	}
	return all
}

// truth is a condition as a literal or a variable.
func (m *generation) truth(want bool) *value {
	literal := &value{text: map[bool]string{true: "true", false: "false"}[want]}
	if m.chance(50) {
		return literal
	}
	return m.variable(ast.NonNullNamedType("Boolean", nil), literal)
}

func unquoted(text string) string {
	if len(text) < 2 {
		return text
	}
	return text[1 : len(text)-1]
}
