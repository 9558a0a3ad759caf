package evidence

import (
	"errors"
	"fmt"
	"strings"
)

// ErrEmpty is the answer to a file without a byte.
var ErrEmpty = errors.New("evidence: the file is empty: expected at least 1 byte")

// TooLargeError is the answer to a file beyond the limit. How large it is nobody
// knows: reading stops there.
type TooLargeError struct {
	// Limit is the most bytes a file may have.
	Limit int64
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("evidence: the file is too large: expected at most %d bytes", e.Limit)
}

// TypeError is the answer to a file that is nothing evidence may be.
type TypeError struct {
	// Declared is what the sender called it, cut short.
	Declared string
	// Found is what the content is, as a media type.
	Found string
}

func (e *TypeError) Error() string {
	return fmt.Sprintf("evidence: the content is %s (declared as %q): expected one of %s",
		e.Found, e.Declared, strings.Join(MediaTypes(), ", "))
}

// DeclaredError is the answer to a file that is not what its sender calls it.
type DeclaredError struct {
	// Declared is what the sender called it, cut short.
	Declared string
	// Found is what the content is, as a media type.
	Found string
}

func (e *DeclaredError) Error() string {
	return fmt.Sprintf("evidence: declared as %q, but the content is %s: expected the two to agree", e.Declared, e.Found)
}

// MacroError is the answer to an office document with a program in it.
type MacroError struct {
	// Part is where in the document the program is, cut short.
	Part string
}

func (e *MacroError) Error() string {
	return fmt.Sprintf("evidence: the document has a macro (%q): expected a document without macros", e.Part)
}

// ArchiveError is the answer to an office document whose packing, a zip archive,
// is damaged, ambiguous, or made to fill a reader's memory.
type ArchiveError struct {
	// Part is the part of the document in question, cut short; empty for the whole.
	Part string
	// Want is what was expected.
	Want string
}

func (e *ArchiveError) Error() string {
	if e.Part == "" {
		return "evidence: the document's archive: expected " + e.Want
	}
	return fmt.Sprintf("evidence: the document's part %q: expected %s", e.Part, e.Want)
}

// shorten keeps a text from outside fit for an error: it is quoted where shown.
func shorten(s string) string {
	const most = 80
	if len(s) > most {
		s = s[:most] + "…"
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
