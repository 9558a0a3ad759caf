package sheet

import (
	"io"
	"strings"
)

// Read reads a workbook of size bytes that somebody filled in.
//
// It returns a *Fault for a file that is refused as a whole: no workbook, over
// a limit, with macros or links in it, or not the form that expect names. Of
// expect, Agency, Window and Catalogue are compared; the rest of the stamp is
// the caller's to judge. Another error means that r itself failed.
//
// Otherwise it returns what the file holds and what is wrong with it, cell by
// cell. Rows that differ in order from the form, or that are missing, are
// understood by their codes. What the file says of itself, such as which rows
// are locked, can be forged: check it again before storing anything.
func Read(r io.ReaderAt, size int64, limits Limits, expect Stamp) (*Filled, []Finding, error) {
	limits = limits.filled()
	parts, err := unpack(r, size, limits)
	if err != nil {
		return nil, nil, err
	}
	book, err := parts.open(limits)
	if err != nil {
		return nil, nil, err
	}
	made, err := book.stamp()
	if err != nil {
		return nil, nil, err
	}
	if err := made.stamp.match(expect); err != nil {
		return nil, nil, err
	}
	reader := &reader{book: book, made: made, limits: limits, filled: &Filled{Stamp: made.stamp}}
	if err := reader.figures(); err != nil {
		return nil, nil, err
	}
	if err := reader.narratives(); err != nil {
		return nil, nil, err
	}
	return reader.filled, reader.found.all, nil
}

// match refuses the form of another agency, another window or another
// catalogue, in this order: a catalogue says little about the wrong form.
func (s Stamp) match(expect Stamp) error {
	switch {
	case s.Agency != expect.Agency:
		return fault(FaultWrongAgency, "", s.Agency, expect.Agency)
	case s.Window != expect.Window:
		return fault(FaultWrongWindow, "", s.Window, expect.Window)
	case s.Catalogue != expect.Catalogue:
		return fault(FaultCatalogue, "", s.Catalogue, expect.Catalogue)
	}
	return nil
}

// A reader holds what is known while one file is read.
type reader struct {
	book   *book
	made   *made
	limits Limits
	filled *Filled
	found  findings
}

// keyed is a row with the code in its hidden column.
type keyed struct {
	gridRow
	key    string
	issued issued
}

// rows lists the rows of a sheet below its marker that carry a code, and passes
// those that do not to stray. Codes are words: the number 2.1 could be 2.10.
func (r *reader) rows(name, marker string, made map[string]issued, stray func(gridRow)) ([]keyed, error) {
	grid, err := r.book.grid(name, FaultNoSheet)
	if err != nil {
		return nil, err
	}
	var rows []keyed
	seen, below := map[string]string{}, false
	for _, row := range grid.rows {
		cell, position := row.cells[keyColumn], at(keyColumn, row.number)
		switch {
		case row.is(keyColumn, marker):
			below = true
		case !below:
		case cell.kind == blank:
			stray(row)
		case cell.kind != words:
			return nil, fault(FaultBadSheet, place(name, position), cell.text, marker)
		case seen[cell.text] != "":
			return nil, fault(FaultDuplicatedRow, place(name, position), cell.text, place(name, seen[cell.text]))
		default:
			was, ok := made[cell.text]
			if !ok {
				return nil, fault(FaultUnknownRow, place(name, position), cell.text, "")
			}
			seen[cell.text] = position
			rows = append(rows, keyed{row, cell.text, was})
		}
	}
	if !below {
		return nil, fault(FaultBadSheet, name, "", marker)
	}
	return rows, nil
}

// place names a cell of a sheet as formulas do.
func place(sheet, position string) string {
	return "'" + strings.ReplaceAll(sheet, "'", "''") + "'!" + position
}

// missing reports the rows that the form was made with and the file has not.
func (r *reader) missing(sheet string, rows []keyed, order []string) {
	there := map[string]bool{}
	for _, row := range rows {
		there[row.key] = true
	}
	for _, key := range order {
		if !there[key] {
			r.found.add(sheet, "", key, FindingRowMissing, key, "")
		}
	}
}

// narratives reads parts II to IV.
func (r *reader) narratives() error {
	rows, err := r.rows(narrativesSheet, narrativesMarker, r.made.narratives, func(gridRow) {})
	if err != nil {
		return err
	}
	r.missing(narrativesSheet, rows, r.made.kinds)
	for _, row := range rows {
		position := at(leftColumn, row.number)
		text, ok := r.text(row, narrativesSheet, leftColumn, r.limits.MaxBody)
		n := FilledNarrative{Kind: row.key, Position: position, Body: text, Faulty: !ok}
		n.Changed = !ok || digest(text) != row.issued.Text
		if row.issued.Required && ok && text == "" {
			part, _ := partOf(row.key)
			_, title, _ := strings.Cut(part.title, " ")
			r.found.add(narrativesSheet, position, row.key, FindingTextRequired, title, part.english)
		}
		r.filled.Narratives = append(r.filled.Narratives, n)
	}
	return nil
}
