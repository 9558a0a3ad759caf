// Package rule says who may. Every policy ends with a deny: where no rule
// speaks, nothing is read and nothing is written.
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
func Public() ent.Policy { return policy(allowIf(known)) }

// Published is the policy of figures: everybody reads what is published.
func Published() ent.Policy { return policy(allowIf(readsAll), onlyPublished) }

// Restricted is the policy of reports and of the record: the public reads
// none of it.
func Restricted() ent.Policy { return policy(allowIf(readsAll), nothing) }

func policy(query ...privacy.QueryRule) ent.Policy {
	return privacy.Policy{
		Query:    append(privacy.QueryPolicy(query), privacy.AlwaysDenyRule()),
		Mutation: privacy.MutationPolicy{allowWriter{}, privacy.AlwaysDenyRule()},
	}
}

func known(viewer.Viewer) bool      { return true }
func readsAll(v viewer.Viewer) bool { return v.ReadAll }

// queryRule is a rule on reading.
type queryRule func(context.Context, ent.Query) error

// EvalQuery evaluates the rule.
func (f queryRule) EvalQuery(ctx context.Context, q ent.Query) error { return f(ctx, q) }

// allowIf allows a viewer that satisfies the condition; no viewer never does.
func allowIf(ok func(viewer.Viewer) bool) queryRule {
	return func(ctx context.Context, _ ent.Query) error {
		if v, known := viewer.FromContext(ctx); known && ok(v) {
			return privacy.Allow
		}
		return privacy.Skip
	}
}

// onlyPublished narrows the query to published figures. A predicate, not a
// check after the fact: counts, pages and nested edges see the same rows.
var onlyPublished = narrowing(func(s *sql.Selector) { s.Where(sql.NotNull(s.C("published_at"))) })

// nothing narrows the query to no row: denied looks like not found.
var nothing = narrowing(func(s *sql.Selector) { s.Where(sql.False()) })

func narrowing(p func(*sql.Selector)) queryRule {
	return func(ctx context.Context, q ent.Query) error {
		if _, known := viewer.FromContext(ctx); !known {
			return privacy.Skip
		}
		query, err := intercept.NewQuery(q)
		if err != nil {
			return privacy.Denyf("rule: %v", err)
		}
		query.WhereP(p)
		return privacy.Allow
	}
}

// allowWriter allows changes by programs of the instance itself.
type allowWriter struct{}

// EvalMutation evaluates the rule.
func (allowWriter) EvalMutation(ctx context.Context, _ ent.Mutation) error {
	if v, ok := viewer.FromContext(ctx); ok && v.Write {
		return privacy.Allow
	}
	return privacy.Skip
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
