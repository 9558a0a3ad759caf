package sheet

import "fmt"

// Columns of the list of findings.
const (
	listSheetColumn    = 3
	listPositionColumn = 4
)

// listed are the cells that an earlier Mark listed.
func (b *book) listed() ([]Finding, error) {
	if _, ok := b.sheets[findingsSheet]; !ok {
		return nil, nil
	}
	grid, err := b.grid(findingsSheet, FaultNoSheet)
	if err != nil {
		return nil, err
	}
	var cells []Finding
	for _, row := range grid.rows[:min(len(grid.rows), maxFindings+3)] {
		cells = append(cells, Finding{Sheet: row.cells[listSheetColumn].text, Position: row.cells[listPositionColumn].text})
	}
	return cells, nil
}

// list adds the sheet of findings, each with a link to its cell, and opens the
// workbook there.
func (m *marker) list(list []Finding) error {
	index, err := m.file.NewSheet(findingsSheet)
	if err != nil {
		return err
	}
	p := &page{file: m.file, styles: &styles{file: m.file, made: map[look]int{}}, sheet: findingsSheet}
	p.widths(2, 6, 22, 10, 14, 24, 70, 70)
	p.wide(2, 1, 8, 1, fmt.Sprintf("DANH SÁCH LỖI (%d)", len(list)), look{bold: true, size: 13})
	header := look{bold: true, align: "center", border: true, fill: headerColour}
	for i, title := range []string{"STT", "Trang", "Ô", "Chỉ tiêu", "Mã lỗi", "Nội dung", "Message"} {
		p.text(2+i, 2, title, header)
	}
	for i, f := range list {
		m.finding(p, 3+i, i+1, f)
	}
	p.layOut("", 2, 2, 8, 2+max(len(list), 1))
	m.file.SetActiveSheet(index)
	return p.failed
}

// finding draws one line of the list.
func (m *marker) finding(p *page, row, order int, f Finding) {
	cell := look{border: true}
	p.text(2, row, fmt.Sprint(order), look{border: true, align: "center"})
	p.text(listSheetColumn, row, f.Sheet, cell)
	p.text(listPositionColumn, row, f.Position, look{border: true, align: "center"})
	if m.markable(f) {
		p.text(listPositionColumn, row, f.Position, look{border: true, align: "center", underline: true, colour: linkColour})
		p.do(func() error {
			return m.file.SetCellHyperLink(findingsSheet, at(listPositionColumn, row), place(f.Sheet, f.Position), "Location")
		})
	}
	p.text(5, row, f.Indicator, cell)
	p.text(6, row, f.Code, cell)
	p.text(7, row, f.MessageVi, cell)
	p.text(8, row, f.MessageEn, cell)
}
