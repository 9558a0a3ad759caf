package policy

import (
	"fmt"
	"strconv"
	"strings"
)

// mostListed bounds the values that a sentence lists: nobody reads forty.
const mostListed = 8

// oneOf says what was expected: one of the values, in their order.
func oneOf(values []string) string {
	if len(values) == 1 {
		return "expected " + strconv.Quote(values[0])
	}
	return "expected one of " + listed(values)
}

// listed lists values, in their order, up to a bound.
func listed(values []string) string {
	quoted := make([]string, 0, mostListed)
	for _, v := range values[:min(len(values), mostListed)] {
		quoted = append(quoted, strconv.Quote(v))
	}
	text := strings.Join(quoted, ", ")
	if rest := len(values) - mostListed; rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
}
