package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// kind is what a cell holds.
type kind int

const (
	blank kind = iota
	number
	words
	formula
	boolean
	failure
	date
)

// content is what a cell holds, as it is in the file: numbers as text.
type content struct {
	kind   kind
	text   string
	format formatKind
}

// A grid is the cells of a sheet, rows in order.
type grid struct {
	name string
	rows []gridRow
}

type gridRow struct {
	number int
	cells  map[int]content
}

// is reports whether a cell holds the given words.
func (r gridRow) is(column int, text string) bool {
	c := r.cells[column]
	return c.kind == words && c.text == text
}

// xmlCell is a cell in the file.
type xmlCell struct {
	Ref     string    `xml:"r,attr"`
	Style   int       `xml:"s,attr"`
	Type    string    `xml:"t,attr"`
	Formula *struct{} `xml:"f"`
	Value   string    `xml:"v"`
	Inline  *richText `xml:"is"`
}

// read reads a sheet cell by cell. A library would fill the gaps between cells
// and show each cell of a merged range the text of the first: here a cell is
// what the file says, at most once, and in order.
func (b *book) read(name string, part []byte) (*grid, error) {
	g := &grid{name: name}
	err := walk(part, func(r xmlRow) error {
		row := gridRow{number: r.number, cells: map[int]content{}}
		for i, cell := range r.cells {
			c, err := b.content(cell)
			if err != nil {
				return fmt.Errorf("%s: %w", at(r.columns[i], r.number), err)
			}
			if c.kind == blank {
				continue
			}
			if r.number > maxRow {
				return fmt.Errorf("%s: a cell below row %d", at(r.columns[i], r.number), maxRow)
			}
			row.cells[r.columns[i]] = c
		}
		if len(row.cells) > 0 {
			g.rows = append(g.rows, row)
		}
		return nil
	})
	if err != nil {
		return nil, unreadable(name, err)
	}
	return g, nil
}

func unreadable(where string, err error) error {
	return fault(FaultUnreadable, where, err.Error(), "")
}

// content interprets a cell by its type.
func (b *book) content(cell xmlCell) (content, error) {
	c := content{text: cell.Value}
	if cell.Style > 0 && cell.Style < len(b.formats) {
		c.format = b.formats[cell.Style]
	}
	switch cell.Type {
	case "", "n":
		c.kind = number
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(cell.Value))
		if cell.Value != "" && (err != nil || i < 0 || i >= len(b.strings)) {
			return c, fmt.Errorf("shared text %q", shorten(cell.Value))
		}
		c.kind = words
		if cell.Value != "" {
			c.text = b.strings[i]
		}
	case "inlineStr":
		c.kind = words
		if cell.Inline != nil {
			c.text = cell.Inline.String()
		}
	case "str":
		c.kind, c.text = words, unescape(cell.Value)
	case "b":
		c.kind = boolean
	case "e":
		c.kind = failure
	case "d":
		c.kind = date
	default:
		return c, fmt.Errorf("cell type %q", shorten(cell.Type))
	}
	if c.text = tidy(c.text); c.text == "" {
		c.kind = blank
	}
	if cell.Formula != nil {
		c.kind = formula
	}
	return c, nil
}

// xmlRow is a row in the file with the columns of its cells, and where its XML
// begins and ends.
type xmlRow struct {
	number     int
	cells      []xmlCell
	columns    []int
	begin, end int64
}

// walk visits the rows of a sheet and refuses cells that are out of order, out
// of bounds or too far apart.
func walk(part []byte, visit func(xmlRow) error) error {
	d, err := decoder(part)
	if err != nil {
		return err
	}
	last, spread := 0, 0
	for {
		begin := d.InputOffset()
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "row" {
			continue
		}
		var raw struct {
			Number int       `xml:"r,attr"`
			Cells  []xmlCell `xml:"c"`
		}
		if err := d.DecodeElement(&raw, &start); err != nil {
			return err
		}
		if raw.Number == 0 {
			raw.Number = last + 1
		}
		row := xmlRow{number: raw.Number, cells: raw.Cells, begin: begin, end: d.InputOffset()}
		if err := row.place(last); err != nil {
			return err
		}
		last = row.number
		if n := len(row.columns); n > 0 {
			spread += row.columns[n-1]
		}
		if spread > maxSpread {
			return fmt.Errorf("more than %d cells", maxSpread)
		}
		if err := visit(row); err != nil {
			return err
		}
	}
}

// place finds the column of each cell.
func (r *xmlRow) place(last int) error {
	if r.number <= last || r.number > excelize.TotalRows {
		return fmt.Errorf("row %d after row %d", r.number, last)
	}
	column := 0
	for _, cell := range r.cells {
		next := column + 1
		if cell.Ref != "" {
			c, row, err := excelize.CellNameToCoordinates(cell.Ref)
			if err != nil || row != r.number {
				return fmt.Errorf("cell %q in row %d", shorten(cell.Ref), r.number)
			}
			next = c
		}
		if next <= column {
			return fmt.Errorf("cell %q after column %d", shorten(cell.Ref), column)
		}
		column = next
		r.columns = append(r.columns, column)
	}
	return nil
}
