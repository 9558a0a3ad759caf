package server_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/server"
)

// source is where the subscriptions of a fake schema come from.
type source struct {
	ticks chan string   // events of "ticks": its value, or "fail" or "padding"
	begun chan struct{} // gets a token when a subscription has begun
	ended chan error    // gets the cause when its context ends
}

func newSource() source {
	return source{ticks: make(chan string), begun: make(chan struct{}, 100), ended: make(chan error, 100)}
}

// padding is an event that fills what stands between us and the client.
var padding = strings.Repeat("x", 1<<20)

// flood sends to a client that does not read, until that is noticed.
func (s source) flood(t *testing.T) {
	t.Helper()
	late := time.After(patience)
	for {
		select {
		case s.ticks <- "padding":
		case <-s.ended:
			return
		case <-late:
			require.FailNow(t, "the client was not given up")
		}
	}
}

// subscribe does what gqlgen's generated code does: it starts the source at once
// and waits for each event in the handler that it returns.
func (s source) subscribe(ctx context.Context, op *graphql.OperationContext) graphql.ResponseHandler {
	field := graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Subscription"})[0]
	switch field.Name {
	case "refuse":
		graphql.AddError(ctx, codedError(server.CodeForbidden))
		return nil
	case "hang":
		<-ctx.Done()
		graphql.AddError(ctx, ctx.Err())
		return nil
	}
	var once sync.Once
	context.AfterFunc(ctx, func() { once.Do(func() { s.ended <- context.Cause(ctx) }) })
	s.begun <- struct{}{}
	return func(ctx context.Context) *graphql.Response {
		var tick string
		select {
		case <-ctx.Done():
			return nil
		case event, ok := <-s.ticks:
			if !ok {
				return nil
			}
			tick = event
		}
		switch {
		case field.Name == "crash":
			panic("a secret in a panic")
		case field.Name == "thing":
			_, err := op.ResolverMiddleware(ctx, func(ctx context.Context) (any, error) {
				if tick == "slow" {
					<-ctx.Done()
				}
				return nil, ctx.Err()
			})
			if err != nil {
				graphql.AddError(ctx, err)
			}
			return &graphql.Response{Data: []byte(`{"thing":` + "\n\r" + `{"name":null}}`)}
		case tick == "fail":
			graphql.AddError(ctx, fmt.Errorf("pq: password is s3cret"))
			return &graphql.Response{Data: []byte("null")}
		case tick == "fresh":
			tick = fmt.Sprint(ctx.Value(freshKey{}))
		case tick == "padding":
			return &graphql.Response{Data: []byte(`{"ticks":"` + padding + `"}`)}
		}
		return &graphql.Response{Data: []byte(`{"` + field.Alias + `":` + tick + `}`)}
	}
}
