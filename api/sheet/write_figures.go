package sheet

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// drawFigures draws part I: the letterhead, the table's header, a row for each
// figure owed, and the rules on input.
func drawFigures(p *page, f Form) error {
	p.widths(10, 6, 46, 11, 12, 13, 14, 14, 16, 16, 13, 20, 28)
	p.letterhead(f)
	p.tableHeader()
	row, order := firstRow, 0
	for _, r := range f.Rows {
		if r.Heading {
			p.heading(row, r)
		} else {
			order++
			p.figure(row, order, r)
		}
		row++
	}
	last := max(row-1, firstRow)
	p.rules(last)
	p.do(func() error {
		return p.file.SetPanes(p.sheet, &excelize.Panes{
			Freeze: true, XSplit: nameColumn, YSplit: firstRow - 1,
			TopLeftCell: at(unitColumn, firstRow), ActivePane: "bottomRight",
		})
	})
	p.layOut(f.Stamp.Window, headerRow, headerRow+1, noteColumn, last)
	p.protect()
	return p.failed
}

// letterhead draws what stands above the table: the agency on the left, the
// state on the right, and what the form is.
func (p *page) letterhead(f Form) {
	centre := look{bold: true, size: 13, align: "center"}
	p.wide(orderColumn, stateRow, planColumn, stateRow, strings.ToUpper(f.AgencyName), centre)
	p.wide(valueColumn, stateRow, noteColumn, stateRow, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", centre)
	motto := centre
	motto.underline = true
	p.wide(valueColumn, stateRow+1, noteColumn, stateRow+1, "Độc lập - Tự do - Hạnh phúc", motto)
	p.wide(orderColumn, titleRow, noteColumn, titleRow, "PHỤ LỤC 01", centre)
	p.wide(orderColumn, titleRow+1, noteColumn, titleRow+1, strings.ToUpper("Báo cáo số liệu chỉ tiêu "+f.WindowTitle), centre)
	p.wide(orderColumn, titleRow+2, noteColumn, titleRow+2, f.Plan, look{italic: true, size: 13, align: "center"})
	p.wide(orderColumn, titleRow+3, noteColumn, titleRow+3,
		fmt.Sprintf("Số liệu từ ngày %s đến ngày %s; hạn gửi: %s", day(f.CoversFrom), day(f.CoversTo), moment(f.DueAt)),
		look{size: 13, align: "center"})
	p.wide(orderColumn, titleRow+4, noteColumn, titleRow+4,
		"Chỉ nhập vào các ô màu vàng; ô màu xanh đã có sẵn số liệu, cần kiểm tra lại; ô màu xám đã duyệt. "+
			"Mỗi chỉ tiêu nhập Giá trị, hoặc nhập Tử số và Mẫu số. Số nhập dạng số, không kèm ký tự %.",
		look{italic: true})
	p.wide(orderColumn, titleRow+5, noteColumn, titleRow+5, "I. SỐ LIỆU CHỈ TIÊU", look{bold: true, size: 13})
	for row := stateRow; row < headerRow; row++ {
		p.height(row, 20)
	}
	p.height(titleRow+4, 34)
}

// tableHeader draws the two header rows and hides the marker beside them.
func (p *page) tableHeader() {
	l := look{bold: true, align: "center", border: true, fill: headerColour}
	for i, title := range []string{"STT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm"} {
		p.wide(orderColumn+i, headerRow, orderColumn+i, headerRow+1, title, l)
	}
	p.wide(previousColumn, headerRow, previousGradeColumn, headerRow, "Kỳ trước", l)
	p.wide(valueColumn, headerRow, noteColumn, headerRow, "Kỳ này", l)
	for i, title := range []string{
		"Giá trị", "Loại số liệu", "Giá trị", "Tử số", "Mẫu số", "Loại số liệu", "Nguồn", "Ghi chú",
	} {
		p.text(previousColumn+i, headerRow+1, title, l)
	}
	p.text(keyColumn, headerRow+1, figuresMarker, look{})
	p.height(headerRow, 20)
	p.height(headerRow+1, 34)
}

// heading draws a row that owes nothing. Its hidden key stays empty.
func (p *page) heading(row int, r Row) {
	l := look{bold: true, border: true, fill: headingColour}
	p.look(orderColumn, row, noteColumn, row, l)
	p.text(nameColumn, row, named(r), l)
}

// figure draws a figure owed.
func (p *page) figure(row, order int, r Row) {
	fixed, centred := look{border: true}, look{border: true, align: "center"}
	p.text(keyColumn, row, r.Code, look{format: textFormatted})
	p.text(orderColumn, row, fmt.Sprint(order), centred)
	p.text(nameColumn, row, named(r), fixed)
	p.text(unitColumn, row, textOf(units, r.Unit), centred)
	if r.PlanText != "" {
		p.text(planColumn, row, r.PlanText, centred)
	} else {
		p.number(planColumn, row, r.Plan, centred.numeric(r.Plan))
	}
	previous := look{border: true, align: "right"}
	p.number(previousColumn, row, r.Previous, previous.numeric(r.Previous))
	p.text(previousGradeColumn, row, previousGrade(r), centred)

	number, words := r.Current.looks()
	p.number(valueColumn, row, r.Current.Value, number)
	p.number(numeratorColumn, row, r.Current.Numerator, number)
	p.number(denominatorColumn, row, r.Current.Denominator, number)
	p.text(gradeColumn, row, textOf(grades, r.Current.Grade), words)
	p.text(sourceColumn, row, textOf(sources, r.Current.Source), words)
	p.text(noteColumn, row, r.Current.Note, words)
}

// named is the code and the name, as the annex prints them beside each other.
func named(r Row) string { return strings.TrimSpace(r.Code + " " + r.Name) }

// previousGrade is the grade of the figure before and the window it is from.
func previousGrade(r Row) string {
	text := textOf(grades, r.PreviousGrade)
	if r.PreviousWindow == "" {
		return text
	}
	return strings.TrimSpace(fmt.Sprintf("%s (%s)", text, r.PreviousWindow))
}
