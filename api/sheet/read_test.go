package sheet_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/tiendo-vn/tiendo/api/sheet"
)

func TestReadReportsATextOfParts2To4(t *testing.T) {
	for name, test := range map[string]struct {
		value    any
		code     string
		severity string
	}{
		"a required text left empty": {"  ", "TEXT_REQUIRED", sheet.SeverityWarning},
		"a text that is too long":    {strings.Repeat("ạ", 20_001), "TOO_LONG", sheet.SeverityError},
		"a number for a text":        {5, "NOT_TEXT", sheet.SeverityError},
		"a date for a text":          {time.Date(2023, 4, 3, 0, 0, 0, 0, time.UTC), "DATE", sheet.SeverityError},
		"a truth value for a text":   {true, "BOOLEAN", sheet.SeverityError},
		"a control character":        {"a_x001B_[31m", "CONTROL_CHARACTER", sheet.SeverityError},
	} {
		t.Run(name, func(t *testing.T) {
			filled, found := understood(t, edited(t, written(t, form()), func(f *excelize.File) {
				if _, isTime := test.value.(time.Time); isTime { // a cell formatted as text hides that it is a date
					require.NoError(t, f.SetCellStyle(narratives, "B6", "B6", 0))
				}
				require.NoError(t, f.SetCellValue(narratives, "B6", test.value))
			}))
			require.Len(t, found, 1)
			assert.Equal(t, []string{narratives, "B6", "TREND", test.code, test.severity},
				[]string{found[0].Sheet, found[0].Position, found[0].Indicator, found[0].Code, found[0].Severity})
			assert.NotContains(t, found[0].MessageVi+found[0].MessageEn, "\x1b")
			assert.NotContains(t, found[0].MessageVi+found[0].MessageEn, "%!")
			assert.Equal(t, test.severity == sheet.SeverityError, filled.Narratives[0].Faulty)
			assert.True(t, filled.Narratives[0].Changed)
		})
	}
}

func TestReadReportsDeletedRows(t *testing.T) {
	filled, found := understood(t, edited(t, written(t, form()), func(f *excelize.File) {
		require.NoError(t, f.RemoveRow(figures, 14))
		require.NoError(t, f.RemoveRow(narratives, 8))
	}))
	require.Len(t, found, 2)
	assert.Equal(t, []string{"4.4", "ROW_MISSING", "WARNING"}, []string{found[0].Indicator, found[0].Code, found[0].Severity})
	assert.Equal(t, []string{"DIFFICULTY", "ROW_MISSING"}, []string{found[1].Indicator, found[1].Code})
	assert.Len(t, filled.Cells, 3)
	assert.Len(t, filled.Narratives, 2)
}

func TestReadStopsListingFindings(t *testing.T) {
	data := edited(t, written(t, form()), func(f *excelize.File) {
		for row := 20; row < 1500; row++ {
			require.NoError(t, f.SetCellStr(figures, fmt.Sprint("H", row), "x"))
		}
	})
	_, found := understood(t, data)
	require.Len(t, found, 1001)
	assert.Equal(t, sheet.FindingMore, found[1000].Code)
}

func TestReadTakesWhatPeopleFillIn(t *testing.T) {
	filled, found := understood(t, filledIn(t, map[string]any{
		"H12": 86.97, "K12": "chính thức", "L12": "Co\u031B quan thô\u0301ng kê", "M12": "  dòng 1\r\ndòng 2 ",
		"H14": nil, "I14": 1, "J14": 3, "H15": " ",
	}))
	assert.Empty(t, found)
	first, second := cellOf(t, filled, "1.1"), cellOf(t, filled, "4.4")
	assert.Equal(t, "86.97", first.Value.String())
	assert.Equal(t, []string{"OFFICIAL", "STATISTICS_OFFICE", "dòng 1\ndòng 2"}, []string{first.Grade, first.Source, first.Note})
	assert.True(t, first.Changed)
	assert.Nil(t, second.Value)
	assert.Equal(t, "1/3", second.Numerator.String()+"/"+second.Denominator.String())
	assert.True(t, second.Changed)
	assert.False(t, cellOf(t, filled, "4.5").Changed, "a blank typed into an empty cell is nothing")
}

func TestReadMatchesRowsByCode(t *testing.T) {
	data := edited(t, written(t, form()), func(f *excelize.File) {
		require.NoError(t, f.InsertRows(figures, 11, 3))
		for _, column := range []string{"A", "H", "I", "J", "K", "L", "M"} { // the first figure goes to the end
			value, err := f.GetCellValue(figures, column+"15", excelize.Options{RawCellValue: true})
			require.NoError(t, err)
			require.NoError(t, f.SetCellValue(figures, column+"15", nil))
			if value != "" {
				require.NoError(t, f.SetCellStr(figures, column+"30", value))
			}
		}
		require.NoError(t, f.SetCellValue(figures, "H30", 12.5))
		require.NoError(t, f.SetCellValue(figures, "K30", "Sơ bộ"))
	})
	filled, found := understood(t, data)
	assert.Empty(t, found)
	got := cellOf(t, filled, "1.1")
	assert.Equal(t, "H30", got.Position)
	assert.Equal(t, "12.5", got.Value.String())
	assert.Equal(t, "86.97", cellOf(t, filled, "4.4").Value.String())
}

func TestANumberWithMoreDigitsThanASpreadsheetKeepsSurvives(t *testing.T) {
	f := form()
	f.Rows[1].Current = sheet.Cell{Numerator: dec("123456789012345678.5"), Denominator: dec("2"), Grade: "OFFICIAL"}
	data := written(t, f)
	shown, err := opened(t, data).GetCellValue(figures, "I12")
	require.NoError(t, err)
	assert.Equal(t, "123.456.789.012.345.678,5", shown)
	filled, found := understood(t, data)
	assert.Empty(t, found)
	assert.Equal(t, "123456789012345678.5", cellOf(t, filled, "1.1").Numerator.String())
	assert.False(t, cellOf(t, filled, "1.1").Changed)

	_, found = understood(t, set(t, data, figures, "I12", "123.456.789.012.345.678,6"))
	require.Len(t, found, 1)
	assert.Equal(t, sheet.FindingTextNumber, found[0].Code, "any other text is a number typed as text")
}
