package cost

import "github.com/vektah/gqlparser/v2/ast"

// compiler walks one operation. A fragment is walked once, however often it is
// used.
type compiler struct {
	*Model
	fragments map[*ast.FragmentDefinition]*sum
}

// repeat says which fields of a selection repeat, and how often, in the place of
// all that are in it: edges do, and the page's information does not.
type repeat struct {
	fields []string
	times  size
}

func (r *repeat) has(name string) bool {
	for _, f := range r.fields {
		if f == name {
			return true
		}
	}
	return false
}

func (m *Model) compile(op *ast.OperationDefinition) *sum {
	root := map[ast.Operation]*ast.Definition{
		ast.Query: m.schema.Query, ast.Mutation: m.schema.Mutation, ast.Subscription: m.schema.Subscription,
	}[op.Operation]
	c := compiler{Model: m, fragments: map[*ast.FragmentDefinition]*sum{}}
	return c.selections(op.SelectionSet, root, &repeat{})
}

// selections is the cost of what is selected of a type. Of fragments on several
// types a row meets those of its own type only: the dearest type counts.
func (c *compiler) selections(set ast.SelectionSet, of *ast.Definition, r *repeat) *sum {
	total := &sum{}
	var apart []alternative
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			c.field(total, s, r)
		case *ast.InlineFragment:
			apart = c.place(total, apart, s.TypeCondition, of, part{
				when: conditions(s.Directives), times: once, below: c.selections(s.SelectionSet, c.narrowed(s.TypeCondition, of), r),
			})
		case *ast.FragmentSpread:
			apart = c.place(total, apart, s.Definition.TypeCondition, of, part{
				when: conditions(s.Directives), times: once, below: c.spread(s.Definition, r),
			})
		}
	}
	if len(apart) > 0 {
		total.add(part{times: once, oneOf: c.perType(apart, of)})
	}
	return total
}

// spread is the cost of a named fragment. Below a page it depends on the page.
func (c *compiler) spread(f *ast.FragmentDefinition, r *repeat) *sum {
	of := c.schema.Types[f.TypeCondition]
	if len(r.fields) > 0 {
		return c.selections(f.SelectionSet, of, r)
	}
	if c.fragments[f] == nil {
		c.fragments[f] = c.selections(f.SelectionSet, of, r)
	}
	return c.fragments[f]
}

func (c *compiler) field(total *sum, f *ast.Field, r *repeat) {
	cost := c.of(f)
	s := c.sizeOf(f, cost)
	below := &repeat{}
	if len(cost.sized) > 0 {
		below = &repeat{cost.sized, s}
		s = once
	} else if r.has(f.Name) {
		s = r.times
	}
	when := conditions(f.Directives)
	weight := &sum{fixed: cost.weight}
	var values []string
	for _, a := range f.Arguments {
		weight.fixed, values = c.values(weight.fixed, values, f, a)
	}
	total.add(part{when: when, times: once, below: weight, values: values})
	if _, meta := introspection[f.Name]; !meta && len(f.SelectionSet) > 0 {
		total.add(part{when: when, times: s, below: c.selections(f.SelectionSet, c.schema.Types[f.Definition.Type.Name()], below)})
	}
}

// values counts what is in an argument that is a condition or an input: each
// value in it is compared or written.
func (c *compiler) values(fixed int, variables []string, f *ast.Field, a *ast.Argument) (int, []string) {
	d := f.Definition.Arguments.ForName(a.Name)
	if d == nil || c.schema.Types[d.Type.Name()] == nil || c.schema.Types[d.Type.Name()].Kind != ast.InputObject {
		return fixed, variables
	}
	return within(a.Value, fixed, variables)
}

func within(v *ast.Value, fixed int, variables []string) (int, []string) {
	switch v.Kind {
	case ast.Variable:
		return fixed, append(variables, v.Raw)
	case ast.ListValue, ast.ObjectValue:
		for _, child := range v.Children {
			fixed, variables = within(child.Value, fixed, variables)
		}
		if v.Kind == ast.ListValue {
			return fixed, variables
		}
	}
	return plus(fixed, 1), variables
}

// conditions are those of the directives that variables decide; what the
// document decides itself counts as selected.
func conditions(directives ast.DirectiveList) (when []condition) {
	for _, d := range directives {
		if d.Name != "include" && d.Name != "skip" {
			continue
		}
		if a := d.Arguments.ForName("if"); a != nil && a.Value.Kind == ast.Variable {
			when = append(when, condition{a.Value.Raw, d.Name == "include"})
		}
	}
	return when
}
