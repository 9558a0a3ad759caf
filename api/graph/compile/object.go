package compile

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tiendo-vn/tiendo/ent/db"
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

// field writes the value of a field.
func (c *compiler) field(ctx context.Context, t *text, of source, f graphql.CollectedField) error {
	known := c.known[fieldName{of.definition.Name, f.Name}]
	switch {
	case known == nil:
		return unknown{of.definition.Name + "." + f.Name}
	case known.column != nil:
		return c.column(t, of, *known.column)
	}
	args, err := c.arguments(ctx, of.definition.Name, f)
	if err != nil {
		return err
	}
	if ctx, err = c.timed(ctx, args); err != nil {
		return err
	}
	a := &asked{c, of, f, args, known.name}
	if known.form != nil {
		c.fleeting = c.fleeting || !lasts[known.name]
		return known.form(a, ctx, t)
	}
	return c.edge(ctx, t, a, *known.edge)
}

// A fieldName names a field.
type fieldName struct{ object, field string }

func (n fieldName) String() string { return n.object + "." + n.field }

// A known field has a form, a column, or an edge.
type known struct {
	name   string
	form   form
	column *relation.Column
	edge   *relation.Edge
}

// knownOf finds what is known of a schema's fields. One that has a resolver by
// hand needs a form: its name says nothing about what it does.
func knownOf(schema *ast.Schema) map[fieldName]*known {
	all := map[fieldName]*known{}
	for _, object := range schema.Types {
		of := db.Relations[object.Name]
		for _, f := range object.Fields {
			at := fieldName{object.Name, f.Name}
			k := &known{name: at.String(), form: forms[at.String()]}
			if of != nil && (!resolved(object.Name, f.Name) || f.Name == "id") {
				if column, ok := of.Columns[f.Name]; ok {
					k.column = &column
				} else if edge, ok := of.Edges[f.Name]; ok {
					k.edge = &edge
				}
			}
			if k.form != nil || k.column != nil || k.edge != nil {
				all[at] = k
			}
		}
	}
	return all
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
