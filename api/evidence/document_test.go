package evidence_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/evidence"
)

func TestADocumentWithAMacroIsRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		content  []byte
		declared string
		part     string
	}{
		"a workbook's program":              {sheet(t, part{"xl/vbaProject.bin", "x"}), xlsx, "xl/vbaProject.bin"},
		"its signature":                     {sheet(t, part{"xl/VBAPROJECTSIGNATURE.bin", "x"}), xlsx, "xl/VBAPROJECTSIGNATURE.bin"},
		"a letter's program":                {letter(t, part{"word/vbaProject.bin", "x"}), docx, "word/vbaProject.bin"},
		"its data":                          {letter(t, part{"word/vbaData.xml", "x"}), docx, "word/vbaData.xml"},
		"a program by another name":         {archiveOf(t, index(mainDOCX, "application/vnd.ms-office.vbaProject"), part{"word/x.bin", "x"}), docx, "application/vnd.ms-office.vbaProject"},
		"a workbook that may have programs": {archiveOf(t, index("application/vnd.ms-excel.sheet.macroEnabled.main+xml")), xlsx, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"},
		"a sheet of old macros":             {sheet(t, part{"xl/macrosheets/sheet1.xml", "x"}), xlsx, "xl/macrosheets/sheet1.xml"},
		"old macros by their type alone":    {archiveOf(t, index(mainXLSX, "application/vnd.ms-excel.macrosheet+xml")), xlsx, "application/vnd.ms-excel.macrosheet+xml"},
		"a workbook of macros inside":       {letter(t, part{"word/embeddings/a.XLSM", "x"}), docx, "word/embeddings/a.XLSM"},
		"an OpenDocument program":           {open(t, ods, part{"Basic/Standard/Module1.xml", "x"}), ods, "Basic/Standard/Module1.xml"},
		"one in a document inside":          {open(t, odt, part{"Object 1/Basic/Standard/M.xml", "x"}), odt, "Object 1/Basic/Standard/M.xml"},
		"an OpenDocument script":            {open(t, odt, part{"Scripts/python/a.py", "x"}), odt, "Scripts/python/a.py"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := receive(t, tc.content, "x", tc.declared)
			var macro *evidence.MacroError
			require.ErrorAs(t, err, &macro)
			assert.Equal(t, tc.part, macro.Part)
			assert.ErrorContains(t, err, "expected a document without macros")
		})
	}
}

func TestAnArchiveThatIsNotAPlainDocumentIsRefused(t *testing.T) {
	whole := letter(t, part{"word/media/image1.png", strings.Repeat("0123456789", 100)})
	flipped := bytes.Clone(archiveOf(t, index(mainDOCX)))
	flipped[30+len("[Content_Types].xml")+20] ^= 1
	zeros := string(make([]byte, 32<<20))
	for name, tc := range map[string]struct {
		content []byte
		want    string
	}{
		"a bomb: far more than it looks": {sheet(t, part{"xl/zeros.bin", zeros}), "expected at most 200 times its size once unpacked"},
		"a bomb: too much at once": {rawPart(t, nil, func(h *zip.FileHeader) { h.UncompressedSize64 = 257 << 20 }),
			"expected at most 256 MiB once unpacked"},
		"a bomb: too much in all": {rawPart(t, nil, func(h *zip.FileHeader) { h.UncompressedSize64 = 256 << 20 }),
			"expected at most 256 MiB once unpacked"},
		"a bomb: a size that overflows": {rawPart(t, nil, func(h *zip.FileHeader) { h.UncompressedSize64 = 1<<64 - 2 }),
			"expected at most 256 MiB once unpacked"},
		"a bomb: more than it admits to": {rawPart(t, make([]byte, 1<<20), func(h *zip.FileHeader) { h.UncompressedSize64 = 10 }),
			`the document's part "xl/raw.xml": expected a whole part of the size the archive says`},
		"a bomb: the same bytes again and again": {overlapping(t), "the parts overlap"},
		"a bomb: parts larger than the file":     {rawPart(t, nil, func(h *zip.FileHeader) { h.CompressedSize64 = 1<<64 - 2 }), "the parts overlap"},
		"a bomb: parts without end":              {manyParts(t), "expected fewer parts"},
		"fewer bytes than promised": {rawPart(t, []byte("x"), func(h *zip.FileHeader) { h.UncompressedSize64 = 10 }),
			"expected a whole part of the size the archive says"},
		"a wrong checksum": {rawPart(t, []byte("xyz"), func(h *zip.FileHeader) { h.CRC32++ }),
			"expected a whole part of the size the archive says"},
		"a packing nobody uses": {rawPart(t, []byte("xyz"), func(h *zip.FileHeader) { h.Method = 99 }),
			"expected a whole part of the size the archive says"},
		"a password":                       {rawPart(t, []byte("xyz"), func(h *zip.FileHeader) { h.Flags |= 1 }), `"xl/raw.xml": expected no password`},
		"a password, the OpenDocument way": {open(t, odt, part{"META-INF/manifest.xml", "<m:encryption-data/>"}), "expected no password"},
		"a password, all of it packed":     {open(t, odt, part{"encrypted-package", "x"}), "expected no password"},
		"a name twice":                     {sheet(t, part{"xl/workbook.xml", "<other/>"}), `"xl/workbook.xml": expected each name once`},
		"a name twice but for its case":    {sheet(t, part{"XL/Workbook.xml", "<other/>"}), "expected each name once"},
		"a name that climbs":               {sheet(t, part{"../../etc/cron.d/x", "x"}), "expected a plain name inside the archive"},
		"an absolute name":                 {sheet(t, part{"/etc/x", "x"}), "expected a plain name inside the archive"},
		"a name with a backslash":          {sheet(t, part{`xl\x`, "x"}), "expected a plain name inside the archive"},
		"a name with a zero byte":          {sheet(t, part{"xl/a\x00b", "x"}), "expected a plain name inside the archive"},
		"no name":                          {sheet(t, part{"", "x"}), "expected a plain name inside the archive"},
		"cut off":                          {whole[:len(whole)-30], "expected a whole zip archive"},
		"the beginning of one":             {whole[:200], "expected a whole zip archive"},
		"a byte changed in the index":      {flipped, "[Content_Types].xml"},
		"an index that is no XML":          {archiveOf(t, part{"[Content_Types].xml", "<a><b></a>"}), "expected a list of content types"},
		"an index far too long":            {archiveOf(t, part{"[Content_Types].xml", strings.Repeat("<a/>", 1<<19)}), "expected at most 1 MiB"},
		"two kinds of document at once":    {archiveOf(t, index(mainXLSX, mainDOCX)), "expected one kind of document"},
		"two families of document at once": {archiveOf(t, index(mainXLSX), part{"mimetype", odt}), "not both"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := receive(t, tc.content, "x", "")
			var archive *evidence.ArchiveError
			require.ErrorAs(t, err, &archive, "%v", err)
			assert.ErrorContains(t, err, tc.want)
			assert.Less(t, len(err.Error()), 300)
		})
	}
}

// The bounds leave room for real documents: a sheet of like rows packs well, and
// one of a few kilobytes may pack as well as a bomb.
func TestDocumentsThatPackWellAreAccepted(t *testing.T) {
	rows := strings.Repeat(`<row r="1"><c r="A1" t="s"><v>1</v></c></row>`, 20_000)
	var varied strings.Builder
	for i := range 400_000 {
		varied.WriteString(`<row r="`)
		varied.WriteByte(byte('0' + i*i%10))
		varied.WriteString(`"><c r="A1" t="s"><v>`)
		varied.WriteByte(byte('0' + i*7/3%10))
		varied.WriteString(`</v></c></row>`)
	}
	for name, content := range map[string][]byte{
		"small and all the same": sheet(t, part{"xl/worksheets/sheet1.xml", rows}),
		"large and much alike":   sheet(t, part{"xl/worksheets/sheet1.xml", varied.String()}),
		"many parts":             sheet(t, manySheets(1000)...),
	} {
		t.Run(name, func(t *testing.T) {
			staged, err := receive(t, content, "x.xlsx", xlsx)
			require.NoError(t, err)
			assert.Equal(t, xlsx, staged.MediaType)
		})
	}
}

func manySheets(n int) (parts []part) {
	for i := range n {
		parts = append(parts, part{"xl/worksheets/sheet" + strings.Repeat("1", i/100) + "_" + strings.Repeat("0", i%100) + ".xml", "<worksheet/>"})
	}
	return parts
}
