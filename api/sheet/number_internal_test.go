package sheet

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
)

func TestParseRaw(t *testing.T) {
	for raw, want := range map[string]string{
		"86.97":                   "86.97",
		"86.969999999999999":      "86.97",
		"86.970000000000013":      "86.97",
		"8.6970000000000006E1":    "86.97",
		"-0.1":                    "-0.1",
		"0":                       "0",
		"1E-3":                    "0.001",
		"1e+17":                   "100000000000000000",
		"0.30000000000000004":     "0.3",
		"123456789012345.67":      "123456789012346",
		"1234567890123456":        "1234567890123456",
		"9007199254740992":        "9007199254740992",
		"9007199254740993":        "9007199254740990",
		"12345678901234567890":    "12345678901234600000",
		"0.333333333333333314":    "0.333333333333333",
		"99999999999999.99999999": "100000000000000",
	} {
		got, ok := parseRaw(raw)
		assert.True(t, ok, raw)
		assert.True(t, decimal.RequireFromString(want).Equal(got), "%s: got %s, want %s", raw, got, want)
	}
	for _, raw := range []string{"", "NaN", "INF", "1,5", "1.", ".5", "--1", "1e1000", "1e999999999", "0x10", "1_000", " 1", "१"} {
		_, ok := parseRaw(raw)
		assert.False(t, ok, raw)
	}
}

func TestStorable(t *testing.T) {
	for text, want := range map[string]bool{
		"999999999999999999":   true,
		"1000000000000000000":  false,
		"-1000000000000000000": false,
		"0.000000000001":       true,
		"0.0000000000010":      true,
		"0.0000000000001":      false,
		"1e300":                false,
	} {
		assert.Equal(t, want, storable(decimal.RequireFromString(text)), text)
	}
}

func TestInVietnamese(t *testing.T) {
	for text, want := range map[string]string{
		"86.97": "86,97", "1234567.890": "1.234.567,89", "-1000": "-1.000", "999": "999", "0": "0", "-0.5": "-0,5",
	} {
		assert.Equal(t, want, inVietnamese(decimal.RequireFromString(text)), text)
	}
}

func TestEscapesAreUndone(t *testing.T) {
	for _, text := range []string{"", "a", "_x000D_", "_x000D_x000A_", "_x005F_", "__x0041_", "_x00e1_", "_x", "a\ab\x1b", "\uFFFE", "đường_x12"} {
		assert.Equal(t, text, unescape(escape(text)), text)
	}
	assert.Equal(t, "a\rb", unescape("a_x000D_b"))
	assert.Equal(t, "😀", unescape("_xD83D__xDE00_"), "two halves of one character")
	assert.NotContains(t, escape("a\ab"), "\a")
}

func TestKindOf(t *testing.T) {
	for code, want := range map[string]formatKind{
		"General": formatPlain, "[$-42A]General": formatPlain, plainNumber: formatPlain, wholeNumber: formatPlain,
		"@": formatPlain, `#,##0 "đ"`: formatPlain, "0.00E+00": formatPlain, `#,##0.00\ [$₫-42A]`: formatPlain,
		"[Red]-0.0": formatPlain, `"dd/mm"0`: formatPlain, "# ?/?": formatPlain, "": formatPlain,
		"dd/mm/yyyy": formatDate, "[$-42A]d mmmm yyyy;@": formatDate, "h:mm": formatDate, "[h]:mm:ss": formatDate,
		"mmm\\-yy": formatDate, "0%": formatPercent, "0.00%": formatPercent, "[$-42A]0,00%": formatPercent,
	} {
		assert.Equal(t, want, kindOf(code), code)
	}
}

func TestDatesAreWrittenAsInDocuments(t *testing.T) {
	for want, date := range map[string]time.Time{
		"05/02/2023": time.Date(2023, 2, 5, 0, 0, 0, 0, time.UTC),
		"31/3/2023":  time.Date(2023, 3, 31, 0, 0, 0, 0, time.UTC),
		"10/12/2022": time.Date(2022, 12, 10, 0, 0, 0, 0, time.UTC),
	} {
		assert.Equal(t, want, day(date))
	}
	assert.Equal(t, "00:30 ngày 03/4/2023", moment(time.Date(2023, 4, 2, 17, 30, 0, 0, time.UTC)), "on Vietnam's clocks")
}

func TestEveryCodeHasItsSentences(t *testing.T) {
	for code, s := range findingSentences {
		assert.NotEmpty(t, s.vi, code)
		assert.NotEmpty(t, s.en, code)
		assert.Contains(t, []string{SeverityError, SeverityWarning}, s.severity, code)
		assert.NotContains(t, fill(s.vi, "A1", "x", "y")+fill(s.en, "A1", "x", "y"), "%!", code)
	}
	for code, s := range faultSentences {
		assert.NotContains(t, fill(s.vi, "A1", "x", "y")+fill(s.en, "A1", "x", "y"), "%!", code)
	}
}

func FuzzKindOf(f *testing.F) {
	for _, code := range []string{"General", "dd/mm/yyyy", "[$-42A]#,##0.00;[Red]-0", `0"x"%`, "[", `\`, "_", "*", ";;;;;", "[h", "E+"} {
		f.Add(code)
	}
	f.Fuzz(func(t *testing.T, code string) { kindOf(code) })
}

func TestLimitsCannotBeSwitchedOff(t *testing.T) {
	assert.Equal(t, Limits{}.filled(), Limits{MaxBytes: -1, MaxUnzipped: -1, MaxParts: -1, MaxRatio: -1, MaxTags: -1, MaxNote: -1, MaxBody: -1}.filled())
	assert.Equal(t, int64(5), Limits{MaxBytes: 5}.filled().MaxBytes)
}
