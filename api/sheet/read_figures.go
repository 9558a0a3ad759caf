package sheet

import "strings"

// figures reads part I.
func (r *reader) figures() error {
	rows, err := r.rows(figuresSheet, figuresMarker, r.made.figures, r.stray)
	if err != nil {
		return err
	}
	r.missing(figuresSheet, rows, r.made.codes)
	for _, row := range rows {
		r.filled.Cells = append(r.filled.Cells, r.figure(row))
	}
	return nil
}

// stray reports what stands in an input column of a row without a code: it
// belongs to nothing, and somebody meant something by it.
func (r *reader) stray(row gridRow) {
	for column := valueColumn; column <= noteColumn; column++ {
		if c := row.cells[column]; c.kind != blank {
			r.found.add(figuresSheet, at(column, row.number), "", FindingStray, c.text, "")
			return
		}
	}
}

// figure reads one row.
func (r *reader) figure(row keyed) FilledCell {
	cell := FilledCell{Indicator: row.key, Position: at(valueColumn, row.number)}
	before := len(r.found.all)
	cell.Value = r.number(row, valueColumn)
	cell.Numerator = r.number(row, numeratorColumn)
	cell.Denominator = r.number(row, denominatorColumn)
	cell.Grade = r.choice(row, gradeColumn, grades, grades, FindingGradeUnknown)
	cell.Source = r.choice(row, sourceColumn, sources, offeredSources, FindingSourceUnknown)
	cell.Note, _ = r.text(row, figuresSheet, noteColumn, r.limits.MaxNote)
	r.together(row, cell)
	faulty := len(r.found.all) > before
	changed := r.changes(row, cell)
	if row.issued.Locked && len(changed) > 0 {
		r.report(row, changed[0], FindingLocked, "")
		faulty = true
	}
	cell.Faulty, cell.Changed = faulty, faulty || len(changed) > 0
	return cell
}

// together checks what only the cells of a row say together. A cell that is not
// understood counts as filled in: its own finding is enough.
func (r *reader) together(row keyed, cell FilledCell) {
	value := row.cells[valueColumn].kind != blank
	upper := row.cells[numeratorColumn].kind != blank
	lower := row.cells[denominatorColumn].kind != blank
	switch {
	case value && (upper || lower):
		r.report(row, valueColumn, FindingBoth, "")
	case upper && !lower:
		r.report(row, denominatorColumn, FindingHalfFraction, "")
	case lower && !upper:
		r.report(row, numeratorColumn, FindingHalfFraction, "")
	}
	if cell.Denominator != nil && cell.Denominator.IsZero() {
		r.report(row, denominatorColumn, FindingZeroDenominator, "")
	}
	if (value || upper || lower) && row.cells[gradeColumn].kind == blank {
		r.report(row, gradeColumn, FindingGradeMissing, strings.Join(texts(grades), ", "))
	}
}

// changes lists the columns that differ from what the form was made with.
func (r *reader) changes(row keyed, cell FilledCell) (columns []int) {
	differs := []struct {
		column int
		yes    bool
	}{
		{valueColumn, !sameNumber(cell.Value, row.issued.number(valueColumn))},
		{numeratorColumn, !sameNumber(cell.Numerator, row.issued.number(numeratorColumn))},
		{denominatorColumn, !sameNumber(cell.Denominator, row.issued.number(denominatorColumn))},
		{gradeColumn, cell.Grade != row.issued.Grade},
		{sourceColumn, cell.Source != row.issued.Source},
		{noteColumn, digest(cell.Note) != row.issued.Text},
	}
	for _, d := range differs {
		if d.yes {
			columns = append(columns, d.column)
		}
	}
	return columns
}

// report adds a finding about a cell of a row.
func (r *reader) report(row keyed, column int, code, extra string) {
	r.found.add(figuresSheet, at(column, row.number), row.key, code, row.cells[column].text, extra)
}
