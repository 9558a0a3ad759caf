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
		`(?s)\tfield := fc\.Field\n\toc := graphql\.GetOperationContext\(ctx\)\nwalk:.*?\treturn &field\n`,
		"\treturn page.Selected(graphql.GetOperationContext(ctx), fc.Field, path...)\n"},
	{"gql_pagination.go", "a client may ask edges and node more than once",
		`if field := collectedField\(ctx, edgesField, nodeField\); field != nil (\{\n.*)graphql\.GetOperationContext\(ctx\), \*field,`,
		"for _, field := range everyField(ctx, edgesField, nodeField) ${1}graphql.GetOperationContext(ctx), field,"},
	{"gql_pagination.go", "the function of the correction above",
		`(func hasCollectedField\()`,
		"func everyField(ctx context.Context, path ...string) []graphql.CollectedField {\n\tfc := graphql.GetFieldContext(ctx)\n\tif fc == nil {\n\t\treturn nil\n\t}\n" +
			"\treturn page.Every(graphql.GetOperationContext(ctx), fc.Field, path...)\n}\n\n$1"},
	{"gql_pagination.go", "rows are counted only where the total is asked for",
		`if hasCollectedField\(ctx, totalCountField\) \|\| hasCollectedField\(ctx, pageInfoField\) \{`,
		"if hasCollectedField(ctx, totalCountField) {"},
	{"gql_pagination.go", "whether there is a next page follows from the page, not from the count",
		`(?m)^\s*conn\.PageInfo\.Has(NextPage|PreviousPage) = (first|last) != nil && conn\.TotalCount > 0\n`, ""},
	{"gql_pagination.go", "page information is right also where the edges are not asked for",
		`ignoredEdges := !hasCollectedField\(ctx, edgesField\)`,
		"ignoredEdges := !hasCollectedField(ctx, edgesField) && !hasCollectedField(ctx, pageInfoField)"},
	{"gql_pagination.go", "a page of nothing, too, knows whether there is more",
		` \|\| \(first != nil && \*first == 0\) \|\| \(last != nil && \*last == 0\)`, ""},
	{"gql_pagination.go", "a cursor carries its order",
		`return p\.order\.Field\.toCursor\((\w+)\)`, "return p.order.Field.toCursor($1).Under(p.order.Field.column)"},
	{"gql_pagination.go", "a cursor of another order is refused",
		`(func \(p \*\w+Pager\) applyCursors\(query \*(\w+)Query, after, before \*Cursor\) \(\*\w+, error\) \{\n)`,
		"$1\tif err := page.Check(p.toCursor(new($2)), after, before); err != nil {\n\t\treturn nil, err\n\t}\n"},
	{"gql_pagination.go", "the predicates of the corrected cursor",
		`entgql\.CursorsPredicate\(`, "page.Predicates("},
	{"gql_pagination.go", "a cursor means the same side whichever end is counted from",
		`direction := p\.order\.Direction\n\tif p\.reverse \{\n\t\tdirection = direction\.Reverse\(\)\n\t\}\n(\tfor _, predicate := range page\.Predicates\(.*), direction\)`,
		"$1, p.order.Direction)"},
	{"gql_collection.go", "the packages the corrections use",
		`import \(\n`, "import (\n\t\"github.com/tiendo-vn/tiendo/ent/page\"\n"},
	{"gql_collection.go", "a page has a size also where the client names none",
		`(\t+)if err := validateFirstLast\(args\.first, args\.last\); err != nil \{\n\s+return fmt\.Errorf\("validate first and last in path %q: %w", path, err\)`,
		"${1}args.first, args.last = page.Size(args.first, args.last)\n${1}if err := validateFirstLast(args.first, args.last); err != nil {\n${1}\treturn err"},
	{"gql_collection.go", "arguments that are refused later do not stop the server",
		`args\.(\w+) = v\.\((\*int|\*Cursor)\)`, "args.$1, _ = v.($2)"},
	{"gql_collection.go", "arguments are those of the field at hand, not of the first of its name",
		`fieldArgs\(ctx, (.*), path\.\.\.\)`, "unmarshalArgs(ctx, $1, field.ArgumentMap(opCtx.Variables))"},
	{"gql_collection.go", "a filter that is null filters nothing",
		`args\[whereField\]; ok && whereInput != nil \{`, "args[whereField]; ok && v != nil && whereInput != nil {"},
	{"gql_collection.go", "unused after the correction above",
		`(?s)func fieldArgs\(.*?\n\}\n\n`, ""},
	{"gql_collection.go", "rows are counted only where the total is asked for",
		`if hasCollectedField\(ctx, append\(path, totalCountField\)\.\.\.\) \|\| hasCollectedField\(ctx, append\(path, pageInfoField\)\.\.\.\) \{`,
		"if page.Selected(opCtx, field, totalCountField) != nil {"},
	{"gql_collection.go", "page information is right also where the edges are not asked for",
		`ignoredEdges := !hasCollectedField\(ctx, append\(path, edgesField\)\.\.\.\)`,
		"ignoredEdges := page.Selected(opCtx, field, edgesField) == nil && page.Selected(opCtx, field, pageInfoField) == nil"},
	{"gql_collection.go", "a client may alias edges and node, and ask them more than once",
		`if field := collectedField\(ctx, path\.\.\.\); field != nil (\{\n.*, )\*field,`,
		"for _, field := range page.Every(opCtx, field, edgesField, nodeField) ${1}field,"},
	{"gql_collection.go", "what one alias of an edge to one row asks for is loaded beside what another asks for",
		`(query = \(&\w+Client\{config: _q\.config\}\)\.Query\(\)\n\s+\)\n)(\s+if err := query\.collectField\(ctx, oneNode, .*\n.*\n\s+\}\n\s+_q\.(with\w+) = query\n)`,
		"${1}if _q.${3} != nil {\nquery = _q.${3}\n}\n${2}"},
	{"gql_collection.go", "a page of nothing, too, knows whether there is more",
		` \|\| \(args\.first != nil && \*args\.first == 0\) \|\| \(args\.last != nil && \*args\.last == 0\)`, ""},
	{"gql_collection.go", "a field that is asked twice keeps its arguments apart",
		`alias = field\.Alias`, "alias = page.Key(field)"},
	{"gql_collection.go", "a row is of its own type alone, wherever it was found: fragments on others do not apply",
		`(?s)(len\((\w+)\.Columns\)\).*?graphql\.CollectFields\(opCtx, collected\.Selections, )satisfies\)`, "${1}${2}Implementors)"},
	{"gql_collection.go", "what is read as of a time is not loaded with its parent, which is read as of now",
		`(\t+for _, field := range graphql\.CollectFields\(.*\) \{\n)`, "${1}if page.Timed(opCtx, field) {\ncontinue\n}\n"},
	{"gql_collection.go", "the figures of a report are those in force, unless more is asked for",
		`(?s)(func \(_q \*SubmissionQuery\) collectField.*?case "figures":.*?\(&FigureClient\{config: _q\.config\}\)\.Query\(\)\n\s+\)\n)`,
		"${1}if !page.History(opCtx, field) {\nquery.Where(figure.SupersededAtIsNil())\n}\n"},
	{"gql_edge.go", "the figures of a report are those in force, unless more is asked for",
		`(?s)(func \(_m \*Submission\) Figures\(.*?)return _m\.QueryFigures\(\)\.Paginate`,
		"${1}query := _m.QueryFigures()\nif fc := graphql.GetFieldContext(ctx); !page.History(graphql.GetOperationContext(ctx), fc.Field) {\nquery.Where(figure.SupersededAtIsNil())\n}\nreturn query.Paginate"},
	{"gql_edge.go", "the packages the correction above uses",
		`import \(\n`, "import (\n\t\"github.com/tiendo-vn/tiendo/ent/db/figure\"\n"},
	{"gql_collection.go", "fields by hand read columns the client did not name",
		`(?s)\tif !unknownSeen \{\n\s+\w+\.Select\(selectedFields\.\.\.\)\n\t\}\n`, "\t_, _ = unknownSeen, selectedFields\n"},
	{"gql_node.go", "what is not there is null in a list of nodes, not an error",
		`if noders\[i\] != nil \{\s+continue\s+\}\s+errors\[i\] = entgql\.ErrNodeNotFound\(id\)`, "continue"},
	{"gql_edge.go", "the packages the corrections use",
		`import \(\n`, "import (\n\t\"github.com/tiendo-vn/tiendo/ent/page\"\n"},
	{"gql_edge.go", "a page has a size also where the client names none",
		`(\t)opts := \[\]`, "${1}first, last = page.Size(first, last)\n${1}opts := []"},
	{"gql_edge.go", "a field that is asked twice keeps its arguments apart",
		`graphql\.GetFieldContext\(ctx\)\.Field\.Alias`, "page.Key(graphql.GetFieldContext(ctx).Field)"},
	{"gql_edge.go", "the row itself says where its edge leads: as of an earlier time it is not the row of the table",
		`func \(_m \*(\w+)\) (\w+)\(ctx context\.Context\) \(\*(\w+), error\) \{\n(.*\n.*)\n\s+result, err = _m\.Query\w+\(\)\.Only\(ctx\)\n`,
		"func (_m *$1) $2(ctx context.Context) (*$3, error) {\n$4\n\t\terr = (&${1}Client{config: _m.config}).Query().load$2(ctx, (&${3}Client{config: _m.config}).Query(), []*$1{_m}, nil,\n" +
			"\t\t\tfunc(_ *$1, found *$3) { result = found })\n\t\tif err == nil && result == nil {\n\t\t\terr = &NotFoundError{label: \"$3\"}\n\t\t}\n"},
	{"gql_where_input.go", "a list of nothing holds for nothing, it is not left out",
		`if len\(i\.(\w+In)\) > 0 \{`, "if i.$1 != nil {"},
	{"gql_where_input.go", "an empty condition has a code",
		`errors\.New\("db: empty predicate \w+"\)`, "error(&page.Error{Code: page.EmptyCondition})"},
	{"gql_where_input.go", "unused after the correction above",
		`\t"errors"\n`, ""},
	{"gql_where_input.go", "the packages the corrections use",
		`import \(\n`, "import (\n\t\"github.com/tiendo-vn/tiendo/ent/page\"\n"},
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
	return formatFiles(dir, "gql_pagination.go", "gql_collection.go", "gql_edge.go", "gql_node.go", "gql_where_input.go")
}
