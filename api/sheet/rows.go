package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

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
