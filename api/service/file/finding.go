package file

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/api/sheet"
)

// The sheets of a workbook, and the columns of its figures: api/sheet/README.md
// describes them.
const (
	figuresSheet    = "Số liệu chỉ tiêu"
	narrativesSheet = "Thuyết minh"
)

// columns is where a field of a figure stands.
var columns = map[string]string{
	"value": "H", "numerator": "I", "denominator": "J", "grade": "K", "source": "L", "note": "M",
}

// findings joins what is wrong with a file and what is wrong with what it says,
// each with its place in the file.
func findings(filled *sheet.Filled, found []sheet.Finding, answer *report.PutSheetAnswer) []sheet.Finding {
	all := append([]sheet.Finding{}, found...)
	for _, c := range answer.Cells {
		row := filled.Cells[c.Index]
		if row.Faulty {
			explain(all, row, c.Faults)
			continue
		}
		for _, f := range c.Faults {
			all = append(all, finding(figuresSheet, placeOf(row.Position, f.Path), row.Indicator, f))
		}
	}
	for _, t := range answer.Texts {
		text := filled.Narratives[t.Index]
		for _, f := range t.Faults {
			all = append(all, finding(narrativesSheet, text.Position, text.Kind, f))
		}
	}
	return all
}

// explain says why a locked row was locked: the file only knows that it was.
func explain(all []sheet.Finding, row sheet.FilledCell, faults change.Faults) {
	for n, f := range all {
		if f.Code == sheet.FindingLocked && f.Indicator == row.Indicator && len(faults) > 0 {
			all[n].MessageVi, all[n].MessageEn = located(f.Position, faults[0].Message)
		}
	}
}

func finding(sheetName, position, indicator string, f *change.UserError) sheet.Finding {
	vi, en := located(position, f.Message)
	return sheet.Finding{Sheet: sheetName, Position: position, Indicator: indicator,
		Code: string(f.Code), Severity: string(f.Severity), MessageVi: vi, MessageEn: en}
}

// located puts the cell before a sentence.
func located(position string, s change.Sentence) (vi, en string) {
	return fmt.Sprintf("Ô %s: %s", position, s.Vi), fmt.Sprintf("Cell %s: %s", position, s.En)
}

// placeOf is the cell of a field in the row of a value.
func placeOf(value string, path []string) string {
	row := strings.TrimLeft(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	if _, err := strconv.Atoi(row); err != nil || len(path) == 0 || columns[path[0]] == "" {
		return value
	}
	return columns[path[0]] + row
}
