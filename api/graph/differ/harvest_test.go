package differ_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tiendo-vn/tiendo/api/graph/differ"
)

// harvest fills a pool with what there is in the world, by asking for it.
func harvest(t *testing.T, s *servers, schema *ast.Schema) *differ.Pool {
	p := differ.NewPool()
	for _, f := range schema.Query.Fields {
		if f.Arguments.ForName("first") == nil || f.Arguments.ForName("text") != nil {
			continue
		}
		connection := schema.Types[f.Type.Name()]
		node := schema.Types[schema.Types[connection.Fields.ForName("edges").Type.Name()].Fields.ForName("node").Type.Name()]
		p.Harvest(page(t, s, f.Name, "first: 40", "node "+everything(schema, node, 1)))
		orders := []string{""}
		if a := f.Arguments.ForName("orderBy"); a != nil {
			for _, v := range schema.Types[schema.Types[a.Type.Name()].Fields.ForName("field").Type.Name()].EnumValues {
				orders = append(orders, v.Name)
			}
		}
		for _, order := range orders {
			arguments := "first: 40"
			if order != "" {
				arguments += ", orderBy: {field: " + order + "}"
			}
			var edges []struct{ Cursor string }
			require.NoError(t, json.Unmarshal(page(t, s, f.Name, arguments, "cursor"), &edges))
			for _, e := range edges {
				p.AddCursor(connection.Name, order, e.Cursor)
			}
		}
	}
	slices.Sort(p.Times)
	p.Times = slices.Compact(p.Times)
	p.Future = []string{`"2023-10-20T08:30:00.123457Z"`, `"2123-01-01T00:00:00+07:00"`}
	for _, words := range []string{"duong", "Đường", "ty le", "3.5", "bo", "a", "942", "quyết định", "", "   ", "%", `\`, `"`, "zzz", strings.Repeat("x", 201), "da nang", "An Giang", "emoji"} {
		text, _ := json.Marshal(words)
		p.Words = append(p.Words, string(text))
	}
	return p
}

// everything is a selection of the columns of a type and of its edges.
func everything(schema *ast.Schema, def *ast.Definition, deep int) string {
	parts := []string{"__typename"}
	for _, f := range def.Fields {
		typ := schema.Types[f.Type.Name()]
		required := slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil })
		switch {
		case strings.HasPrefix(f.Name, "__") || required:
		case typ.Kind == ast.Scalar || typ.Kind == ast.Enum:
			parts = append(parts, f.Name)
		case deep > 0 && typ.Kind == ast.Object && f.Arguments.ForName("first") == nil:
			parts = append(parts, f.Name+" "+everything(schema, typ, deep-1))
		}
	}
	return "{ " + strings.Join(parts, " ") + " }"
}

// page returns the edges of one page.
func page(t *testing.T, s *servers, field, arguments, selection string) json.RawMessage {
	answer := ask(t, s.resolved, request{viewer: "reads-all", query: "{ page: " + field + "(" + arguments + ") { edges { " + selection + " } } }", variables: "{}"})
	require.Empty(t, answer.Errors, "%s\n%s", field, s.log)
	var data struct {
		Page struct{ Edges json.RawMessage }
	}
	require.NoError(t, json.Unmarshal(answer.Data, &data))
	return data.Page.Edges
}
