package sheet_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/tiendo-vn/tiendo/api/sheet"
)

// faulty is a filled-in form with an error in H12 and K12 and a warning in B6.
func faulty(t testing.TB) []byte {
	return edited(t, filledIn(t, map[string]any{"H12": "86,97"}), func(f *excelize.File) {
		require.NoError(t, f.SetCellValue(narratives, "B6", ""))
	})
}

func marked(t testing.TB, data []byte, found []sheet.Finding) []byte {
	t.Helper()
	out, err := sheet.Mark(data, found, sheet.Limits{})
	require.NoError(t, err)
	return out
}

func fillOf(t testing.TB, f *excelize.File, name, cell string) (string, *excelize.Style) {
	t.Helper()
	id, err := f.GetCellStyle(name, cell)
	require.NoError(t, err)
	style, err := f.GetStyle(id)
	require.NoError(t, err)
	return strings.Join(style.Fill.Color, " "), style
}

func commentsOf(t testing.TB, f *excelize.File, name string) map[string]string {
	t.Helper()
	comments, err := f.GetComments(name)
	require.NoError(t, err)
	all := map[string]string{}
	for _, c := range comments {
		all[c.Cell] = c.Text
		for _, p := range c.Paragraph {
			all[c.Cell] += p.Text
		}
	}
	return all
}

func TestMarkShowsEachFinding(t *testing.T) {
	data := faulty(t)
	_, found := understood(t, data)
	require.Len(t, found, 3)
	out := marked(t, data, found)
	file := opened(t, out)

	fill, style := fillOf(t, file, figures, "H12")
	assert.Equal(t, "FFB3B3", fill)
	assert.False(t, style.Protection.Locked, "the cell can be corrected")
	assert.Equal(t, "[$-42A]#,##0.############", *style.CustomNumFmt)
	assert.Equal(t, "Times New Roman", style.Font.Family)
	fill, _ = fillOf(t, file, narratives, "B6")
	assert.Equal(t, "FFD79A", fill, "a warning has a colour of its own")
	fill, _ = fillOf(t, file, figures, "H14")
	assert.Equal(t, "E3F1FB", fill, "cells without a finding stay as they are")

	comments := commentsOf(t, file, figures)
	assert.Equal(t, map[string]string{"H12": found[0].MessageVi, "K12": found[1].MessageVi}, comments)

	assert.Equal(t, []string{figures, narratives, hidden, list}, file.GetSheetList())
	assert.Equal(t, list, file.GetSheetName(file.GetActiveSheetIndex()))
	for cell, want := range map[string]string{
		"B1": "DANH SÁCH LỖI (3)", "C3": figures, "D3": "H12", "E3": "1.1", "F3": "TEXT_NUMBER",
		"G3": found[0].MessageVi, "H3": found[0].MessageEn, "D5": "B6", "C5": narratives,
	} {
		got, err := file.GetCellValue(list, cell)
		require.NoError(t, err)
		assert.Equal(t, want, got, cell)
	}
	linked, target, err := file.GetCellHyperLink(list, "D3")
	require.NoError(t, err)
	assert.True(t, linked)
	assert.Equal(t, "'Số liệu chỉ tiêu'!H12", target)
	for _, name := range []string{figures, narratives} {
		protection, err := file.GetSheetProtection(name)
		require.NoError(t, err)
		assert.False(t, protection.FormatCells, "still protected")
		assert.Contains(t, parts(t, out)["xl/workbook.xml"], "veryHidden")
	}
}

func TestMarkChangesNoFigure(t *testing.T) {
	data := faulty(t)
	before, found := understood(t, data)
	after, again := understood(t, marked(t, data, found))
	assert.Equal(t, found, again)
	require.Len(t, after.Cells, len(before.Cells))
	for i := range before.Cells {
		assert.Equal(t, text(before.Cells[i].Value), text(after.Cells[i].Value))
		assert.Equal(t, text(before.Cells[i].Denominator), text(after.Cells[i].Denominator))
		assert.Equal(t, before.Cells[i].Note, after.Cells[i].Note)
		assert.Equal(t, before.Cells[i].Changed, after.Cells[i].Changed)
	}
	assert.Equal(t, before.Narratives, after.Narratives)
}

func TestAMarkedFileCanBeCorrectedAndMarkedAgain(t *testing.T) {
	data := faulty(t)
	_, found := understood(t, data)
	corrected := edited(t, marked(t, data, found), func(f *excelize.File) {
		require.NoError(t, f.SetCellValue(figures, "H12", 86.97))
		require.NoError(t, f.SetCellValue(figures, "I14", "9"))
	})
	_, found = understood(t, corrected)
	var codes []string
	for _, f := range found {
		codes = append(codes, f.Position+" "+f.Code)
	}
	require.Equal(t, []string{"K12 GRADE_MISSING", "I14 TEXT_NUMBER", "H14 VALUE_AND_FRACTION", "B6 TEXT_REQUIRED"}, codes)

	file := opened(t, marked(t, corrected, found))
	fill, style := fillOf(t, file, figures, "H12")
	assert.Equal(t, "FFF9DB", fill, "what was corrected looks like an input cell again")
	assert.False(t, style.Protection.Locked)
	assert.Len(t, commentsOf(t, file, figures), 3)
	assert.NotContains(t, commentsOf(t, file, figures), "H12")
	assert.Equal(t, []string{figures, narratives, hidden, list}, file.GetSheetList())
	title, err := file.GetCellValue(list, "B1")
	require.NoError(t, err)
	assert.Equal(t, "DANH SÁCH LỖI (4)", title)

	file = opened(t, marked(t, marked(t, corrected, found), nil))
	assert.Empty(t, commentsOf(t, file, figures))
	fill, _ = fillOf(t, file, figures, "I14")
	assert.Equal(t, "FFF9DB", fill)
}

func TestMarkLeavesPeoplesCommentsAlone(t *testing.T) {
	data := edited(t, faulty(t), func(f *excelize.File) {
		require.NoError(t, f.AddComment(figures, excelize.Comment{Cell: "H12", Author: "Lan", Text: "hỏi lại"}))
	})
	_, found := understood(t, data)
	comments := commentsOf(t, opened(t, marked(t, data, found)), figures)
	assert.Equal(t, "hỏi lại", comments["H12"])
	assert.Contains(t, comments, "K12")
}

func TestMarkListsWhatHasNoCell(t *testing.T) {
	found := []sheet.Finding{
		{Sheet: figures, Code: "ROW_MISSING", Severity: sheet.SeverityWarning, Indicator: "1.1", MessageVi: "=1+1", MessageEn: "@x"},
		{Sheet: "Trang khác", Position: "A1", Code: "X", MessageVi: "vi", MessageEn: "en"},
		{Sheet: figures, Position: "XFD1048576", Code: "X", MessageVi: "vi", MessageEn: "en"},
		{Sheet: figures, Position: "tệ", Code: "X", MessageVi: "vi", MessageEn: "en"},
		{Sheet: hidden, Position: "A1", Code: "X", MessageVi: "vi", MessageEn: "en"},
	}
	out := marked(t, written(t, form()), found)
	file := opened(t, out)
	for i := range found {
		linked, _, err := file.GetCellHyperLink(list, []string{"D3", "D4", "D5", "D6", "D7"}[i])
		require.NoError(t, err)
		assert.False(t, linked)
	}
	got, err := file.GetCellValue(list, "G3")
	require.NoError(t, err)
	assert.Equal(t, "=1+1", got)
	kind, err := file.GetCellType(list, "G3")
	require.NoError(t, err)
	assert.Equal(t, excelize.CellTypeSharedString, kind, "a message is never a formula")
	assert.Less(t, len(parts(t, out)[figuresPart]), 100_000)
	_, again := understood(t, out)
	assert.Empty(t, again)
}

func TestMarkCutsEmptyRowsAtTheEnd(t *testing.T) {
	data := swap(t, faulty(t), figuresPart, "</sheetData>", `<row r="30"/><row r="20001"/><row r="1048576"><c r="A1048576" s="1"/></row></sheetData>`)
	_, found := understood(t, data)
	out := marked(t, data, found)
	assert.NotContains(t, parts(t, out)[figuresPart], "1048576")
	_, again := understood(t, out)
	assert.Equal(t, found, again)
}

func TestMarkRefusesWhatReadRefuses(t *testing.T) {
	good := written(t, form())
	for name, test := range map[string]struct {
		data []byte
		want sheet.FaultCode
	}{
		"no workbook":              {[]byte("1,2"), sheet.FaultNotWorkbook},
		"a macro":                  {with(t, good, "xl/vbaProject.bin", "x"), sheet.FaultMacro},
		"cells in the wrong order": {swap(t, good, figuresPart, `<c r="B1"`, `<c r="Z1"`), sheet.FaultUnreadable},
		"a cell far out":           {swap(t, good, figuresPart, `</sheetData>`, `<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>`), sheet.FaultUnreadable},
		"cells spread out":         {swap(t, good, figuresPart, `</sheetData>`, spread()+`</sheetData>`), sheet.FaultUnreadable},
		"a part that is no sheet, and has one in it": {
			with(t, good, "xl/worksheets/sheet9.xml", `<worksheet><sheetData>`+spread()+`</sheetData></worksheet>`), sheet.FaultUnreadable},
		"what the library cannot read": {with(t, good, "xl/styles.xml", `<styleSheet><cellXfs count="x"/></styleSheet>`), sheet.FaultUnreadable},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := sheet.Mark(test.data, nil, sheet.Limits{})
			var fault *sheet.Fault
			require.ErrorAs(t, err, &fault)
			assert.Equal(t, test.want, fault.Code)
		})
	}
	_, err := sheet.Mark(good, nil, sheet.Limits{MaxBytes: 10})
	var fault *sheet.Fault
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, sheet.FaultTooLarge, fault.Code)
}
