package plan

import (
	"context"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agencymembership"
)

// membershipFields is a membership as it is compared and written. In the row,
// agency is the group and member_of the member.
func membershipFields(m *db.AgencyMembership) []field {
	return []field{
		{agencymembership.FieldAgencyID, m.AgencyID},
		{agencymembership.FieldMemberOfID, m.MemberOfID},
		{agencymembership.FieldValidFrom, optDay(m.ValidFrom)},
		{agencymembership.FieldValidTo, optDay(m.ValidTo)},
	}
}

// wantMemberships lists group and member, each pair once: the lists of a group
// may overlap.
func wantMemberships(b *bundle.Bundle, n *names) []record {
	var records []record
	type row struct{ group, member, from, to string }
	seen := map[row]bool{}
	for _, m := range b.Memberships {
		for _, member := range m.Resolved {
			same := row{m.Group, member, dateText(m.From), dateText(m.To)}
			if seen[same] {
				continue
			}
			seen[same] = true
			records = append(records, n.wanted(db.TypeAgencyMembership, membershipFields(&db.AgencyMembership{
				AgencyID:   n.id(db.TypeAgency, m.Group),
				MemberOfID: n.id(db.TypeAgency, member),
				ValidFrom:  dateOf(m.From),
				ValidTo:    dateOf(m.To),
			}), m.Group, member))
		}
	}
	return records
}

func readMemberships(ctx context.Context, client *db.Client, s *state) error {
	rows, err := client.AgencyMembership.Query().All(ctx)
	for _, m := range rows {
		s.add(db.TypeAgencyMembership, m.ID, membershipFields(m), s.keys[m.AgencyID], s.keys[m.MemberOfID])
	}
	return err
}

func writeMemberships(ctx context.Context, w *writer, steps []step) error {
	c := w.tx.AgencyMembership
	return write(ctx, w, steps, c.Create, c.CreateBulk, c.UpdateOneID, nil)
}
