package report

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	workbook "github.com/tiendo-vn/tiendo/api/sheet"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
)

// Workbook returns what the workbook of an agency and window is made from: the
// figures owed under their headings, what is known of each, and the texts. It
// writes nothing, also where the report was not begun. Faults are NOT_FOUND for
// what the viewer may not see, and NOT_OWED where it would be empty.
func (s *Service) Workbook(ctx context.Context, agencyCode, windowCode string) (*workbook.Form, error) {
	b, err := s.basis(ctx, agencyCode, windowCode)
	if err != nil {
		return nil, err
	}
	f := &workbook.Form{
		AgencyName: b.agency.Name, WindowTitle: windowTitle(b.window), Plan: planNames(b.owed),
		CoversFrom: b.window.CoversFrom.UTC(), CoversTo: b.window.CoversTo.UTC(),
	}
	if f.Stamp, err = b.stamp(s); err != nil {
		return nil, err
	}
	last, err := lastBefore(ctx, s.Client, b.agency.ID, b.window, keys(b.owed))
	if err != nil {
		return nil, err
	}
	sh, err := s.asFound(ctx, b, last)
	if err != nil {
		return nil, err
	}
	f.DueAt = sh.dates.DueAt
	if f.Rows, err = s.sheetRows(ctx, b, sh, last); err != nil {
		return nil, err
	}
	f.Narratives, err = s.sheetTexts(ctx, b)
	return f, err
}

// MayReadSheet says why the viewer may not have a workbook; nil where the viewer
// may. Faults are those of Workbook.
func (s *Service) MayReadSheet(ctx context.Context, agencyCode, windowCode string) error {
	_, err := s.basis(ctx, agencyCode, windowCode)
	return err
}

// MayPutSheet returns the stamp of the workbook as it would be made now, which a
// file that comes back has to fit; or says why the viewer may not upload one now.
// NOT_FOUND is for what the viewer may not see.
func (s *Service) MayPutSheet(ctx context.Context, agencyCode, windowCode string) (workbook.Stamp, error) {
	b, err := s.basis(ctx, agencyCode, windowCode)
	if err != nil {
		return workbook.Stamp{}, err
	}
	a, err := who(ctx, s.Client, moveOf(Edit), b.agency.ID)
	if err != nil {
		return workbook.Stamp{}, err
	}
	sh, err := s.asFound(ctx, b, nil)
	if err != nil {
		return workbook.Stamp{}, err
	}
	if r := judge(moveOf(Edit), sh, a, s.Clock()); r != nil {
		return workbook.Stamp{}, r.fault()
	}
	return b.stamp(s)
}

// asFound returns the report's cells, or those it would begin with.
func (s *Service) asFound(ctx context.Context, b *basis, last map[uuid.UUID]*db.Figure) (*sheet, error) {
	if b.report != nil {
		return load(ctx, s.Client, b.report, s.Clock())
	}
	dates, err := calendar.DeadlinesOf(ctx, s.Client, b.window, b.agency.ID)
	if err != nil {
		return nil, err
	}
	sh := &sheet{report: &db.Submission{Status: draft}, agency: b.agency, window: b.window,
		dates: dates[b.agency.ID], cells: map[uuid.UUID]*cell{}}
	for id, f := range last {
		suggested := &db.Figure{IndicatorID: id, StatedValue: f.StatedValue, Numerator: f.Numerator, Denominator: f.Denominator,
			Grade: f.Grade, Source: suggestedSource(f), Prefilled: true}
		sh.cells[id] = &cell{pending: suggested, standing: Standing{State: Draft}, last: suggested}
	}
	return sh, nil
}

// sheetRows are the figures owed, each under the headings it stands under.
func (s *Service) sheetRows(ctx context.Context, b *basis, sh *sheet, last map[uuid.UUID]*db.Figure) ([]workbook.Row, error) {
	above, err := s.headings(ctx, b.owed)
	if err != nil {
		return nil, err
	}
	e := &edit{tx: &change.Tx{At: s.Clock()}, sheet: sh} // the cells are judged as if they were entered now
	var rows []workbook.Row
	for n, code := range rowCodes(b.owed) {
		i := b.owed[n]
		rows = append(rows, above(i)...)
		row := workbook.Row{Code: code, Name: i.Name, Unit: unitOf(i), PlanText: targetText(b.targets[i.ID])}
		row.Current = currentCell(sh.cells[i.ID], figure.Grade(b.window.ExpectedGrade))
		row.Current.Locked = row.Current.Locked || e.open(i) != nil
		if f := last[i.ID]; f != nil {
			row.Previous, row.PreviousGrade, row.PreviousWindow = printedNumber(f, i), string(f.Grade), f.PeriodKey
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// sheetTexts are the texts of the whole report, those the window requires marked.
func (s *Service) sheetTexts(ctx context.Context, b *basis) ([]workbook.Narrative, error) {
	bodies := map[narrative.Kind]string{}
	if b.report != nil {
		rows, err := s.Client.Narrative.Query().Where(wholeReport(b.report.ID)...).All(ctx)
		if err != nil {
			return nil, err
		}
		for _, n := range rows {
			bodies[n.Kind] = n.Body
		}
	}
	var texts []workbook.Narrative
	for _, kind := range []narrative.Kind{narrative.KindTREND, narrative.KindDIFFICULTY, narrative.KindPROPOSAL} {
		required := false
		for _, name := range b.window.RequiredNarratives {
			required = required || name == string(kind)
		}
		texts = append(texts, workbook.Narrative{Kind: string(kind), Required: required, Body: bodies[kind]})
	}
	return texts, nil
}
