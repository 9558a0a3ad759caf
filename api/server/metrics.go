package server

import (
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Outcomes of a GraphQL operation.
const (
	outcomeOK      = "ok"
	outcomePartial = "partial" // executed, with errors
	outcomeRefused = "refused" // not executed
)

// metrics are the server's series. No label comes from the client: an operation
// name or a path as a label lets anybody fill the monitoring's memory.
type metrics struct {
	requests   *prometheus.CounterVec
	durations  *prometheus.HistogramVec
	inFlight   prometheus.Gauge
	operations *prometheus.CounterVec
	errors     *prometheus.CounterVec
	took       *prometheus.HistogramVec
	open       *prometheus.GaugeVec
	events     *prometheus.CounterVec
	deprecated *prometheus.CounterVec
	cost       prometheus.Counter
}

// Transports of subscriptions.
const (
	transportSocket = "websocket"
	transportStream = "sse"
)

// buckets suit answers from one millisecond to the default timeout.
var buckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

func newMetrics(opts Options) (*metrics, error) {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tiendo_http_requests_total", Help: "HTTP requests answered.",
		}, []string{"route", "method", "status"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "tiendo_http_request_duration_seconds", Help: "Time to answer an HTTP request.", Buckets: buckets,
		}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "tiendo_http_requests_in_flight", Help: "HTTP requests being answered, open streams among them.",
		}),
		operations: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tiendo_graphql_operations_total", Help: "GraphQL operations, by type and outcome.",
		}, []string{"type", "outcome"}),
		errors: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tiendo_graphql_errors_total", Help: "Errors in GraphQL answers, by code.",
		}, []string{"code"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "tiendo_graphql_operation_duration_seconds", Help: "Time to parse and execute a GraphQL operation.", Buckets: buckets,
		}, []string{"type"}),
		open: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "tiendo_graphql_subscriptions_open", Help: "GraphQL subscriptions open.",
		}, []string{"transport"}),
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tiendo_graphql_subscription_events_total", Help: "Events sent to GraphQL subscriptions.",
		}, []string{"transport"}),
		cost: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "tiendo_graphql_cost_total", Help: "Estimated cost of GraphQL operations and events, in units of one field of one row.",
		}),
	}
	m.deprecated = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "tiendo_graphql_deprecated_total", Help: "Operations that use a deprecated part of the schema, by its coordinate.",
	}, []string{"part"})
	for _, transport := range []string{transportSocket, transportStream} {
		m.open.WithLabelValues(transport)
		m.events.WithLabelValues(transport)
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "tiendo_build_info", Help: "Always 1; the labels say which build this is.",
		ConstLabels: prometheus.Labels{"version": opts.Version, "go": runtime.Version()},
	})
	build.Set(1)
	all := []prometheus.Collector{
		m.requests, m.durations, m.inFlight, m.operations, m.errors, m.took, m.open, m.events, m.deprecated, m.cost, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	}
	all = append(all, opts.Collectors...)
	if opts.DBStats != nil {
		all = append(all, newPool(opts.DBStats))
	}
	for _, c := range all {
		if err := opts.Registry.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *metrics) request(trace *exchange, method string, status int, took time.Duration) {
	m.requests.WithLabelValues(trace.route, knownMethod(method), strconv.Itoa(status)).Inc()
	if !trace.streamed {
		m.durations.WithLabelValues(trace.route).Observe(took.Seconds())
	}
}

func (m *metrics) operation(kind, outcome string, took time.Duration, errs gqlerror.List) {
	m.operations.WithLabelValues(kind, outcome).Inc()
	m.took.WithLabelValues(kind).Observe(took.Seconds())
	m.failed(errs)
}

// failed counts errors by code.
func (m *metrics) failed(errs gqlerror.List) {
	for _, err := range errs {
		m.errors.WithLabelValues(knownCode(codeOf(err))).Inc()
	}
}

// knownMethod folds invented methods into one.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
		http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "OTHER"
}

// knownCode folds what does not look like one of our codes into one: a resolver
// might put anything into an error.
func knownCode(code string) string {
	for _, c := range []byte(code) {
		if (c < 'A' || c > 'Z') && c != '_' {
			return "OTHER"
		}
	}
	if len(code) > 40 {
		return "OTHER"
	}
	return code
}
