package sheet

import (
	"errors"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// A page draws on one sheet. The first error stays, and nothing is drawn after
// it: err says at the end whether the page is whole.
type page struct {
	file   *excelize.File
	styles *styles
	sheet  string
	failed error
}

// do runs a step unless one has failed.
func (p *page) do(step func() error) {
	if p.failed == nil {
		p.failed = step()
	}
}

// text writes words, always as words: what begins with =, +, - or @ is no
// formula, whoever wrote it.
func (p *page) text(column, row int, text string, l look) {
	p.look(column, row, column, row, l)
	if text != "" {
		p.do(func() error { return p.file.SetCellStr(p.sheet, at(column, row), escape(lineEnds.Replace(text))) })
	}
}

// number writes a number digit by digit, or nothing where there is none. One
// with more digits than a spreadsheet keeps is written as words.
func (p *page) number(column, row int, d *decimal.Decimal, l look) {
	if d != nil && !exact(*d) {
		p.text(column, row, inVietnamese(*d), l)
		return
	}
	p.look(column, row, column, row, l)
	if d != nil {
		p.do(func() error { return p.file.SetCellDefault(p.sheet, at(column, row), d.String()) })
	}
}

// look sets the style of a range.
func (p *page) look(fromColumn, fromRow, toColumn, toRow int, l look) {
	p.do(func() error {
		id, err := p.styles.id(l)
		if err != nil {
			return err
		}
		return p.file.SetCellStyle(p.sheet, at(fromColumn, fromRow), at(toColumn, toRow), id)
	})
}

// wide writes words over several cells made one.
func (p *page) wide(fromColumn, fromRow, toColumn, toRow int, text string, l look) {
	p.look(fromColumn, fromRow, toColumn, toRow, l)
	p.text(fromColumn, fromRow, text, l)
	if fromColumn != toColumn || fromRow != toRow {
		p.do(func() error { return p.file.MergeCell(p.sheet, at(fromColumn, fromRow), at(toColumn, toRow)) })
	}
}

// height sets the height of a row, in points. Rows without one are made to fit
// by the program that opens the file; it cannot do so for merged cells.
func (p *page) height(row int, points float64) {
	p.do(func() error { return p.file.SetRowHeight(p.sheet, row, points) })
}

// widths sets the widths of the columns from the first, in characters, and
// hides the first.
func (p *page) widths(characters ...float64) {
	for i, width := range characters {
		name, err := excelize.ColumnNumberToName(i + 1)
		p.do(func() error { return errors.Join(err, p.file.SetColWidth(p.sheet, name, name, width)) })
	}
	p.do(func() error { return p.file.SetColVisible(p.sheet, "A", false) })
}

// validate adds a rule on input; what it forbids, and why, is shown to whoever
// types it.
func (p *page) validate(cells, title, message string, rule func(*excelize.DataValidation) error) {
	p.do(func() error {
		v := excelize.NewDataValidation(true)
		v.Sqref = cells
		v.SetError(excelize.DataValidationErrorStyleStop, title, message)
		if err := rule(v); err != nil {
			return err
		}
		return p.file.AddDataValidation(p.sheet, v)
	})
}
