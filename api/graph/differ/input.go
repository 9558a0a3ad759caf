package differ

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// A source says what a value is for.
type source struct {
	owner, field, returns string // of an argument
	entity                string // of a filter
	name                  string
	depth                 int
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// input makes a value of an input type.
func (m *generation) input(t *ast.Type, s source) *value {
	if t.Elem != nil {
		return m.inputs(t, s)
	}
	if !t.NonNull && m.chance(1) {
		return null
	}
	def := m.Schema.Types[t.NamedType]
	switch def.Kind {
	case ast.Enum:
		return &value{text: pick(m, def.EnumValues).Name, enum: true}
	case ast.InputObject:
		if entity, is := strings.CutSuffix(def.Name, "WhereInput"); is {
			return m.where(def, entity, s.depth)
		}
		return m.object(def, s)
	}
	return &value{text: m.scalar(def.Name, s)}
}

// inputs makes a list, or now and then one item in the place of one.
func (m *generation) inputs(t *ast.Type, s source) *value {
	if m.chance(4) {
		if v := m.input(t.Elem, s); v != null {
			return v
		}
	}
	v := &value{compound: '['}
	for range m.IntN(4) + m.IntN(2) {
		v.list = append(v.list, m.input(t.Elem, s))
	}
	return v
}

// object makes an input object other than a filter: an order.
func (m *generation) object(def *ast.Definition, s source) *value {
	v := &value{compound: '{'}
	for _, f := range def.Fields {
		if f.Type.NonNull && f.DefaultValue == nil || m.chance(60) {
			s.name = f.Name
			v.object = append(v.object, &entry{f.Name, m.input(f.Type, s)})
		}
	}
	return v
}

// deepestWhere bounds filters in filters.
const deepestWhere = 3

// where makes a filter.
func (m *generation) where(def *ast.Definition, entity string, depth int) *value {
	v, seen := &value{compound: '{'}, map[string]bool{}
	if m.chance(1) {
		return v // says nothing
	}
	for range 1 + m.IntN(2) {
		f := pick(m, def.Fields)
		nested := m.Schema.Types[f.Type.Name()].Kind == ast.InputObject
		if m.chance(12) { // combinations are few among many
			f = def.Fields.ForName(pick(m, []string{"not", "and", "or"}))
			nested = true
		}
		if seen[f.Name] || nested && depth >= deepestWhere {
			continue
		}
		seen[f.Name] = true
		v.object = append(v.object, &entry{f.Name, m.input(f.Type, source{entity: entity, name: f.Name, depth: depth + 1})})
	}
	if len(v.object) == 0 {
		id := def.Fields.ForName("id")
		v.object = append(v.object, &entry{"id", m.input(id.Type, source{entity: entity, name: "id", depth: depth + 1})})
	}
	return v
}

// predicates are what the names of filters end in.
var predicates = []string{"NEQ", "NotIn", "In", "GTE", "GT", "LTE", "LT", "IsNil", "NotNil", "HasPrefix", "HasSuffix", "ContainsFold", "Contains", "EqualFold"}

// scalar makes a scalar, mostly one that is in the data.
func (m *generation) scalar(typ string, s source) string {
	name, predicate := s.name, ""
	for _, p := range predicates {
		if base, is := strings.CutSuffix(s.name, p); is && s.entity != "" {
			name, predicate = base, p
			break
		}
	}
	switch typ {
	case "ID":
		return m.id(name, s)
	case "Boolean":
		return pick(m, []string{"true", "false"})
	case "Time":
		return m.time()
	case "String":
		return m.text(name, predicate, s)
	}
	if known := m.Pool.Fields[s.entity+"."+name]; len(known) > 0 && m.chance(80) {
		return pick(m, known)
	}
	switch typ {
	case "Int":
		return strconv.Itoa(pick(m, []int{0, 1, 2, 3, 4, 5, 2021, 2022, 2023, 2024, 2025, -1}))
	case "Date":
		return pick(m, []string{`"2023-04-02"`, `"2025-07-01"`, `"1999-12-31"`})
	}
	return `"1"`
}

// id is the id of a row of the type, of another, of none, or none at all.
func (m *generation) id(name string, s source) string {
	typ := s.entity
	if edge, is := strings.CutSuffix(name, "ID"); is && edge != "" {
		typ = ""
	}
	own := m.Pool.IDs[typ]
	switch {
	case len(own) > 0 && m.chance(85):
		return pick(m, own)
	case m.chance(92):
		return pick(m, m.Pool.IDs[pick(m, sortedKeys(m.Pool.IDs))])
	case m.chance(70):
		return m.unknown()
	}
	return pick(m, []string{`""`, `"abc"`, `"AAAA"`})
}
