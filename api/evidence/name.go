package evidence

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// maxName is the most bytes a file's name may have.
	maxName = 200
	// maxDeclaredName bounds what is looked at of a name from outside, in bytes.
	maxDeclaredName = 4096
	// noName stands for a name of which nothing is left.
	noName = "evidence"
)

// cleanName makes a name that is safe to offer to whoever saves the file: no
// folder, no character that cannot be seen or that turns the text around, nothing
// that some system takes for syntax, in NFC, of at most maxName bytes. It ends the
// way files of the type do, so that a page that hides behind the first bytes of a
// PDF is not saved as a page. Cleaning a clean name changes nothing.
func cleanName(declared, media string) string {
	name := declared
	if len(name) > maxDeclaredName {
		name = name[len(name)-maxDeclaredName:] // the ending matters most
	}
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = norm.NFC.String(strings.Map(cleanRune, strings.ToValidUTF8(name, "_")))
	name = strings.Trim(name, ". ")

	kind, known := mediaTypeOf(media)
	if !known {
		kind = mediaType{endings: []string{".bin"}}
	}
	stem, ending := name, kind.endings[0]
	if kind.endsWell(name) {
		dot := strings.LastIndexByte(name, '.')
		stem, ending = name[:dot], name[dot:]
	}
	if most := maxName - len(ending); len(stem) > most {
		for !utf8.RuneStart(stem[most]) {
			most--
		}
		stem = stem[:most]
	}
	if stem = strings.TrimRight(stem, ". "); stem == "" {
		stem = noName
	}
	return stem + ending
}

// cleanRune drops what cannot be seen (controls, marks that turn the direction of
// text, zero-width characters) and replaces what file systems reserve.
func cleanRune(r rune) rune {
	switch {
	case unicode.Is(unicode.Z, r):
		return ' '
	case unicode.Is(unicode.C, r):
		return -1
	case strings.ContainsRune(`<>:"|?*`, r), r == utf8.RuneError:
		return '_'
	}
	return r
}

// disposition is the header that makes a browser save a file under its name: as
// it is for those that understand RFC 5987, and without its accents for others.
func disposition(name string) string {
	escaped := strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	return `attachment; filename="` + plainName(name) + `"; filename*=UTF-8''` + escaped
}

// plainName is a name in ASCII: letters lose their accents, the rest becomes "_".
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ':
			return 'd'
		case r == 'Đ':
			return 'D'
		case r < ' ', r > '~', r == '"', r == '\\', r == '%':
			return '_'
		}
		return r
	}, norm.NFD.String(name))
}
