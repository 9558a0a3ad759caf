package server

import (
	"bufio"
	"context"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tiendo-vn/tiendo/api/server/language"
	"github.com/tiendo-vn/tiendo/api/server/requestid"
)

// An exchange is what the access log and the metrics learn about a request from
// the handlers that serve it. One goroutine writes it.
type exchange struct {
	route     string   // one of the server's own, never the client's path
	operation string   // the operation's name in the document
	codes     []string // of the errors answered
	streamed  bool     // stayed open, so its duration says nothing of the server
	events    int      // sent to a subscription
	closeCode int      // what a websocket was closed with, if we closed it
	cost      int      // of the operation, or of one event
	spent     spending // of the caller's budget
}

// failed notes the codes of errors that were answered, the first few of them: a
// subscription can go on failing for days.
func (e *exchange) failed(errs gqlerror.List) {
	for _, err := range errs {
		if len(e.codes) == maxErrors {
			return
		}
		e.codes = append(e.codes, codeOf(err))
	}
}

type exchangeKey struct{}

// exchangeFrom is the request's record. Outside a request it is a throw-away,
// so that nobody has to ask.
func exchangeFrom(ctx context.Context) *exchange {
	if e, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return e
	}
	return &exchange{}
}

// identify gives the request its id and language. A usable id from the client
// is kept, so that a front end can follow its request through both logs.
func identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := requestid.Accept(r.Header.Get(requestid.Header))
		w.Header().Set(requestid.Header, id)
		ctx := requestid.With(r.Context(), id)
		ctx = language.With(ctx, language.Match(r.Header.Get("Accept-Language")))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// observe measures and logs every request once it is answered. The query string
// and the body stay out of the log: variables hold personal data, headers hold
// tokens.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		trace := &exchange{route: "other"}
		recorder := &recorder{ResponseWriter: w}
		ctx := context.WithValue(r.Context(), exchangeKey{}, trace)
		start := time.Now()
		s.metrics.inFlight.Inc()
		defer func() {
			s.metrics.inFlight.Dec()
			took := time.Since(start)
			s.metrics.request(trace, r.Method, recorder.code(), took)
			s.logRequest(ctx, r, recorder, trace, took)
		}()
		next.ServeHTTP(recorder, r.WithContext(ctx))
	})
}

func (s *Server) logRequest(ctx context.Context, r *http.Request, done *recorder, trace *exchange, took time.Duration) {
	level := slog.LevelInfo
	switch {
	case trace.route == routeHealth || trace.route == routeReady || trace.route == routeMetrics:
		level = slog.LevelDebug // they come every few seconds; readyz warns by itself
	case done.code() >= http.StatusInternalServerError:
		level = slog.LevelError
	}
	attrs := []slog.Attr{
		slog.String("method", shorten(r.Method)),
		slog.String("path", shorten(r.URL.Path)), // never the query: links are signed there
		slog.Int("status", done.code()),
		slog.Int64("bytes", done.bytes),
		slog.Duration("duration", took),
	}
	if trace.route != r.URL.Path {
		attrs = append(attrs, slog.String("route", trace.route))
	}
	if trace.events > 0 {
		attrs = append(attrs, slog.Int("events", trace.events))
	}
	if trace.closeCode != 0 {
		attrs = append(attrs, slog.Int("closeCode", trace.closeCode))
	}
	if trace.operation != "" {
		attrs = append(attrs, slog.String("operation", shorten(trace.operation)))
	}
	if len(trace.codes) > 0 {
		attrs = append(attrs, slog.Any("codes", trace.codes))
	}
	if trace.cost > 0 {
		attrs = append(attrs, slog.Int("cost", trace.cost))
	}
	s.log.LogAttrs(ctx, level, "request", attrs...)
}

// recorder notes the status and the bytes that pass it; in observe those are
// the bytes sent, compressed as they are.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *recorder) WriteHeader(status int) {
	if status >= http.StatusOK && w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Flush sends what was written so far; the compression looks for it by name.
func (w *recorder) Flush() {
	_ = http.NewResponseController(w.ResponseWriter).Flush() // the next write fails if this did
}

// Hijack hands the connection over, to become a websocket.
func (w *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err == nil {
		w.status = http.StatusSwitchingProtocols
	}
	return conn, buffered, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// code is the status sent; net/http sends 200 for a handler that says nothing.
func (w *recorder) code() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}
