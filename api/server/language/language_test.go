package language_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/server/language"
)

func TestMatch(t *testing.T) {
	for header, want := range map[string]language.Language{
		"":                     language.English,
		"vi":                   language.Vietnamese,
		"vi-VN, en;q=0.8":      language.Vietnamese,
		"en-US, vi;q=0.9":      language.English,
		"de, vi;q=0.1":         language.Vietnamese,
		"de":                   language.English,
		"en;q=0.1, vi-VN;q=.9": language.Vietnamese,
		"\x00":                 language.English,
	} {
		assert.Equal(t, want, language.Match(header), "%q", header)
	}
}

func TestTheContextKeepsIt(t *testing.T) {
	assert.Equal(t, language.English, language.From(context.Background()))
	assert.Equal(t, language.Vietnamese, language.From(language.With(context.Background(), language.Vietnamese)))
}
