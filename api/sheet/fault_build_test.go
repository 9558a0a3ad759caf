package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/tiendo-vn/tiendo/api/sheet"
)

// set is the workbook with one cell set.
func set(t *testing.T, data []byte, name, cell string, value any) []byte {
	return edited(t, data, func(f *excelize.File) { require.NoError(t, f.SetCellValue(name, cell, value)) })
}

func clear(t *testing.T, f *excelize.File, name string) {
	rows, err := f.GetRows(name)
	require.NoError(t, err)
	for range rows {
		require.NoError(t, f.RemoveRow(name, 1))
	}
}

// restamped is the form with another stamp.
func restamped(t *testing.T, change func(*sheet.Stamp)) []byte {
	f := form()
	change(&f.Stamp)
	return written(t, f)
}

// plain is a workbook that never was a form.
func plain(t *testing.T) []byte {
	f := excelize.NewFile()
	defer f.Close()
	b, err := f.WriteToBuffer()
	require.NoError(t, err)
	return b.Bytes()
}

// twice has a part whose name differs from another's in its letters' case.
func twice(t *testing.T, data []byte) []byte {
	return with(t, data, "XL/workbook.xml", parts(t, data)[workbookPart])
}

func many(t *testing.T, data []byte, n int) []byte {
	all := parts(t, data)
	for i := range n {
		all[fmt.Sprintf("customXml/item%d.xml", i)] = "<a/>"
	}
	return zipped(t, all)
}

// noise does not compress well.
func noise(n int) string {
	var b strings.Builder
	for i := range n / 8 {
		fmt.Fprintf(&b, "%08x", uint32(i*2654435761))
	}
	return b.String()
}

// tags is n tags that do not compress well.
func tags(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<a%08x/>", uint32(i*2654435761))
	}
	return b.String()
}

// repeated shows a shared text of 1 MB in twenty cells.
func repeated(t *testing.T, data []byte) []byte {
	var rows strings.Builder
	for row := 100; row < 120; row++ {
		fmt.Fprintf(&rows, `<row r="%d"><c r="B%d" t="s"><v>0</v></c></row>`, row, row)
	}
	data = swap(t, data, "xl/sharedStrings.xml", "<t>", "<t>"+noise(1<<20))
	return swap(t, data, figuresPart, "</sheetData>", rows.String()+"</sheetData>")
}

// spread has a few cells at the far end of many rows.
func spread() string {
	var b strings.Builder
	for row := 100; row < 120; row++ {
		fmt.Fprintf(&b, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, row, row)
	}
	return b.String()
}

// method is the workbook with a part compressed in a way of its own.
func method(t *testing.T, data []byte, method uint16) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(method, func(w io.Writer) (io.WriteCloser, error) { return nopCloser{w}, nil })
	for name, content := range parts(t, data) {
		part, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		require.NoError(t, err)
		_, err = io.WriteString(part, content)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// flagged sets the flag of encryption on every part in the directory.
func flagged(data []byte) []byte {
	data = bytes.Clone(data)
	for at := 0; ; at += 4 {
		next := bytes.Index(data[at:], []byte("PK\x01\x02"))
		if next < 0 {
			return data
		}
		at += next
		data[at+8] |= 1
	}
}

// lying is the workbook with a part of 20 MiB of which the directory says that
// it has size bytes.
func lying(t *testing.T, data []byte, name string, size uint32) []byte {
	all := parts(t, data)
	all[name] = strings.Repeat(" ", 20<<20)
	data = zipped(t, all)
	for at := 0; ; at += 4 {
		next := bytes.Index(data[at:], []byte("PK\x01\x02"))
		require.GreaterOrEqual(t, next, 0)
		at += next
		if bytes.HasPrefix(data[at+46:], []byte(name)) {
			data[at+24], data[at+25], data[at+26], data[at+27] = byte(size), byte(size>>8), 0, 0
			return data
		}
	}
}
