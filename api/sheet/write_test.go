package sheet_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

func TestWritePrintsTheForm(t *testing.T) {
	file := opened(t, written(t, form()))
	for cell, want := range map[string]string{
		"B1":  "BỘ Y TẾ",
		"H1":  "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
		"H2":  "Độc lập - Tự do - Hạnh phúc",
		"B3":  "PHỤ LỤC 01",
		"B4":  "BÁO CÁO SỐ LIỆU CHỈ TIÊU QUÝ I NĂM 2023",
		"B5":  "Kế hoạch hành động 2021-2025",
		"B6":  "Số liệu từ ngày 01/12/2022 đến ngày 31/3/2023; hạn gửi: 23:59 ngày 02/4/2023",
		"B8":  "I. SỐ LIỆU CHỈ TIÊU",
		"B9":  "STT",
		"C9":  "Chỉ tiêu",
		"D9":  "Đơn vị tính",
		"E9":  "Kế hoạch năm",
		"F9":  "Kỳ trước",
		"G10": "Loại số liệu",
		"H9":  "Kỳ này",
		"H10": "Giá trị",
		"I10": "Tử số",
		"J10": "Mẫu số",
		"K10": "Loại số liệu",
		"L10": "Nguồn",
		"M10": "Ghi chú",
		"C11": "1 Cung cấp dịch vụ chất lượng",
		"B12": "1",
		"C12": "1.1 Tỷ lệ dịch vụ công trực tuyến",
		"D12": "%",
		"E12": "≥ 80%",
		"F12": "86.97",
		"G12": "Chính thức (2022-Q4)",
		"H12": "",
		"B14": "2",
		"E14": "80.5",
		"H14": "86.97",
		"K14": "Ước tính",
		"L14": "Hệ thống đo lường",
		"M14": "- ước tính",
		"I15": "9800",
		"J15": "10600",
		"D16": "Thứ hạng",
		"L16": "Văn bản",
		"A16": "5.10",
		"A11": "",
	} {
		got, err := file.GetCellValue(figures, cell, excelize.Options{RawCellValue: true})
		require.NoError(t, err)
		assert.Equal(t, want, got, cell)
	}
	for cell, want := range map[string]string{
		"B4": "II. ĐÁNH GIÁ XU HƯỚNG (bắt buộc)",
		"B5": "(đánh giá xu hướng phát triển, xu hướng thực hiện các mục tiêu được giao)",
		"B6": "- Xu hướng tăng\n- Ổn định",
		"B7": "III. KHÓ KHĂN, VƯỚNG MẮC",
		"B8": "",
		"B9": "IV. ĐỀ XUẤT",
		"A6": "TREND",
	} {
		got, err := file.GetCellValue(narratives, cell)
		require.NoError(t, err)
		assert.Equal(t, want, got, cell)
	}
}

func TestWriteSetsUpThePage(t *testing.T) {
	file := opened(t, written(t, form()))
	for _, name := range []string{figures, narratives} {
		page, err := file.GetPageLayout(name)
		require.NoError(t, err)
		assert.Equal(t, 9, *page.Size, "A4")
		assert.Equal(t, "landscape", *page.Orientation)
		assert.Equal(t, 1, *page.FitToWidth)
		assert.Equal(t, 0, *page.FitToHeight)
		props, err := file.GetSheetProps(name)
		require.NoError(t, err)
		assert.True(t, *props.FitToPage)
		margins, err := file.GetPageMargins(name)
		require.NoError(t, err)
		assert.Equal(t, []float64{1.18, 0.59, 0.79, 0.79}, []float64{*margins.Left, *margins.Right, *margins.Top, *margins.Bottom})
		footer, err := file.GetHeaderFooter(name)
		require.NoError(t, err)
		assert.Equal(t, `&L&"Times New Roman,Italic"&10 2023-Q1&R&"Times New Roman,Regular"&12 Trang &P/&N`, footer.OddFooter)
	}
	names := map[string]string{}
	for _, n := range file.GetDefinedName() {
		names[n.Scope+" "+n.Name] = n.RefersTo
	}
	assert.Equal(t, map[string]string{
		figures + " _xlnm.Print_Titles":  "'Số liệu chỉ tiêu'!$9:$10",
		figures + " _xlnm.Print_Area":    "'Số liệu chỉ tiêu'!$B$1:$M$16",
		narratives + " _xlnm.Print_Area": "'Thuyết minh'!$B$1:$C$15",
	}, names)
	panes, err := file.GetPanes(figures)
	require.NoError(t, err)
	assert.True(t, panes.Freeze)
	assert.Equal(t, "D11", panes.TopLeftCell)
}

func TestWriteUnlocksInputCellsAlone(t *testing.T) {
	file := opened(t, written(t, form()))
	for _, name := range []string{figures, narratives, hidden} {
		protection, err := file.GetSheetProtection(name)
		require.NoError(t, err)
		assert.Equal(t, excelize.SheetProtectionOptions{
			SelectLockedCells: true, SelectUnlockedCells: true, FormatRows: true, FormatColumns: true,
		}, protection, name)
	}
	assert.Contains(t, parts(t, written(t, form()))["xl/workbook.xml"], `lockStructure="true"`)

	for cell, want := range map[string]struct {
		locked       bool
		fill, format string
	}{
		"A12": {true, "", "@"},
		"C12": {true, "", ""},
		"E12": {true, "", ""},
		"F12": {true, "", "[$-42A]#,##0.00"},
		"E14": {true, "", "[$-42A]#,##0.0"},
		"H11": {true, "F4F4F4", ""},
		"H12": {false, "FFF9DB", "[$-42A]#,##0.############"},
		"J12": {false, "FFF9DB", "[$-42A]#,##0.############"},
		"K12": {false, "FFF9DB", "@"},
		"M12": {false, "FFF9DB", "@"},
		"H14": {false, "E3F1FB", "[$-42A]#,##0.############"},
		"H16": {true, "EDEDED", "[$-42A]#,##0.############"},
		"M16": {true, "EDEDED", "@"},
	} {
		id, err := file.GetCellStyle(figures, cell)
		require.NoError(t, err)
		style, err := file.GetStyle(id)
		require.NoError(t, err)
		assert.Equal(t, want.locked, style.Protection == nil || style.Protection.Locked, cell)
		assert.Equal(t, want.fill, strings.Join(style.Fill.Color, " "), cell)
		assert.Equal(t, "Times New Roman", style.Font.Family, cell)
		assert.Equal(t, 12.0, style.Font.Size, cell)
		format := ""
		if style.CustomNumFmt != nil {
			format = *style.CustomNumFmt
		}
		assert.Equal(t, want.format, format, cell)
	}
	id, err := file.GetCellStyle(narratives, "B8")
	require.NoError(t, err)
	style, err := file.GetStyle(id)
	require.NoError(t, err)
	assert.False(t, style.Protection.Locked)
}

func TestWriteAddsRulesOnInput(t *testing.T) {
	file := opened(t, written(t, form()))
	rules, err := file.GetDataValidations(figures)
	require.NoError(t, err)
	type rule struct{ kind, operator, formula1, formula2 string }
	got := map[string]rule{}
	for _, r := range rules {
		assert.True(t, r.ShowErrorMessage, r.Sqref)
		assert.LessOrEqual(t, len([]rune(*r.ErrorTitle)), 32, "a title that Excel accepts")
		assert.LessOrEqual(t, len([]rune(*r.Error)), 225, "a message that Excel accepts")
		got[r.Sqref] = rule{r.Type, r.Operator, r.Formula1, r.Formula2}
	}
	assert.Equal(t, map[string]rule{
		"H11:I16": {"decimal", "between", "-999999999999999999", "999999999999999999"},
		"J11:J16": {"decimal", "notEqual", "0", ""},
		"K11:K16": {"list", "", `"Ước tính,Sơ bộ,Chính thức"`, ""},
		"L11:L16": {"list", "", `"Đơn vị tự báo cáo,Hệ thống đo lường,Cơ quan thống kê"`, ""},
		"M11:M16": {"textLength", "lessThanOrEqual", "2000", ""},
	}, got)
}
