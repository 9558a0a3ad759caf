package graph

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/vikstrous/dataloadgen"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/task"
)

// wait is how long a loader gathers keys: siblings are resolved together, so
// a short time finds them all.
const wait = 500 * time.Microsecond

// Loaders answer for many rows at once what a resolver asks for one, as of one
// time. They live as long as one request, so nothing is remembered across
// viewers.
type Loaders struct {
	unit          *dataloadgen.Loader[uuid.UUID, indicator.Unit]
	measures      *dataloadgen.Loader[uuid.UUID, *service.Measures]
	disagreements *dataloadgen.Loader[uuid.UUID, []*service.Disagreement]
	latest        *dataloadgen.Loader[service.Cell, *db.Figure]
	agency        *dataloadgen.Loader[string, *db.Agency]
	progress      *dataloadgen.Loader[uuid.UUID, []*service.AgencyProgress]
	deadlines     *dataloadgen.Loader[calendar.Case, *calendar.Deadlines]
	standing      *dataloadgen.Loader[uuid.UUID, report.Standing]
	evidence      *dataloadgen.Loader[report.Proof, []*db.Evidence]
	can           *dataloadgen.Loader[uuid.UUID, *report.SubmissionCan]
	dutyCan       *dataloadgen.Loader[*service.Duty, *report.DutyCan]
	dates         *dataloadgen.Loader[uuid.UUID, *calendar.Deadlines]
	// What services return without the edges a request selects below it.
	indicator *dataloadgen.Loader[uuid.UUID, *db.Indicator]
	task      *dataloadgen.Loader[uuid.UUID, *db.Task]
}

func newLoaders(s *change.Store) *Loaders {
	client, reports := s.Client, &report.Service{Store: s}
	return &Loaders{
		unit:          loader(client, service.Units),
		measures:      loader(client, service.MeasuresOfPlans),
		disagreements: loader(client, service.Disagreements),
		latest:        loader(client, service.LatestFigures),
		agency:        loader(client, service.AgenciesByCode),
		progress:      loader(client, service.ProgressOf),
		deadlines:     loader(client, calendar.DeadlinesSeen),
		standing:      loader(client, reports.Standings),
		evidence:      loader(client, report.EvidenceOf),
		can:           loader(client, reports.Cans),
		dutyCan:       loader(client, reports.DutyCans),
		dates:         loader(client, report.DeadlinesOf),
		indicator:     loader(client, indicators),
		task:          loader(client, tasks),
	}
}

// A shelf holds the loaders of a request by the time as of which they read:
// fields of one operation may each be asked as of a time of their own, and what
// was loaded for one must not answer another.
type shelf struct {
	store  *change.Store
	mu     sync.Mutex
	byTime map[time.Time]*Loaders
}

type loadersKey struct{}

// WithLoaders gives a request its loaders over a store.
func WithLoaders(ctx context.Context, s *change.Store) context.Context {
	return context.WithValue(ctx, loadersKey{}, &shelf{store: s, byTime: map[time.Time]*Loaders{}})
}

// forget gives a context loaders that have loaded nothing yet: what a mutation
// changed must not be answered from before.
func forget(ctx context.Context) context.Context {
	return WithLoaders(ctx, ctx.Value(loadersKey{}).(*shelf).store)
}

// load returns the loaders of the request for the time as of which the context
// reads.
func load(ctx context.Context) *Loaders {
	s := ctx.Value(loadersKey{}).(*shelf)
	at, _ := asof.At(ctx) // the zero time stands for now
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byTime[at] == nil {
		s.byTime[at] = newLoaders(s.store)
	}
	return s.byTime[at]
}

// loader turns a service function into a loader that answers the zero value
// for what was not found.
func loader[K comparable, V any](client *db.Client, find func(context.Context, *db.Client, []K) (map[K]V, error)) *dataloadgen.Loader[K, V] {
	return dataloadgen.NewLoader(func(ctx context.Context, ids []K) ([]V, []error) {
		found, err := find(ctx, client, ids)
		if err != nil {
			return nil, []error{err}
		}
		values := make([]V, len(ids))
		for n, id := range ids {
			values[n] = found[id]
		}
		return values, nil
	}, dataloadgen.WithWait(wait))
}

// indicators returns rows by key, with the edges the request selects.
func indicators(ctx context.Context, client *db.Client, ids []uuid.UUID) (map[uuid.UUID]*db.Indicator, error) {
	q, err := client.Indicator.Query().Where(indicator.IDIn(ids...)).CollectFields(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := q.All(ctx)
	return byKey(rows, err, func(i *db.Indicator) uuid.UUID { return i.ID })
}

// tasks returns rows by key, with the edges the request selects.
func tasks(ctx context.Context, client *db.Client, ids []uuid.UUID) (map[uuid.UUID]*db.Task, error) {
	q, err := client.Task.Query().Where(task.IDIn(ids...)).CollectFields(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := q.All(ctx)
	return byKey(rows, err, func(t *db.Task) uuid.UUID { return t.ID })
}

func byKey[T any](rows []T, err error, key func(T) uuid.UUID) (map[uuid.UUID]T, error) {
	found := make(map[uuid.UUID]T, len(rows))
	for _, row := range rows {
		found[key(row)] = row
	}
	return found, err
}
