package plan

import (
	"context"
	"time"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agencysuccession"
)

// successionFields is a succession as it is compared and written.
func successionFields(a *db.AgencySuccession) []field {
	return []field{
		{agencysuccession.FieldPredecessorID, a.PredecessorID},
		{agencysuccession.FieldSuccessorID, a.SuccessorID},
		{agencysuccession.FieldKind, a.Kind},
		{agencysuccession.FieldEffectiveOn, day(a.EffectiveOn)},
		{agencysuccession.FieldLegalDocumentID, opt(a.LegalDocumentID)},
		{agencysuccession.FieldNote, opt(a.Note)},
	}
}

func wantSuccessions(b *bundle.Bundle, n *names) []record {
	var records []record
	for _, a := range b.Successions {
		records = append(records, n.wanted(db.TypeAgencySuccession, successionFields(&db.AgencySuccession{
			PredecessorID:   n.id(db.TypeAgency, a.Predecessor),
			SuccessorID:     n.id(db.TypeAgency, a.Successor),
			Kind:            agencysuccession.Kind(a.Kind),
			EffectiveOn:     *dateOf(a.EffectiveOn),
			LegalDocumentID: n.optID(db.TypeLegalDocument, a.LegalDocument),
			Note:            given(a.Note),
		}), a.Predecessor, a.Successor, a.EffectiveOn.String()))
	}
	return records
}

func readSuccessions(ctx context.Context, client *db.Client, s *state) error {
	rows, err := client.AgencySuccession.Query().All(ctx)
	for _, a := range rows {
		s.add(db.TypeAgencySuccession, a.ID, successionFields(a),
			s.keys[a.PredecessorID], s.keys[a.SuccessorID], a.EffectiveOn.Format(time.DateOnly))
	}
	return err
}

func writeSuccessions(ctx context.Context, w *writer, steps []step) error {
	c := w.tx.AgencySuccession
	return write(ctx, w, steps, c.Create, c.CreateBulk, c.UpdateOneID, nil)
}
