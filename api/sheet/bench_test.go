package sheet_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/sheet"
)

// sixtyRows is a form as large as the plan's: 60 figures under 5 headings.
func sixtyRows() sheet.Form {
	f := form()
	f.Rows = nil
	for i := range 65 {
		if i%13 == 0 {
			f.Rows = append(f.Rows, sheet.Row{Heading: true, Code: fmt.Sprint(i/13 + 1), Name: "Cung cấp dịch vụ chất lượng phục vụ xã hội"})
			continue
		}
		f.Rows = append(f.Rows, sheet.Row{
			Code: fmt.Sprintf("%d.%d", i/13+1, i%13), Unit: "PERCENT", Plan: dec("80"), Previous: dec("86.97"),
			Name:          "Tỷ lệ dịch vụ công trực tuyến được thiết kế, thiết kế lại nhằm tối ưu hóa trải nghiệm người dùng",
			PreviousGrade: "PRELIMINARY", PreviousWindow: "2022-Q4",
			Current: sheet.Cell{Value: dec(fmt.Sprintf("%d.25", i)), Grade: "ESTIMATE", Source: "DECLARED", Note: fmt.Sprint("ghi chú ", i)},
		})
	}
	return f
}

func BenchmarkWriteAndRead60Rows(b *testing.B) {
	f := sixtyRows()
	data := written(b, f)
	b.Run("write", func(b *testing.B) {
		b.ReportAllocs()
		b.ReportMetric(float64(len(data)), "bytes/file")
		for b.Loop() {
			require.NoError(b, sheet.Write(&bytes.Buffer{}, f))
		}
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			filled, found, err := read(data)
			require.NoError(b, err)
			require.Empty(b, found)
			require.Len(b, filled.Cells, 60)
		}
	})
	b.Run("mark", func(b *testing.B) {
		b.ReportAllocs()
		wrong := filledIn(b, map[string]any{"H12": "86,97"})
		_, found := understood(b, wrong)
		for b.Loop() {
			marked(b, wrong, found)
		}
	})
}
