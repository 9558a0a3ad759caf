package server

import (
	"context"

	"github.com/99designs/gqlgen/complexity"
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// costLimit refuses operations whose estimated cost is too high. gqlgen's own
// extension does the sum; it reports the excess as if the operation had run.
type costLimit struct {
	limit  int
	schema graphql.ExecutableSchema
}

var _ graphql.OperationContextMutator = &costLimit{}

func (*costLimit) ExtensionName() string { return "CostLimit" }

func (c *costLimit) Validate(schema graphql.ExecutableSchema) error {
	c.schema = schema
	return nil
}

// MutateOperationContext runs once variables are known: page sizes are in them.
func (c *costLimit) MutateOperationContext(ctx context.Context, opCtx *graphql.OperationContext) *gqlerror.Error {
	cost := complexity.Calculate(ctx, c.schema, opCtx.Operation, opCtx.Variables)
	if cost > c.limit {
		return coded(CodeTooComplex, "the operation has an estimated cost of %d; the limit is %d", cost, c.limit)
	}
	return nil
}
