package graph

import (
	"context"
	"errors"
	"log/slog"

	"entgo.io/ent/privacy"
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/api/graph/scalar"
	"github.com/tiendo-vn/tiendo/api/server/language"
	"github.com/tiendo-vn/tiendo/api/server/requestid"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/page"
)

// Codes in extensions.code of errors from resolvers. Clients may depend on
// them; the sentences beside them are for people.
const (
	CodeInternal     = "INTERNAL"
	CodeTimeout      = "TIMEOUT"
	CodeInvalidID    = "INVALID_ID"
	CodeInvalidInput = "INVALID_INPUT"
	CodeForbidden    = "FORBIDDEN"
	// CodeUnauthenticated is a credential that is refused.
	CodeUnauthenticated = "UNAUTHENTICATED"
	// CodeUnavailable is a sign-in provider or a database that cannot be asked just
	// now.
	CodeUnavailable = "UNAVAILABLE"
)

// Present is the one translator from an error to what a client sees: a stable
// code, the path, and a sentence in the client's language. What it does not
// know becomes INTERNAL with the request id; the details go to the log alone.
func Present(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		var given *gqlerror.Error
		errors.As(err, &given)
		answer := &gqlerror.Error{Path: graphql.GetPath(ctx), Extensions: map[string]any{}}
		if given != nil {
			answer.Locations = given.Locations
			if len(given.Path) > 0 {
				answer.Path = given.Path
			}
		}
		f := classify(err)
		if f.code == CodeInternal && ctx.Err() != nil {
			// The database's words for a statement that was cancelled with its request.
			f = fault{code: CodeTimeout}
		}
		if f.code == CodeInternal {
			if given != nil && given.Extensions["code"] != nil {
				return known(given, language.From(ctx)) // the server or gqlgen has given it a code already
			}
			if given != nil && given.Unwrap() == nil && given.Rule != "" {
				return given
			}
			log.ErrorContext(ctx, "unexpected error", "error", err, "path", answer.Path.String())
			answer.Extensions["requestId"] = requestid.From(ctx)
		}
		if f.code == CodeUnavailable {
			log.WarnContext(ctx, "a part of the system does not answer", "error", err)
		}
		answer.Message = f.in(language.From(ctx))
		answer.Extensions["code"] = f.code
		return answer
	}
}

// classify finds out what kind of fault an error is.
func classify(err error) fault {
	var (
		size  *page.Error
		id    *gid.Error
		value *scalar.Error
		input *InputError
		slow  interface{ Timeout() bool }
		badge *auth.Error
		away  *auth.Unavailable
		found change.Faults
	)
	switch {
	case errors.As(err, &badge):
		return fault{code: CodeUnauthenticated, expected: badge.Description}
	case errors.As(err, &away):
		return fault{code: CodeUnavailable}
	case errors.As(err, &found):
		return userFault(found)
	case errors.As(err, &size):
		return pageFault(size)
	case errors.As(err, &id):
		return fault{code: CodeInvalidID, value: id.Value}
	case errors.As(err, &value):
		return fault{code: CodeInvalidInput, value: value.Value, expected: value.Expected}
	case errors.As(err, &input):
		return fault{code: CodeInvalidInput, value: input.Value, expected: input.Expected, argument: input.Argument}
	case database.Away(err):
		return fault{code: CodeUnavailable, said: change.Say(
			"Cơ sở dữ liệu tạm thời không đáp ứng; hãy gửi lại yêu cầu với cùng clientMutationId.",
			"The database does not answer right now; try again with the same clientMutationId.")}
	case errors.Is(err, privacy.Deny):
		return fault{code: CodeForbidden}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), errors.As(err, &slow) && slow.Timeout(), database.Slow(err):
		return fault{code: CodeTimeout}
	}
	return fault{code: CodeInternal}
}
