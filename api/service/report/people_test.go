package report_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/db/rolegrant"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// lend lends a role that somebody has at an agency to somebody else, for a
// week from now.
func (d *desk) lend(t *testing.T, from string, role viewer.Role, where, to string) {
	t.Helper()
	lender, borrower := d.As(from).Viewer(t), d.As(to).Viewer(t)
	grant := d.Client.RoleGrant.Query().Where(rolegrant.PersonID(lender.Person), rolegrant.RoleEQ(role), rolegrant.HasAgencyWith(agency.Code(where))).OnlyX(system())
	require.True(t, d.Client.Person.Query().Where(person.ID(borrower.Person)).ExistX(system()))
	d.Client.Delegation.Create().SetGrantID(grant.ID).SetAgencyID(grant.AgencyID).SetFromID(lender.Person).SetToID(borrower.Person).
		SetRole(role).SetStartsAt(d.Clock.Now()).SetEndsAt(d.Clock.Now().Add(7 * 24 * time.Hour)).SetReason("nghỉ phép").SaveX(system())
}

// lastEvent is the newest line of the record: who did it, and for whom.
func (d *desk) lastEvent(t *testing.T) (action, actor, behalf string) {
	t.Helper()
	events := d.events(t, 0)
	last := events[len(events)-1]
	if last.OnBehalfOf != nil {
		behalf = *last.OnBehalfOf
	}
	return last.Action, last.Actor, behalf
}
