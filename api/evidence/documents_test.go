package evidence_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// The media types a browser declares.
const (
	xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	ods  = "application/vnd.oasis.opendocument.spreadsheet"
	odt  = "application/vnd.oasis.opendocument.text"
)

const (
	mainXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
	mainDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)

const aPDF = "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

func aPNG(t *testing.T) []byte {
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 9, 9))))
	return b.Bytes()
}

func aJPEG(t *testing.T) []byte {
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 9, 9)), nil))
	return b.Bytes()
}

// aWorkbook is one that a program of everyday use wrote.
func aWorkbook(t *testing.T) []byte {
	book := excelize.NewFile()
	require.NoError(t, book.SetCellValue("Sheet1", "A1", "Tỷ lệ hồ sơ trực tuyến"))
	var b bytes.Buffer
	require.NoError(t, book.Write(&b))
	return b.Bytes()
}

// part is one entry of an archive.
type part struct{ name, content string }

func archiveOf(t *testing.T, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		require.NoError(t, err)
		_, err = io.WriteString(w, p.content)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.Bytes()
}

// index is an OOXML list of content types.
func index(contentTypes ...string) part {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`)
	b.WriteString(`<Default Extension="xml" ContentType="application/xml"/>`)
	for _, contentType := range contentTypes {
		b.WriteString(`<Override PartName="/x" ContentType="` + contentType + `"/>`)
	}
	return part{"[Content_Types].xml", b.String() + `</Types>`}
}

func sheet(t *testing.T, more ...part) []byte {
	return archiveOf(t, append([]part{index(mainXLSX), {"xl/workbook.xml", "<workbook/>"}}, more...)...)
}

func letter(t *testing.T, more ...part) []byte {
	return archiveOf(t, append([]part{index(mainDOCX), {"word/", ""}, {"word/document.xml", "<document/>"}}, more...)...)
}

func open(t *testing.T, kind string, more ...part) []byte {
	return archiveOf(t, append([]part{{"mimetype", kind}, {"content.xml", "<office/>"}}, more...)...)
}

// rawPart is an entry whose directory says what the test wants it to.
func rawPart(t *testing.T, content []byte, change func(h *zip.FileHeader)) []byte {
	t.Helper()
	var packed bytes.Buffer
	deflate, err := flate.NewWriter(&packed, flate.BestCompression)
	require.NoError(t, err)
	_, err = deflate.Write(content)
	require.NoError(t, err)
	require.NoError(t, deflate.Close())

	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range []part{index(mainXLSX), {"xl/workbook.xml", "<workbook/>"}} {
		w, err := z.Create(p.name)
		require.NoError(t, err)
		_, err = io.WriteString(w, p.content)
		require.NoError(t, err)
	}
	h := &zip.FileHeader{Name: "xl/raw.xml", Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(content),
		CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(len(content))}
	change(h)
	w, err := z.CreateRaw(h)
	require.NoError(t, err)
	_, err = w.Write(packed.Bytes())
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.Bytes()
}

// overlapping is an archive of several names for the same bytes.
func overlapping(t *testing.T) []byte {
	t.Helper()
	one := archiveOf(t, part{"a", string(noise(1000))})
	end := bytes.LastIndex(one, []byte("PK\x05\x06"))
	require.Positive(t, end)
	start := int(binary.LittleEndian.Uint32(one[end+16:]))
	record := one[start:end]
	all := bytes.Clone(one[:end])
	for _, name := range "bc" {
		again := bytes.Clone(record)
		again[46] = byte(name)
		all = append(all, again...)
	}
	tail := bytes.Clone(one[end:])
	binary.LittleEndian.PutUint16(tail[8:], 3)
	binary.LittleEndian.PutUint16(tail[10:], 3)
	binary.LittleEndian.PutUint32(tail[12:], uint32(3*len(record)))
	return append(all, tail...)
}

// manyParts is an archive of more parts than anybody needs.
func manyParts(t *testing.T) []byte {
	parts := []part{index(mainXLSX)}
	for i := range 30_000 {
		parts = append(parts, part{strings.Repeat("a", 1+i%9) + "/" + string(rune('a'+i%26)) + strings.Repeat("b", i/26%50), ""})
	}
	return archiveOf(t, parts...)
}
