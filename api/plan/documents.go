package plan

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/legaldocument"
)

// documentFields is a legal document as it is compared and written.
func documentFields(d *db.LegalDocument) []field {
	return []field{
		{legaldocument.FieldNumber, d.Number},
		{legaldocument.FieldKind, d.Kind},
		{legaldocument.FieldTitle, d.Title},
		{legaldocument.FieldIssuer, opt(d.Issuer)},
		{legaldocument.FieldIssuedOn, optDay(d.IssuedOn)},
		{legaldocument.FieldNote, opt(d.Note)},
	}
}

// wantDocuments lists the documents. The bundle names the issuer by the code of
// an agency; the row holds its name, for readers and for search.
func wantDocuments(b *bundle.Bundle, n *names) []record {
	issuers := map[string]string{}
	for _, a := range b.Agencies {
		issuers[a.Code] = a.Name
	}
	var records []record
	for _, d := range b.LegalDocuments {
		r := n.wanted(db.TypeLegalDocument, documentFields(&db.LegalDocument{
			Number:   d.Number,
			Kind:     legaldocument.Kind(d.Kind),
			Title:    d.Title,
			Issuer:   given(issuers[d.Issuer]),
			IssuedOn: dateOf(d.IssuedOn),
			Note:     given(d.Note),
		}), d.Number)
		r.links = []link{
			n.linkTo(legaldocument.EdgeAmends, db.TypeLegalDocument, d.Amends),
			n.linkTo(legaldocument.EdgeReplaces, db.TypeLegalDocument, d.Replaces),
		}
		records = append(records, r)
	}
	return records
}

func readDocuments(ctx context.Context, client *db.Client, s *state) error {
	rows, err := client.LegalDocument.Query().WithAmends(onlyDocumentID).WithReplaces(onlyDocumentID).All(ctx)
	for _, d := range rows {
		s.add(db.TypeLegalDocument, d.ID, documentFields(d), d.Number).links = []link{
			{legaldocument.EdgeAmends, documentIDs(d.Edges.Amends)},
			{legaldocument.EdgeReplaces, documentIDs(d.Edges.Replaces)},
		}
	}
	return err
}

func onlyDocumentID(q *db.LegalDocumentQuery) { q.Select(legaldocument.FieldID) }

func documentIDs(rows []*db.LegalDocument) []uuid.UUID {
	ids := make([]uuid.UUID, len(rows))
	for i, d := range rows {
		ids[i] = d.ID
	}
	return ids
}

func writeDocuments(ctx context.Context, w *writer, steps []step) error {
	c := w.tx.LegalDocument
	return write(ctx, w, steps, c.Create, c.CreateBulk, c.UpdateOneID, func(m *db.LegalDocumentMutation, l link) {
		switch l.name {
		case legaldocument.EdgeAmends:
			m.AddAmendIDs(l.ids...)
		case legaldocument.EdgeReplaces:
			m.AddReplaceIDs(l.ids...)
		}
	})
}
