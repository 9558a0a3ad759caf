package access

import (
	"context"
	"time"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// An Appointment is a role that a program of the instance gives: to the first
// administrator, or to the personas of development mode.
type Appointment struct {
	// Who has the role; the name is shown until they sign in.
	Who auth.Identity
	// Role at the agency of that code.
	Role   viewer.Role
	Agency string
}

// Appoint gives roles in one transaction, each an event by the named program,
// and returns how many were given: those held already are left as they are. An
// agency that does not exist and a subject that cannot be one are errors
// (change.Faults), and nothing is given.
func (s *Service) Appoint(ctx context.Context, program string, list ...Appointment) (given int, err error) {
	ctx = viewer.NewContext(ctx, viewer.System(program))
	for _, a := range list {
		if faults := checkGrant(GrantRoleInput{Subject: a.Who.Subject, Name: &a.Who.Name}, s.Clock()); faults != nil {
			return 0, faults
		}
	}
	given, err = s.appoint(ctx, program, list)
	if db.IsConstraintError(err) { // another program was faster
		given, err = s.appoint(ctx, program, list)
	}
	return given, err
}

func (s *Service) appoint(ctx context.Context, program string, list []Appointment) (given int, err error) {
	at := s.Clock()
	err = s.inTx(ctx, func(tx *db.Client) error {
		var entries []audit.Entry
		for _, a := range list {
			grant, err := give(ctx, tx, a, at)
			if err != nil {
				return err
			}
			if grant != nil {
				e := granted(grant, a.Agency, a.Who.Name)
				e.At, e.Actor = at, program
				entries = append(entries, e)
			}
		}
		if given = len(entries); given == 0 {
			return nil
		}
		_, err := audit.Record(ctx, tx, s.Dialect, entries...)
		return err
	})
	return given, err
}

// give grants a role unless it is held; then it returns nil.
func give(ctx context.Context, tx *db.Client, a Appointment, at time.Time) (*db.RoleGrant, error) {
	where, err := tx.Agency.Query().Where(agency.Code(a.Agency)).OnlyID(ctx)
	switch {
	case db.IsNotFound(err):
		return nil, change.Faults{unknown("agency", a.Agency)}
	case err != nil:
		return nil, err
	}
	who, err := personOf(ctx, tx, a.Who)
	if err != nil {
		return nil, err
	}
	held, err := heldAlready(ctx, tx, who.ID, where, a.Role, at)
	if held || err != nil {
		return nil, err
	}
	return tx.RoleGrant.Create().SetPersonID(who.ID).SetAgencyID(where).SetRole(a.Role).SetAt(at).Save(ctx)
}

// granted is the event of a grant.
func granted(g *db.RoleGrant, agency, name string) audit.Entry {
	return audit.Entry{
		Action: "role.grant", Entity: "RoleGrant", EntityID: &g.ID, Agency: &g.AgencyID, Label: agency,
		After: map[string]any{"role": g.Role, "person": g.PersonID, "name": name, "until": g.Until},
	}
}
