package report

import (
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/api/service"
	workbook "github.com/tiendo-vn/tiendo/api/sheet"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/predicate"
)

// currentCell is what a workbook shows of a cell. An empty one offers the grade
// that the window expects.
func currentCell(c *cell, expected figure.Grade) workbook.Cell {
	if c == nil || c.current() == nil {
		return workbook.Cell{Grade: string(expected)}
	}
	f := c.current()
	if !fits(f.StatedValue) || !fits(f.Numerator) || !fits(f.Denominator) {
		return workbook.Cell{Note: "Số liệu có quá nhiều chữ số cho sổ tính; hãy nhập trực tuyến.", Locked: true}
	}
	return workbook.Cell{
		Value: f.StatedValue, Numerator: f.Numerator, Denominator: f.Denominator,
		Grade: string(f.Grade), Source: string(f.Source), Note: noteOf(f), Prefilled: f.Prefilled,
	}
}

// printedNumber is the number of a figure as a workbook prints it; nil where it cannot.
func printedNumber(f *db.Figure, i *db.Indicator) *decimal.Decimal {
	value, err := service.Value(f, *i.Unit)
	if err != nil || !fits(&value) {
		return nil
	}
	return &value
}

// tooLarge is the first number with more digits than a workbook holds before
// the point.
var tooLarge = decimal.New(1, 18)

// fits says whether a workbook can hold a number: 18 digits before the point
// and 12 after it.
func fits(d *decimal.Decimal) bool {
	return d == nil || d.Abs().LessThan(tooLarge) && d.Equal(d.Round(maxScale))
}

// holds says whether a report has a figure already as a row of a workbook has
// it. A suggestion is nothing that anybody has said.
func (c *cell) holds(row workbook.FilledCell) bool {
	if c == nil || c.current() == nil {
		return row.Value == nil && row.Numerator == nil && row.Denominator == nil
	}
	f := c.current()
	return !f.Prefilled && sameNumber(f.StatedValue, row.Value) && sameNumber(f.Numerator, row.Numerator) && sameNumber(f.Denominator, row.Denominator) &&
		string(f.Grade) == row.Grade && string(f.Source) == orDeclared(row.Source) && noteOf(f) == row.Note
}

// suggestedSource is the source of a figure that is suggested again: a document
// prints what it prints, and says nothing of a later period.
func suggestedSource(f *db.Figure) figure.Source {
	if f.Source == figure.SourceDOCUMENT {
		return figure.SourceDECLARED
	}
	return f.Source
}

// orDeclared is the source of a row that names none.
func orDeclared(source string) string {
	if source == "" {
		return string(figure.SourceDECLARED)
	}
	return source
}

// cellInput is a row of a workbook as a figure that is entered.
func cellInput(id uuid.UUID, row workbook.FilledCell) *PutFigureInput {
	in := &PutFigureInput{Indicator: &id, Value: trimmed(row.Value), Numerator: trimmed(row.Numerator), Denominator: trimmed(row.Denominator)}
	if row.Grade != "" {
		grade := figure.Grade(row.Grade)
		in.Grade = &grade
	}
	if row.Source != "" {
		source := figure.Source(row.Source)
		in.Source = &source
	}
	if row.Note != "" {
		in.Note = &row.Note
	}
	return in
}

// trimmed is a number without the zeros at its end, which would count as digits.
func trimmed(d *decimal.Decimal) *decimal.Decimal {
	if d == nil {
		return nil
	}
	short, err := decimal.NewFromString(d.String())
	if err != nil {
		return d
	}
	return &short
}

func sameNumber(a, b *decimal.Decimal) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}

// noteOf is the remark of a figure; empty where it has none.
func noteOf(f *db.Figure) string {
	if f.Note == nil {
		return ""
	}
	return *f.Note
}

// wholeReport are the texts in force about a report as a whole.
func wholeReport(report uuid.UUID) []predicate.Narrative {
	return []predicate.Narrative{narrative.SubmissionID(report), narrative.IndicatorIDIsNil(), narrative.SupersededAtIsNil()}
}
