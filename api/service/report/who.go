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
	grant *viewer.Grant
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
	if err != nil || grant != nil {
		return &actor{grant, true, v}, err
	}
	if m.measures && len(v.Measures) > 0 && v.Within(m.scope) {
		for _, g := range v.Grants {
			if g.Role == viewer.RoleReviewer && (grant == nil || g.LentBy == nil) {
				grant = &g
			}
		}
		return &actor{grant, false, v}, nil
	}
	return nil, nil
}

// decides says whether the actor may decide on a figure.
func (a *actor) decides(f *db.Figure) bool {
	return a.whole || slices.Contains(a.v.Measures, f.IndicatorID)
}

// lender is whose role is used, where it was lent.
func (a *actor) lender() *viewer.Lender {
	if a.grant == nil {
		return nil
	}
	return a.grant.LentBy
}

// hands are the persons who act: the viewer, and whose role is used.
func (a *actor) hands() []uuid.UUID {
	hands := []uuid.UUID{a.v.Person}
	if l := a.lender(); l != nil {
		hands = append(hands, l.ID)
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
