package sheet_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/tiendo-vn/tiendo/api/sheet"
)

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
