package sheet_test

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/tiendo-vn/tiendo/api/sheet"
)

const (
	figures    = "Số liệu chỉ tiêu"
	narratives = "Thuyết minh"
	hidden     = "tiendo"
	list       = "Lỗi"
)

func dec(text string) *decimal.Decimal {
	d := decimal.RequireFromString(text)
	return &d
}

// stamp is the stamp of every form in these tests.
func stamp() sheet.Stamp {
	return sheet.Stamp{
		Catalogue: "2021-2025/1", Agency: "bo-yt", Window: "2023-Q1", SubmissionVersion: 3,
		IssuedAt: time.Date(2023, 3, 1, 2, 30, 0, 0, time.UTC),
	}
}

// form is a small form: headings in rows 11 and 13, figures in rows 12, 14, 15
// and 16, of which the last is approved.
func form() sheet.Form {
	vietnam := time.FixedZone("+07", 7*60*60)
	return sheet.Form{
		Stamp: stamp(), AgencyName: "Bộ Y tế", WindowTitle: "Quý I năm 2023", Plan: "Kế hoạch hành động 2021-2025",
		CoversFrom: time.Date(2022, 12, 1, 0, 0, 0, 0, vietnam), CoversTo: time.Date(2023, 3, 31, 0, 0, 0, 0, vietnam),
		DueAt: time.Date(2023, 4, 2, 23, 59, 59, 999, vietnam),
		Rows: []sheet.Row{
			{Heading: true, Code: "1", Name: "Cung cấp dịch vụ chất lượng"},
			{Code: "1.1", Name: "Tỷ lệ dịch vụ công trực tuyến", Unit: "PERCENT", PlanText: "≥ 80%", Plan: dec("80"),
				Previous: dec("86.97"), PreviousGrade: "OFFICIAL", PreviousWindow: "2022-Q4"},
			{Heading: true, Code: "4", Name: "Giải quyết các vấn đề lớn"},
			{Code: "4.4", Name: "Tỷ lệ người dân có hồ sơ số về sức khỏe", Unit: "PERCENT", Plan: dec("80.5"),
				Current: sheet.Cell{Value: dec("86.97"), Grade: "ESTIMATE", Source: "MEASURED", Note: "- ước tính", Prefilled: true}},
			{Code: "4.5", Name: "Tỷ lệ trạm y tế xã", Unit: "PERCENT",
				Current: sheet.Cell{Numerator: dec("9800"), Denominator: dec("10600"), Grade: "PRELIMINARY", Source: "DECLARED"}},
			{Code: "5.10", Name: "Thứ hạng", Unit: "RANK",
				Current: sheet.Cell{Value: dec("70"), Grade: "OFFICIAL", Source: "DOCUMENT", Note: "đã duyệt", Locked: true}},
		},
		Narratives: []sheet.Narrative{
			{Kind: "TREND", Required: true, Body: "- Xu hướng tăng\n- Ổn định"},
			{Kind: "DIFFICULTY"},
			{Kind: "PROPOSAL", Body: "=Đề xuất"},
		},
	}
}

// written is the workbook of a form.
func written(t testing.TB, f sheet.Form) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, sheet.Write(&b, f))
	return b.Bytes()
}

// opened opens a workbook as another program would.
func opened(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(data))
	require.NoError(t, err)
	t.Cleanup(func() { file.Close() })
	return file
}

// edited is a workbook after somebody changed it.
func edited(t testing.TB, data []byte, change func(*excelize.File)) []byte {
	t.Helper()
	file := opened(t, data)
	change(file)
	b, err := file.WriteToBuffer()
	require.NoError(t, err)
	return b.Bytes()
}

// filledIn is the example form with cells of the sheet of figures set.
func filledIn(t testing.TB, cells map[string]any) []byte {
	t.Helper()
	return edited(t, written(t, form()), func(f *excelize.File) {
		for cell, value := range cells {
			require.NoError(t, f.SetCellValue(figures, cell, value))
		}
	})
}

// parts unzips a workbook.
func parts(t testing.TB, data []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	all := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		require.NoError(t, err)
		content, err := io.ReadAll(r)
		require.NoError(t, err)
		all[f.Name] = string(content)
	}
	return all
}

// zipped zips parts.
func zipped(t testing.TB, all map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		part, err := w.Create(name)
		require.NoError(t, err)
		_, err = io.WriteString(part, all[name])
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

// with is the workbook with a part replaced or added.
func with(t testing.TB, data []byte, name, content string) []byte {
	t.Helper()
	all := parts(t, data)
	all[name] = content
	return zipped(t, all)
}

// swap is the workbook with a piece of a part's XML replaced once; the piece
// has to be there.
func swap(t testing.TB, data []byte, name, piece, by string) []byte {
	t.Helper()
	all := parts(t, data)
	require.Contains(t, all[name], piece)
	all[name] = strings.Replace(all[name], piece, by, 1)
	return zipped(t, all)
}

func read(data []byte) (*sheet.Filled, []sheet.Finding, error) {
	return sheet.Read(bytes.NewReader(data), int64(len(data)), sheet.Limits{}, stamp())
}

// understood reads a workbook that must not be refused.
func understood(t testing.TB, data []byte) (*sheet.Filled, []sheet.Finding) {
	t.Helper()
	filled, found, err := read(data)
	require.NoError(t, err)
	return filled, found
}

// cellOf is the row of an indicator.
func cellOf(t testing.TB, filled *sheet.Filled, code string) sheet.FilledCell {
	t.Helper()
	for _, c := range filled.Cells {
		if c.Indicator == code {
			return c
		}
	}
	require.Failf(t, "no row", "indicator %s", code)
	return sheet.FilledCell{}
}
