package server

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// A speaker says errors to clients. Outside development mode it is terse: it
// keeps what the client sent out of them, so that nobody can make the server say
// a text of theirs to somebody else, or fill a log with it. The code, the place
// in the document, the names of the schema and what was expected stay.
type speaker struct {
	terse bool
	// hints says whether messages may suggest what the schema has.
	hints bool
	words map[string]bool
}

// newSpeaker knows the names of a schema, unless that is not to be seen: then a
// name that is repeated would be one that exists.
func newSpeaker(schema *ast.Schema, terse, seen bool) speaker {
	s := speaker{terse: terse, hints: seen, words: map[string]bool{}}
	for word := range wordsOf(libraryMessages) {
		s.words[word] = true
	}
	if schema == nil || !seen {
		return s
	}
	for name, definition := range schema.Types {
		s.words[name] = true
		for _, f := range definition.Fields {
			s.words[f.Name] = true
			for _, a := range f.Arguments {
				s.words[a.Name] = true
			}
		}
		for _, v := range definition.EnumValues {
			s.words[v.Name] = true
		}
	}
	for name := range schema.Directives {
		s.words[name] = true
	}
	return s
}

// presenting is a presenter whose errors are said like this.
func (s speaker) presenting(present graphql.ErrorPresenterFunc) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		var given *gqlerror.Error
		if errors.As(err, &given) && ofLibrary(given) {
			err = s.library(given)
		}
		shown := present(ctx, err)
		if shown == nil || !s.terse {
			return shown
		}
		said := *shown
		said.Message = s.quiet(said.Message)
		return &said
	}
}

// ofLibrary reports an error of parsing or validation, whose words are gqlparser's
// and the client's.
func ofLibrary(err *gqlerror.Error) bool {
	code := err.Extensions["code"]
	return code == errcode.ParseFailed || code == errcode.ValidationFailed
}

// library leaves of such an error the words that we know.
func (s speaker) library(err *gqlerror.Error) *gqlerror.Error {
	said := *err
	if !s.hints {
		said.Message, _, _ = strings.Cut(said.Message, " Did you mean")
	}
	if !s.terse {
		return &said
	}
	said.Message = s.known(said.Message)
	said.Path = nil
	for _, step := range err.Path {
		if name, ok := step.(ast.PathName); ok && !s.words[string(name)] {
			step = ast.PathName("…")
		}
		said.Path = append(said.Path, step)
	}
	return &said
}

var (
	word      = regexp.MustCompile(`[\pL\pN\pM_]+|[^\pL\pN\pM_ ."'@$!?,;:()<>\[\]{}-]+`)
	omissions = regexp.MustCompile(`…(?:[^\pL\pN]*…)+`)
	quoted    = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
)

// known replaces the words of a message that are not known.
func (s speaker) known(message string) string {
	said := word.ReplaceAllStringFunc(message[:min(len(message), maxMessage)], func(w string) string {
		if s.words[w] {
			return w
		}
		return "…"
	})
	return omissions.ReplaceAllString(said, "…")
}

// quiet replaces what a message quotes, unless it is known.
func (s speaker) quiet(message string) string {
	if !s.terse {
		return message
	}
	return quoted.ReplaceAllStringFunc(message, func(q string) string {
		for w := range wordsOf(q) {
			if !s.words[w] {
				return `"…"`
			}
		}
		return q
	})
}

func wordsOf(text string) map[string]bool {
	all := map[string]bool{}
	for _, w := range word.FindAllString(text, -1) {
		all[w] = true
	}
	return all
}

// libraryMessages has every word that gqlparser's messages and our own quotes
// have beside what they speak of. A word that a later version adds is left out
// until it stands here, which a test notices.
const libraryMessages = `… The Directive once
Cannot query field on type Did you mean to use an inline fragment or Unknown argument directive not defined by may not be used
Fragment cannot condition as it is composite input object interface union can only variable variables in expected found required but was provided
There There's be only one named operation operations anonymous must the defined Maximum introspection depth exceeded within itself via
Variable $ is never operation Fields conflict because subfields and are different fields they return conflicting types lists have arguments differing
Use aliases if this was intentional spread here objects of can impossible Field must not have a selection since has no subfields scalar
select top level query subscription mutation Subscription Query Mutation Anonymous Value unknown Enum enum values value represent non
String Boolean Int Float ID integer numeric string boolean bit signed 32 Expected Exactly key specified OneOf oneOf nullable null type types
position expecting Schema does support same using at location FIELD QUERY MUTATION SUBSCRIPTION FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT
VARIABLE_DEFINITION repeated Syntax Error Unexpected unexpected character parse Name EOF Punctuator Invalid invalid escape sequence Unterminated
unterminated number digit after exceeded token limit of Comment BlockString could not cannot be use as one more than provided undefined
default with for its per into a an no unexpectedly empty list item items index keys got missing from any other another
extensions documentId operationName Authorization authorization graphql transport ws subscribe connection_init complete ping pong identity
http https utf 8 path code first last before after where orderBy`
