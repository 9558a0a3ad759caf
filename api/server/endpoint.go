package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/gorilla/websocket"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tiendo-vn/tiendo/api/config"
)

// endpoint is GraphQL over HTTP, server-sent events and websockets. It stands in
// for gqlgen's transports, which disagree with the specifications on statuses,
// methods, media types and the end of a stream, read bodies of any size and
// encode every answer twice; gqlgen's executor behind it is the stock one.
type endpoint struct {
	exec    *executor.Executor
	limits  config.Limits
	profile profile
	foreign func(*http.Request) *refusal
	// persisted finds what is named by its hash.
	persisted persisted
	cache     *documentCache
	usage     Usage
	prepare   func(*http.Request) (context.Context, error)
	until     func(context.Context) time.Time
	metrics   *metrics
	log       *slog.Logger
	streams   *streams
	pace      pace
	upgrader  websocket.Upgrader
	meter     *meter
	speaker   speaker
	rooms     *rooms
}

func newEndpoint(opts Options, m *metrics, open *streams) (*endpoint, error) {
	exec := executor.New(opts.Schema)
	say := newSpeaker(opts.Schema.Schema(), opts.Config.TerseErrors, opts.Config.Introspection)
	exec.SetErrorPresenter(say.presenting(opts.Present))
	exec.SetDisableSuggestion(!opts.Config.Introspection)
	exec.SetRecoverFunc(opts.Recover)
	exec.SetParserTokenLimit(opts.Config.Limits.Tokens)
	cache := newDocumentCache()
	exec.SetQueryCache(cache)
	exec.Use(screen{limits: opts.Config.Limits, introspection: opts.Config.Introspection, cache: cache})
	meter := newMeter(opts, m)
	exec.Use(meter)
	for _, extension := range opts.Extensions {
		if err := refusing(func() { exec.Use(extension) }); err != nil {
			return nil, err
		}
	}
	e := &endpoint{
		exec: exec, limits: opts.Config.Limits, profile: profileOf(opts.Config.HTTP.Profile),
		foreign:   origins(opts.Config.HTTP.Origins).guard(),
		persisted: newPersisted(opts), cache: cache, usage: opts.Usage, prepare: opts.Prepare, until: opts.Until,
		metrics: m, log: opts.Logger, streams: open, pace: opts.pace, meter: meter,
		speaker: say, rooms: &rooms{most: int64(opts.Config.Limits.Streams)},
	}
	e.upgrader = e.newUpgrader(opts.Config.HTTP.Origins)
	return e, nil
}

// answer is a response on its way out.
type answer struct {
	status int
	header [2]string
	kind   string // query, mutation, subscription, or unknown where it did not get that far
	resp   *graphql.Response
	result bool // the executor's, which a stream carries as well as a body
	sent   bool // it is out and counted already
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	w.Header().Add("Vary", "Accept, Accept-Language")
	if websocket.IsWebSocketUpgrade(r) {
		e.serveSocket(w, r)
		return
	}
	media := negotiate(r.Header.Values("Accept"), e.profile.usual)
	a := e.serve(w, r, media)
	if a.sent {
		return
	}
	e.record(r.Context(), a, time.Since(start))
	if a.result && media == mediaStream {
		e.sendOnce(w, r, a.resp)
		return
	}
	e.reply(w, r, a, media)
}

// reply sends an answer as one body.
func (e *endpoint) reply(w http.ResponseWriter, r *http.Request, a answer, media string) {
	media = e.profile.media(media, a.status)
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
	ctx, lift, cancel := e.bound(r)
	defer cancel()
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		return e.refused(ctx, methodNotAllowed("GET, POST", "use POST, or GET for queries"))
	case len(r.RequestURI) > maxURIBytes:
		return e.refused(ctx, refuse(http.StatusRequestURITooLong, CodeURITooLong, "the address has %d bytes; the limit is %d: use POST", len(r.RequestURI), maxURIBytes))
	case media == "":
		return e.refused(ctx, refuse(http.StatusNotAcceptable, CodeNotAcceptable, "answers are %s, %s or %s", mediaGraphQL, mediaJSON, mediaStream))
	}
	if refused := e.foreign(r); refused != nil {
		return e.refused(ctx, refused)
	}
	ctx, err := e.prepare(r.WithContext(ctx))
	if err != nil {
		return e.unprepared(r.Context(), err)
	}
	q, refused := e.read(w, r)
	if refused != nil {
		return e.refused(ctx, refused)
	}
	q.Headers = r.Header
	q.ReadTime = graphql.TraceTiming{Start: graphql.GetStartTime(ctx), End: graphql.Now()}
	op, errs := e.operation(ctx, q)
	if len(errs) > 0 {
		return e.invalid(ctx, op, errs, media)
	}
	exchangeFrom(ctx).operation = op.Operation.Name
	if refused := admit(r, op.Operation.Operation, media); refused != nil {
		return e.refused(ctx, refused).of(kindOf(op.Operation))
	}
	if refused := e.meter.spend(ctx, r, w.Header()); refused != nil {
		return e.refused(ctx, refused).of(kindOf(op.Operation))
	}
	e.countUse(r.Header, op)
	if op.Operation.Operation == ast.Subscription {
		leave, ok := e.rooms.enter()
		if !ok {
			return e.refused(ctx, e.rooms.full()).of(kindOf(op.Operation))
		}
		defer leave()
		return e.serveEvents(ctx, lift, w, op)
	}
	return e.run(ctx, lift, op, media)
}

// invalid is the answer to a document that is not one of ours.
func (e *endpoint) invalid(ctx context.Context, op *graphql.OperationContext, errs gqlerror.List, media string) answer {
	kind := kindOf(nil)
	if op != nil {
		ctx, kind = graphql.WithOperationContext(ctx, op), kindOf(op.Operation)
	}
	resp := e.exec.DispatchError(ctx, firstErrors(errs))
	return answer{status: e.profile.status(resp, media), kind: kind, resp: resp, result: true}
}

// run executes a query or a mutation.
func (e *endpoint) run(ctx context.Context, lift func() bool, op *graphql.OperationContext, media string) answer {
	kind := kindOf(op.Operation)
	if lift != nil && lift() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, e.limits.Timeout)
		defer cancel()
	}
	next, ctx := e.exec.DispatchOperation(ctx, op)
	resp := next(ctx)
	if resp == nil {
		return e.cut(ctx).of(kind)
	}
	e.complete(ctx, resp)
	e.meter.tell(ctx, resp)
	return answer{status: e.profile.status(resp, media), kind: kind, resp: resp, result: true}
}

// complete gives an answer that has neither data nor errors an error.
func (e *endpoint) complete(ctx context.Context, resp *graphql.Response) {
	if isRequestError(resp) && len(resp.Errors) == 0 {
		resp.Errors = gqlerror.List{internal(ctx)}
	}
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
	status := r.status
	if status == http.StatusUnprocessableEntity {
		status = e.profile.malformed
	}
	resp := e.exec.DispatchError(ctx, gqlerror.List{r.err})
	e.meter.tell(ctx, resp)
	return answer{status: status, header: r.header, kind: "unknown", resp: resp}
}

func (a answer) of(kind string) answer {
	a.kind = kind
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
	e.metrics.operation(a.kind, worse(outcomeOK, a.resp), took, a.resp.Errors)
	exchangeFrom(ctx).failed(a.resp.Errors)
}
