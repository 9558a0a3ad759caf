package service

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tiendo-vn/tiendo/ent/page"
)

// Selecting returns a context in which a query collects what the operation
// selects at a path of names below the present field: rows that reach the
// client inside something else are then loaded with their edges at once, not
// one by one. Where nothing is selected there, or nothing is asked over the
// graph, a query collects nothing.
func Selecting(ctx context.Context, path ...string) context.Context {
	fc := graphql.GetFieldContext(ctx)
	if fc == nil {
		return ctx
	}
	below := page.Selected(graphql.GetOperationContext(ctx), fc.Field, path...)
	if below == nil {
		below = &graphql.CollectedField{Field: &ast.Field{}}
	}
	return graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: fc.Object, Field: *below})
}
