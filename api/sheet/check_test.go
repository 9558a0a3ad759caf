package sheet_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/sheet"
)

func TestWriteRefusesWhatAWorkbookCannotSay(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*sheet.Form)
		want   string
	}{
		"no agency":                         {func(f *sheet.Form) { f.Stamp.Agency = "" }, `Stamp.Agency "": expected a value in NFC, without space at its ends`},
		"no window":                         {func(f *sheet.Form) { f.Stamp.Window = " " }, `Stamp.Window " ": expected a value`},
		"no catalogue":                      {func(f *sheet.Form) { f.Stamp.Catalogue = "" }, `Stamp.Catalogue "": expected a value`},
		"a figure without a code":           {func(f *sheet.Form) { f.Rows[1].Code = "" }, `Rows[1 ].Code "": expected a value`},
		"a code twice":                      {func(f *sheet.Form) { f.Rows[3].Code = "1.1" }, `Rows[3 1.1].Code "1.1": expected a code that is unique in the form`},
		"a code like the marker":            {func(f *sheet.Form) { f.Rows[1].Code = "#CODE" }, `expected another code than the marker`},
		"a code that is too long":           {func(f *sheet.Form) { f.Rows[1].Code = strings.Repeat("1", 129) }, `expected at most 128 bytes`},
		"a grade of its own":                {func(f *sheet.Form) { f.Rows[1].Current.Grade = "GUESS" }, `Rows[1 1.1].Current.Grade "GUESS": expected ESTIMATE, PRELIMINARY or OFFICIAL`},
		"a previous grade of its own":       {func(f *sheet.Form) { f.Rows[1].PreviousGrade = "GUESS" }, `PreviousGrade "GUESS"`},
		"a source of its own":               {func(f *sheet.Form) { f.Rows[1].Current.Source = "PRESS" }, `Current.Source "PRESS": expected DECLARED, MEASURED, STATISTICS_OFFICE or DOCUMENT`},
		"a value beside a fraction":         {func(f *sheet.Form) { f.Rows[4].Current.Value = dec("1") }, `Current.Value "1": expected no value beside a fraction`},
		"a numerator without a denominator": {func(f *sheet.Form) { f.Rows[4].Current.Denominator = nil }, `expected a numerator and a denominator, or neither`},
		"a denominator of zero":             {func(f *sheet.Form) { f.Rows[4].Current.Denominator = dec("0") }, `Current.Denominator "0": expected another number than zero`},
		"a number with too many digits":     {func(f *sheet.Form) { f.Rows[1].Plan = dec("1e18") }, `Plan "1000000000000000000": expected at most 18 digits before the point and 12 after it`},
		"a NUL":                             {func(f *sheet.Form) { f.Rows[1].Current.Note = "a\x00" }, `expected a text without NUL`},
		"a text in another encoding":        {func(f *sheet.Form) { f.Rows[1].Name = "\xff" }, `expected a text in UTF-8`},
		"a text longer than a cell":         {func(f *sheet.Form) { f.Narratives[0].Body = strings.Repeat("😀", 16_384) }, `Narratives[0].Body`},
		"a text longer once escaped":        {func(f *sheet.Form) { f.Narratives[0].Body = strings.Repeat("\a", 5_000) }, `expected at most 32767 characters, which is what a cell holds`},
		"a kind of text of its own":         {func(f *sheet.Form) { f.Narratives[0].Kind = "POEM" }, `Narratives[0].Kind "POEM": expected TREND, DIFFICULTY or PROPOSAL`},
		"a kind of text twice":              {func(f *sheet.Form) { f.Narratives[1].Kind = "TREND" }, `Narratives[1].Kind "TREND": expected a kind that is there once`},
		"too many rows":                     {func(f *sheet.Form) { f.Rows = make([]sheet.Row, 10_001) }, `Rows "10001": expected at most 10000 rows`},
	} {
		t.Run(name, func(t *testing.T) {
			f := form()
			test.change(&f)
			var out bytes.Buffer
			err := sheet.Write(&out, f)
			require.Error(t, err)
			assert.Contains(t, err.Error(), test.want)
			assert.Zero(t, out.Len(), "nothing is half-written")
		})
	}
}

func TestWriteReportsAllFaultsAtOnce(t *testing.T) {
	f := form()
	f.Stamp.Agency, f.Rows[1].Code, f.Narratives[0].Kind = "", "", ""
	err := sheet.Write(&bytes.Buffer{}, f)
	require.Error(t, err)
	assert.Len(t, strings.Split(err.Error(), "\n"), 3)
}

func TestWriteTakesAFormWithoutRows(t *testing.T) {
	f := form()
	f.Rows, f.Narratives = nil, nil
	filled, found := understood(t, written(t, f))
	assert.Empty(t, found)
	assert.Empty(t, filled.Cells)
	assert.Empty(t, filled.Narratives)
}
