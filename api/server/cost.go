package server

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tiendo-vn/tiendo/api/server/budget"
	"github.com/tiendo-vn/tiendo/api/server/cost"
)

// meter says what operations cost, refuses those that cost too much, and keeps
// the callers' budgets.
type meter struct {
	model   *cost.Model
	limit   int
	budget  *budget.Budget // nil: none
	policy  string
	proxies budget.Proxies
	caller  func(context.Context) string
	metrics *metrics
}

var _ graphql.OperationContextMutator = &meter{}

func newMeter(opts Options, m *metrics) *meter {
	limits := opts.Config.Limits
	e := &meter{
		model: cost.New(opts.Schema.Schema(), cost.Usual), limit: limits.Complexity,
		proxies: opts.Config.HTTP.Proxies(), caller: opts.Caller, metrics: m,
	}
	if limits.Budget > 0 {
		e.budget = budget.New(limits.Budget, limits.BudgetWindow, time.Now)
		e.policy = e.budget.Policy()
	}
	return e
}

func (*meter) ExtensionName() string { return "Meter" }

func (*meter) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext runs once variables are known: page sizes are in them.
func (m *meter) MutateOperationContext(ctx context.Context, opCtx *graphql.OperationContext) *gqlerror.Error {
	units := m.model.Of(opCtx.Operation, opCtx.Variables)
	if units > m.limit {
		return coded(CodeTooComplex, "the operation has an estimated cost of %d; the limit is %d", units, m.limit)
	}
	exchangeFrom(ctx).cost = units
	return nil
}

// A spending is what an operation costs whom, and what it left.
type spending struct {
	caller string
	state  budget.State
	known  bool
}

// spend takes the operation's cost out of its caller's budget, or refuses it.
func (m *meter) spend(ctx context.Context, r *http.Request, h http.Header) *refusal {
	trace := exchangeFrom(ctx)
	m.metrics.cost.Add(float64(trace.cost))
	if m.budget == nil {
		return nil
	}
	s := &trace.spent
	if s.caller = m.caller(ctx); s.caller == "" {
		s.caller = m.proxies.Client(r)
	}
	enough := false
	s.state, enough = m.budget.Take(s.caller, trace.cost)
	s.known = true
	if h != nil {
		m.budget.Say(h, m.policy, s.state)
	}
	if enough {
		return nil
	}
	refused := refuse(http.StatusTooManyRequests, CodeBudget, "the operation costs %d, and %d of %d are left: try again in %s s",
		trace.cost, s.state.Remaining, s.state.Limit, s.state.RetryAfter())
	refused.header = [2]string{"Retry-After", s.state.RetryAfter()}
	return refused
}

// charge takes the cost of an event out of the budget of who listens, and
// reports whether there was enough.
func (m *meter) charge(ctx context.Context) (enough bool) {
	trace := exchangeFrom(ctx)
	m.metrics.cost.Add(float64(trace.cost))
	if m.budget == nil {
		return true
	}
	trace.spent.state, enough = m.budget.Charge(trace.spent.caller, trace.cost)
	return enough
}

// tell puts what the operation cost into its answer.
func (m *meter) tell(ctx context.Context, resp *graphql.Response) {
	trace := exchangeFrom(ctx)
	if !trace.spent.known {
		return
	}
	if resp.Extensions == nil {
		resp.Extensions = map[string]any{}
	}
	resp.Extensions["cost"] = told{trace.cost, trace.spent.state}
}
