package graph

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"github.com/tiendo-vn/tiendo/api/graph/generated"
)

// Schema returns the graph's schema as it is executed.
func Schema() *ast.Schema { return generated.NewExecutableSchema(generated.Config{}).Schema() }

// SDL returns the graph's schema as clients see it: without the directives
// that only steer code generation.
func SDL() string {
	schema := *Schema()
	directives := map[string]*ast.DirectiveDefinition{}
	for name, d := range schema.Directives {
		if name != "goModel" && name != "goField" {
			directives[name] = d
		}
	}
	schema.Directives = directives
	types := map[string]*ast.Definition{}
	for name, t := range schema.Types {
		visible := *t
		visible.Directives = clientDirectives(t.Directives)
		visible.Fields = nil
		for _, f := range t.Fields {
			field := *f
			field.Directives = clientDirectives(f.Directives)
			visible.Fields = append(visible.Fields, &field)
		}
		types[name] = &visible
	}
	schema.Types = types
	schema.Query = types["Query"]
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(&schema)
	return b.String()
}

func clientDirectives(all ast.DirectiveList) (kept ast.DirectiveList) {
	for _, d := range all {
		if d.Name != "goModel" && d.Name != "goField" {
			kept = append(kept, d)
		}
	}
	return kept
}
