// Package rule says who may. Every policy ends with a deny: where no rule
// speaks, nothing is read and nothing is written.
//
// Reading is narrowed by predicates, so that counts, pages, orders and nested
// edges see the same rows: denied looks like not found. Changes of rows are
// narrowed the same way; additions are checked against the agency they are
// for. A role at an agency reaches the agencies that belong to it and, at a
// group, the members.
package rule

import (
	"context"

	"entgo.io/ent"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/privacy"

	"github.com/tiendo-vn/tiendo/ent/db/intercept"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Public is the policy of catalogue data: everybody reads, programs of the
// instance write.
func Public() ent.Policy { return policy(reading(everything), nil) }

// Internal is the policy of what only programs of the instance touch.
func Internal() ent.Policy { return policy(reading(nothing), nil) }

// policy assembles a policy: programs of the instance may all, inspectors read
// all, then the given rules speak, and nobody else may anything.
func policy(query privacy.QueryRule, mutation privacy.MutationRule) ent.Policy {
	p := privacy.Policy{
		Query:    privacy.QueryPolicy{readsAll{}, query, privacy.AlwaysDenyRule()},
		Mutation: privacy.MutationPolicy{writesAll{}, privacy.AlwaysDenyRule()},
	}
	if mutation != nil {
		p.Mutation = privacy.MutationPolicy{writesAll{}, mutation, privacy.AlwaysDenyRule()}
	}
	return p
}

// readsAll lets programs of the instance and inspectors read.
type readsAll struct{}

// EvalQuery evaluates the rule.
func (readsAll) EvalQuery(ctx context.Context, _ ent.Query) error {
	if v, ok := viewer.FromContext(ctx); ok && v.ReadAll {
		return privacy.Allow
	}
	return privacy.Skip
}

// writesAll lets programs of the instance write.
type writesAll struct{}

// EvalMutation evaluates the rule.
func (writesAll) EvalMutation(ctx context.Context, _ ent.Mutation) error {
	if v, ok := viewer.FromContext(ctx); ok && v.Write {
		return privacy.Allow
	}
	return privacy.Skip
}

// A filter says which rows a viewer may see: nil means all of them.
type filter func(v viewer.Viewer, s *sql.Selector) *sql.Predicate

func everything(viewer.Viewer, *sql.Selector) *sql.Predicate { return nil }

func nothing(viewer.Viewer, *sql.Selector) *sql.Predicate { return sql.False() }

// reading narrows a query to what a filter lets through.
type reading filter

// EvalQuery evaluates the rule.
func (f reading) EvalQuery(ctx context.Context, q ent.Query) error {
	v, known := viewer.FromContext(ctx)
	if !known {
		return privacy.Skip
	}
	query, err := intercept.NewQuery(q)
	if err != nil {
		return privacy.Denyf("rule: %v", err)
	}
	if q := ent.QueryFromContext(ctx); q != nil && q.Limit != nil {
		v.Paged = true
	}
	query.WhereP(narrowed(v, filter(f)))
	return privacy.Allow
}

// Page returns a context for EvalQuery outside of a query: what is narrowed is
// read a page at a time, and stops early.
func Page(ctx context.Context) context.Context {
	some := 1
	return ent.NewQueryContext(ctx, &ent.QueryContext{Limit: &some})
}

func narrowed(v viewer.Viewer, f filter) func(*sql.Selector) {
	return func(s *sql.Selector) {
		if p := f(v, s); p != nil {
			s.Where(p)
		}
	}
}

// AppendOnly refuses every change but an addition.
func AppendOnly(next ent.Mutator) ent.Mutator {
	return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
		if !m.Op().Is(ent.OpCreate) {
			return nil, privacy.Denyf("%s rows are only ever added", m.Type())
		}
		return next.Mutate(ctx, m)
	})
}

// KeptByDatabase refuses every change: triggers keep the table.
func KeptByDatabase(ent.Mutator) ent.Mutator {
	return ent.MutateFunc(func(_ context.Context, m ent.Mutation) (ent.Value, error) {
		return nil, privacy.Denyf("%s rows are kept by the database", m.Type())
	})
}
