// Package sortkey turns codes and names into ASCII keys that sort the same
// way in every database, whatever its collation: natural order for codes
// (3.5.2 before 3.10), Vietnamese alphabetical order for names (D before Đ).
package sortkey

import (
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Code returns the key of a printed code. Runs of digits and Roman numerals
// compare as numbers, everything else as folded text; equal codes and only
// equal codes have equal keys.
func Code(code string) string {
	var b strings.Builder
	for _, part := range split(code) {
		switch {
		case part[0] >= '0' && part[0] <= '9':
			writeNumber(&b, strings.TrimLeft(part, "0"))
		case isRoman(part):
			writeNumber(&b, fmt.Sprint(roman(part)))
		case part == "." || part == "/" || part == "-":
			// A separator ends a level: a parent sorts before its children.
			b.WriteByte(1)
		default:
			b.WriteByte('a')
			b.WriteString(nameKey(part))
			b.WriteByte(0)
		}
	}
	// Codes that fold together ("I" and "1") stay apart, behind everything else.
	b.WriteByte(0)
	b.WriteString(code)
	return hex.EncodeToString([]byte(b.String()))
}

// Name returns the key of a name in Vietnamese dictionary order.
func Name(name string) string {
	return hex.EncodeToString([]byte(nameKey(name) + "\x00" + name))
}

// writeNumber writes the digits behind their count, so that text order is
// numeric order up to 2^16 digits.
func writeNumber(b *strings.Builder, digits string) {
	b.WriteByte('0')
	b.WriteByte(byte(len(digits) >> 8))
	b.WriteByte(byte(len(digits)))
	b.WriteString(digits)
}

// split cuts a code where digits, letters and separators meet.
func split(code string) []string {
	var parts []string
	class, start := -1, 0
	for i, r := range code {
		c := 2
		switch {
		case r >= '0' && r <= '9':
			c = 0
		case unicode.IsLetter(r):
			c = 1
		}
		if i > 0 && (c != class || c == 2) {
			parts = append(parts, code[start:i])
			start = i
		}
		class = c
	}
	if start < len(code) {
		parts = append(parts, code[start:])
	}
	return parts
}

var digits = map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100}

func isRoman(s string) bool {
	for i := range len(s) {
		if digits[s[i]] == 0 {
			return false
		}
	}
	return true
}

func roman(s string) int {
	total := 0
	for i := range len(s) {
		v := digits[s[i]]
		if i+1 < len(s) && v < digits[s[i+1]] {
			v = -v
		}
		total += v
	}
	return total
}

// A Collator keeps state between calls, so each goroutine takes its own.
var collators = sync.Pool{New: func() any { return collate.New(language.Vietnamese) }}

func nameKey(s string) string {
	c := collators.Get().(*collate.Collator)
	defer collators.Put(c)
	return string(c.KeyFromString(new(collate.Buffer), s))
}
