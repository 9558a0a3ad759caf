package remind

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/delegation"
	"github.com/tiendo-vn/tiendo/ent/db/predicate"
	"github.com/tiendo-vn/tiendo/ent/db/rolegrant"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A post is a role somebody has at an agency.
type post struct {
	person *db.Person
	role   viewer.Role
}

// staff are the posts in force, by agency: roles people have, and those that
// were lent to them for an absence.
type staff map[uuid.UUID][]post

func staffOf(ctx context.Context, client *db.Client, now time.Time) (staff, error) {
	s := staff{}
	grants, err := client.RoleGrant.Query().Where(inForce(now)).Order(db.Asc(rolegrant.FieldID)).WithPerson().All(ctx)
	if err != nil {
		return nil, err
	}
	for _, g := range grants {
		s[g.AgencyID] = append(s[g.AgencyID], post{g.Edges.Person, g.Role})
	}
	lent, err := client.Delegation.Query().
		Where(delegation.RevokedAtIsNil(), delegation.StartsAtLTE(now), delegation.EndsAtGT(now), delegation.HasGrantWith(inForce(now))).
		Order(db.Asc(delegation.FieldID)).WithTo().All(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range lent {
		s[d.AgencyID] = append(s[d.AgencyID], post{d.Edges.To, d.Role})
	}
	return s, nil
}

// inForce selects the roles in force at a time.
func inForce(now time.Time) predicate.RoleGrant {
	return rolegrant.And(rolegrant.RevokedAtIsNil(), rolegrant.Or(rolegrant.UntilIsNil(), rolegrant.UntilGT(now)))
}

// at returns the people at an agency, each once.
func (s staff) at(agency uuid.UUID) []*db.Person {
	var people []*db.Person
	for _, p := range s[agency] {
		if !slices.ContainsFunc(people, func(known *db.Person) bool { return known.ID == p.person.ID }) {
			people = append(people, p.person)
		}
	}
	return people
}

// roles returns the roles of somebody at an agency.
func (s staff) roles(agency, person uuid.UUID) []viewer.Role {
	var roles []viewer.Role
	for _, p := range s[agency] {
		if p.person.ID == person {
			roles = append(roles, p.role)
		}
	}
	return roles
}

// has says whether anybody has a role at an agency.
func (s staff) has(agency uuid.UUID, role viewer.Role) bool {
	return slices.ContainsFunc(s[agency], func(p post) bool { return p.role == role })
}
