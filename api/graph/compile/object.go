package compile

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tiendo-vn/tiendo/ent/relation"
)

// object writes the JSON of an object: what an operation selects on it, each
// field under its alias.
func (c *compiler) object(ctx context.Context, of source, selections ast.SelectionSet) (string, error) {
	return c.objectBy(ctx, of.definition.Name, selections, func(ctx context.Context, t *text, f graphql.CollectedField) error {
		return c.field(ctx, t, of, f)
	})
}

// A writer writes the value of a field.
type writer func(context.Context, *text, graphql.CollectedField) error

// objectBy writes an object whose fields a writer writes.
func (c *compiler) objectBy(ctx context.Context, name string, selections ast.SelectionSet, write writer) (string, error) {
	var t text
	between := "{"
	for _, f := range c.fields(name, selections) {
		t.literal(between + `"` + f.Alias + `":`)
		between = ","
		if f.Name == "__typename" {
			t.literal(`"` + name + `"`)
			continue
		}
		if err := write(ctx, &t, f); err != nil {
			return "", err
		}
	}
	if between == "{" {
		t.literal("{")
	}
	t.literal("}")
	return t.String(), nil
}

// field writes the value of a field. One that has a resolver by hand needs a
// form: its name says nothing about what it does.
func (c *compiler) field(ctx context.Context, t *text, of source, f graphql.CollectedField) error {
	name := of.definition.Name + "." + f.Name
	if form := forms[name]; form != nil {
		args, err := c.arguments(ctx, of.definition.Name, f)
		if err != nil {
			return err
		}
		if ctx, err = c.timed(ctx, args); err != nil {
			return err
		}
		return form(&asked{c, of, f, args, name}, ctx, t)
	}
	if of.relation == nil || resolved(of.definition.Name, f.Name) && f.Name != "id" {
		return unknown{name}
	}
	if column, ok := of.relation.Columns[f.Name]; ok {
		return c.column(t, of, column)
	}
	if edge, ok := of.relation.Edges[f.Name]; ok {
		args, err := c.arguments(ctx, of.definition.Name, f)
		if err != nil {
			return err
		}
		return c.edge(ctx, t, &asked{c, of, f, args, name}, edge)
	}
	return unknown{name}
}

// edge writes what an edge leads to.
func (c *compiler) edge(ctx context.Context, t *text, a *asked, edge relation.Edge) error {
	switch {
	case a.field.Definition.Arguments.ForName("first") != nil:
		return c.connection(ctx, t, a, connection{to: edge.To, conditions: conditions{along(a.of, edge)}})
	case edge.Many:
		return unknown{a.name} // a list in no order
	}
	return c.one(ctx, t, a, edge)
}
