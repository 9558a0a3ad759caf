package sheet_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/tiendo-vn/tiendo/api/sheet"
)

func TestWriteHidesTheStampAndTheCodes(t *testing.T) {
	data := written(t, form())
	file := opened(t, data)
	assert.Equal(t, []string{figures, narratives, hidden}, file.GetSheetList())
	assert.Contains(t, parts(t, data)["xl/workbook.xml"], `name="tiendo" sheetId="3" r:id="rId5" state="veryHidden"`)
	for _, name := range []string{figures, narratives} {
		visible, err := file.GetColVisible(name, "A")
		require.NoError(t, err)
		assert.False(t, visible, name)
	}
	got, err := file.GetCellValue(hidden, "A1")
	require.NoError(t, err)
	assert.JSONEq(t, `{"format":1,"catalogue":"2021-2025/1","agency":"bo-yt","window":"2023-Q1","submissionVersion":3,"issuedAt":"2023-03-01T02:30:00Z"}`, got)
}

func TestWriteNeverMakesAFormula(t *testing.T) {
	const evil = `=HYPERLINK("http://x","y")`
	for _, prefix := range []string{"=", "+", "-", "@"} {
		f := form()
		text := prefix + evil[1:]
		f.AgencyName, f.Plan, f.WindowTitle = text, text, text
		f.Rows[0].Code, f.Rows[0].Name = text, text
		f.Rows[1] = sheet.Row{
			Code: text, Name: text, Unit: text, PlanText: text, PreviousWindow: text,
			Current: sheet.Cell{Note: text},
		}
		f.Narratives[1].Body = text
		data := written(t, f)
		for name, content := range parts(t, data) {
			assert.NotContains(t, content, "<f>", name)
		}
		file := opened(t, data)
		for _, cell := range []string{"A12", "C11", "C12", "D12", "E12", "G12", "M12", "B5"} {
			kind, err := file.GetCellType(figures, cell)
			require.NoError(t, err)
			assert.Equal(t, excelize.CellTypeSharedString, kind, cell)
		}
		filled, found := understood(t, data)
		assert.Empty(t, found)
		assert.Equal(t, text, filled.Cells[0].Note)
	}
}

func TestWriteIsTheSameEveryTime(t *testing.T) {
	assert.True(t, bytes.Equal(written(t, form()), written(t, form())))
}

func TestWriteGivesLongTextsRoom(t *testing.T) {
	f := form()
	f.Narratives[0].Body = strings.TrimSpace(strings.Repeat("dòng\n", 100))
	file := opened(t, written(t, f))
	merged, err := file.GetMergeCells(narratives)
	require.NoError(t, err)
	var areas []string
	for _, m := range merged {
		areas = append(areas, m.GetStartAxis()+":"+m.GetEndAxis())
	}
	assert.Contains(t, areas, "B6:C10", "five rows of 340 points, not one beyond the 409 that Excel allows")
	filled, found := understood(t, written(t, f))
	assert.Empty(t, found)
	assert.Equal(t, f.Narratives[0].Body, filled.Narratives[0].Body)
}
