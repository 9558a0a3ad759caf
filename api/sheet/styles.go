package sheet

import "github.com/xuri/excelize/v2"

// font is what Decree 30/2020 prescribes for official documents.
const font = "Times New Roman"

// Colours of cells: what may be filled in, what is there already and should be
// looked at, what may not be changed, and what Mark found wrong.
const (
	inputColour   = "FFF9DB"
	prefillColour = "E3F1FB"
	lockedColour  = "EDEDED"
	headerColour  = "DCE6F1"
	headingColour = "F4F4F4"
	findingColour = "FFB3B3"
	warningColour = "FFD79A"
	linkColour    = "0563C1"
)

// Number formats. The language tag makes programs that honour it write 86,97
// whatever the computer's own notation is; the stored number is the same.
const (
	plainNumber   = `[$-42A]#,##0.############`
	wholeNumber   = `[$-42A]#,##0`
	textFormatted = "@"
)

// look describes a style of cells by what differs between them.
type look struct {
	bold, italic, underline bool
	size                    float64 // points; 12 where zero
	align                   string  // horizontal; left where empty
	fill, format            string
	border, unlocked, top   bool // top: the text stands at the top of the cell
	colour                  string
}

// styles makes each look once.
type styles struct {
	file *excelize.File
	made map[look]int
}

// id is the style of a look in the workbook.
func (s *styles) id(l look) (int, error) {
	if id, ok := s.made[l]; ok {
		return id, nil
	}
	id, err := s.file.NewStyle(l.style())
	if err == nil {
		s.made[l] = id
	}
	return id, err
}

func (l look) style() *excelize.Style {
	size, align := l.size, l.align
	if size == 0 {
		size = 12
	}
	if align == "" {
		align = "left"
	}
	style := &excelize.Style{
		Font:       &excelize.Font{Family: font, Size: size, Bold: l.bold, Italic: l.italic, Color: l.colour},
		Alignment:  &excelize.Alignment{Horizontal: align, Vertical: "center", WrapText: true},
		Protection: &excelize.Protection{Locked: !l.unlocked},
	}
	if l.top {
		style.Alignment.Vertical = "top"
	}
	if l.underline {
		style.Font.Underline = "single"
	}
	if l.fill != "" {
		style.Fill = solid(l.fill)
	}
	if l.format != "" {
		style.CustomNumFmt = &l.format
	}
	if l.border {
		for _, side := range []string{"left", "top", "right", "bottom"} {
			style.Border = append(style.Border, excelize.Border{Type: side, Style: 1, Color: "000000"})
		}
	}
	return style
}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}
