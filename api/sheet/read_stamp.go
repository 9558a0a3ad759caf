package sheet

import (
	"encoding/json"
	"strings"

	"github.com/shopspring/decimal"
)

// made is what the hidden sheet says the form was made with.
type made struct {
	stamp      Stamp
	figures    map[string]issued
	codes      []string // of the figures, in order
	narratives map[string]issued
	kinds      []string // of the narratives, in order
}

// stamp reads the hidden sheet.
func (b *book) stamp() (*made, error) {
	grid, err := b.grid(stampSheet, FaultNoStamp)
	if err != nil {
		return nil, err
	}
	m := &made{figures: map[string]issued{}, narratives: map[string]issued{}}
	for i, row := range grid.rows {
		cell, position := row.cells[keyColumn], place(stampSheet, at(keyColumn, row.number))
		if cell.kind != words {
			return nil, fault(FaultBadStamp, position, cell.text, "")
		}
		ok := false
		if i == 0 {
			ok = m.head(cell.text)
		} else {
			ok = m.line(cell.text)
		}
		if !ok {
			return nil, fault(FaultBadStamp, position, cell.text, "")
		}
	}
	if len(grid.rows) == 0 {
		return nil, fault(FaultNoStamp, stampSheet, "", "")
	}
	return m, nil
}

// unmarshal reads one line; a field that is not known was put there by others.
func unmarshal(text string, into any) bool {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	return d.Decode(into) == nil && !d.More()
}

// head takes the stamp itself.
func (m *made) head(text string) bool {
	var line stampLine
	if !unmarshal(text, &line) || line.Format != stampFormat {
		return false
	}
	m.stamp = line.Stamp
	return line.Agency != "" && line.Window != "" && line.Catalogue != "" && line.SubmissionVersion >= 0
}

// line takes one row of the form.
func (m *made) line(text string) bool {
	var i issued
	if !unmarshal(text, &i) || (i.Code == "") == (i.Kind == "") || !known(grades, i.Grade) || !known(sources, i.Source) {
		return false
	}
	for _, n := range []string{i.Value, i.Numerator, i.Denominator} {
		if n != "" && !rawNumber.MatchString(n) {
			return false
		}
	}
	if i.Code != "" {
		_, twice := m.figures[i.Code]
		m.figures[i.Code], m.codes = i, append(m.codes, i.Code)
		return !twice
	}
	_, kind := partOf(i.Kind)
	_, twice := m.narratives[i.Kind]
	m.narratives[i.Kind], m.kinds = i, append(m.kinds, i.Kind)
	return kind && !twice
}

// number is a number the form was made with, or nil. Unlike a number from a
// cell it has all its digits.
func (i issued) number(column int) *decimal.Decimal {
	text := map[int]string{valueColumn: i.Value, numeratorColumn: i.Numerator, denominatorColumn: i.Denominator}[column]
	if text == "" {
		return nil
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return nil
	}
	return &d
}
