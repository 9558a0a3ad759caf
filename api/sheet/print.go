package sheet

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// a4 is the number of A4 in the format's list of paper sizes.
const a4 = 9

// Margins of Decree 30/2020, in inches: top and bottom 20 mm, left 30 mm,
// right 15 mm.
const (
	verticalMargin = 0.79
	leftMargin     = 1.18
	rightMargin    = 0.59
	footerMargin   = 0.39
)

// layOut sets the page up for printing: A4 across, as wide as the page and as
// long as it takes, rows from and to repeated on every page (none where 0), the
// print area to the given corner, and numbered pages.
func (p *page) layOut(window string, fromRow, toRow, lastColumn, lastRow int) {
	p.do(func() error {
		size, across, one, any := a4, "landscape", 1, 0
		return p.file.SetPageLayout(p.sheet, &excelize.PageLayoutOptions{
			Size: &size, Orientation: &across, FitToWidth: &one, FitToHeight: &any,
		})
	})
	p.do(func() error {
		fit := true
		return p.file.SetSheetProps(p.sheet, &excelize.SheetPropsOptions{FitToPage: &fit})
	})
	p.do(func() error {
		vertical, left, right, footer, centred := verticalMargin, leftMargin, rightMargin, footerMargin, true
		return p.file.SetPageMargins(p.sheet, &excelize.PageLayoutMarginsOptions{
			Top: &vertical, Bottom: &vertical, Left: &left, Right: &right, Header: &footer, Footer: &footer,
			Horizontally: &centred,
		})
	})
	p.do(func() error {
		return p.file.SetHeaderFooter(p.sheet, &excelize.HeaderFooterOptions{OddFooter: footer(window)})
	})
	quoted := "'" + p.sheet + "'!"
	if fromRow > 0 {
		p.name("_xlnm.Print_Titles", fmt.Sprintf("%s$%d:$%d", quoted, fromRow, toRow))
	}
	corner := at(lastColumn, lastRow)
	column := strings.TrimRight(corner, "0123456789")
	p.name("_xlnm.Print_Area", fmt.Sprintf("%s$B$1:$%s$%d", quoted, column, lastRow))
}

// name defines a name that the format reserves, for this sheet.
func (p *page) name(name, refersTo string) {
	p.do(func() error {
		return p.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: refersTo, Scope: p.sheet})
	})
}

// footer is the window on the left and the page number on the right. A space
// ends each font size: the digits of "2023-Q1" would continue it.
func footer(window string) string {
	window = strings.ReplaceAll(window, "&", "&&")
	return `&L&"` + font + `,Italic"&10 ` + window + `&R&"` + font + `,Regular"&12 Trang &P/&N`
}

// protect locks what is not for input. There is no password: it keeps people
// from mistakes, and nothing here relies on it.
func (p *page) protect() {
	p.do(func() error {
		return p.file.ProtectSheet(p.sheet, &excelize.SheetProtectionOptions{
			SelectLockedCells: true, SelectUnlockedCells: true, FormatRows: true, FormatColumns: true,
		})
	})
}
