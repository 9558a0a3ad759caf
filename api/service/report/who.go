package report

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// An actor is how a viewer may make a move on a report: by a role that reaches
// the agency, or because of the indicators measured.
type actor struct {
	// grants are those the move may rest on, own ones first. More than one only
	// where they measure: which measures what is not known here.
	grants []viewer.Grant
	// whole says that the role reaches the agency: all figures; otherwise only
	// those the viewer measures.
	whole bool
	v     viewer.Viewer
}

// who finds out how the viewer may make a move on a report of an agency; nil
// where it may not.
func who(ctx context.Context, client *db.Client, m move, agency uuid.UUID) (*actor, error) {
	v, _ := viewer.FromContext(ctx)
	grant, err := access.Allowed(ctx, client, v, agency, m.scope, m.roles...)
	switch {
	case err != nil:
		return nil, err
	case grant != nil:
		return &actor{[]viewer.Grant{*grant}, true, v}, nil
	case m.measures && len(v.Measures) > 0 && v.Within(m.scope):
		return &actor{grantsOf(v, viewer.RoleReviewer), false, v}, nil
	}
	return nil, nil
}

// grantsOf returns a viewer's grants of a role, own ones first, the first of
// each agency.
func grantsOf(v viewer.Viewer, role viewer.Role) (grants []viewer.Grant) {
	for _, lent := range []bool{false, true} {
		for _, g := range v.Grants {
			same := func(o viewer.Grant) bool { return o.Agency == g.Agency }
			if g.Role == role && (g.LentBy != nil) == lent && !slices.ContainsFunc(grants, same) {
				grants = append(grants, g)
			}
		}
	}
	return grants
}

// decides says whether the actor may decide on a figure.
func (a *actor) decides(f *db.Figure) bool {
	return a.whole || slices.Contains(a.v.Measures, f.IndicatorID)
}

// lender is whose role is used, where it was lent.
func (a *actor) lender() *viewer.Lender {
	if len(a.grants) == 0 {
		return nil
	}
	return a.grants[0].LentBy
}

// hands are the persons who act: the viewer, and whose role may be used.
func (a *actor) hands() []uuid.UUID {
	hands := []uuid.UUID{a.v.Person}
	for _, g := range a.grants {
		if g.LentBy != nil {
			hands = append(hands, g.LentBy.ID)
		}
	}
	return hands
}

// act puts the actor into the change.
func (a *actor) act(tx *change.Tx) { tx.For = a.lender() }

// forID is the key of whose role is used, where it was lent.
func forID(tx *change.Tx) *uuid.UUID {
	if tx.For == nil {
		return nil
	}
	return &tx.For.ID
}
