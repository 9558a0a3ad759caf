package plan

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	entplan "github.com/tiendo-vn/tiendo/ent/db/plan"
)

// figureFields is a figure as it is compared and written.
func figureFields(f *db.Figure) []field {
	return []field{
		{figure.FieldIndicatorID, f.IndicatorID},
		{figure.FieldAgencyID, f.AgencyID},
		{figure.FieldYear, f.Year},
		{figure.FieldWindowID, opt(f.WindowID)},
		{figure.FieldGrade, f.Grade},
		{figure.FieldSource, f.Source},
		{figure.FieldLegalDocumentID, opt(f.LegalDocumentID)},
		{figure.FieldText, opt(f.Text)},
		{figure.FieldStatedValue, opt(f.StatedValue)},
		{figure.FieldNumerator, opt(f.Numerator)},
		{figure.FieldDenominator, opt(f.Denominator)},
		{figure.FieldNote, opt(f.Note)},
	}
}

// figureCell is where a figure stands, whatever its grade and source: a window,
// or a year in one document. Two documents that disagree on a year stand side
// by side.
func figureCell(f *db.Figure, n *names) []string {
	cell := []string{n.keys[f.IndicatorID], n.keys[f.AgencyID]}
	switch {
	case f.WindowID != nil:
		return append(cell, n.keys[*f.WindowID])
	case f.LegalDocumentID != nil:
		return append(cell, strconv.Itoa(f.Year), n.keys[*f.LegalDocumentID])
	}
	return append(cell, strconv.Itoa(f.Year))
}

// figureKey is what only one figure in force may have. Grades stand side by
// side; in a window, so do sources.
func figureKey(f *db.Figure, n *names) []string {
	key := append(figureCell(f, n), string(f.Grade))
	if f.WindowID != nil {
		key = append(key, string(f.Source))
	}
	return key
}

func wantFigures(b *bundle.Bundle, n *names) []record {
	quarters := map[string]string{"": "Y"}
	for _, w := range b.ReportingWindows {
		quarters[w.Code] = fmt.Sprintf("Q%d", w.Quarter)
	}
	var records []record
	for _, f := range b.Figures {
		row := &db.Figure{
			IndicatorID:     n.id(db.TypeIndicator, f.Indicator.Plan, f.Indicator.Code),
			AgencyID:        n.id(db.TypeAgency, f.Agency),
			Year:            f.Year,
			WindowID:        n.optID(db.TypeReportingWindow, f.Window),
			Grade:           figure.Grade(f.Grade),
			Source:          figure.Source(f.Source),
			LegalDocumentID: n.optID(db.TypeLegalDocument, f.LegalDocument),
			Text:            given(f.Text),
			StatedValue:     f.Value,
			Numerator:       f.Numerator,
			Denominator:     f.Denominator,
			Note:            given(figureNote(f)),
		}
		r := n.wanted(db.TypeFigure, figureFields(row), figureKey(row, n)...)
		r.cell = keyOf(figureCell(row, n)...)
		r.initial = []field{
			// "2022-Y", the whole year, sorts after its quarters.
			{figure.FieldPeriodKey, fmt.Sprintf("%04d-%s", f.Year, quarters[f.Window])},
			{figure.FieldRecordedAt, day(f.RecordedOn.Time)},
			{figure.FieldApprovedAt, day(f.RecordedOn.Time)},
			{figure.FieldPublishedAt, day(f.RecordedOn.Time)}, // what a bundle brings is public
		}
		records = append(records, r)
	}
	return records
}

// figureNote is the remark with the place in the document, which has no column
// of its own.
func figureNote(f bundle.Figure) string {
	switch {
	case f.SourceRef == "":
		return f.Note
	case f.Note == "":
		return f.SourceRef
	}
	return fmt.Sprintf("%s (%s)", f.Note, f.SourceRef)
}

// readFigures reads the figures in force that no agency reported.
func readFigures(ctx context.Context, client *db.Client, s *state) error {
	rows, err := client.Figure.Query().Where(
		figure.SupersededAtIsNil(), figure.SubmissionIDIsNil(),
		figure.HasIndicatorWith(indicator.OwnerIDIsNil(), indicator.HasPlanWith(entplan.CodeIn(s.plans...))),
	).All(ctx)
	for _, f := range rows {
		s.add(db.TypeFigure, f.ID, figureFields(f), figureKey(f, s.names)...).cell = keyOf(figureCell(f, s.names)...)
	}
	return err
}

// pairFigures joins a figure whose grade or source was corrected with the one
// it takes the place of: the only one that is left in its cell on either side.
func pairFigures(want, have []record) {
	left, fresh := unmatched(have, want), unmatched(want, have)
	for cell, rows := range fresh {
		if old := left[cell]; len(rows) == 1 && len(old) == 1 {
			rows[0].id = old[0].id
		}
	}
}

// unmatched finds the rows that others lack, by cell.
func unmatched(rows, others []record) map[string][]*record {
	known := make(map[uuid.UUID]bool, len(others))
	for _, r := range others {
		known[r.id] = true
	}
	cells := map[string][]*record{}
	for i := range rows {
		if r := &rows[i]; !known[r.id] {
			cells[r.cell] = append(cells[r.cell], r)
		}
	}
	return cells
}

func writeFigures(ctx context.Context, w *writer, steps []step) error {
	c := w.tx.Figure
	supersede := func(ctx context.Context, ids []uuid.UUID) error {
		return c.Update().Where(figure.IDIn(ids...)).SetSupersededAt(w.now).Exec(ctx)
	}
	return revise(ctx, w, steps, c.Create, c.CreateBulk, supersede, func(s step) []field {
		if s.Kind != Supersede {
			return nil
		}
		// A correction becomes known now, not on the day of the document: as of any
		// day before, the figure is what it was then.
		return []field{
			{figure.FieldRecordedAt, w.now},
			{figure.FieldApprovedAt, w.now},
			{figure.FieldPublishedAt, w.now},
			{figure.FieldSupersedesID, s.have.id},
			{figure.FieldReason, "bundle " + w.bundle},
		}
	})
}
