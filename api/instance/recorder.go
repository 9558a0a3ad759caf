package instance

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// recorder notes every operation of an inspector before it runs. What cannot
// be noted does not run.
type recorder struct {
	access  *access.Service
	present graphql.ErrorPresenterFunc
}

// ExtensionName names the extension.
func (recorder) ExtensionName() string { return "Recorder" }

// Validate has nothing to check.
func (recorder) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptOperation notes the operation.
func (r recorder) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	v, _ := viewer.FromContext(ctx)
	if !v.Recorded {
		return next(ctx)
	}
	op := graphql.GetOperationContext(ctx)
	read := access.Read{Operation: op.Operation.Name, Kind: string(op.Operation.Operation), Query: op.RawQuery, Variables: op.Variables}
	if err := r.access.RecordRead(ctx, read); err != nil {
		return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{r.present(ctx, err)}})
	}
	return next(ctx)
}
