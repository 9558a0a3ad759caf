package server

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

const (
	// maxValues bounds the values of a request's variables and those of a document:
	// all that stands in lists and objects. The largest report has 5,000.
	maxValues = 10_000
	// maxItems bounds one list: what a filter names becomes parameters of one
	// statement, of which a database has 65,535. What a change takes at most is
	// less, and the change says so itself.
	maxItems = 2_000
	// maxDirectives bounds the directives of a document: each is compared with all
	// beside it.
	maxDirectives = 200
	// maxArguments bounds the arguments of one field and the variables of one
	// operation, which validation compares with each other.
	maxArguments = 200
	// maxName bounds a name: what is not known is compared with all that are, at
	// the cost of its length.
	maxName = 200
)

// A census counts what a document holds, as it is written.
type census struct {
	values, items, arguments, directives int
	name                                 int // the longest
}

// count counts a whole document; it follows no fragment, so that nothing is
// counted twice.
func count(doc *ast.QueryDocument) census {
	var c census
	for _, operation := range doc.Operations {
		c.named(operation.Name)
		c.decorated(operation.Directives)
		c.arguments = max(c.arguments, len(operation.VariableDefinitions))
		for _, variable := range operation.VariableDefinitions {
			c.named(variable.Variable)
			c.typed(variable.Type)
			c.decorated(variable.Directives)
			c.value(variable.DefaultValue)
		}
		c.selections(operation.SelectionSet)
	}
	for _, fragment := range doc.Fragments {
		c.named(fragment.Name)
		c.named(fragment.TypeCondition)
		c.decorated(fragment.Directives)
		c.selections(fragment.SelectionSet)
	}
	return c
}

func (c *census) selections(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			c.named(s.Name)
			c.named(s.Alias)
			c.given(s.Arguments)
			c.decorated(s.Directives)
			c.selections(s.SelectionSet)
		case *ast.InlineFragment:
			c.named(s.TypeCondition)
			c.decorated(s.Directives)
			c.selections(s.SelectionSet)
		case *ast.FragmentSpread:
			c.named(s.Name)
			c.decorated(s.Directives)
		}
	}
}

func (c *census) named(name string) { c.name = max(c.name, len(name)) }

func (c *census) typed(t *ast.Type) {
	for ; t != nil; t = t.Elem {
		c.named(t.NamedType)
	}
}

func (c *census) decorated(directives ast.DirectiveList) {
	c.directives += len(directives)
	for _, d := range directives {
		c.named(d.Name)
		c.given(d.Arguments)
	}
}

func (c *census) given(arguments ast.ArgumentList) {
	c.arguments = max(c.arguments, len(arguments))
	for _, a := range arguments {
		c.named(a.Name)
		c.value(a.Value)
	}
}

func (c *census) value(v *ast.Value) {
	if v == nil {
		return
	}
	c.values++
	switch v.Kind {
	case ast.ListValue:
		c.items = max(c.items, len(v.Children))
	case ast.Variable, ast.EnumValue, ast.IntValue, ast.FloatValue:
		c.named(v.Raw)
	}
	for _, child := range v.Children {
		c.named(child.Name)
		c.value(child.Value)
	}
}

// variable counts a value that came as JSON.
func (c *census) variable(v any) {
	c.values++
	switch v := v.(type) {
	case []any:
		c.items = max(c.items, len(v))
		for _, child := range v {
			c.variable(child)
		}
	case map[string]any:
		for _, child := range v {
			c.variable(child)
		}
	}
}

// check says which bound is exceeded, of what is called by name.
func (c census) check(name string) *gqlerror.Error {
	switch {
	case c.name > maxName:
		return coded(CodeTooLarge, "%s has a name or a number of %d characters; the limit is %d", name, c.name, maxName)
	case c.directives > maxDirectives:
		return coded(CodeTooManyDirectives, "%s has %d directives; the limit is %d", name, c.directives, maxDirectives)
	case c.arguments > maxArguments:
		return coded(CodeTooManyValues, "%s has %d arguments or variables in one place; the limit is %d", name, c.arguments, maxArguments)
	case c.items > maxItems:
		return coded(CodeTooManyValues, "%s has a list of %d items; the limit is %d", name, c.items, maxItems)
	case c.values > maxValues:
		return coded(CodeTooManyValues, "%s has %d values; the limit is %d", name, c.values, maxValues)
	}
	return nil
}
