package differ

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// A Generator makes operations over a schema with values of a pool.
type Generator struct {
	Schema *ast.Schema
	Pool   *Pool
	// Without names fields, as Type.field, that are left out.
	Without []string
	// Often names an argument, or none, that is given nearly wherever there is
	// it; more is asked twice under aliases then, since that is where reading as
	// of a time, say, goes wrong.
	Often string
}

// A generation is the making of one operation.
type generation struct {
	*Generator
	*rand.Rand
	fragments []*ready
	names     int // given so far, of fragments, aliases and variables
	variables []*variable
	left      int // how many more fields it may have
}

// ready is a named fragment that may be spread.
type ready struct {
	*fragment
	scope *scope
	depth int
}

// mostFields bounds an operation.
const mostFields = 70

// Operation makes the operation of a number under a seed. It is valid by the
// rules of GraphQL; the server may still refuse it for what it costs.
func (g *Generator) Operation(seed, number uint64) (*Operation, error) {
	for again := uint64(0); again < 20; again++ {
		m := &generation{Generator: g, Rand: rand.New(rand.NewPCG(seed, number<<8|again))}
		m.left = 3 + m.IntN(mostFields)
		roots := 1 + m.IntN(2)*m.IntN(4)
		o := &Operation{Set: m.set(g.Schema.Query, newScope(), context{depth: 2 + m.IntN(6), least: roots, rows: 1})}
		if g.Valid(o) {
			return o, nil
		}
	}
	return nil, fmt.Errorf("no valid operation under seed %d, number %d", seed, number)
}

// Valid says whether the rules of GraphQL allow an operation.
func (g *Generator) Valid(o *Operation) bool {
	query, _ := o.Text()
	_, errs := gqlparser.LoadQuery(g.Schema, query)
	return len(errs) == 0
}

// context is where a selection set stands.
type context struct {
	depth int // how many more fields deep it may go
	least int // how many fields at least
	rows  int // an estimate of how many objects there will be
	ids   []string
}

// chance is true with a probability in percent.
func (m *generation) chance(percent int) bool { return m.IntN(100) < percent }

func pick[T any](m *generation, all []T) T { return all[m.IntN(len(all))] }

// fresh is a name that nothing has.
func (m *generation) fresh(prefix string) string {
	m.names++
	return fmt.Sprintf("%s%d", prefix, m.names)
}

// set makes a selection set for a type, which is never empty.
func (m *generation) set(def *ast.Definition, s *scope, c context) []*Node {
	var set []*Node
	for range max(c.least, 1+m.IntN(7)) {
		if m.left <= 0 && len(set) > 0 {
			break
		}
		if n := m.selection(def, s, c); n != nil {
			set = append(set, n)
		}
	}
	if len(set) == 0 {
		set = append(set, m.plain(def, s))
	}
	return set
}

// selection makes one selection.
func (m *generation) selection(def *ast.Definition, s *scope, c context) *Node {
	abstract := def.Kind == ast.Interface || def.Kind == ast.Union
	switch {
	case m.left > 0 && (m.chance(7) || abstract && m.chance(60)):
		return m.inline(def, s, c)
	case m.left > 0 && (m.chance(7) || abstract && m.chance(30)):
		return m.spread(def, s, c)
	case m.chance(4) && len(s.names) > 0:
		return m.repeated(def, s, c)
	case m.chance(4) || def.Kind == ast.Union:
		return m.typename(s)
	}
	f := m.choose(def, c)
	for range 3 { // mostly something new
		if f == nil || s.names[f.Name] == nil || m.Often != "" {
			break
		}
		f = m.choose(def, c)
	}
	if f == nil {
		return nil
	}
	return m.field(def, f, s, c)
}

// plain is a selection that is always possible.
func (m *generation) plain(def *ast.Definition, s *scope) *Node {
	if id := def.Fields.ForName("id"); id != nil {
		n := &Node{name: "id"}
		if _, ok := s.take("id", n, def.Name, "ID!"); ok {
			return n
		}
	}
	return m.typename(s)
}

func (m *generation) typename(s *scope) *Node {
	n := &Node{name: "__typename"}
	if m.chance(20) {
		n.alias = m.fresh("t")
	}
	s.take(n.response(), n, "", "String!")
	return n
}

// response is the name of a field in the answer.
func (n *Node) response() string {
	if n.alias != "" {
		return n.alias
	}
	return n.name
}

// choose picks a field of a type: columns often, edges where there is room.
func (m *generation) choose(def *ast.Definition, c context) *ast.FieldDefinition {
	var leaves, edges []*ast.FieldDefinition
	for _, f := range def.Fields {
		switch {
		case strings.HasPrefix(f.Name, "__") || slices.Contains(m.Without, def.Name+"."+f.Name):
		case m.leaf(f.Type):
			leaves = append(leaves, f)
		default:
			edges = append(edges, f)
		}
	}
	deeper := len(edges) > 0 && c.depth > 1 && m.left > 0
	if deeper && (len(leaves) == 0 || m.chance(m.appetite(def))) {
		if taking := m.taking(edges); len(taking) > 0 && m.chance(60) {
			return pick(m, taking)
		}
		return pick(m, edges)
	}
	if len(leaves) == 0 {
		return nil
	}
	return pick(m, leaves)
}

// taking are the fields that take the argument to give often.
func (m *generation) taking(fields []*ast.FieldDefinition) (taking []*ast.FieldDefinition) {
	for _, f := range fields {
		if m.Often != "" && f.Arguments.ForName(m.Often) != nil {
			taking = append(taking, f)
		}
	}
	return taking
}

// aliased is how many fields of a hundred have an alias that they do not need.
func (m *generation) aliased() int {
	if m.Often != "" {
		return 40
	}
	return 12
}

// appetite is how often a type's edges are taken rather than its columns.
func (m *generation) appetite(def *ast.Definition) int {
	if def.Fields.ForName("pageInfo") != nil || def.Fields.ForName("cursor") != nil {
		return 75
	}
	return 40
}

func (m *generation) leaf(t *ast.Type) bool {
	def := m.Schema.Types[t.Name()]
	return def.Kind == ast.Scalar || def.Kind == ast.Enum
}

// field makes a selection of a field.
func (m *generation) field(def *ast.Definition, f *ast.FieldDefinition, s *scope, c context) *Node {
	m.left--
	n := &Node{name: f.Name}
	in := call{field: f, owner: def, rows: c.rows}
	n.arguments = m.arguments(&in)
	if m.chance(m.aliased()) {
		n.alias = m.fresh("a")
	}
	below, ok := s.take(n.response(), n, def.Name, f.Type.String())
	if !ok {
		n.alias = m.fresh("a")
		below, _ = s.take(n.alias, n, def.Name, f.Type.String())
	}
	n.directives = m.directives()
	if !m.leaf(f.Type) {
		n.set = m.set(m.Schema.Types[f.Type.Name()], below, context{depth: c.depth - 1, rows: in.rows, ids: in.ids})
	}
	return n
}

// repeated selects a field of the scope again; their selections merge.
func (m *generation) repeated(def *ast.Definition, s *scope, c context) *Node {
	for _, name := range sortedNames(s) {
		t := s.names[name]
		f := def.Fields.ForName(t.name)
		if t.owner != def.Name || f == nil || !m.chance(40) {
			continue
		}
		m.left--
		n := &Node{name: t.name, alias: t.like.alias, arguments: t.like.arguments, directives: m.directives()}
		if !m.leaf(f.Type) {
			if c.depth <= 1 {
				return nil
			}
			n.set = m.set(m.Schema.Types[f.Type.Name()], t.below, context{depth: c.depth - 1, rows: c.rows * 4})
		}
		return n
	}
	return nil
}
