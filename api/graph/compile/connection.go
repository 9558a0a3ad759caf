package compile

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"entgo.io/contrib/entgql"
	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/page"
	"github.com/tiendo-vn/tiendo/ent/relation"
	"github.com/tiendo-vn/tiendo/ent/rule"
)

type conditions = []func(*sql.Selector)

// A connection is what a page is taken from: the rows of a type that conditions
// let through, beside the filter among the arguments.
type connection struct {
	to         string
	conditions conditions
	// order is the order where none is asked for; that of the ids where empty.
	order string
}

// A cut is a page: where it begins, how long it is, and in which order.
type cut struct {
	rows          source
	column        string
	kind          relation.Kind
	descending    bool // as asked for
	backwards     bool // counted from the end
	size          int
	after, before *page.Cursor
}

// connection writes a page of rows, as Relay's specification has it.
func (c *compiler) connection(ctx context.Context, t *text, a *asked, of connection) error {
	p, err := c.cut(a, of)
	if err != nil {
		return err
	}
	definition := c.Schema().Types[a.field.Definition.Type.Name()]
	paged := false
	// Rows of a page are taken first, and written when they are there: a row that
	// only tells that there is more is not written.
	p.rows.alias = c.alias()
	body, err := c.objectBy(ctx, definition.Name, a.field.Selections, func(ctx context.Context, t *text, f graphql.CollectedField) error {
		paged = paged || f.Name != "totalCount"
		switch f.Name {
		case "totalCount":
			return c.total(ctx, t, a, of)
		case "edges":
			return c.edges(ctx, t, p, f)
		case "pageInfo":
			return c.pageInfo(ctx, t, p, f)
		}
		return unknown{definition.Name + "." + f.Name}
	})
	if err != nil {
		return err
	}
	if !paged {
		// A filter that is refused is so whatever is asked of the connection.
		if _, err := c.Client.Rows(ctx, of.to, a.args["where"]); err != nil {
			return unknown{of.to + " filtered"}
		}
		t.expression(body)
		return c.unpaged(ctx, p, a, of)
	}
	from, err := c.page(ctx, p, a, of, body)
	if err != nil {
		return err
	}
	t.expression("(SELECT ", body, from, ")")
	return nil
}

// cut reads the page from the arguments.
func (c *compiler) cut(a *asked, of connection) (p cut, err error) {
	first, _ := a.args["first"].(*int)
	last, _ := a.args["last"].(*int)
	if first, last = page.Size(first, last); page.Validate(first, last) != nil {
		return p, unknown{a.name + " with a page of this size"}
	}
	p.backwards = last != nil
	if p.backwards {
		first = last
	}
	p.size = *first
	p.rows = source{definition: c.Schema().Types[of.to], relation: db.Relations[of.to]}
	p.column, p.descending = db.OrderOf(of.to, a.args["orderBy"])
	if !a.ordered() && of.order != "" {
		p.column = of.order
	}
	p.kind = p.rows.relation.Kinds[p.column]
	p.after, _ = a.args["after"].(*page.Cursor)
	p.before, _ = a.args["before"].(*page.Cursor)
	return p, nil
}

// total writes how many rows there are, whatever the page.
func (c *compiler) total(ctx context.Context, t *text, a *asked, of connection) error {
	rows, err := c.source(of.to)
	if err != nil {
		return err
	}
	from, err := c.from(ctx, rows, a.args["where"], of.conditions...)
	if err != nil {
		return err
	}
	t.expression("(SELECT count(*)", from, ")::text")
	return nil
}

// unpaged refuses what a page would be refused for, where none is asked for.
func (c *compiler) unpaged(ctx context.Context, p cut, a *asked, of connection) error {
	like := page.Cursor{Value: zero(p.kind)}.Under(p.column)
	if page.Check(like, p.after, p.before) != nil {
		return unknown{a.name + " with this cursor"}
	}
	c.placed(a, "after", p.after, like)
	c.placed(a, "before", p.before, like)
	if _, err := c.Client.Rows(ctx, of.to, a.args["where"]); err != nil {
		return unknown{of.to + " filtered"}
	}
	return nil
}

// page writes the rows of a page, one more than it has, each with its place from
// the end that is counted from, and no more columns than the body uses: they are
// copied. They become one object, also where nothing of them is asked for: hence
// HAVING.
func (c *compiler) page(ctx context.Context, p cut, a *asked, of connection, body string) (string, error) {
	like := page.Cursor{Value: zero(p.kind)}.Under(p.column)
	if page.Check(like, p.after, p.before) != nil {
		return "", unknown{a.name + " with this cursor"}
	}
	rows, err := c.source(of.to)
	if err != nil {
		return "", err
	}
	direction := entgql.OrderDirectionAsc
	if p.descending {
		direction = entgql.OrderDirectionDesc
	}
	limits := page.Predicates(c.placed(a, "after", p.after, like), c.placed(a, "before", p.before, like), "id", p.column, direction)
	from, err := c.from(rule.Page(ctx), rows, a.args["where"], append(limits, of.conditions...)...)
	if err != nil {
		return "", err
	}
	order := " ASC"
	if p.descending != p.backwards {
		order = " DESC"
	}
	by := rows.column(p.column) + order
	if p.column != "id" {
		by += ", " + rows.column("id") + order
	}
	return " FROM (SELECT " + p.rows.used(body, rows) + "row_number() OVER (ORDER BY " + by + ") AS place" + from +
		" ORDER BY " + by + " LIMIT " + strconv.Itoa(p.size+1) + ") AS " + p.rows.alias + " HAVING true", nil
}

// used lists the columns of the rows of a page that a text uses, as columns of
// the rows that the page is taken from; all where it uses whole rows.
func (s source) used(text string, from source) string {
	columns := map[string]bool{}
	for _, behind := range strings.Split(text, s.alias)[1:] {
		if name, is := strings.CutPrefix(strings.TrimPrefix(behind, `"`), "."); is {
			name = strings.TrimPrefix(name, `"`)
			end := strings.IndexFunc(name, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
			columns[name[:max(end, 0)]] = true
		}
	}
	if columns[""] { // all of them, or something else than a name
		return from.alias + ".*, "
	}
	list := ""
	for _, column := range slices.Sorted(maps.Keys(s.relation.Kinds)) {
		if columns[column] {
			list += from.column(column) + ", "
		}
	}
	return list
}

// zero is a key of the type that a column of a kind has.
func zero(kind relation.Kind) any {
	switch kind {
	case relation.Key:
		return nil
	case relation.Int:
		return 0
	case relation.Time, relation.Date:
		return anyTime
	}
	return ""
}

// within leaves out the row that only tells that there is more.
func (p cut) within() string {
	return " FILTER (WHERE " + p.rows.column("place") + " <= " + strconv.Itoa(p.size) + ")"
}

// reversed puts the rows of a page that is counted from its end as they are read.
// They come in the order of their places. What gathers rows of a page names this
// order or none: PostgreSQL sorts them once for all where one names another.
func (p cut) reversed() string {
	if !p.backwards {
		return ""
	}
	return " ORDER BY " + p.rows.column("place") + " DESC"
}

// edges writes the edges of a page.
func (c *compiler) edges(ctx context.Context, t *text, p cut, f graphql.CollectedField) error {
	name := f.Definition.Type.Name()
	edge, err := c.objectBy(ctx, name, f.Selections, func(ctx context.Context, t *text, f graphql.CollectedField) error {
		switch f.Name {
		case "cursor":
			t.expression(cursor(p.rows.column("id"), p.column, p.kind, p.rows.column(p.column)))
			return nil
		case "node":
			node, err := c.object(ctx, p.rows, f.Selections)
			t.expression(node)
			return err
		}
		return unknown{name + "." + f.Name}
	})
	if err != nil {
		return err
	}
	t.literal("[")
	t.expression("coalesce(string_agg(", edge, ", ','", p.reversed(), ")", p.within(), ", '')")
	t.literal("]")
	return nil
}

// pageInfo writes what lies around a page.
func (c *compiler) pageInfo(ctx context.Context, t *text, p cut, f graphql.CollectedField) error {
	more := "(count(*) > " + strconv.Itoa(p.size) + ")::text"
	there := func(known, counted bool) string {
		switch {
		case known:
			return "'true'"
		case counted:
			return more
		}
		return "'false'"
	}
	info, err := c.objectBy(ctx, f.Definition.Type.Name(), f.Selections, func(_ context.Context, t *text, f graphql.CollectedField) error {
		switch f.Name {
		case "hasNextPage":
			t.expression(there(p.before != nil, !p.backwards))
		case "hasPreviousPage":
			t.expression(there(p.after != nil, p.backwards))
		case "startCursor":
			t.orNull(p.cursorOf("1"))
		case "endCursor":
			t.orNull(p.cursorOf("least(count(*), " + strconv.Itoa(p.size) + ")"))
		default:
			return unknown{"PageInfo." + f.Name}
		}
		return nil
	})
	t.expression(info)
	return err
}

// cursorOf returns the cursor of the nth edge of a page.
func (p cut) cursorOf(nth string) string {
	at := func(column string) string {
		return "(array_agg(" + p.rows.column(column) + p.reversed() + ")" + p.within() + ")[" + nth + "]"
	}
	return cursor(at("id"), p.column, p.kind, at(p.column))
}

// ordered says whether the operation asks for an order.
func (a *asked) ordered() bool {
	child := a.field.ArgumentMap(a.c.op.Variables)["orderBy"]
	return child != nil
}
