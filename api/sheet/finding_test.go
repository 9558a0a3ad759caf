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

// formatted sets a cell's value and its number format.
func formatted(t *testing.T, f *excelize.File, cell string, value any, format string) {
	id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	require.NoError(t, err)
	require.NoError(t, f.SetCellValue(figures, cell, value))
	require.NoError(t, f.SetCellStyle(figures, cell, cell, id))
}

func TestReadReportsACell(t *testing.T) {
	type cells = map[string]any
	graded := func(c cells) cells {
		c["K12"] = "Sơ bộ"
		return c
	}
	for name, test := range map[string]struct {
		cells  cells
		change func(*testing.T, *excelize.File)
		want   []string // position, code
		value  string
		says   string // what the Vietnamese sentence has to contain
	}{
		"a number typed as text with a comma":     {cells: graded(cells{"H12": "86,97"}), want: []string{"H12 TEXT_NUMBER"}, value: "86,97", says: "86,97 / 86.97"},
		"a number typed as text with a point":     {cells: graded(cells{"H12": "86.97"}), want: []string{"H12 TEXT_NUMBER"}, value: "86.97", says: "86,97 / 86.97"},
		"a number typed as text with a sign":      {cells: graded(cells{"H12": "-5,2 %"}), want: []string{"H12 TEXT_NUMBER"}, value: "-5,2 %", says: "-5,2 / -5.2"},
		"a number typed as text in thousands":     {cells: graded(cells{"H12": "1.234.567"}), want: []string{"H12 TEXT_NUMBER"}, says: "86,97 / 86.97"},
		"a numerator typed as text":               {cells: graded(cells{"I12": "12", "J12": 14}), want: []string{"I12 TEXT_NUMBER"}},
		"words for a number":                      {cells: graded(cells{"H12": "chưa có"}), want: []string{"H12 NOT_A_NUMBER"}, value: "chưa có"},
		"a dash for a number":                     {cells: graded(cells{"H12": "-"}), want: []string{"H12 NOT_A_NUMBER"}},
		"a formula":                               {change: formulaAt("H12"), want: []string{"H12 FORMULA", "K12 GRADE_MISSING"}},
		"a formula in a grade":                    {change: formulaAt("K14"), want: []string{"K14 FORMULA"}},
		"a formula in a source":                   {change: formulaAt("L14"), want: []string{"L14 FORMULA"}},
		"a formula in a note":                     {change: formulaAt("M14"), want: []string{"M14 FORMULA"}},
		"a date by its format":                    {change: dateAt("H14", "dd/mm/yyyy"), want: []string{"H14 DATE"}, value: "45019", says: "Ghi chú"},
		"a date by a format of the locale":        {change: dateAt("H14", "[$-42A]d mmmm"), want: []string{"H14 DATE"}},
		"a time":                                  {change: dateAt("H14", "[h]:mm"), want: []string{"H14 DATE"}},
		"a date in a note":                        {change: dateAt("M14", "dd/mm/yyyy"), want: []string{"M14 DATE"}},
		"a truth value":                           {cells: cells{"H14": true}, want: []string{"H14 BOOLEAN"}, value: "1"},
		"a truth value for a note":                {cells: cells{"M14": false}, want: []string{"M14 BOOLEAN"}},
		"a date by a number of the format":        {change: builtInAt("H14", 45019, 14), want: []string{"H14 DATE"}},
		"a percentage by a number of the format":  {change: builtInAt("H14", 0.5, 10), want: []string{"H14 PERCENT_FORMAT"}, says: "50%"},
		"a percentage by its format":              {change: percentAt("H14"), want: []string{"H14 PERCENT_FORMAT"}, value: "0.8697", says: "86,97%"},
		"a value beside a fraction":               {cells: cells{"I14": 1, "J14": 2}, want: []string{"H14 VALUE_AND_FRACTION"}},
		"a value beside half a fraction":          {cells: cells{"J14": 2}, want: []string{"H14 VALUE_AND_FRACTION"}},
		"a numerator without a denominator":       {cells: graded(cells{"I12": 5}), want: []string{"J12 FRACTION_INCOMPLETE"}},
		"a denominator without a numerator":       {cells: graded(cells{"J12": 5}), want: []string{"I12 FRACTION_INCOMPLETE"}},
		"a fraction over zero":                    {cells: cells{"J15": 0}, want: []string{"J15 ZERO_DENOMINATOR"}, value: "0"},
		"a fraction over zero and nothing":        {cells: cells{"J15": 0.0000000000001}, want: []string{"J15 OUT_OF_RANGE"}},
		"a number with too many digits":           {cells: graded(cells{"H12": 1e18}), want: []string{"H12 OUT_OF_RANGE"}},
		"a figure without a grade":                {cells: cells{"H12": 5}, want: []string{"K12 GRADE_MISSING"}, says: "Ước tính, Sơ bộ, Chính thức"},
		"a grade that is not in the list":         {cells: cells{"K14": "Tạm tính"}, want: []string{"K14 GRADE_UNKNOWN"}, value: "Tạm tính", says: "Ước tính, Sơ bộ, Chính thức"},
		"a grade that is a number":                {cells: cells{"K14": 1}, want: []string{"K14 GRADE_UNKNOWN"}},
		"a grade as its code":                     {cells: cells{"K14": "OFFICIAL"}, want: []string{"K14 GRADE_UNKNOWN"}},
		"a source that is not in the list":        {cells: cells{"L14": "Báo chí"}, want: []string{"L14 SOURCE_UNKNOWN"}, says: "Đơn vị tự báo cáo, Hệ thống đo lường, Cơ quan thống kê"},
		"a number for a note":                     {cells: cells{"M14": 2023}, want: []string{"M14 NOT_TEXT"}, value: "2023"},
		"a note that is too long":                 {cells: cells{"M14": strings.Repeat("ạ", 2001)}, want: []string{"M14 TOO_LONG"}, says: "2000"},
		"a control character in a note":           {cells: cells{"M14": "a_x0007_b"}, want: []string{"M14 CONTROL_CHARACTER"}, value: "a\uFFFDb", says: "U+0007"},
		"an approved figure changed":              {cells: cells{"H16": 69}, want: []string{"H16 LOCKED"}, value: "69"},
		"an approved note changed":                {cells: cells{"M16": "đã sửa"}, want: []string{"M16 LOCKED"}},
		"an approved figure emptied":              {cells: cells{"H16": nil}, want: []string{"H16 LOCKED"}},
		"a value in a heading":                    {cells: cells{"H13": 5}, want: []string{"H13 STRAY_VALUE"}, value: "5"},
		"a note below the table":                  {cells: cells{"M20": "tổng"}, want: []string{"M20 STRAY_VALUE"}},
		"several in one row, the value's first":   {cells: cells{"H12": "x", "I12": "y"}, want: []string{"H12 NOT_A_NUMBER", "I12 NOT_A_NUMBER", "H12 VALUE_AND_FRACTION", "K12 GRADE_MISSING"}},
		"an error value, as programs write it":    {change: errorAt("H14"), want: []string{"H14 ERROR_VALUE"}, value: "#DIV/0!"},
		"a date in the format's own type of date": {change: isoAt("H14"), want: []string{"H14 DATE"}},
	} {
		t.Run(name, func(t *testing.T) {
			data := filledIn(t, test.cells)
			if test.change != nil {
				data = edited(t, data, func(f *excelize.File) { test.change(t, f) })
			}
			data = rawTypes(t, data)
			filled, found := understood(t, data)
			var got []string
			for _, f := range found {
				got = append(got, f.Position+" "+f.Code)
				assert.Equal(t, figures, f.Sheet)
				assert.Equal(t, sheet.SeverityError, f.Severity)
				assert.Contains(t, f.MessageVi, "Ô "+f.Position)
				assert.Contains(t, f.MessageEn, "Cell "+f.Position)
				assert.NotContains(t, f.MessageVi+f.MessageEn, "%!")
				if f.Indicator != "" {
					assert.True(t, cellOf(t, filled, f.Indicator).Faulty, "a row with an error is not to be stored")
					assert.True(t, cellOf(t, filled, f.Indicator).Changed)
				}
			}
			require.Equal(t, test.want, got)
			if test.value != "" {
				assert.Equal(t, test.value, found[0].Value)
			}
			assert.Contains(t, found[0].MessageVi, test.says)
			for _, c := range filled.Cells {
				if !strings.HasSuffix(found[0].Position, c.Position[1:]) {
					assert.False(t, c.Faulty, c.Indicator)
				}
			}
		})
	}
}

func formulaAt(cell string) func(*testing.T, *excelize.File) {
	return func(t *testing.T, f *excelize.File) { require.NoError(t, f.SetCellFormula(figures, cell, "1+1")) }
}

func dateAt(cell, format string) func(*testing.T, *excelize.File) {
	return func(t *testing.T, f *excelize.File) { formatted(t, f, cell, 45019, format) }
}

// builtInAt sets a number with a format that files refer to by number.
func builtInAt(cell string, value float64, format int) func(*testing.T, *excelize.File) {
	return func(t *testing.T, f *excelize.File) {
		id, err := f.NewStyle(&excelize.Style{NumFmt: format})
		require.NoError(t, err)
		require.NoError(t, f.SetCellValue(figures, cell, value))
		require.NoError(t, f.SetCellStyle(figures, cell, cell, id))
	}
}

func percentAt(cell string) func(*testing.T, *excelize.File) {
	return func(t *testing.T, f *excelize.File) { formatted(t, f, cell, 0.8697, "0.00%") }
}

// The library cannot write some types of cells: rawTypes puts them into the XML.
const errorMark, isoMark = 123456789.125, 123456789.25

func errorAt(cell string) func(*testing.T, *excelize.File) {
	return func(t *testing.T, f *excelize.File) { require.NoError(t, f.SetCellValue(figures, cell, errorMark)) }
}

func isoAt(cell string) func(*testing.T, *excelize.File) {
	return func(t *testing.T, f *excelize.File) { require.NoError(t, f.SetCellValue(figures, cell, isoMark)) }
}

func rawTypes(t *testing.T, data []byte) []byte {
	all := parts(t, data)
	all[figuresPart] = strings.NewReplacer(
		fmt.Sprintf("><v>%v</v>", "123456789.125"), ` t="e"><v>#DIV/0!</v>`,
		fmt.Sprintf("><v>%v</v>", "123456789.25"), ` t="d"><v>2023-04-03</v>`,
	).Replace(all[figuresPart])
	return zipped(t, all)
}
