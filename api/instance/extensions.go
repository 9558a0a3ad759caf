package instance

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/api/graph"
	"github.com/tiendo-vn/tiendo/api/service/change"
)

// loaders gives each response loaders of its own: a subscription answers many
// times in one context, and is not to repeat what it loaded the first time.
type loaders struct{ store *change.Store }

// ExtensionName names the extension.
func (loaders) ExtensionName() string { return "Loaders" }

// Validate has nothing to check.
func (loaders) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptResponse puts the loaders into the context.
func (l loaders) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	return next(graph.WithLoaders(ctx, l.store))
}
