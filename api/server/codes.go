package server

import (
	"net/http"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Codes in extensions.code of the errors this package makes. Clients may depend
// on them; the messages beside them may change. Errors of parsing and validation
// carry gqlgen's own GRAPHQL_PARSE_FAILED and GRAPHQL_VALIDATION_FAILED.
const (
	// CodeBadRequest is a body or query string that is no GraphQL request.
	CodeBadRequest = "BAD_REQUEST"
	// CodeBatching is a list of requests: send them one by one.
	CodeBatching = "BATCHING_NOT_SUPPORTED"
	// CodeBodyTooLarge is a body over limits.bodyBytes.
	CodeBodyTooLarge = "BODY_TOO_LARGE"
	// CodeURITooLong is an address over 16 KiB: send the request by POST.
	CodeURITooLong = "URI_TOO_LONG"
	// CodeMediaType is a body that is not application/json in UTF-8.
	CodeMediaType = "UNSUPPORTED_MEDIA_TYPE"
	// CodeNotAcceptable is an Accept header that leaves us no format.
	CodeNotAcceptable = "NOT_ACCEPTABLE"
	// CodeMethod is a method that is not allowed here, or not for this operation.
	CodeMethod = "METHOD_NOT_ALLOWED"
	// CodeOperation is an operationName that the document does not have.
	CodeOperation = "OPERATION_NOT_FOUND"
	// CodeUnsupported is a feature this transport does not have.
	CodeUnsupported = "NOT_SUPPORTED"
	// CodeUnauthenticated is a credential that was sent and is not valid.
	CodeUnauthenticated = "UNAUTHENTICATED"
	// CodeForbidden is a credential that is valid and not let in here.
	CodeForbidden = "FORBIDDEN"
	// CodeTooLarge is a document over limits.tokens.
	CodeTooLarge = "QUERY_TOO_LARGE"
	// CodeTooDeep is a document over limits.depth.
	CodeTooDeep = "QUERY_TOO_DEEP"
	// CodeTooManyAliases is a document over limits.aliases.
	CodeTooManyAliases = "TOO_MANY_ALIASES"
	// CodeTooManyRootFields is an operation over limits.rootFields.
	CodeTooManyRootFields = "TOO_MANY_ROOT_FIELDS"
	// CodeTooManyDirectives is a document with more directives than any needs.
	CodeTooManyDirectives = "TOO_MANY_DIRECTIVES"
	// CodeTooManyValues is a list, an object or a set of arguments that is too long.
	CodeTooManyValues = "TOO_MANY_VALUES"
	// CodeTooManyStreams is a websocket or an event stream beyond limits.streams.
	CodeTooManyStreams = "TOO_MANY_STREAMS"
	// CodeTooComplex is an operation over limits.complexity.
	CodeTooComplex = "QUERY_TOO_COMPLEX"
	// CodeBudget is an operation for which the caller's budget has not enough left.
	CodeBudget = "BUDGET_EXHAUSTED"
	// CodeIntrospection is a question about the schema where that is switched off.
	CodeIntrospection = "INTROSPECTION_DISABLED"
	// CodeDocumentUnknown is a documentId that names no document known here.
	CodeDocumentUnknown = "PERSISTED_DOCUMENT_NOT_FOUND"
	// CodeApolloNotFound is the same for the form of Apollo's clients, which then
	// send the text.
	CodeApolloNotFound = "PERSISTED_QUERY_NOT_FOUND"
	// CodeDocumentHash is a document whose text has another hash than its name.
	CodeDocumentHash = "DOCUMENT_HASH_MISMATCH"
	// CodeDocumentUntrusted is a document that was not published, where documents
	// says that only those run.
	CodeDocumentUntrusted = "DOCUMENT_NOT_TRUSTED"
	// CodeTimeout is a request that ran longer than limits.timeout.
	CodeTimeout = "TIMEOUT"
	// CodeTooManyOperations is an operation beyond those one websocket may run at
	// once.
	CodeTooManyOperations = "TOO_MANY_OPERATIONS"
	// CodeUnavailable is a request cut off by the server's stop, or one whose
	// viewer cannot be made out just now: the same request may pass later.
	CodeUnavailable = "UNAVAILABLE"
	// CodeInternal is our own fault; the log has the details under the request id.
	CodeInternal = "INTERNAL"
)

// coded makes an error with a code.
func coded(code, format string, args ...any) *gqlerror.Error {
	err := gqlerror.Errorf(format, args...)
	err.Extensions = map[string]any{"code": code}
	return err
}

// codeOf is the code of an error that was presented, for logs and metrics.
func codeOf(err *gqlerror.Error) string {
	code, _ := err.Extensions["code"].(string)
	if code == "" {
		return "NONE"
	}
	return code
}

// A refusal is an answer given before there is an operation to run: the HTTP
// status says it, whatever the client accepts.
type refusal struct {
	status int
	header [2]string // one header beside the usual ones, or none
	err    *gqlerror.Error
}

func refuse(status int, code, format string, args ...any) *refusal {
	return &refusal{status: status, err: coded(code, format, args...)}
}

func methodNotAllowed(allow, format string, args ...any) *refusal {
	r := refuse(http.StatusMethodNotAllowed, CodeMethod, format, args...)
	r.header = [2]string{"Allow", allow}
	return r
}
