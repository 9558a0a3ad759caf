package sheet_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/tiendo-vn/tiendo/api/sheet"
)

const (
	workbookPart = "xl/workbook.xml"
	typesPart    = "[Content_Types].xml"
	figuresPart  = "xl/worksheets/sheet1.xml"
	mainType     = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
	linkType     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// relationTo is a .rels part with one relation.
func relationTo(kind, target string) string {
	return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="` +
		linkType + kind + `" Target="` + target + `" TargetMode="External"/></Relationships>`
}

func TestReadRefusesAFile(t *testing.T) {
	good := written(t, form())
	big := strings.Repeat(" ", 2<<20)
	for name, test := range map[string]struct {
		data []byte
		want sheet.FaultCode
		// says are what the sentences in both languages have to name.
		says []string
	}{
		"that is empty":                      {nil, sheet.FaultNotWorkbook, nil},
		"of comma-separated values":          {[]byte("1.1;86,97\n"), sheet.FaultNotWorkbook, nil},
		"in the old format or encrypted":     {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on"), sheet.FaultEncrypted, nil},
		"of another kind, zipped":            {zipped(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), sheet.FaultNotWorkbook, nil},
		"that is a document":                 {swap(t, good, typesPart, mainType, "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), sheet.FaultNotWorkbook, []string{"wordprocessingml"}},
		"without a workbook in it":           {with(t, good, "_rels/.rels", `<Relationships/>`), sheet.FaultNotWorkbook, nil},
		"cut off":                            {good[:len(good)/2], sheet.FaultUnreadable, nil},
		"with a damaged part":                {with(t, good, figuresPart, "<worksheet><sheetData><row"), sheet.FaultUnreadable, []string{figures}},
		"with a document type":               {swap(t, good, figuresPart, "<worksheet", `<!DOCTYPE x [<!ENTITY a "b">]><worksheet`), sheet.FaultUnreadable, []string{figures}},
		"with two parts of one name":         {twice(t, good), sheet.FaultUnreadable, []string{"part name"}},
		"with a part that has no name":       {with(t, good, "", "<a/>"), sheet.FaultUnreadable, []string{"zip", "part name"}},
		"with a part outside":                {with(t, good, "../evil.xml", "<a/>"), sheet.FaultUnreadable, []string{"../evil.xml"}},
		"with a method that nobody uses":     {method(t, good, 12), sheet.FaultUnreadable, []string{"method 12"}},
		"with a password on a part":          {flagged(good), sheet.FaultEncrypted, nil},
		"with two sheets of one name":        {swap(t, good, workbookPart, `name="Thuyết minh"`, `name="tiendo"`), sheet.FaultUnreadable, []string{"tiendo"}},
		"that grows when unzipped":           {with(t, good, "xl/media/a.bin", strings.Repeat(big, 9)), sheet.FaultTooComplex, []string{"xl/media/a.bin", "16777216"}},
		"that is too compressed":             {with(t, good, "xl/media/a.bin", big), sheet.FaultTooComplex, []string{"100 : 1"}},
		"with too many parts":                {many(t, good, 201), sheet.FaultTooComplex, []string{"200"}},
		"with too many tags":                 {with(t, good, "docProps/app.xml", tags(400_001)), sheet.FaultTooComplex, []string{"docProps/app.xml", "400000"}},
		"with a tag that never ends":         {with(t, good, "docProps/app.xml", "<a "+noise(70_000)), sheet.FaultTooComplex, []string{"docProps/app.xml"}},
		"with a tag that goes on":            {with(t, good, "docProps/app.xml", "<a "+noise(70_000)+">"), sheet.FaultTooComplex, []string{"docProps/app.xml"}},
		"with a macro":                       {with(t, good, "xl/vbaProject.bin", "x"), sheet.FaultMacro, []string{"xl/vbaProject.bin"}},
		"with a macro under another name":    {swap(t, with(t, good, "xl/x.bin", "x"), typesPart, "<Override", `<Override PartName="/xl/x.bin" ContentType="application/vnd.ms-office.vbaProject"/><Override`), sheet.FaultMacro, []string{"xl/x.bin"}},
		"that may hold macros":               {swap(t, good, typesPart, mainType, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"), sheet.FaultMacro, []string{workbookPart}},
		"with a sheet of macros":             {with(t, good, "xl/macrosheets/sheet1.xml", "<a/>"), sheet.FaultMacro, nil},
		"with buttons that call code":        {with(t, good, "customUI/customUI14.xml", "<a/>"), sheet.FaultMacro, nil},
		"linked to another workbook":         {with(t, good, "xl/externalLinks/externalLink1.xml", "<a/>"), sheet.FaultExternalLink, nil},
		"linked by a relation":               {with(t, good, "xl/worksheets/_rels/sheet1.xml.rels", relationTo("oleObject", "file:///c:/x")), sheet.FaultExternalLink, []string{"file:///c:/x"}},
		"with a picture from the net":        {with(t, good, "xl/drawings/_rels/drawing1.xml.rels", relationTo("image", "http://x/y.png")), sheet.FaultExternalLink, nil},
		"with a connection to a database":    {with(t, good, "xl/connections.xml", "<a/>"), sheet.FaultExternalLink, nil},
		"with another file in it":            {with(t, good, "xl/embeddings/oleObject1.bin", "x"), sheet.FaultEmbedded, []string{"xl/embeddings/oleObject1.bin"}},
		"with a control":                     {with(t, good, "xl/activeX/activeX1.xml", "<a/>"), sheet.FaultEmbedded, nil},
		"with a damaged relation":            {with(t, good, "xl/worksheets/_rels/sheet1.xml.rels", "<a"), sheet.FaultUnreadable, nil},
		"that is not the form":               {plain(t), sheet.FaultNoStamp, []string{"tiendo"}},
		"without the sheet of figures":       {swap(t, good, workbookPart, `name="Số liệu chỉ tiêu"`, `name="Sheet1"`), sheet.FaultNoSheet, []string{figures}},
		"without the sheet of texts":         {swap(t, good, workbookPart, `name="Thuyết minh"`, `name="Sheet2"`), sheet.FaultNoSheet, []string{narratives}},
		"with an empty stamp":                {edited(t, good, func(f *excelize.File) { clear(t, f, hidden) }), sheet.FaultNoStamp, nil},
		"with a stamp that is not JSON":      {set(t, good, hidden, "A1", "{"), sheet.FaultBadStamp, []string{"'tiendo'!A1"}},
		"with a stamp of another format":     {set(t, good, hidden, "A1", `{"format":2,"catalogue":"c","agency":"a","window":"w"}`), sheet.FaultBadStamp, nil},
		"with a stamp of nobody":             {set(t, good, hidden, "A1", `{"format":1,"catalogue":"c","agency":"","window":"w"}`), sheet.FaultBadStamp, nil},
		"with a stamp that says more":        {set(t, good, hidden, "A1", `{"format":1,"catalogue":"c","agency":"a","window":"w","admin":true}`), sheet.FaultBadStamp, nil},
		"with a stamp that is a number":      {set(t, good, hidden, "A1", 7), sheet.FaultBadStamp, nil},
		"with a bad line in the stamp":       {set(t, good, hidden, "A2", `{"code":"1.1","kind":"TREND"}`), sheet.FaultBadStamp, []string{"'tiendo'!A2"}},
		"with a bomb in the stamp":           {set(t, good, hidden, "A2", `{"code":"1.1","value":"1e999999999"}`), sheet.FaultBadStamp, nil},
		"with a line twice in the stamp":     {set(t, good, hidden, "A3", `{"code":"1.1"}`), sheet.FaultBadStamp, nil},
		"with an unknown text in the stamp":  {set(t, good, hidden, "A6", `{"kind":"OTHER"}`), sheet.FaultBadStamp, nil},
		"of another agency":                  {restamped(t, func(s *sheet.Stamp) { s.Agency, s.Catalogue = "ha-noi", "old" }), sheet.FaultWrongAgency, []string{"ha-noi", "bo-yt"}},
		"of another window":                  {restamped(t, func(s *sheet.Stamp) { s.Window, s.Catalogue = "2022-Q4", "old" }), sheet.FaultWrongWindow, []string{"2022-Q4", "2023-Q1"}},
		"of another catalogue":               {restamped(t, func(s *sheet.Stamp) { s.Catalogue = "2021-2025/0" }), sheet.FaultCatalogue, []string{"2021-2025/0", "2021-2025/1"}},
		"without the marker of the table":    {set(t, good, figures, "A10", "x"), sheet.FaultBadSheet, []string{figures, "#CODE"}},
		"without the marker of the texts":    {set(t, good, narratives, "A3", ""), sheet.FaultBadSheet, []string{narratives}},
		"with a code that became a number":   {set(t, good, figures, "A12", 1.1), sheet.FaultBadSheet, []string{"'Số liệu chỉ tiêu'!A12"}},
		"with a row that is there twice":     {set(t, good, figures, "A14", "1.1"), sheet.FaultDuplicatedRow, []string{"1.1", "!A12", "!A14"}},
		"with a row that nobody asked for":   {set(t, good, figures, "A14", "9.9"), sheet.FaultUnknownRow, []string{"9.9", "!A14"}},
		"with a text that nobody asked for":  {set(t, good, narratives, "A6", "OTHER"), sheet.FaultUnknownRow, []string{"OTHER", "!A6"}},
		"with a text that is there twice":    {set(t, good, narratives, "A6", "PROPOSAL"), sheet.FaultDuplicatedRow, []string{"PROPOSAL"}},
		"with cells in the wrong order":      {swap(t, good, figuresPart, `<c r="B1"`, `<c r="Z1"`), sheet.FaultUnreadable, []string{figures}},
		"with rows in the wrong order":       {swap(t, good, figuresPart, `<row r="2"`, `<row r="9"`), sheet.FaultUnreadable, []string{figures}},
		"with a cell of another row":         {swap(t, good, figuresPart, `<c r="B1"`, `<c r="B7"`), sheet.FaultUnreadable, []string{"B7"}},
		"with a cell far out":                {swap(t, good, figuresPart, `</sheetData>`, `<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>`), sheet.FaultUnreadable, []string{"A1048576"}},
		"with a row beyond the last":         {swap(t, good, figuresPart, `</sheetData>`, `<row r="1048577"/></sheetData>`), sheet.FaultUnreadable, nil},
		"with cells spread over the columns": {swap(t, good, figuresPart, `</sheetData>`, spread()+`</sheetData>`), sheet.FaultUnreadable, []string{"300000"}},
		"with a shared text that is missing": {swap(t, good, figuresPart, `t="s"><v>`, `t="s"><v>9`), sheet.FaultUnreadable, []string{figures}},
		"with a long text in many cells":     {repeated(t, good), sheet.FaultUnreadable, []string{figures}},
		"with a drawing that is too large":   {with(t, good, "xl/drawings/vmlDrawing1.vml", noise(1<<20+8)), sheet.FaultTooComplex, []string{"vmlDrawing1.vml"}},
		"with a cell of an unknown type":     {swap(t, good, figuresPart, `t="s"`, `t="x"`), sheet.FaultUnreadable, []string{`"x"`}},
	} {
		t.Run(name, func(t *testing.T) {
			filled, found, err := read(test.data)
			var fault *sheet.Fault
			require.ErrorAs(t, err, &fault)
			assert.Equal(t, test.want, fault.Code, fault.Error())
			assert.Nil(t, filled)
			assert.Nil(t, found)
			assert.Contains(t, err.Error(), fault.MessageEn)
			assert.NotContains(t, fault.MessageVi+fault.MessageEn, "%!")
			for _, say := range test.says {
				assert.Contains(t, fault.MessageVi, say)
				assert.Contains(t, fault.MessageEn, say)
			}
		})
	}
}

func TestReadRefusesALargeFileUnread(t *testing.T) {
	_, _, err := sheet.Read(failing{}, 1000, sheet.Limits{MaxBytes: 999}, stamp())
	var fault *sheet.Fault
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, sheet.FaultTooLarge, fault.Code)
	assert.Contains(t, fault.MessageVi, "1000 byte, vượt mức cho phép 999")
}

func TestReadStopsWhereAPartIsLargerThanItSays(t *testing.T) {
	data := lying(t, written(t, form()), "xl/media/a.bin", 1000)
	_, _, err := read(data)
	var fault *sheet.Fault
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, sheet.FaultUnreadable, fault.Code)
	assert.Equal(t, "xl/media/a.bin", fault.Where)
}

func TestTheCatalogueFaultCarriesBothVersions(t *testing.T) {
	_, _, err := read(restamped(t, func(s *sheet.Stamp) { s.Catalogue = "2021-2025/0" }))
	var fault *sheet.Fault
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, []string{"2021-2025/0", "2021-2025/1"}, []string{fault.Found, fault.Expected})
}

func TestAFailingReaderIsNoFaultOfTheFile(t *testing.T) {
	_, _, err := sheet.Read(failing{}, 1000, sheet.Limits{}, stamp())
	require.ErrorIs(t, err, errDisk)
	var fault *sheet.Fault
	assert.False(t, errors.As(err, &fault))
}

func TestReadAcceptsLinksThatPeopleClick(t *testing.T) {
	data := with(t, written(t, form()), "xl/worksheets/_rels/sheet1.xml.rels", relationTo("hyperlink", "mailto:a@b.vn"))
	_, found := understood(t, data)
	assert.Empty(t, found)
}

var errDisk = errors.New("disk on fire")

type failing struct{}

func (failing) ReadAt([]byte, int64) (int, error) { return 0, errDisk }
