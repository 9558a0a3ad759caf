package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/server"
)

// soon is a moment that a test can wait for.
func soon() time.Time { return time.Now().Add(100 * time.Millisecond) }

func TestAConnectionEndsWithItsCredential(t *testing.T) {
	for name, ask := range map[string]string{
		"that runs a subscription": "subscription{ticks}",
		"that runs a query":        "{wait}",
		"that runs nothing":        "",
	} {
		t.Run(name, func(t *testing.T) {
			until := sync.OnceValue(soon)
			r := serve(t, func(o *server.Options) { o.Until = func(context.Context) time.Time { return until() } })
			s := r.ready()
			if ask != "" {
				s.asks("1", ask)
			}
			s.isClosed(4401, "token expired")
		})
	}
	t.Run("that is over already", func(t *testing.T) {
		r := serve(t, func(o *server.Options) {
			o.Until = func(context.Context) time.Time { return time.Now().Add(-time.Second) }
		})
		s := r.open()
		s.say(`{"type":"connection_init"}`)
		_, text, err := s.ReadMessage()
		assert.True(t, websocket.IsCloseError(err, 4401), "%s %v", text, err)
	})
}

// A session can be shortened while the connection stands.
func TestAnOperationEndsWithACredentialThatHasBecomeShorter(t *testing.T) {
	var shorter atomic.Bool
	r := serve(t, func(o *server.Options) {
		o.Until = func(context.Context) time.Time {
			if shorter.Load() {
				return soon()
			}
			return time.Now().Add(time.Hour)
		}
	})
	s := r.ready()
	shorter.Store(true)
	s.asks("1", "subscription{ticks}")
	wait(t, r.fake.begun, "the subscription to begin")
	s.isClosed(4401, "token expired")
	wait(t, r.fake.ended, "the source to be told")
}

func TestEachOperationPreparesItsViewer(t *testing.T) {
	var refuse atomic.Value
	r := serve(t, func(o *server.Options) {
		o.Prepare = func(r *http.Request) (context.Context, error) {
			if err, _ := refuse.Load().(error); err != nil {
				return nil, err
			}
			return r.Context(), nil
		}
	})
	s := r.ready()
	s.asks("1", "subscription{ticks}")
	wait(t, r.fake.begun, "the subscription to begin")

	refuse.Store(fmt.Errorf("asking: %w", unavailable{errors.New("s3cret host is down")}))
	s.asks("2", "{name}")
	assert.NotContains(t, s.hearsError("2", server.CodeUnavailable), "s3cret")
	r.fake.ticks <- "1"
	s.hears(`{"type":"next","id":"1","payload":{"data":{"ticks":1}}}`)

	refuse.Store(fmt.Errorf("revoked: %w", said("UNAUTHENTICATED", "signed out")))
	s.asks("3", "{name}")
	s.isClosed(4403, "signed out")
	wait(t, r.fake.ended, "the source to be told")
}

func TestAConnectionRunsSoManyOperations(t *testing.T) {
	r := serve(t)
	s := r.ready()
	for i := range 50 {
		s.asks(fmt.Sprint(i), "subscription{ticks}")
		wait(t, r.fake.begun, "a subscription to begin")
	}
	s.asks("more", "{name}")
	assert.Contains(t, s.hearsError("more", server.CodeTooManyOperations), "50 operations")
	s.say(`{"type":"complete","id":"7"}`)
	wait(t, r.fake.ended, "one to end")
	require.Eventually(t, func() bool {
		s.asks("again", "{name}")
		_, text, err := s.ReadMessage()
		require.NoError(t, err)
		return strings.Contains(string(text), `"type":"next"`)
	}, patience, time.Millisecond)
}

func TestTheTimeOfAnEventIsItsOwn(t *testing.T) {
	r := serve(t, limits(func(l *config.Limits) { l.Timeout = 250 * time.Millisecond }))
	s := r.ready()
	s.asks("1", "subscription{thing{name}}")
	wait(t, r.fake.begun, "the subscription to begin")
	// The request's time is up when the query is; the subscription goes on.
	s.asks("2", "{slow}")
	_, _, err := s.ReadMessage()
	require.NoError(t, err)
	s.hears(`{"type":"complete","id":"2"}`)
	r.fake.ticks <- "fast"
	s.hears(`{"type":"next","id":"1","payload":{"data":{"thing":{"name":null}}}}`)
	r.fake.ticks <- "slow"
	_, text, err := s.ReadMessage()
	require.NoError(t, err)
	assert.Contains(t, string(text), `"code":"TIMEOUT"`)
	assert.Contains(t, string(text), `"data":{"thing":`)
	r.fake.ticks <- "fast"
	s.hears(`{"type":"next","id":"1","payload":{"data":{"thing":{"name":null}}}}`)
}

func TestAFaultInAnEvent(t *testing.T) {
	r := serve(t)
	s := r.ready()
	s.asks("1", "subscription{ticks}")
	wait(t, r.fake.begun, "the subscription to begin")
	r.fake.ticks <- "fail"
	_, text, err := s.ReadMessage()
	require.NoError(t, err)
	assert.Contains(t, string(text), `"data":null`)
	assert.Contains(t, string(text), `"code":"INTERNAL"`)
	assert.NotContains(t, string(text), "s3cret")
	r.fake.ticks <- "1"
	s.hears(`{"type":"next","id":"1","payload":{"data":{"ticks":1}}}`)
	s.say(`{"type":"complete","id":"1"}`)
	wait(t, r.fake.ended, "the first to end")

	s.asks("2", "subscription{crash}")
	wait(t, r.fake.begun, "the second")
	r.fake.ticks <- "1"
	assert.NotContains(t, s.hearsError("2", server.CodeInternal), "secret")
	assert.Contains(t, r.logs.String(), "a secret in a panic")
	s.asks("3", "{name}")
	s.hears(`{"type":"next","id":"3","payload":{"data":{"name":"ok"}}}`)
}

func TestAnUnusedConnectionIsClosed(t *testing.T) {
	r := serve(t, server.Hurry(0, 0, 0, 300*time.Millisecond))
	s := r.ready()
	s.asks("1", "{wait}")
	wait(t, r.fake.started, "the query to begin")
	r.fake.release <- struct{}{}
	s.hears(`{"type":"next","id":"1","payload":{"data":{"wait":"ok"}}}`)
	s.hears(`{"type":"complete","id":"1"}`)
	s.isClosed(1000, "idle")
}

func TestAPeerThatGivesNoSignOfLifeIsGivenUp(t *testing.T) {
	r := serve(t, server.Hurry(0, 100*time.Millisecond, 0, 0))
	s := r.ready()
	pings := make(chan struct{}, 100)
	answer := s.PingHandler()
	s.SetPingHandler(func(text string) error {
		pings <- struct{}{}
		return answer(text)
	})
	s.asks("1", "subscription{ticks}")
	wait(t, r.fake.begun, "the subscription to begin")
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		_, _, _ = s.ReadMessage()
	}()
	for range 5 { // longer than silence is borne
		wait(t, pings, "a ping")
	}
	r.fake.ticks <- "1"
	wait(t, heard, "an event, since pings were answered")
	// From here on nobody reads, so nobody answers.
	wait(t, r.fake.ended, "the peer to be given up")
}

func TestAPeerThatDoesNotReadIsGivenUp(t *testing.T) {
	r := serve(t, server.Hurry(0, 0, 200*time.Millisecond, 0))
	r.ready().asks("1", "subscription{ticks}")
	wait(t, r.fake.begun, "the subscription to begin")
	r.fake.flood(t)
}

func TestAPeerThatWasToldToGoCannotStayByTalking(t *testing.T) {
	r := serve(t, server.Hurry(0, 0, 0, 0))
	s := r.open()
	s.say("nonsense")
	require.Eventually(t, func() bool {
		return s.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping"}`)) != nil
	}, patience, time.Millisecond)
	require.Eventually(t, func() bool { return strings.Contains(r.logs.String(), `"closeCode":4400`) }, patience, time.Millisecond)
}

func TestAStopSendsWebsocketsAway(t *testing.T) {
	r := serve(t)
	idle, busy, silent := r.ready(), r.ready(), r.open()
	busy.asks("1", "subscription{ticks}")
	wait(t, r.fake.begun, "the subscription to begin")
	busy.asks("2", "{wait}")
	wait(t, r.fake.started, "the query to begin")
	r.stop()
	idle.isClosed(1001, "the server is stopping")
	silent.isClosed(1001, "the server is stopping")
	wait(t, r.fake.ended, "the source to be told")
	w := r.do("GET", "/graphql", "", header{"Upgrade": "websocket", "Connection": "upgrade", "Sec-Websocket-Protocol": subprotocol})
	assert.Equal(t, 503, w.Code)
	assert.Equal(t, []string{server.CodeUnavailable}, read(t, w).codes())
	busy.asks("3", "{name}") // too late
	r.fake.release <- struct{}{}
	busy.hears(`{"type":"next","id":"2","payload":{"data":{"wait":"ok"}}}`)
	busy.hears(`{"type":"complete","id":"2"}`)
	busy.isClosed(1001, "the server is stopping")
	assert.NoError(t, wait(t, r.stopped, "the stop"))
}

func TestAStopDoesNotWaitForAPeerThatDoesNotAnswer(t *testing.T) {
	r := serve(t, func(o *server.Options) { o.Config.HTTP.ShutdownGrace = 50 * time.Millisecond })
	s := r.ready()
	s.asks("1", "{wait}")
	wait(t, r.fake.started, "the query to begin")
	r.stop()
	assert.ErrorContains(t, wait(t, r.stopped, "the stop"), "did not finish within the grace")
}

func TestWhatIsKnownOfWebsockets(t *testing.T) {
	r := serve(t)
	s := r.open()
	s.say(`{"type":"connection_init","payload":{"authorization":"Bearer t0ken"}}`)
	s.hears(`{"type":"connection_ack"}`)
	s.asks("1", "subscription Watch{ticks}")
	wait(t, r.fake.begun, "the subscription to begin")
	r.fake.ticks <- "1"
	s.hears(`{"type":"next","id":"1","payload":{"data":{"ticks":1}}}`)
	figures := func() string { return r.do("GET", "/metrics", "", nil).Body.String() }
	assert.Contains(t, figures(), `tiendo_graphql_subscriptions_open{transport="websocket"} 1`)
	assert.Contains(t, figures(), `tiendo_graphql_subscriptions_open{transport="sse"} 0`)
	require.Eventually(t, func() bool {
		return strings.Contains(figures(), `tiendo_graphql_subscription_events_total{transport="websocket"} 1`)
	}, patience, time.Millisecond)
	s.asks("2", "query Name{fail}")
	_, _, err := s.ReadMessage()
	require.NoError(t, err)
	require.NoError(t, s.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""), time.Now().Add(patience)))
	s.isClosed(1000, "")
	require.Eventually(t, func() bool { return strings.Contains(r.logs.String(), `"status":101`) }, patience, time.Millisecond)
	for _, series := range []string{
		`tiendo_graphql_subscriptions_open{transport="websocket"} 0`,
		`tiendo_graphql_operations_total{outcome="ok",type="subscription"} 1`,
		`tiendo_graphql_operations_total{outcome="partial",type="query"} 1`,
		`tiendo_graphql_errors_total{code="INTERNAL"} 1`,
		`tiendo_http_requests_total{method="GET",route="/graphql",status="101"} 1`,
	} {
		assert.Contains(t, figures(), series)
	}
	assert.NotContains(t, figures(), `tiendo_http_request_duration_seconds_count{route="/graphql"}`, "an open connection is no slow answer")

	ids := map[any]bool{}
	for line := range strings.Lines(r.logs.String()) {
		var entry map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &entry))
		switch entry["operation"] {
		case "Watch":
			assert.Equal(t, 1.0, entry["events"])
			assert.Equal(t, "subscription", entry["type"])
			ids[entry["requestId"]] = true
		case "Name":
			assert.Equal(t, []any{"INTERNAL"}, entry["codes"])
			ids[entry["requestId"]] = true
		}
		if entry["msg"] == "request" && entry["path"] == "/graphql" {
			assert.Equal(t, 101.0, entry["status"])
			ids[entry["requestId"]] = true
		}
	}
	assert.Len(t, ids, 1, "one id for the connection and what ran on it: %s", r.logs)
	assert.NotContains(t, r.logs.String(), "t0ken")
	assert.NotContains(t, r.logs.String(), "in-the-query")
}
