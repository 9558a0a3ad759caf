package report

import (
	"github.com/tiendo-vn/tiendo/api/service/change"
	workbook "github.com/tiendo-vn/tiendo/api/sheet"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// Codes of faults that only workbooks have. Both are warnings.
const (
	// Unconfirmed is a suggestion that the file left as it was: it is not reported.
	Unconfirmed change.UserErrorCode = "UNCONFIRMED"
	// NoteLost is a remark without a figure, which nothing can hold.
	NoteLost change.UserErrorCode = "NOTE_WITHOUT_FIGURE"
)

// judgeCells enters the rows that the file changes, where they may be.
func (p *sheetPut) judgeCells() {
	byRow := map[string]*db.Indicator{}
	owed := sorted(p.edit.byID)
	for n, code := range rowCodes(owed) {
		byRow[code] = owed[n]
	}
	for n, row := range p.in.Filled.Cells {
		i := byRow[row.Indicator]
		if row.Changed {
			p.answer.Rows++
		}
		if faults := p.judgeCell(row, i); faults != nil {
			p.answer.Cells = append(p.answer.Cells, SheetFaults{n, faults})
			p.severe = p.severe || faults.Severe()
		}
	}
}

// judgeCell enters one row. Of a row that the file itself has an error in, only
// whether it could be changed is told.
func (p *sheetPut) judgeCell(row workbook.FilledCell, i *db.Indicator) change.Faults {
	if i == nil {
		return change.Faults{change.Fault(change.NotOwed, nil, change.Say(
			"Đơn vị không phải báo cáo chỉ tiêu %[1]s trong kỳ.", "The agency does not owe a figure of %[1]s in the window.", row.Indicator))}
	}
	c := p.sh.cells[i.ID]
	switch {
	case !row.Changed:
		return unconfirmed(c, row)
	case row.Faulty:
		return p.edit.open(i)
	case c.holds(row):
		return noteLost(row)
	}
	if faults := p.edit.open(i); faults != nil {
		return faults
	}
	if p.issue.touched(c) {
		return change.Faults{change.Fault(change.Conflict, []string{"value"}, conflictOf(c, i))}
	}
	ended := len(p.edit.replaced)
	result := p.edit.enter(cellInput(i.ID, row))
	if result.Figure != nil {
		p.made = append(p.made, *result.Figure)
	}
	if result.Figure != nil || len(p.edit.replaced) > ended {
		p.due++
	}
	return append(fields(result.Faults), noteLost(row)...)
}

// fields cuts the place in the list off the paths of faults.
func fields(faults change.Faults) change.Faults {
	for _, f := range faults {
		f.Path = f.Path[min(2, len(f.Path)):]
	}
	return faults
}

// unconfirmed warns of a suggestion that the file left as it was.
func unconfirmed(c *cell, row workbook.FilledCell) change.Faults {
	if c == nil || c.pending == nil || !c.pending.Prefilled || row.Value == nil && row.Numerator == nil {
		return nil
	}
	return change.Faults{{Code: Unconfirmed, Path: []string{"value"}, Severity: change.Warning, Message: change.Say(
		"Số liệu gợi ý từ kỳ trước chưa được xác nhận nên chưa được báo cáo. Nếu vẫn đúng, hãy xác nhận bằng một ghi chú ở cột Ghi chú, hoặc nhập trực tuyến.",
		"The figure suggested from the period before is not confirmed, and so not reported. If it still holds, say so in its note, or enter it online.")}}
}

// noteLost warns of a remark that nothing holds.
func noteLost(row workbook.FilledCell) change.Faults {
	if row.Note == "" || row.Value != nil || row.Numerator != nil || row.Denominator != nil {
		return nil
	}
	return change.Faults{{Code: NoteLost, Path: []string{"note"}, Severity: change.Warning, Message: change.Say(
		"Ghi chú không được lưu vì chỉ tiêu chưa có số liệu; hãy ghi vào phần Khó khăn, vướng mắc.",
		"The note is not kept, because there is no figure; write it under difficulties.")}}
}
