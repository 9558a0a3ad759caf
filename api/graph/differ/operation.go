// Package differ makes random valid operations over a GraphQL schema, so that
// two ways of executing them can be held equal. The same seed over the same
// schema and the same pool of values makes the same operation, and one on which
// the ways differ is made smaller while they still do.
package differ

import (
	"maps"
	"slices"
	"strings"
)

// An Operation is a query as it was generated. It is kept as a tree, not as
// text, so that parts of it can be left out.
type Operation struct {
	Set []*Node
}

// Kinds of nodes.
type kind int

const (
	field kind = iota
	inline
	spread
)

// A Node is a field, an inline fragment or the spread of a named one.
type Node struct {
	kind       kind
	alias      string
	name       string // of the field
	on         string // type condition of an inline fragment, or none
	fragment   *fragment
	arguments  []*entry
	directives []*directive
	set        []*Node
}

// A fragment is a named one.
type fragment struct {
	name, on string
	set      []*Node
}

// A directive is @include or @skip.
type directive struct {
	name      string
	condition *value
}

// An entry is an argument or a field of an input object.
type entry struct {
	name  string
	value *value
}

// A value is a literal, a variable, a list or an object.
type value struct {
	text     string // as JSON writes it, or the name of an enum's value
	enum     bool
	variable *variable
	list     []*value
	object   []*entry
	compound byte // '[' or '{', for lists and objects, which may be empty
}

// A variable is declared where it is used.
type variable struct {
	name, typ string
	standard  *value // the default, or none
	given     *value // nil where the request leaves it out
	like      *value // a literal that may stand in its place
}

var null = &value{text: "null"}

// Text is the document, and the variables that go with it.
func (o *Operation) Text() (query string, variables string) {
	p := &printer{fragments: map[string]*fragment{}, variables: map[string]*variable{}}
	p.set(o.Set, 1)
	body := p.out.String()
	p.out.Reset()
	for done := map[string]bool{}; len(done) < len(p.fragments); {
		for _, name := range slices.Sorted(maps.Keys(p.fragments)) {
			if f := p.fragments[name]; !done[name] {
				done[name] = true
				p.out.WriteString("\nfragment " + f.name + " on " + f.on + " ")
				p.set(f.set, 1)
			}
		}
	}
	fragments := p.out.String()
	p.out.Reset()
	p.out.WriteString("query")
	given := []string{}
	names := slices.Sorted(maps.Keys(p.variables))
	for n, name := range names {
		v := p.variables[name]
		p.out.WriteString(map[bool]string{true: "(", false: ", "}[n == 0] + "$" + name + ": " + v.typ)
		if v.standard != nil {
			p.out.WriteString(" = ")
			p.value(v.standard)
		}
		if v.given != nil {
			given = append(given, `"`+name+`":`+v.given.json())
		}
	}
	if len(names) > 0 {
		p.out.WriteString(")")
	}
	return p.out.String() + " " + body + fragments, "{" + strings.Join(given, ",") + "}"
}

// json is a value as a variable.
func (v *value) json() string {
	switch {
	case v.compound == '[':
		parts := make([]string, len(v.list))
		for n, item := range v.list {
			parts[n] = item.json()
		}
		return "[" + strings.Join(parts, ",") + "]"
	case v.compound == '{':
		parts := make([]string, len(v.object))
		for n, e := range v.object {
			parts[n] = `"` + e.name + `":` + e.value.json()
		}
		return "{" + strings.Join(parts, ",") + "}"
	case v.enum:
		return `"` + v.text + `"`
	}
	return v.text
}
