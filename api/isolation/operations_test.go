package isolation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// batch is how many fields one operation has at its top: within the limits.
const batch = 30

// An operation asks for several things at once; few is for those that are many,
// and are left to two visitors.
type operation struct {
	name, text string
	few        bool
}

// reads says whether an operation changes nothing: then all of it is answered.
func (o operation) reads() bool { return !strings.HasPrefix(o.text, "mutation") }

// gathered puts fields into as few operations as may be.
func gathered(name, kind string, few bool, fields []string) (all []operation) {
	for part := range slices.Chunk(fields, batch) {
		var b strings.Builder
		for n, f := range part {
			fmt.Fprintf(&b, " f%d: %s", n, f)
		}
		all = append(all, operation{name, kind + " {" + b.String() + " }", few})
	}
	return all
}

// queries are all operations that read.
func (w *walker) queries() []operation {
	return slices.Concat(w.fields(), w.nodes(), w.predicates(), w.orders())
}

// A way leads from the top to a type.
type way struct {
	before, after string
	depth         int
}

// fields asks every field of every type, along a few ways to the type.
func (w *walker) fields() (all []operation) {
	const ways, deepest = 2, 4
	found := map[string][]way{}
	queue := []string{"Query"}
	found["Query"] = []way{{}}
	for len(queue) > 0 {
		typ := queue[0]
		queue = queue[1:]
		d := w.schema.Types[typ]
		for _, f := range d.Fields {
			below := w.of(f.Type)
			if strings.HasPrefix(f.Name, "__") || below.Kind != ast.Object || f.Name == "pageInfo" || w.without[typ+"."+f.Name] {
				continue
			}
			_, known := found[below.Name]
			for _, to := range found[typ] {
				for _, call := range w.calls(typ, f) {
					if to.depth < deepest+3 && len(found[below.Name]) < ways {
						found[below.Name] = append(found[below.Name], way{to.before + call + " { ", " }" + to.after, to.depth + 1})
					}
				}
			}
			if !known {
				queue = append(queue, below.Name)
			}
		}
	}
	for typ, d := range w.schema.Types {
		if d.Kind != ast.Object || d.BuiltIn || typ == "Mutation" || typ == "Subscription" || strings.HasPrefix(typ, "__") || strings.HasSuffix(typ, "Edge") {
			continue
		}
		var asked []string
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") || typ == "Query" && (f.Name == "node" || f.Name == "nodes") || w.without[typ+"."+f.Name] {
				continue
			}
			for _, call := range w.calls(typ, f) {
				asked = append(asked, call+w.selection(w.of(f.Type), 1))
			}
		}
		for _, to := range found[typ] {
			for _, o := range gathered("fields of "+typ, "", false, asked) {
				o.text = "{ " + to.before + strings.TrimSuffix(strings.TrimPrefix(o.text, " {"), "}") + to.after + " }"
				all = append(all, o)
			}
		}
	}
	return all
}

// nodes asks for everything of the draft by its id.
func (w *walker) nodes() []operation {
	var fields, list []string
	for typ, id := range w.ids {
		fields = append(fields, fmt.Sprintf(`node(id: %q) { __typename id ... on %s%s }`, id, typ, w.selection(w.schema.Types[typ], 1)))
		list = append(list, fmt.Sprintf("%q", id))
	}
	slices.Sort(fields)
	slices.Sort(list)
	fields = append(fields, "nodes(ids: ["+strings.Join(list, ", ")+"]) { __typename id }")
	return gathered("nodes", "", false, fields)
}

// listed are the connections that take an argument.
func (w *walker) listed(argument string) (all ast.FieldList) {
	for _, f := range w.schema.Query.Fields {
		if f.Arguments.ForName(argument) != nil {
			all = append(all, f)
		}
	}
	return all
}

// predicates asks every connection by every member of its filter, by each in a
// not, and by every member of the filters that lie behind an edge.
func (w *walker) predicates() (all []operation) {
	for _, f := range w.listed("where") {
		input := w.of(f.Arguments.ForName("where").Type)
		ask := func(condition string) string {
			return fmt.Sprintf("%s(first: 20, where: %s) { totalCount edges { cursor node { id } } }", f.Name, condition)
		}
		var near, far []string
		for _, condition := range w.conditions(input, false) {
			near = append(near, ask(condition), ask("{not: "+condition+"}"))
		}
		for _, condition := range w.conditions(input, true) {
			far = append(far, ask(condition))
		}
		all = append(all, gathered(f.Name+" where", "", false, near)...)
		all = append(all, gathered(f.Name+" where, behind an edge", "", true, far)...)
	}
	return all
}

// conditions are the members of a filter with their values; behind are those of
// the filters it leads to.
func (w *walker) conditions(input *ast.Definition, behind bool) (all []string) {
	for _, m := range input.Fields {
		to := w.of(m.Type)
		if to.Kind != ast.InputObject {
			for _, v := range w.literals(input.Name, m.Name, m.Type) {
				if v == "false" && (strings.HasSuffix(m.Name, "IsNil") || strings.HasSuffix(m.Name, "NotNil")) {
					continue // says nothing, and is refused
				}
				if !behind {
					all = append(all, "{"+m.Name+": "+v+"}")
				}
			}
			continue
		}
		if behind && to != input || behind && strings.HasPrefix(m.Name, "has") {
			for _, condition := range w.conditions(to, false) {
				all = append(all, "{"+m.Name+": ["+condition+"]}")
			}
		}
	}
	return all
}

// orders asks every connection in every order, from both ends.
func (w *walker) orders() (all []operation) {
	for _, f := range w.listed("orderBy") {
		var fields []string
		for _, v := range w.of(w.of(f.Arguments.ForName("orderBy").Type).Fields.ForName("field").Type).EnumValues {
			for _, direction := range []string{"ASC", "DESC"} {
				for _, end := range []string{"first: 1", "last: 1", "first: 100"} {
					fields = append(fields, fmt.Sprintf("%s(%s, orderBy: {field: %s, direction: %s}) { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }",
						f.Name, end, v.Name, direction))
				}
			}
		}
		all = append(all, gathered(f.Name+" in every order", "", false, fields)...)
	}
	return all
}

// mutations asks for every change of the draft, by each of its ids in turn.
func (w *walker) mutations() (all []operation) {
	for _, f := range w.schema.Mutation.Fields {
		var fields []string
		for _, id := range w.ids {
			fields = append(fields, f.Name+"(input: "+w.input(w.of(f.Arguments.ForName("input").Type), id)+")"+w.selection(w.of(f.Type), 1))
		}
		slices.Sort(fields)
		all = append(all, gathered(f.Name, "mutation", false, fields)...)
	}
	return all
}

// input fills an input with one id wherever it takes one.
func (w *walker) input(d *ast.Definition, id string) string {
	var members []string
	for _, m := range d.Fields {
		if m.Name == "clientMutationId" {
			continue
		}
		to, value := w.of(m.Type), ""
		switch {
		case to.Kind == ast.InputObject:
			value = w.input(to, id)
		case m.Type.Name() == "ID":
			value = `"` + id + `"`
		default:
			value = strings.Trim(w.literals(d.Name, m.Name, m.Type)[0], "[]")
		}
		if m.Type.Elem != nil {
			value = "[" + value + "]"
		}
		members = append(members, m.Name+": "+value)
	}
	return "{" + strings.Join(members, ", ") + "}"
}
