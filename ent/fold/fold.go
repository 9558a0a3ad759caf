// Package fold reduces Vietnamese text to what a search compares: lower case
// without accents, đ as d, single spaces. It also places tone marks in one
// canonical position, so that hòa equals hoà where typed accents matter.
package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The five tone marks, as combining characters.
const tones = "\u0300\u0301\u0303\u0309\u0323"

// Words returns the folded words of a text in order: what is stored and what
// a query is split into.
func Words(text string) []string {
	return strings.FieldsFunc(Text(text), func(r rune) bool { return r == ' ' })
}

// Text folds a text: letters and digits in lower case without any mark,
// everything else a single space. Folding a folded text changes nothing.
func Text(text string) string {
	var b strings.Builder
	space := true
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case r == 'đ':
			r = 'd'
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
			space = false
		} else if !space {
			b.WriteByte(' ')
			space = true
		}
	}
	return strings.TrimSpace(b.String())
}

// Column returns the folded text with a space on either side of every word,
// so that "% word%" matches the beginning of any word.
func Column(texts ...string) string {
	return " " + Text(strings.Join(texts, " ")) + " "
}

// Accented returns the words of a text in lower case with their marks kept,
// the tone of each moved to its end: hòa and hoà give the same word.
func Accented(text string) []string {
	var words []string
	var word, tone strings.Builder
	flush := func() {
		if word.Len() > 0 {
			words = append(words, word.String()+tone.String())
			word.Reset()
			tone.Reset()
		}
	}
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		switch {
		case strings.ContainsRune(tones, r):
			tone.WriteRune(r)
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
			word.WriteRune(r)
		default:
			flush()
		}
	}
	flush()
	return words
}

// Begins reports whether a word of Accented, half typed, begins another: its
// letters do with their marks, and its tone, where it has one, is the same.
func Begins(typed, word string) bool {
	letters, tone := cut(typed)
	whole, wholeTone := cut(word)
	return len(letters) < len(whole) && strings.HasPrefix(whole, letters) && (tone == "" || tone == wholeTone)
}

// cut returns the letters of a word of Accented, each one character with its
// marks, and its tone.
func cut(word string) (letters, tone string) {
	letters = strings.TrimRight(word, tones)
	return norm.NFC.String(letters), word[len(letters):]
}
