package codegen

import (
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// sizes are how many rows lists have that are not pages, where it is not the few
// that any list is taken to have.
var sizes = map[string]int{
	"Indicator.children": 2, "Indicator.sameAs": 1, "Indicator.legalBases": 2,
	"Submission.figures": 60, "LegalDocument.amends": 1, "LegalDocument.amendedBy": 1,
	"LegalDocument.replaces": 1, "LegalDocument.replacedBy": 1,
}

// addCosts states what the generated fields cost that cost more, or less, than
// a field of their type: see the directives @cost and @listSize.
func addCosts(s *ast.Schema) {
	for _, def := range s.Types {
		for _, f := range def.Fields {
			if n := sizes[def.Name+"."+f.Name]; n > 0 {
				f.Directives = append(f.Directives, directive("listSize", "assumedSize", ast.IntValue, strconv.Itoa(n)))
			}
			if f.Name == "totalCount" {
				f.Directives = append(f.Directives, directive("cost", "weight", ast.StringValue, "100"))
			}
		}
	}
}

func directive(name, argument string, kind ast.ValueKind, value string) *ast.Directive {
	return &ast.Directive{Name: name, Arguments: ast.ArgumentList{{Name: argument, Value: &ast.Value{Kind: kind, Raw: value}}}}
}
