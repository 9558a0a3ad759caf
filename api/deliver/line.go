package deliver

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// printable reports text that can neither end a line nor confuse a terminal.
func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// line makes one plain line of at most so many characters of any text: line ends
// and other controls become spaces, and what only steers the display, such as a
// change of the writing direction, is left out.
func line(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	return shorten(strings.Join(strings.Fields(s), " "), most)
}

// shorten bounds a text, in characters.
func shorten(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}
