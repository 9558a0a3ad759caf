// Package language decides in which of the two languages a client is spoken to:
// Vietnamese or English, by Accept-Language.
package language

import (
	"context"

	"golang.org/x/text/language"
)

// A Language is the code of one of the languages messages exist in.
type Language string

// The languages, by their BCP 47 code.
const (
	English    Language = "en"
	Vietnamese Language = "vi"
)

// supported is in the order of matcher's answers; the first is the fallback.
var (
	supported = []Language{English, Vietnamese}
	matcher   = language.NewMatcher([]language.Tag{language.English, language.Vietnamese})
)

// maxLength bounds the header before it is parsed: no browser sends more.
const maxLength = 512

type key struct{}

// Match picks the language that an Accept-Language header asks for. Without a
// header, with one that cannot be read, or with languages we do not have, it is
// English: programs send no header, browsers in Viet Nam send vi.
func Match(header string) Language {
	if header == "" || len(header) > maxLength {
		return English
	}
	_, index := language.MatchStrings(matcher, header)
	return supported[index]
}

// With puts the language in the context.
func With(ctx context.Context, l Language) context.Context {
	return context.WithValue(ctx, key{}, l)
}

// From is the language of the request that the context belongs to; English
// outside one.
func From(ctx context.Context) Language {
	if l, ok := ctx.Value(key{}).(Language); ok {
		return l
	}
	return English
}
