package plan

import (
	"context"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
)

// windowFields is a reporting window as it is compared and written.
func windowFields(w *db.ReportingWindow) []field {
	return []field{
		{reportingwindow.FieldCode, w.Code},
		{reportingwindow.FieldYear, w.Year},
		{reportingwindow.FieldQuarter, w.Quarter},
		{reportingwindow.FieldCoversFrom, day(w.CoversFrom)},
		{reportingwindow.FieldCoversTo, day(w.CoversTo)},
		{reportingwindow.FieldOpensAt, instant(w.OpensAt)},
		{reportingwindow.FieldDueAt, instant(w.DueAt)},
		{reportingwindow.FieldGraceUntil, instant(w.GraceUntil)},
		{reportingwindow.FieldLocksAt, instant(w.LocksAt)},
		{reportingwindow.FieldExpectedGrade, w.ExpectedGrade},
		{reportingwindow.FieldRequiredNarratives, list(w.RequiredNarratives)},
		{reportingwindow.FieldLegalDocumentID, opt(w.LegalDocumentID)},
		{reportingwindow.FieldSection, opt(w.Section)},
		{reportingwindow.FieldNote, opt(w.Note)},
	}
}

func wantWindows(b *bundle.Bundle, n *names) []record {
	var records []record
	for _, w := range b.ReportingWindows {
		var narratives []string
		for _, kind := range w.RequiredNarratives {
			narratives = append(narratives, string(kind))
		}
		records = append(records, n.wanted(db.TypeReportingWindow, windowFields(&db.ReportingWindow{
			Code:               w.Code,
			Year:               w.Year,
			Quarter:            w.Quarter,
			CoversFrom:         *dateOf(w.CoversFrom),
			CoversTo:           *dateOf(w.CoversTo),
			OpensAt:            w.OpensAt,
			DueAt:              w.DueAt,
			GraceUntil:         w.GraceUntil,
			LocksAt:            w.LocksAt,
			ExpectedGrade:      reportingwindow.ExpectedGrade(w.ExpectedGrade),
			RequiredNarratives: narratives,
			LegalDocumentID:    n.optID(db.TypeLegalDocument, w.LegalDocument),
			Section:            given(w.Section),
			Note:               given(w.Note),
		}), w.Code))
	}
	return records
}

func readWindows(ctx context.Context, client *db.Client, s *state) error {
	rows, err := client.ReportingWindow.Query().All(ctx)
	for _, w := range rows {
		s.add(db.TypeReportingWindow, w.ID, windowFields(w), w.Code)
	}
	return err
}

func writeWindows(ctx context.Context, w *writer, steps []step) error {
	c := w.tx.ReportingWindow
	return write(ctx, w, steps, c.Create, c.CreateBulk, c.UpdateOneID, nil)
}
