package sheet_test

import (
	"fmt"
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

	locked := []sheet.Finding{{Sheet: figures, Position: "H16", Code: "LOCKED", Severity: sheet.SeverityError}}
	fill, _ = fillOf(t, opened(t, marked(t, marked(t, data, locked), nil)), figures, "H16")
	assert.Equal(t, "EDEDED", fill, "and what may not be corrected looks locked again")

	file = opened(t, marked(t, marked(t, corrected, found), nil))
	assert.Empty(t, commentsOf(t, file, figures))
	fill, _ = fillOf(t, file, figures, "I14")
	assert.Equal(t, "FFF9DB", fill)
}

func TestMarkExplainsNoMoreCellsThanAnybodyReads(t *testing.T) {
	var found []sheet.Finding
	for row := 12; row < 512; row++ {
		found = append(found, sheet.Finding{
			Sheet: figures, Position: fmt.Sprint("H", row), Code: "X", Severity: sheet.SeverityError, MessageVi: "sai", MessageEn: "wrong",
		})
	}
	out := marked(t, written(t, form()), found)
	file := opened(t, out)
	assert.Len(t, commentsOf(t, file, figures), 200)
	fill, _ := fillOf(t, file, figures, "H511")
	assert.Equal(t, "FFB3B3", fill, "all are coloured")
	last, err := file.GetCellValue(list, "D502")
	require.NoError(t, err)
	assert.Equal(t, "H511", last, "and listed")

	file = opened(t, marked(t, out, nil))
	assert.Empty(t, commentsOf(t, file, figures))
	fill, _ = fillOf(t, file, figures, "H511")
	assert.NotEqual(t, "FFB3B3", fill)

	forged := edited(t, out, func(f *excelize.File) {
		for _, cell := range []string{"A1", "B1", "C1"} {
			require.NoError(t, f.AddComment(figures, excelize.Comment{Cell: cell, Author: "Tiến Độ", Text: "x"}))
		}
	})
	_, err = sheet.Mark(forged, nil, sheet.Limits{})
	var fault *sheet.Fault
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, sheet.FaultTooComplex, fault.Code)
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
