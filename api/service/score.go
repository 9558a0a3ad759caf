package service

import (
	"slices"
	"strings"

	"github.com/tiendo-vn/tiendo/ent/fold"
)

// A question is a search text, read once: folded words, and the words as
// typed where they carry a mark.
type question struct {
	folded   string
	words    []string
	accented []string
}

func newQuestion(text string, words []string) question {
	q := question{folded: strings.Join(words, " "), words: words}
	for _, w := range fold.Accented(text) {
		if fold.Text(w) != w {
			q.accented = append(q.accented, w)
		}
	}
	return q
}

// score says how well a row fits. What was typed with its accents counts
// most, so that "đường" does not float "Dương"; then the code, whole words in
// their order in the name, whole words anywhere in it, and the other texts.
func (q question) score(code, name, other string) int {
	score := 0
	typed := fold.Accented(name + " " + other + " " + code)
	for _, w := range q.accented {
		if slices.Contains(typed, w) {
			score += 1000
		}
	}
	if fold.Text(code) == q.folded {
		score += 500
	}
	names := " " + fold.Text(name) + " "
	switch {
	case names == " "+q.folded+" ":
		score += 400
	case strings.HasPrefix(names, " "+q.folded+" "):
		score += 300
	case strings.Contains(names, " "+q.folded+" "):
		score += 200
	}
	for _, w := range q.words {
		switch {
		case strings.Contains(names, " "+w+" "):
			score += 20
		case strings.Contains(names, " "+w):
			score += 10
		default:
			score++
		}
	}
	return score
}

// Highlight returns the name with the words that match between « and ».
func Highlight(name, text string) string {
	words := fold.Words(text)
	var b strings.Builder
	for i, part := range strings.Split(name, " ") {
		if i > 0 {
			b.WriteByte(' ')
		}
		folded := fold.Text(part)
		if folded != "" && slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(folded, w) }) {
			part = "«" + part + "»"
		}
		b.WriteString(part)
	}
	return b.String()
}
