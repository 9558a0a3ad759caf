package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tiendo-vn/tiendo/api/config"
)

// endpoint is GraphQL over HTTP. It stands in for gqlgen's transports, which
// disagree with the specification on statuses, methods and media types, read
// bodies of any size and encode every answer twice; gqlgen's executor behind it
// is the stock one.
type endpoint struct {
	exec    *executor.Executor
	limits  config.Limits
	prepare func(*http.Request) (context.Context, error)
	metrics *metrics
	log     *slog.Logger
}

func newEndpoint(opts Options, m *metrics) *endpoint {
	exec := executor.New(opts.Schema)
	exec.SetErrorPresenter(opts.Present)
	exec.SetRecoverFunc(opts.Recover)
	exec.SetParserTokenLimit(opts.Config.Limits.Tokens)
	cache := newDocumentCache()
	exec.SetQueryCache(cache)
	exec.Use(screen{limits: opts.Config.Limits, introspection: opts.Config.Introspection, cache: cache})
	exec.Use(&costLimit{limit: opts.Config.Limits.Complexity})
	return &endpoint{exec: exec, limits: opts.Config.Limits, prepare: opts.Prepare, metrics: m, log: opts.Logger}
}

// answer is a response on its way out.
type answer struct {
	status int
	header [2]string
	kind   string // query, mutation, subscription, or unknown where it did not get that far
	resp   *graphql.Response
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	w.Header().Add("Vary", "Accept, Accept-Language")
	media := negotiate(r.Header.Values("Accept"))
	a := e.serve(w, r, media)
	if media == "" {
		media = mediaJSON
	}
	e.record(r.Context(), a, time.Since(start))
	if a.header[0] != "" {
		w.Header().Set(a.header[0], a.header[1])
	}
	if err := write(w, a.status, media, a.resp); err != nil {
		e.log.ErrorContext(r.Context(), "an answer could not be encoded", "error", err)
		panic(err) // before the first byte, so it becomes a proper 500
	}
}

// serve takes a request through its stations; each can end it.
func (e *endpoint) serve(w http.ResponseWriter, r *http.Request, media string) answer {
	ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(r.Context()), e.limits.Timeout)
	defer cancel()
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		return e.refused(ctx, methodNotAllowed("GET, POST", "use POST, or GET for queries"))
	case media == "":
		return e.refused(ctx, refuse(http.StatusNotAcceptable, CodeNotAcceptable, "answers are %s or %s", mediaGraphQL, mediaJSON))
	}
	ctx, err := e.prepare(r.WithContext(ctx))
	if err != nil {
		return e.unprepared(r.Context(), err)
	}
	params, refused := e.read(w, r)
	if refused != nil {
		return e.refused(ctx, refused)
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: graphql.GetStartTime(ctx), End: graphql.Now()}
	return e.run(ctx, r, params, media)
}

func (e *endpoint) read(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *refusal) {
	if r.Method == http.MethodGet {
		return readGet(r)
	}
	return readPost(w, r, e.limits.BodyBytes)
}

// run executes a request that is well formed.
func (e *endpoint) run(ctx context.Context, r *http.Request, params *graphql.RawParams, media string) answer {
	op, errs := e.exec.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		resp := e.exec.DispatchError(graphql.WithOperationContext(ctx, op), firstErrors(errs))
		return answer{status: statusOf(resp, media), kind: kindOf(op.Operation), resp: resp}
	}
	exchangeFrom(ctx).operation = op.Operation.Name
	kind := kindOf(op.Operation)
	switch {
	case r.Method == http.MethodGet && op.Operation.Operation != ast.Query:
		// A link or an image must not be able to change anything.
		return e.refused(ctx, methodNotAllowed("POST", "a %s needs POST", kind)).of(kind)
	case op.Operation.Operation == ast.Subscription:
		return e.refused(ctx, refuse(http.StatusBadRequest, CodeUnsupported, "subscriptions are not answered over plain HTTP")).of(kind)
	}
	next, ctx := e.exec.DispatchOperation(ctx, op)
	resp := next(ctx)
	if resp == nil {
		return e.cut(ctx).of(kind)
	}
	if isRequestError(resp) && len(resp.Errors) == 0 {
		resp.Errors = gqlerror.List{internal(ctx)}
	}
	return answer{status: statusOf(resp, media), kind: kind, resp: resp}
}

// cut is the answer to an operation that gqlgen dropped because its context had
// ended before it began: too slow, or the server is going down.
func (e *endpoint) cut(ctx context.Context) answer {
	if errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
		return e.refused(ctx, refuse(http.StatusServiceUnavailable, CodeTimeout, "the request took longer than %v", e.limits.Timeout))
	}
	return e.refused(ctx, refuse(http.StatusServiceUnavailable, CodeUnavailable, "the request was cancelled"))
}

// refused presents a refusal like any other error.
func (e *endpoint) refused(ctx context.Context, r *refusal) answer {
	return answer{status: r.status, header: r.header, kind: "unknown", resp: e.exec.DispatchError(ctx, gqlerror.List{r.err})}
}

func (a answer) of(kind string) answer {
	a.kind = kind
	return a
}

// unprepared ends a request whose viewer could not be made out. Sending no
// credential is Prepare's matter; a bad one is always said to be bad, so that an
// expired token does not look like missing data.
func (e *endpoint) unprepared(ctx context.Context, err error) answer {
	a := answer{
		status: http.StatusInternalServerError, kind: "unknown",
		resp: e.exec.DispatchError(ctx, gqlerror.List{gqlerror.WrapIfUnwrapped(err)}),
	}
	if len(a.resp.Errors) > 0 {
		switch codeOf(a.resp.Errors[0]) {
		case CodeUnauthenticated:
			a.status, a.header = http.StatusUnauthorized, [2]string{"WWW-Authenticate", "Bearer"}
		case CodeForbidden:
			a.status = http.StatusForbidden
		}
	}
	return a
}

func kindOf(op *ast.OperationDefinition) string {
	if op == nil {
		return "unknown"
	}
	return string(op.Operation)
}

// record hands what happened to the metrics and the access log.
func (e *endpoint) record(ctx context.Context, a answer, took time.Duration) {
	outcome := outcomeOK
	switch {
	case isRequestError(a.resp):
		outcome = outcomeRefused
	case len(a.resp.Errors) > 0:
		outcome = outcomePartial
	}
	e.metrics.operation(a.kind, outcome, took, a.resp.Errors)
	trace := exchangeFrom(ctx)
	for _, err := range firstErrors(a.resp.Errors) {
		trace.codes = append(trace.codes, codeOf(err))
	}
}
