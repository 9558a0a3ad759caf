// Package codegen holds what this project adds to ent's code generation:
// descriptions in the graph's schema, and corrections of generated code.
package codegen

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// A correction replaces text in one generated file. It must apply at least
// once: a new version of the generator that changes the text stops the build
// instead of silently losing the correction.
type correction struct {
	file, reason, old, new string
}

var corrections = []correction{
	{"gql_pagination.go", "cursors know their order and say clearly when they are wrong",
		`Cursor\s+= entgql\.Cursor\[uuid\.UUID\]`, `Cursor = page.Cursor`},
	{"gql_pagination.go", "page information without a type parameter of the cursor's id",
		`(?s)PageInfo\s+= entgql\.PageInfo\[uuid\.UUID\]`, `PageInfo = page.Info`},
	{"gql_pagination.go", "the packages the corrections use",
		`import \(\n`, "import (\n\t\"github.com/tiendo-vn/tiendo/ent/page\"\n"},
	{"gql_pagination.go", "page sizes are limited, and every fault has a code",
		`(?s)func validateFirstLast\(first, last \*int\) \(err \*gqlerror\.Error\) \{.*?\n\}\n`,
		"func validateFirstLast(first, last *int) error {\n\treturn page.Validate(first, last)\n}\n"},
	{"gql_pagination.go", "unused after the correction above",
		`const errInvalidPagination = "INVALID_PAGINATION"\n`, ""},
	{"gql_pagination.go", "unused after the correction above",
		`\t"github.com/99designs/gqlgen/graphql/errcode"\n`, ""},
	{"gql_pagination.go", "unused after the correction above",
		`\t"github.com/vektah/gqlparser/v2/gqlerror"\n`, ""},
	{"gql_pagination.go", "unused after the correction above",
		`\t"github.com/google/uuid"\n`, ""},
	{"gql_pagination.go", "a page has a size also where the client names none",
		`\tif err := validateFirstLast\(first, last\); err != nil \{`,
		"\tfirst, last = page.Size(first, last)\n\tif err := validateFirstLast(first, last); err != nil {"},
	{"gql_pagination.go", "a client may alias edges, node, pageInfo and totalCount",
		`if f\.Alias == name \{`, "if f.Alias == name || i >= edgeDepth(path) && f.Name == name {"},
	{"gql_pagination.go", "a client may alias edges, node, pageInfo and totalCount",
		`for _, name := range path \{`, "for i, name := range path {"},
	{"gql_pagination.go", "a client may alias edges, node, pageInfo and totalCount",
		`func hasCollectedField\(`, `// edgeDepth returns where the fields of a connection begin in a path: they are
// named by field, what leads there by alias.
func edgeDepth(path []string) int {
	for i, name := range path {
		switch name {
		case edgesField, pageInfoField, totalCountField:
			return i
		}
	}
	return len(path)
}

func hasCollectedField(`},
	{"gql_pagination.go", "rows are counted only where the total is asked for",
		`if hasCollectedField\(ctx, totalCountField\) \|\| hasCollectedField\(ctx, pageInfoField\) \{`,
		"if hasCollectedField(ctx, totalCountField) {"},
	{"gql_pagination.go", "whether there is a next page follows from the page, not from the count",
		`(?m)^\s*conn\.PageInfo\.Has(NextPage|PreviousPage) = (first|last) != nil && conn\.TotalCount > 0\n`, ""},
	{"gql_pagination.go", "page information is right also where the edges are not asked for",
		`ignoredEdges := !hasCollectedField\(ctx, edgesField\)`,
		"ignoredEdges := !hasCollectedField(ctx, edgesField) && !hasCollectedField(ctx, pageInfoField)"},
	{"gql_pagination.go", "a cursor carries its order",
		`return p\.order\.Field\.toCursor\((\w+)\)`, "return p.order.Field.toCursor($1).Under(p.order.Field.column)"},
	{"gql_pagination.go", "a cursor of another order is refused",
		`(func \(p \*\w+Pager\) applyCursors\(query \*\w+, after, before \*Cursor\) \(\*\w+, error\) \{\n)`,
		"$1\tif err := page.Check(p.order.Field.column, after, before); err != nil {\n\t\treturn nil, err\n\t}\n"},
	{"gql_pagination.go", "the predicates of the corrected cursor",
		`entgql\.CursorsPredicate\(`, "page.Predicates("},
	{"gql_collection.go", "the packages the corrections use",
		`import \(\n`, "import (\n\t\"github.com/tiendo-vn/tiendo/ent/page\"\n"},
	{"gql_collection.go", "a page has a size also where the client names none",
		`(\t+)if err := validateFirstLast\(args\.first, args\.last\); err != nil \{\n\s+return fmt\.Errorf\("validate first and last in path %q: %w", path, err\)`,
		"${1}args.first, args.last = page.Size(args.first, args.last)\n${1}if err := validateFirstLast(args.first, args.last); err != nil {\n${1}\treturn err"},
	{"gql_collection.go", "rows are counted only where the total is asked for",
		`if hasCollectedField\(ctx, append\(path, totalCountField\)\.\.\.\) \|\| hasCollectedField\(ctx, append\(path, pageInfoField\)\.\.\.\) \{`,
		"if hasCollectedField(ctx, append(path, totalCountField)...) {"},
	{"gql_collection.go", "page information is right also where the edges are not asked for",
		`ignoredEdges := !hasCollectedField\(ctx, append\(path, edgesField\)\.\.\.\)`,
		"ignoredEdges := !hasCollectedField(ctx, append(path, edgesField)...) && !hasCollectedField(ctx, append(path, pageInfoField)...)"},
	{"gql_collection.go", "fields by hand read columns the client did not name",
		`(?s)\tif !unknownSeen \{\n\s+\w+\.Select\(selectedFields\.\.\.\)\n\t\}\n`, "\t_, _ = unknownSeen, selectedFields\n"},
	{"gql_node.go", "what is not there is null in a list of nodes, not an error",
		`if noders\[i\] != nil \{\s+continue\s+\}\s+errors\[i\] = entgql\.ErrNodeNotFound\(id\)`, "continue"},
	{"gql_edge.go", "the packages the corrections use",
		`import \(\n`, "import (\n\t\"github.com/tiendo-vn/tiendo/ent/page\"\n"},
	{"gql_edge.go", "a page has a size also where the client names none",
		`(\t)opts := \[\]`, "${1}first, last = page.Size(first, last)\n${1}opts := []"},
}

// Correct applies every correction to the generated code in dir.
func Correct(dir string) error {
	for _, c := range corrections {
		path := filepath.Join(dir, c.file)
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		old := regexp.MustCompile(c.old)
		if !old.Match(text) {
			return fmt.Errorf("%s: %q does not apply: %s no longer matches", c.file, c.reason, c.old)
		}
		if err := os.WriteFile(path, old.ReplaceAll(text, []byte(c.new)), 0o644); err != nil {
			return err
		}
	}
	return formatFiles(dir, "gql_pagination.go", "gql_collection.go", "gql_edge.go", "gql_node.go")
}
