package plan

import (
	"context"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
	entplan "github.com/tiendo-vn/tiendo/ent/db/plan"
)

// planFields is a plan as it is compared and written.
func planFields(p *db.Plan) []field {
	return []field{
		{entplan.FieldCode, p.Code},
		{entplan.FieldName, p.Name},
		{entplan.FieldNameEn, opt(p.NameEn)},
		{entplan.FieldVersion, p.Version},
		{entplan.FieldYearFrom, p.YearFrom},
		{entplan.FieldYearTo, p.YearTo},
		{entplan.FieldLegalDocumentID, opt(p.LegalDocumentID)},
	}
}

func wantPlans(b *bundle.Bundle, n *names) []record {
	var records []record
	for _, p := range b.Plans {
		records = append(records, n.wanted(db.TypePlan, planFields(&db.Plan{
			Code:            p.Code,
			Name:            p.Name,
			NameEn:          given(p.NameEn),
			Version:         p.Version,
			YearFrom:        p.YearFrom,
			YearTo:          p.YearTo,
			LegalDocumentID: n.optID(db.TypeLegalDocument, p.LegalDocument),
		}), p.Code))
	}
	return records
}

func readPlans(ctx context.Context, client *db.Client, s *state) error {
	rows, err := client.Plan.Query().All(ctx)
	for _, p := range rows {
		s.add(db.TypePlan, p.ID, planFields(p), p.Code)
	}
	return err
}

func writePlans(ctx context.Context, w *writer, steps []step) error {
	c := w.tx.Plan
	return write(ctx, w, steps, c.Create, c.CreateBulk, c.UpdateOneID, nil)
}

// documentsOfPlans are the documents that enacted the plans, by plan: they
// decide what names no document of its own.
func documentsOfPlans(b *bundle.Bundle) map[string]string {
	documents := map[string]string{}
	for _, p := range b.Plans {
		documents[p.Code] = p.LegalDocument
	}
	return documents
}
