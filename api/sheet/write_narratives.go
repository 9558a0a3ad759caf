package sheet

import (
	"math"
	"strings"
	"unicode/utf8"
)

const (
	// lineHeight and lineCharacters are what a line of text takes at 13 points
	// over the width of the page.
	lineHeight, lineCharacters = 17.0, 140
	// emptyHeight is the room for a text that is still to be written, in points.
	emptyHeight = 150.0
	// maxHeight is the most a spreadsheet gives one row, in points.
	maxHeight = 400.0
)

// drawNarratives draws parts II to IV, a title and a wide cell each, and the
// places for signatures.
func drawNarratives(p *page, f Form) error {
	p.widths(10, 75, 75)
	title := look{bold: true, size: 13, align: "center"}
	p.wide(leftColumn, 1, rightColumn, 1, strings.ToUpper(f.AgencyName), title)
	p.wide(leftColumn, 2, rightColumn, 2, strings.ToUpper("Thuyết minh số liệu chỉ tiêu "+f.WindowTitle), title)
	p.text(keyColumn, 3, narrativesMarker, look{})
	row := 4
	for _, n := range f.Narratives {
		row = p.narrative(row, n)
	}
	last := p.signatures(row + 1)
	p.layOut(f.Stamp.Window, 0, 0, rightColumn, last)
	p.protect()
	return p.failed
}

// narrative draws one text and returns the row below it.
func (p *page) narrative(row int, n Narrative) int {
	part, _ := partOf(n.Kind)
	title := part.title
	if n.Required {
		title += " (bắt buộc)"
	}
	p.wide(leftColumn, row, rightColumn, row, title, look{bold: true, size: 13})
	if part.hint != "" {
		row++
		p.wide(leftColumn, row, rightColumn, row, part.hint, look{italic: true})
	}
	row++
	height := max(emptyHeight, lines(n.Body)*lineHeight)
	rows := int(math.Ceil(height / maxHeight))
	for i := range rows {
		p.height(row+i, height/float64(rows))
	}
	p.text(keyColumn, row, n.Kind, look{format: textFormatted})
	p.wide(leftColumn, row, rightColumn, row+rows-1, n.Body,
		look{size: 13, format: textFormatted, fill: inputColour, border: true, unlocked: true, top: true})
	return row + rows
}

// lines estimates how many lines a text takes.
func lines(body string) float64 {
	n := 0
	for line := range strings.Lines(body) {
		n += 1 + utf8.RuneCountInString(line)/lineCharacters
	}
	return float64(n)
}

// signatures draws the places to sign and returns the last row.
func (p *page) signatures(row int) int {
	p.text(rightColumn, row, "..., ngày ... tháng ... năm ...", look{italic: true, size: 13, align: "center"})
	p.text(leftColumn, row+1, "NGƯỜI LẬP BIỂU", look{bold: true, size: 13, align: "center"})
	p.text(rightColumn, row+1, "THỦ TRƯỞNG ĐƠN VỊ", look{bold: true, size: 13, align: "center"})
	p.text(leftColumn, row+2, "(Ký, ghi rõ họ tên)", look{italic: true, align: "center"})
	p.text(rightColumn, row+2, "(Ký, ghi rõ họ tên, đóng dấu)", look{italic: true, align: "center"})
	p.height(row+3, 70)
	return row + 3
}
