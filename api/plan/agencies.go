package plan

import (
	"context"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
)

// agencyFields is an agency as it is compared and written.
func agencyFields(a *db.Agency) []field {
	return []field{
		{agency.FieldCode, a.Code},
		{agency.FieldName, a.Name},
		{agency.FieldNameEn, opt(a.NameEn)},
		{agency.FieldShortName, opt(a.ShortName)},
		{agency.FieldKind, a.Kind},
		{agency.FieldOfficialCode, opt(a.OfficialCode)},
		{agency.FieldParentID, opt(a.ParentID)},
		{agency.FieldActiveFrom, optDay(a.ActiveFrom)},
		{agency.FieldActiveTo, optDay(a.ActiveTo)},
		{agency.FieldSource, opt(a.Source)},
	}
}

func wantAgencies(b *bundle.Bundle, n *names) []record {
	var records []record
	for _, a := range b.Agencies {
		records = append(records, n.wanted(db.TypeAgency, agencyFields(&db.Agency{
			Code:         a.Code,
			Name:         a.Name,
			NameEn:       given(a.NameEn),
			ShortName:    given(a.ShortName),
			Kind:         agency.Kind(a.Kind),
			OfficialCode: given(a.OfficialCode),
			ParentID:     n.optID(db.TypeAgency, a.Parent),
			ActiveFrom:   dateOf(a.ActiveFrom),
			ActiveTo:     dateOf(a.ActiveTo),
			Source:       given(a.Source),
		}), a.Code))
	}
	return records
}

func readAgencies(ctx context.Context, client *db.Client, s *state) error {
	rows, err := client.Agency.Query().All(ctx)
	for _, a := range rows {
		s.add(db.TypeAgency, a.ID, agencyFields(a), a.Code)
	}
	return err
}

func writeAgencies(ctx context.Context, w *writer, steps []step) error {
	c := w.tx.Agency
	return write(ctx, w, steps, c.Create, c.CreateBulk, c.UpdateOneID, nil)
}
