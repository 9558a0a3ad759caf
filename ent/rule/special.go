package rule

import (
	"context"

	"entgo.io/ent"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/privacy"
	"github.com/google/uuid"

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
// administrators do it for those who cannot. What was lent to somebody is not
// theirs.
type lending struct{}

// EvalMutation evaluates the rule.
func (lending) EvalMutation(ctx context.Context, m ent.Mutation) error {
	v, ok := viewer.FromContext(ctx)
	if !ok || !v.SignedIn() || v.Scopes != nil {
		return privacy.Skip
	}
	if from, given := m.Field("from_id"); m.Op().Is(ent.OpCreate) && given && from == v.Person {
		return ownRole(ctx, v, m)
	}
	return writing{adds: admins, scopes: personally,
		changes: func(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
			return sql.Or(sql.EQ(s.C("from_id"), v.Person), administered(v, s))
		}}.EvalMutation(ctx, m)
}

// ownRole lets a loan pass whose role the lender holds, at an agency it reaches.
func ownRole(ctx context.Context, v viewer.Viewer, m ent.Mutation) error {
	role, _ := m.Field("role")
	value, _ := m.Field("agency_id")
	agency, ok := value.(uuid.UUID)
	if !ok {
		return privacy.Skip
	}
	// A viewer of its own: what is remembered of the whole one does not hold.
	own := viewer.Viewer{Person: v.Person}
	for _, g := range v.Grants {
		if g.LentBy == nil && g.Role == role {
			own.Grants = append(own.Grants, g)
		}
	}
	holds, err := Holds(ctx, clientOf(m), own, agency)
	switch {
	case err != nil:
		return privacy.Denyf("rule: %v", err)
	case holds:
		return privacy.Allow
	}
	return privacy.Skip
}
