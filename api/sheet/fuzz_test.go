package sheet_test

import (
	"bytes"
	"errors"
	"runtime/metrics"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/sheet"
)

// mostAllocated is what reading and marking one file may allocate in all,
// however much its bytes claim to be once they are unzipped.
const mostAllocated = 512 << 20

// Any bytes are a file that is understood, or refused with a fault that says
// where and why in both languages.
func FuzzRead(f *testing.F) {
	good := written(f, form())
	f.Add(good)
	f.Add([]byte{})
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
	f.Add(good[:len(good)/2])
	f.Add(flagged(good))
	f.Add(zipped(f, map[string]string{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": strings.Repeat("<a>", 1000)}))
	f.Add(zipped(f, map[string]string{"[Content_Types].xml": strings.Repeat(" ", 15<<20)}))
	f.Fuzz(readAndMark)
}

// The same for every part of a good file that is XML: the fuzzer does not zip.
func FuzzReadPart(f *testing.F) {
	good := written(f, form())
	names := []string{figuresPart, "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml", workbookPart, "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
	for n, name := range names {
		f.Add(byte(n), parts(f, good)[name])
		f.Add(byte(n), `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd"><!ENTITY c "&b;&b;">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&c;</v></c></row></sheetData></worksheet>`)
		f.Add(byte(n), `<!DOCTYPE a [<!ENTITY a0 "ha"><!ENTITY a1 "&a0;&a0;&a0;&a0;"><!ENTITY a2 "&a1;&a1;&a1;&a1;">]><a>&a2;</a>`)
	}
	for _, xml := range []string{
		`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>-1</v></c></row></sheetData></worksheet>`,
		`<worksheet><sheetData><row><c/><c r="B1"><f/><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:"/></mergeCells></worksheet>`,
		`<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>`,
		`<worksheet><sheetData><row r="99999999999"><c r="ZZZZZZ1"><v>1e400</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`,
		`<worksheet><cols><col min="1" max="2147483647"/></cols><sheetData>` + spread() + `</sheetData></worksheet>`,
		`<worksheet xmlns:x="x"><sheetData><x:row r="1"><x:c r="A1" t="b"><x:v>2</x:v></x:c><c r="A1" t="d"><v>9999-99-99</v></c><c r="A1" t="e"><is><r><t>a</t></r></is></c></row></sheetData>`,
	} {
		f.Add(byte(0), xml)
	}
	f.Fuzz(func(t *testing.T, part byte, xml string) {
		readAndMark(t, with(t, good, names[int(part)%len(names)], xml))
	})
}

// readAndMark reads a file and gives it back with what is wrong in it.
func readAndMark(t *testing.T, data []byte) {
	before := allocated()
	filled, found, err := read(data)
	if err != nil {
		checkFault(t, err)
		assert.Nil(t, filled)
		assert.Empty(t, found)
		_, err := sheet.Mark(data, nil, sheet.Limits{})
		if err != nil {
			checkFault(t, err)
		}
	} else {
		require.NotNil(t, filled)
		assert.Equal(t, stamp().Agency, filled.Stamp.Agency)
		assert.LessOrEqual(t, len(found), 1_001)
		for _, one := range found {
			assert.NotEmpty(t, one.Code)
			assert.True(t, one.Position != "" || one.Sheet != "", "%+v says where", one)
			legible(t, one.MessageVi)
			legible(t, one.MessageEn)
		}
		// What can be read can be given back, and read again as the same.
		marked, err := sheet.Mark(data, found, sheet.Limits{})
		if err != nil {
			checkFault(t, err)
		} else {
			again, _, err := read(marked)
			require.NoError(t, err)
			assert.Equal(t, len(filled.Cells), len(again.Cells))
		}
	}
	assert.Less(t, allocated()-before, uint64(mostAllocated))
}

// checkFault holds what is so of every file that is refused.
func checkFault(t *testing.T, err error) {
	t.Helper()
	var fault *sheet.Fault
	require.True(t, errors.As(err, &fault), "%v", err)
	assert.NotEmpty(t, fault.Code)
	legible(t, fault.MessageVi)
	legible(t, fault.MessageEn)
	switch fault.Code {
	case sheet.FaultNotWorkbook, sheet.FaultEncrypted, sheet.FaultTooLarge, sheet.FaultWrongAgency, sheet.FaultWrongWindow, sheet.FaultCatalogue:
	default:
		assert.NotEmpty(t, fault.Where, "the file is not to blame as a whole: %v", err)
	}
}

// legible is a sentence for people: some of it, not a page, and nothing that a
// terminal would obey.
func legible(t *testing.T, sentence string) {
	t.Helper()
	assert.NotEmpty(t, sentence)
	assert.Less(t, utf8.RuneCountInString(sentence), 1000)
	assert.True(t, utf8.ValidString(sentence), "%q", sentence)
	assert.False(t, strings.ContainsFunc(sentence, unicode.IsControl), "%q", sentence)
}

// allocated is how many bytes this process has allocated so far.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

func TestABombIsRefusedForLittle(t *testing.T) {
	for name, data := range map[string][]byte{
		"a part of 15 MiB in 15 KB":     zipped(t, map[string]string{"[Content_Types].xml": strings.Repeat(" ", 15<<20)}),
		"a part that says it is little": lying(t, written(t, form()), "xl/media/a.xml", 10),
		"many tags":                     with(t, written(t, form()), "xl/a.xml", tags(500_000)),
		"a text that many cells share":  repeated(t, written(t, form())),
	} {
		t.Run(name, func(t *testing.T) {
			before := allocated()
			_, _, err := read(data)
			checkFault(t, err)
			assert.True(t, bytes.HasPrefix(data, []byte("PK")))
			assert.Less(t, allocated()-before, uint64(160<<20))
		})
	}
}
