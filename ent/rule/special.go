package rule

import (
	"context"

	"entgo.io/ent"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/privacy"

	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// byCoordinator lets coordinators add: what is added names several agencies,
// or none for all of them.
type byCoordinator struct{}

// EvalMutation evaluates the rule.
func (byCoordinator) EvalMutation(ctx context.Context, m ent.Mutation) error {
	v, ok := viewer.FromContext(ctx)
	if ok && m.Op().Is(ent.OpCreate) && v.Has(coordinators...) && v.Within(viewer.ScopeCoordinate) {
		return privacy.Allow
	}
	return privacy.Skip
}

// lending lets people lend their own roles, take them back, and lets
// administrators do it for those who cannot.
type lending struct{}

// EvalMutation evaluates the rule.
func (lending) EvalMutation(ctx context.Context, m ent.Mutation) error {
	v, ok := viewer.FromContext(ctx)
	if !ok || !v.SignedIn() || v.Scopes != nil {
		return privacy.Skip
	}
	if from, given := m.Field("from_id"); m.Op().Is(ent.OpCreate) && given && from == v.Person {
		return privacy.Allow
	}
	return writing{adds: admins, scopes: personally,
		changes: func(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
			return sql.Or(sql.EQ(s.C("from_id"), v.Person), administered(v, s))
		}}.EvalMutation(ctx, m)
}
