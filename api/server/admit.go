package server

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// bound gives a request its time. One that may turn out to be a subscription has
// it for its beginning alone: lift ends it there. Others have no lift.
func (e *endpoint) bound(r *http.Request) (ctx context.Context, lift func() bool, cancel context.CancelFunc) {
	ctx = graphql.StartOperationTrace(r.Context())
	if takesStream(r.Header.Values("Accept")) {
		return beginning(ctx, e.limits.Timeout)
	}
	ctx, cancel = context.WithTimeout(ctx, e.limits.Timeout)
	return ctx, nil, cancel
}

func (e *endpoint) read(w http.ResponseWriter, r *http.Request) (*request, *refusal) {
	if r.Method == http.MethodGet {
		return readGet(r, e.profile.textByGet)
	}
	return readPost(w, r, e.limits.BodyBytes)
}

// admit says which operations may come which way.
func admit(r *http.Request, kind ast.Operation, media string) *refusal {
	streamed := media == mediaStream || kind == ast.Subscription && takesStream(r.Header.Values("Accept"))
	switch {
	case r.Method == http.MethodGet && streamed && kind != ast.Subscription:
		// A GET over a stream is what a browser's EventSource sends, and repeats by
		// itself: it is for what goes on, not for what is done once.
		return methodNotAllowed("POST", "a %s needs POST to be answered by %s", kind, mediaStream)
	case r.Method == http.MethodGet && !streamed && kind != ast.Query:
		// A link or an image must not be able to change anything.
		return methodNotAllowed("POST", "a %s needs POST", kind)
	case kind == ast.Subscription && !streamed:
		return malformed(CodeUnsupported,
			"a subscription is answered by %s, or over a websocket with %s", mediaStream, subprotocol)
	}
	return nil
}
