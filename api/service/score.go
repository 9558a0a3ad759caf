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
// their order in one of the names, whole words anywhere in them, and the other
// texts.
func (q question) score(code string, names []string, other string) int {
	name := strings.Join(names, " ")
	return q.accents(fold.Accented(name+" "+other+" "+code)) + q.code(fold.Text(code)) + q.phrase(names) + q.each(fold.Text(name))
}

// accents counts the words that occur as they were typed, or begin one that does.
func (q question) accents(typed []string) int {
	score := 0
	for _, w := range q.accented {
		switch {
		case slices.Contains(typed, w):
			score += 1000
		case slices.ContainsFunc(typed, func(t string) bool { return fold.Begins(w, t) }):
			score += 900
		}
	}
	return score
}

// code counts the whole code, or its beginning: 749 of 749/QĐ-TTg.
func (q question) code(code string) int {
	switch {
	case code == q.folded:
		return 500
	case strings.HasPrefix(code, q.folded+" "):
		return 250
	}
	return 0
}

// phrase counts the words in their order, the last perhaps half typed, in the
// name that has them best.
func (q question) phrase(names []string) int {
	best := 0
	for _, name := range names {
		name, begun := " "+fold.Text(name)+" ", " "+q.folded
		phrase := begun + " "
		switch {
		case name == phrase:
			best = max(best, 400)
		case strings.HasPrefix(name, phrase):
			best = max(best, 300)
		case strings.Contains(name, phrase):
			best = max(best, 200)
		case strings.Contains(name, begun):
			best = max(best, 100)
		}
	}
	return best
}

// each counts the words one by one.
func (q question) each(name string) int {
	score := 0
	name = " " + name + " "
	for _, w := range q.words {
		switch {
		case strings.Contains(name, " "+w+" "):
			score += 20
		case strings.Contains(name, " "+w):
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
