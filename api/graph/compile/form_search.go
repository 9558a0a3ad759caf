package compile

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/page"
)

// What a text finds.
func init() { register(map[string]form{"Query.search": search}) }

// search is a page of hits. Which they are is decided in Go, where texts are
// folded and ranked for every database, before the statement is written, which
// is given them and reads what is asked of each: it holds for this search alone.
func search(a *asked, ctx context.Context, t *text) error {
	words := a.text("text")
	if utf8.RuneCountInString(words) > service.MaxSearch {
		return unknown{a.name + " for so long a text"}
	}
	kinds, _ := a.args["kinds"].([]service.SearchKind)
	after, _ := a.args["after"].(*page.Cursor)
	first, _ := a.args["first"].(*int)
	found, err := service.PageOfSearch(ctx, a.c.Client, words, kinds, after, first)
	var fault *page.Error
	switch {
	case errors.As(err, &fault):
		return unknown{a.name + " with this page"}
	case err != nil:
		return err
	}
	body, err := a.c.objectBy(ctx, "SearchConnection", a.field.Selections, func(ctx context.Context, t *text, f graphql.CollectedField) error {
		switch f.Name {
		case "totalCount":
			t.expression(a.c.arg(strconv.Itoa(found.Total), "text"))
		case "pageInfo":
			return a.c.searchInfo(ctx, t, found, f)
		case "edges":
			return a.c.hits(ctx, t, found, words, f)
		default:
			return unknown{"SearchConnection." + f.Name}
		}
		return nil
	})
	t.expression(body)
	return err
}

// A hit is what the statement is told of one.
type hit struct {
	Place     int    `json:"place"`
	Type      string `json:"type"`
	ID        string `json:"id"`
	Score     int    `json:"score"`
	Highlight string `json:"highlight"`
	Cursor    string `json:"cursor"`
}

// hits writes the hits of a page. Each type has one select, which is given the
// ids of that type.
func (c *compiler) hits(ctx context.Context, t *text, found *service.SearchPage, words string, f graphql.CollectedField) error {
	given, types := make([]hit, len(found.Hits)), []string{}
	for n, h := range found.Hits {
		given[n] = hit{n, h.Type, h.ID.String(), h.Score, service.Highlight(h.Name, words), found.Cursor(n).String()}
		types = append(types, h.Type)
	}
	raw, err := json.Marshal(given)
	if err != nil {
		return err
	}
	slices.Sort(types)
	hit := c.alias()
	edge, err := c.objectBy(ctx, "SearchEdge", f.Selections, func(ctx context.Context, t *text, f graphql.CollectedField) error {
		switch f.Name {
		case "score":
			t.expression(hit, ".score::text")
		case "highlight":
			t.expression("to_json(", hit, ".highlight)::text")
		case "cursor":
			t.expression(`'"' || `, hit, `.cursor || '"'`)
		case "node":
			return c.hit(ctx, t, hit, slices.Compact(types), f)
		default:
			return unknown{"SearchEdge." + f.Name}
		}
		return nil
	})
	if err != nil {
		return err
	}
	t.literal("[")
	t.expression("coalesce((SELECT string_agg(", edge, ", ',' ORDER BY ", hit, ".place) FROM json_to_recordset(", c.arg(string(raw), "json"), ") AS ",
		hit, "(place int, type text, id uuid, score int, highlight text, cursor text)), '')")
	t.literal("]")
	return nil
}

// hit writes what was found, a row of one of some types.
func (c *compiler) hit(ctx context.Context, t *text, hit string, types []string, f graphql.CollectedField) error {
	cases := ""
	for _, typ := range types {
		row, err := c.row(ctx, &asked{c: c, field: f}, typ, nil, func(s *sql.Selector) { s.Where(sql.ExprP(s.C("id") + " = " + hit + ".id")) })
		if err != nil {
			return err
		}
		cases += " WHEN '" + typ + "' THEN " + row
	}
	if cases == "" {
		t.expression("chr(1)") // of no hits nothing is written
		return nil
	}
	t.expression("coalesce(CASE ", hit, ".type", cases, " END, chr(1))")
	return nil
}

// searchInfo writes what lies around a page.
func (c *compiler) searchInfo(ctx context.Context, t *text, found *service.SearchPage, f graphql.CollectedField) error {
	cursor := func(n int) string {
		if len(found.Hits) == 0 {
			return "null"
		}
		return `"` + found.Cursor(n).String() + `"`
	}
	info, err := c.objectBy(ctx, "PageInfo", f.Selections, func(_ context.Context, t *text, f graphql.CollectedField) error {
		switch f.Name {
		case "hasNextPage":
			t.expression(c.arg(strconv.FormatBool(found.More()), "text"))
		case "hasPreviousPage":
			t.expression(c.arg(strconv.FormatBool(found.Start > 0), "text"))
		case "startCursor":
			t.expression(c.arg(cursor(0), "text"))
		case "endCursor":
			t.expression(c.arg(cursor(len(found.Hits)-1), "text"))
		default:
			return unknown{"PageInfo." + f.Name}
		}
		return nil
	})
	t.expression(info)
	return err
}
