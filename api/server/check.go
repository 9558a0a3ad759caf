package server

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/tiendo-vn/tiendo/api/config"
)

// CheckDocument finds what would keep a document from running under these
// settings whoever sends it: its form, the limits that need no variables, and the
// rules of the schema.
func CheckDocument(schema *ast.Schema, c config.Config, text string) gqlerror.List {
	s := screen{limits: c.Limits, introspection: c.Introspection}
	doc, err := s.parse(text)
	if err == nil {
		err = checkSize(doc)
	}
	if err == nil {
		err = s.check(measure(doc))
	}
	switch {
	case err != nil:
		return gqlerror.List{err}
	case len(doc.Operations) == 0:
		return gqlerror.List{coded(CodeOperation, "the document has no operation")}
	}
	return validator.ValidateWithRules(schema, doc, rules.NewDefaultRules())
}
