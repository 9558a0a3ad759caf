package compile

import (
	"context"
	"strings"

	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/privacy"

	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/relation"
	"github.com/tiendo-vn/tiendo/ent/rule"
)

// along is the condition that an edge leads from a row to the rows of a select.
func along(from source, edge relation.Edge) func(*sql.Selector) {
	near := from.column(edge.Near)
	if edge.Table == "" {
		return func(s *sql.Selector) { s.Where(sql.ExprP(s.C(edge.Far) + " = " + near)) }
	}
	return func(s *sql.Selector) {
		s.Where(sql.ExprP(s.C("id") + " IN (SELECT pair." + edge.Far + " FROM " + edge.Table + " AS pair WHERE pair." + edge.Near + " = " + from.column("id") + ")"))
	}
}

// one writes the row that an edge leads to, or null. Where there must be one and
// the viewer may not see it, that is an error for the resolvers to tell.
func (c *compiler) one(ctx context.Context, t *text, a *asked, edge relation.Edge) error {
	to, err := c.source(edge.To)
	if err != nil {
		return err
	}
	from, err := c.from(named(ctx, a.of, edge), to, nil, along(a.of, edge))
	if err != nil {
		return err
	}
	row, err := c.rowFrom(ctx, a, to, from)
	if err != nil {
		return err
	}
	if edge.Required {
		t.expression("coalesce(" + row + ", chr(1))")
		return nil
	}
	t.orNull(row)
	return nil
}

// named returns a context that finds whom a row names without asking again who
// may see the name, where whoever sees the row does. Rows as of an earlier time
// say nothing of that: whom one sees is a matter of now.
func named(ctx context.Context, from source, edge relation.Edge) context.Context {
	if _, past := asof.At(ctx); past || edge.To != "Person" || !rule.Names(from.relation.Table, edge.Near) {
		return ctx
	}
	return privacy.DecisionContext(ctx, privacy.Allow)
}

// row returns a select of the JSON of the row of a type that conditions find;
// of several, the first in an order, where there is one.
func (c *compiler) row(ctx context.Context, a *asked, typ string, order []string, more ...func(*sql.Selector)) (string, error) {
	to, err := c.source(typ)
	if err != nil {
		return "", err
	}
	from, err := c.from(ctx, to, nil, more...)
	if err != nil {
		return "", err
	}
	if order != nil {
		from += " ORDER BY " + ordered(to, order, "") + " LIMIT 1" // as an index has it
	}
	return c.rowFrom(ctx, a, to, from)
}

// rowFrom returns a select of the JSON of the row that is found where from says.
func (c *compiler) rowFrom(ctx context.Context, a *asked, to source, from string) (string, error) {
	object, err := c.object(ctx, to, a.field.Selections)
	return "(SELECT " + object + from + ")", err
}

// list writes the rows that an edge leads to, in an order of columns.
func (c *compiler) list(ctx context.Context, t *text, a *asked, edge relation.Edge, order []string, more ...func(*sql.Selector)) error {
	to, err := c.source(edge.To)
	if err != nil {
		return err
	}
	object, err := c.object(ctx, to, a.field.Selections)
	if err != nil {
		return err
	}
	from, err := c.from(ctx, to, nil, append([]func(*sql.Selector){along(a.of, edge)}, more...)...)
	if err != nil {
		return err
	}
	t.literal("[")
	t.expression("coalesce((SELECT string_agg(" + object + ", ',' ORDER BY " + ordered(to, order, ` COLLATE "C"`) + ")" + from + "), '')")
	t.literal("]")
	return nil
}

// ordered writes an order of columns, each with an optional direction. Where the
// resolvers sort, texts are compared by their bytes.
func ordered(of source, columns []string, collation string) string {
	var terms []string
	for _, column := range columns {
		name, direction, _ := strings.Cut(column, " ")
		term := of.column(name)
		switch of.relation.Kinds[name] {
		case relation.Text, relation.Enum:
			term += collation
		}
		if direction != "" {
			term += " " + direction
		}
		terms = append(terms, term)
	}
	return strings.Join(terms, ", ")
}
