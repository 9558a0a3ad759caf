// Package cost says what an operation will cost before it runs: the fields it
// asks for, as many times as the pages it asks for have rows. What a field costs
// stands in the schema, in its directives @cost and @listSize, whose names and
// sense are those of IBM's GraphQL cost specification; a field without them has
// a cost as well, by its type.
package cost

import (
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tiendo-vn/tiendo/ent/page"
)

// The directives that state costs. They are for readers: clients may compute a
// cost themselves.
const (
	DirectiveCost     = "cost"
	DirectiveListSize = "listSize"
)

// Defaults are what a field costs that says nothing of itself.
type Defaults struct {
	// Page is how many edges a page has whose size is not given.
	Page int
	// MaxPage is the largest size that counts: a larger one is refused later.
	MaxPage int
	// List is how many rows a list has that is not a page.
	List int
	// Mutation is the weight of a field that changes something.
	Mutation int
}

// Usual are the defaults of this API. Headings have few children and indicators
// few targets; a change is a transaction with its rules, checks and record.
var Usual = Defaults{Page: page.Default, MaxPage: page.Max, List: 4, Mutation: 1000}

// Model is what every field of a schema costs. It is safe for use by many at
// once.
type Model struct {
	schema   *ast.Schema
	defaults Defaults
	fields   map[*ast.FieldDefinition]field
	known    known
}

// field is what one field costs.
type field struct {
	weight int
	// assumed is how often what is below counts where no argument says how often;
	// 1 for what is no list.
	assumed int
	// slicing are the arguments that say how often, the first that is given.
	slicing []string
	// sized are the fields below that repeat, in the place of all of them.
	sized []string
}

// Introspection answers from memory, but it answers a lot: these are measured.
var introspection = map[string]int{"__schema": 12_000, "__type": 200, "__typename": 0}

// New reads the costs of a schema. A directive that does not say what it should
// is a fault of the schema's author, and named.
func New(schema *ast.Schema, d Defaults) *Model {
	m := &Model{schema: schema, defaults: d, fields: map[*ast.FieldDefinition]field{}}
	for _, def := range schema.Types {
		for _, f := range def.Fields {
			m.fields[f] = m.field(def, f)
		}
	}
	return m
}

// field is the cost of a field by its type, then by what it says.
func (m *Model) field(of *ast.Definition, f *ast.FieldDefinition) field {
	cost := field{weight: 1, assumed: 1}
	if of == m.schema.Mutation {
		cost.weight = m.defaults.Mutation
	}
	isPage := f.Arguments.ForName("first") != nil || f.Arguments.ForName("last") != nil
	switch {
	case isPage:
		cost.assumed, cost.slicing = m.defaults.Page, []string{"first", "last"}
		if t := m.schema.Types[f.Type.Name()]; t != nil && f.Type.Elem == nil && t.Fields.ForName("edges") != nil {
			cost.sized = []string{"edges"}
		}
	case f.Type.Elem != nil && f.Arguments.ForName("ids") != nil:
		cost.assumed, cost.slicing = m.defaults.List, []string{"ids"}
	case f.Type.Elem != nil:
		cost.assumed = m.defaults.List
	}
	if d := f.Directives.ForName(DirectiveCost); d != nil {
		cost.weight = number(d, "weight", cost.weight)
	}
	if d := f.Directives.ForName(DirectiveListSize); d != nil {
		cost.assumed = number(d, "assumedSize", cost.assumed)
		cost.slicing = names(d, "slicingArguments", cost.slicing)
		cost.sized = names(d, "sizedFields", cost.sized)
	}
	return cost
}

// of is the cost of a field as it is selected.
func (m *Model) of(f *ast.Field) field {
	if weight, meta := introspection[f.Name]; meta {
		return field{weight: weight, assumed: 1}
	}
	return m.fields[f.Definition]
}

// number is an argument of a directive. The specification has weights as text.
func number(d *ast.Directive, argument string, otherwise int) int {
	a := d.Arguments.ForName(argument)
	if a == nil {
		return otherwise
	}
	n, err := strconv.Atoi(a.Value.Raw)
	if err != nil || n < 0 {
		panic("cost: @" + d.Name + "(" + argument + ": " + a.Value.String() + "): expected a whole number from 0")
	}
	return n
}

func names(d *ast.Directive, argument string, otherwise []string) (list []string) {
	a := d.Arguments.ForName(argument)
	if a == nil {
		return otherwise
	}
	for _, child := range a.Value.Children {
		list = append(list, child.Value.Raw)
	}
	return list
}
