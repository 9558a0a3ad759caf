package instance

import (
	"context"
	"log/slog"

	"github.com/prometheus/client_golang/prometheus"
)

// fallbacks counts the queries that were not compiled, by the field that was the
// reason. The fields are those of the schema, so they are no end of labels.
type fallbacks struct {
	fields *prometheus.CounterVec
	log    *slog.Logger
}

func newFallbacks(log *slog.Logger) fallbacks {
	if log == nil {
		log = slog.Default()
	}
	return fallbacks{prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "tiendo_graphql_fallbacks_total", Help: "Queries that the resolvers answered, by the field that cannot be compiled.",
	}, []string{"field"}), log}
}

// count counts one, and logs a statement that failed: the client does not learn
// of it, because the resolvers answer.
func (f fallbacks) count(ctx context.Context, field string, err error) {
	f.fields.WithLabelValues(field).Inc()
	if err != nil && ctx.Err() == nil {
		f.log.WarnContext(ctx, "a compiled query failed", "error", err)
	}
}
