package sheet

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
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

// unreadable blames the file for what a library says of it, unless that is a
// fault already.
func unreadable(where string, err error) error {
	var known *Fault
	if errors.As(err, &known) {
		return known
	}
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
	if b.left -= int64(len(c.text)); b.left < 0 {
		return c, errors.New("the texts of all cells together are too long")
	}
	if c.text = tidy(c.text); c.text == "" {
		c.kind = blank
	}
	if cell.Formula != nil {
		c.kind = formula
	}
	return c, nil
}
