package graph

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tiendo-vn/tiendo/ent/asof"
)

// Times lets a field with an argument asOf, and all below it, read as of that
// time; and the answer to a repeated mutation as of the first.
type Times struct {
	// Now is the clock.
	Now func() time.Time
}

// ExtensionName names the extension.
func (Times) ExtensionName() string { return "Times" }

// Validate has nothing to check.
func (Times) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptField gives a field its time.
func (t Times) InterceptField(ctx context.Context, next graphql.Resolver) (any, error) {
	field := graphql.GetFieldContext(ctx)
	if field.Object == string(mutation) {
		return next(asof.Later(forget(ctx)))
	}
	at, ok := field.Args["asOf"].(*time.Time)
	if !ok || at == nil {
		return next(ctx)
	}
	if at.After(t.Now()) {
		return nil, &InputError{Argument: "asOf", Value: at.Format(time.RFC3339Nano), Expected: "a time that is not to come"}
	}
	return next(asof.With(ctx, *at))
}

const mutation ast.Operation = "Mutation"
