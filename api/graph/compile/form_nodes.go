package compile

import (
	"context"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/page"
)

// What ids name, of whatever type.
func init() {
	register(lasting(map[string]form{"Query.node": node, "Query.nodes": nodes}))
}

func node(a *asked, ctx context.Context, t *text) error {
	id, _ := a.args["id"].(gid.ID)
	return a.orNull(ctx, t, id.Type, func(s *sql.Selector) { s.Where(sql.EQ(s.C("id"), id.Key)) })
}

// nodes keeps the order of the ids; what may not be seen is null. Each type has
// one select, which is given the ids of that type.
func nodes(a *asked, ctx context.Context, t *text) error {
	ids, _ := a.args["ids"].([]*gid.ID)
	if len(ids) > page.Max {
		return unknown{a.name + " of so many"}
	}
	keys, types := make([]string, len(ids)), make([]string, len(ids))
	for n, id := range ids {
		keys[n], types[n] = id.Key.String(), id.Type
	}
	asked := a.c.alias()
	cases := ""
	for _, typ := range slices.Compact(slices.Sorted(slices.Values(types))) {
		row, err := a.c.row(ctx, a, typ, nil, func(s *sql.Selector) { s.Where(sql.ExprP(s.C("id") + " = " + asked + ".key")) })
		if err != nil {
			return err
		}
		cases += " WHEN '" + typ + "' THEN " + row
	}
	t.literal("[")
	if cases != "" {
		t.expression("(SELECT string_agg(coalesce(CASE ", asked, ".type", cases, " END, 'null'), ',' ORDER BY ", asked, ".place) FROM unnest(",
			a.c.arg("{"+strings.Join(keys, ",")+"}", "uuid[]"), ", ", a.c.arg("{"+strings.Join(types, ",")+"}", "text[]"),
			") WITH ORDINALITY AS ", asked, "(key, type, place))")
	}
	t.literal("]")
	return nil
}
