package compile_test

import (
	"fmt"
	"strconv"
	"strings"
)

// lexed reads a statement as PostgreSQL's lexer does, as far as it goes to tell
// what stands in a literal from what does not. It returns how often each
// parameter is used, and what no statement of the compiler has: a literal that
// does not end, brackets that do not match, a second statement, a comment, a
// quotation by dollars, an escape outside of a literal that has them, or a
// letter outside of literals that no word of SQL has.
func lexed(text string) (parameters map[int]int, err error) {
	parameters = map[int]int{}
	var open []byte
	for at := 0; at < len(text); at++ {
		switch c := text[at]; {
		case c == '\'' || c == '"':
			escapes := c == '\'' && at > 0 && text[at-1] == 'E' && (at < 2 || !letter(text[at-2]))
			end := literalEnd(text, at, escapes)
			if end < 0 {
				return nil, fmt.Errorf("a literal at %d does not end", at)
			}
			at = end
		case c == '$':
			digits := at + 1
			for digits < len(text) && text[digits] >= '0' && text[digits] <= '9' {
				digits++
			}
			n, err := strconv.Atoi(text[at+1 : digits])
			if err != nil {
				return nil, fmt.Errorf("a dollar at %d begins no parameter", at)
			}
			parameters[n]++
			at = digits - 1
		case c == '(' || c == '[':
			open = append(open, c)
		case c == ')' || c == ']':
			if len(open) == 0 || open[len(open)-1] != map[byte]byte{')': '(', ']': '['}[c] {
				return nil, fmt.Errorf("a bracket at %d closes nothing", at)
			}
			open = open[:len(open)-1]
		case c == ';' || c == '\\' || c >= 0x7f || c < ' ' && c != '\n' && c != '\t':
			return nil, fmt.Errorf("%q stands at %d outside of literals", c, at)
		case strings.HasPrefix(text[at:], "--") || strings.HasPrefix(text[at:], "/*"):
			return nil, fmt.Errorf("a comment begins at %d", at)
		}
	}
	if len(open) > 0 {
		return nil, fmt.Errorf("%d brackets are not closed", len(open))
	}
	return parameters, nil
}

func letter(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// literalEnd is where a literal or a quoted name ends that begins at a place; -1
// where it does not. A quotation mark twice is one of its letters.
func literalEnd(text string, begin int, escapes bool) int {
	for at := begin + 1; at < len(text); at++ {
		switch {
		case escapes && text[at] == '\\':
			at++
		case text[at] == 0:
			return -1
		case text[at] == text[begin] && at+1 < len(text) && text[at+1] == text[begin]:
			at++
		case text[at] == text[begin]:
			return at
		}
	}
	return -1
}
