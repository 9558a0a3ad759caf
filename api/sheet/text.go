package sheet

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// tidy brings a text into the one form in which texts are kept and compared:
// NFC, lines ended by a line feed, no space at the ends. Spreadsheets change
// all three without anybody noticing.
func tidy(text string) string {
	return strings.TrimSpace(lineEnds.Replace(norm.NFC.String(text)))
}

// controlIn names the first control character of a text other than a tab or an
// end of line, as U+0007; empty where there is none.
func controlIn(text string) string {
	for _, r := range text {
		if r != '\n' && r != '\r' && r != '\t' && unicode.IsControl(r) {
			return fmt.Sprintf("U+%04X", r)
		}
	}
	return ""
}

// units16 is the length of a text as spreadsheets count it.
func units16(text string) int {
	n := 0
	for _, r := range text {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

var escapedUnit = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// escape writes what XML cannot hold as spreadsheets do, U+0007 as _x0007_, and
// what looks like such an escape so that it is none: the library that writes
// the file does neither.
func escape(text string) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case r < ' ' && r != '\n' && r != '\t', r == 0xFFFE, r == 0xFFFF:
			fmt.Fprintf(&b, "_x%04X_", r)
		case r == '_' && escapedUnit.MatchString(text[i:min(i+7, len(text))]):
			b.WriteString("_x005F_")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unescape resolves the _x000D_ with which spreadsheets write what XML cannot
// hold. Neighbouring escapes are resolved together: two may be one character.
func unescape(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var b strings.Builder
	var pending []uint16
	flush := func() {
		b.WriteString(string(utf16.Decode(pending)))
		pending = nil
	}
	for last := 0; ; {
		at := escapedUnit.FindStringIndex(text[last:])
		if at == nil {
			flush()
			b.WriteString(text[last:])
			return b.String()
		}
		if at[0] > 0 {
			flush()
			b.WriteString(text[last : last+at[0]])
		}
		unit, _ := strconv.ParseUint(text[last+at[0]+2:last+at[0]+6], 16, 16)
		pending = append(pending, uint16(unit))
		last += at[1]
	}
}
