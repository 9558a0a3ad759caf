package rule

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/privacy"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agencyreach"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// writing is a rule on changes: who may add rows for an agency, and which rows
// may be changed.
type writing struct {
	// adds are the roles that may add a row, at an agency they reach.
	adds []viewer.Role
	// measures says that who measures a figure of the report may add a row.
	measures bool
	// changes are the rows that may be changed; nil for none.
	changes filter
	// scopes are those of a machine token that may change something here.
	scopes []viewer.Scope
}

// EvalMutation evaluates the rule.
func (w writing) EvalMutation(ctx context.Context, m ent.Mutation) error {
	v, known := viewer.FromContext(ctx)
	if !known || !v.SignedIn() || !slices.ContainsFunc(w.scopes, v.Within) {
		return privacy.Skip
	}
	switch {
	case m.Op().Is(ent.OpCreate):
		return w.evalAddition(ctx, v, m)
	case m.Op().Is(ent.OpUpdate|ent.OpUpdateOne) && w.changes != nil:
		m.(interface{ WhereP(...func(*sql.Selector)) }).WhereP(narrowed(v, w.changes))
		return privacy.Allow
	}
	return privacy.Skip
}

func (w writing) evalAddition(ctx context.Context, v viewer.Viewer, m ent.Mutation) error {
	value, _ := m.Field("agency_id")
	agency, ok := value.(uuid.UUID)
	if !ok {
		return privacy.Skip
	}
	holds, err := Holds(ctx, clientOf(m), v, agency, w.adds...)
	if err == nil && !holds && w.measures {
		holds, err = measuresIn(ctx, v, agency, m)
	}
	switch {
	case err != nil:
		return privacy.Denyf("rule: %v", err)
	case holds:
		return privacy.Allow
	}
	return privacy.Skip
}

func clientOf(m ent.Mutation) *db.Client { return m.(interface{ Client() *db.Client }).Client() }

// Holds says whether a viewer's roles reach an agency; with none named, any
// role.
func Holds(ctx context.Context, client *db.Client, v viewer.Viewer, agency uuid.UUID, roles ...viewer.Role) (bool, error) {
	at := v.At(roles...)
	if len(at) == 0 {
		return false, nil
	}
	if slices.Contains(at, agency) {
		return true, nil
	}
	if reached, known := v.Reached(roles...); known {
		return slices.Contains(reached, agency), nil
	}
	type question struct {
		agency uuid.UUID
		roles  string
	}
	return viewer.Remember(v, question{agency, fmt.Sprint(roles)}, func() (bool, error) {
		return client.AgencyReach.Query().Where(agencyreach.OverIDIn(at...), agencyreach.AgencyID(agency)).
			Exist(viewer.NewContext(ctx, viewer.System("rule")))
	})
}

// measuresIn says whether what is added belongs to a report of the agency with
// figures of indicators the viewer measures; a figure has to be of one of those
// itself.
func measuresIn(ctx context.Context, v viewer.Viewer, agency uuid.UUID, m ent.Mutation) (bool, error) {
	report, ok := m.Field("submission_id")
	if !ok || len(v.Measures) == 0 {
		return false, nil
	}
	if of, ok := m.Field("indicator_id"); ok && !slices.Contains(v.Measures, of.(uuid.UUID)) {
		return false, nil
	}
	return clientOf(m).Figure.Query().Where(func(s *sql.Selector) {
		s.Where(sql.And(sql.EQ(s.C("submission_id"), report), sql.EQ(s.C("agency_id"), agency), measured(v, s.C("indicator_id"))))
	}).Exist(ctx)
}
