package graph

import (
	"context"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tiendo-vn/tiendo/ent/page"
)

// nominalList is how many rows a list that is not a connection counts for:
// headings have few children, indicators few targets.
const nominalList = 4

// costed states what fields cost, by their type instead of one by one, so that
// a new field has a cost without anyone writing it: a connection costs its
// children as many times as the page has edges, a list a nominal number of
// times, anything else one more than its children.
type costed struct{ graphql.ExecutableSchema }

// Complexity returns the cost of a field above the cost of its children.
func (s costed) Complexity(_ context.Context, typeName, field string, children int, arguments map[string]any) (int, bool) {
	definition := s.Schema().Types[typeName]
	if definition == nil {
		return 0, false
	}
	f := definition.Fields.ForName(field)
	switch {
	case f == nil:
		return 0, false
	case f.Arguments.ForName("first") != nil:
		return 1 + pageSize(arguments)*children, true
	case definition.Fields.ForName("pageInfo") != nil:
		return 1 + children, true // the edges of a connection are counted above
	case isList(f.Type) && f.Arguments.ForName("ids") == nil:
		return 1 + nominalList*children, true
	case isList(f.Type):
		ids, _ := arguments["ids"].([]any)
		return 1 + max(1, len(ids))*children, true
	}
	return 1 + children, true
}

func isList(t *ast.Type) bool { return t.Elem != nil }

// pageSize is the number of edges a connection's arguments ask for. Sizes that
// are refused later count as the largest page.
func pageSize(arguments map[string]any) int {
	for _, name := range []string{"first", "last"} {
		size := int64(-1)
		switch v := arguments[name].(type) {
		case int64:
			size = v
		case json.Number:
			size, _ = v.Int64()
		case int:
			size = int64(v)
		case nil:
			continue
		}
		return int(min(max(size, 1), page.Max))
	}
	return page.Default
}
