package sheet

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A marker adds findings to a workbook.
type marker struct {
	file     *excelize.File
	fills    map[fillKey]int
	comments map[[2]string]bool // sheets and cells with somebody's own comment
}

// fillKey is a style with another colour.
type fillKey struct {
	style  int
	colour string
}

// maxMarked bounds where a cell to be marked may stand: a position far out
// would make the library fill everything before it.
const maxMarked = 200

// all clears the workbook and marks it.
func (m *marker) all(earlier, list []Finding) error {
	if err := m.clear(earlier); err != nil {
		return err
	}
	if err := m.cells(list); err != nil {
		return err
	}
	return m.list(list)
}

// clear takes out what an earlier Mark left: the colours of the cells it listed,
// the comments it signed, and the list.
func (m *marker) clear(earlier []Finding) error {
	for _, f := range earlier {
		if !m.markable(f) {
			continue
		}
		if err := m.uncolour(f.Sheet, f.Position); err != nil {
			return err
		}
	}
	ours := 0
	for _, sheet := range []string{figuresSheet, narrativesSheet} {
		comments, err := m.file.GetComments(sheet)
		if err != nil {
			continue // the sheet is not there, which the list will say
		}
		for _, c := range comments {
			if c.Author != author {
				m.comments[[2]string{sheet, c.Cell}] = true
				continue
			}
			if ours++; ours > maxComments {
				return fault(FaultTooComplex, sheet, fmt.Sprint(ours), fmt.Sprint(maxComments))
			}
			if err := m.file.DeleteComment(sheet, c.Cell); err != nil {
				return err
			}
		}
	}
	return m.file.DeleteSheet(findingsSheet)
}

// uncolour gives a cell that Mark coloured the colour of what it is for.
func (m *marker) uncolour(sheet, cell string) error {
	id, err := m.file.GetCellStyle(sheet, cell)
	if err != nil {
		return err
	}
	style, err := m.file.GetStyle(id)
	if err != nil {
		return err
	}
	if len(style.Fill.Color) == 0 || style.Fill.Color[0] != findingColour && style.Fill.Color[0] != warningColour {
		return nil
	}
	if style.Protection != nil && !style.Protection.Locked {
		return m.paint(sheet, cell, inputColour)
	}
	return m.paint(sheet, cell, lockedColour)
}

// cells colours the cells that findings name and says in a comment why. A cell
// with several findings has one comment; somebody's own comment stays.
func (m *marker) cells(list []Finding) error {
	notes := map[[2]string][]Finding{}
	var order [][2]string
	for _, f := range list {
		if !m.markable(f) {
			continue
		}
		key := [2]string{f.Sheet, f.Position}
		if notes[key] == nil {
			order = append(order, key)
		}
		notes[key] = append(notes[key], f)
	}
	commented := 0
	for _, key := range order {
		sheet, cell := key[0], key[1]
		colour, text := warningColour, make([]string, 0, 2)
		for _, f := range notes[key] {
			if f.Severity != SeverityWarning {
				colour = findingColour
			}
			text = append(text, f.MessageVi)
		}
		if err := m.paint(sheet, cell, colour); err != nil {
			return err
		}
		if m.comments[key] || commented == maxComments {
			continue
		}
		commented++
		if err := m.file.AddComment(sheet, excelize.Comment{
			Cell: cell, Author: author, Width: 320, Height: 140,
			Paragraph: []excelize.RichTextRun{{Text: strings.Join(text, "\n")}},
		}); err != nil {
			return err
		}
	}
	return nil
}

// markable reports whether a finding names a cell of the form.
func (m *marker) markable(f Finding) bool {
	column, row, err := excelize.CellNameToCoordinates(f.Position)
	if err != nil || column > maxMarked || row > maxRow {
		return false
	}
	index, err := m.file.GetSheetIndex(f.Sheet)
	return err == nil && index >= 0 && f.Sheet != stampSheet
}

// paint changes the colour of a cell and nothing else about it.
func (m *marker) paint(sheet, cell, colour string) error {
	id, err := m.file.GetCellStyle(sheet, cell)
	if err != nil {
		return err
	}
	key := fillKey{id, colour}
	if _, ok := m.fills[key]; !ok {
		style, err := m.file.GetStyle(id)
		if err != nil {
			return err
		}
		style.Fill = solid(colour)
		if m.fills[key], err = m.file.NewStyle(style); err != nil {
			return err
		}
	}
	return m.file.SetCellStyle(sheet, cell, cell, m.fills[key])
}
