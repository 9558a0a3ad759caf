// Package catalogue holds every code that an answer may carry, what it means and
// what to do about it, in Vietnamese and English: for front-end teams, who have
// the page that is made from it.
package catalogue

// A Text is something said in both languages.
type Text struct{ Vi, En string }

// An Entry is one code.
type Entry struct {
	Code string
	// Status is that of HTTP where the code is the answer's first; a field's is
	// that of an answer with data.
	Status  string
	Meaning Text
	Remedy  Text
}

// The statuses that codes come with in the media type
// application/graphql-response+json.
const (
	onlyField = "200, 294"
	refused   = "422"
)

// Requests lists the codes in extensions.code of errors of the request: nothing
// of it was executed.
func Requests() []Entry { return requests }

// Fields lists the codes in extensions.code of errors at a field, which is then
// null; those that come for whole requests as well say so.
func Fields() []Entry { return fields }

// Users lists the codes of userErrors: their meaning in English is the enum's
// description in the schema.
func Users() []Entry { return users }
