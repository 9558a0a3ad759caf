package isolation

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tiendo-vn/tiendo/api/graph"
)

// leftOut are fields that nobody is asked here, and why.
var leftOut = map[string]string{
	"Subscription.submissionChanged": "what it tells comes later than its answer; who hears what is tested where changes are handed out",
	"Subscription.dutiesChanged":     "as submissionChanged",
	"Subscription.progressChanged":   "as submissionChanged",
}

// A walker writes operations over the graph's schema.
type walker struct {
	t      *testing.T
	schema *ast.Schema
	ids    map[string]string // of the draft, by type
	// without are fields, by Type.field, that are not asked for.
	without map[string]bool
}

func newWalker(t *testing.T, ids map[string]string) *walker {
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: graph.SDL()})
	require.NoError(t, err)
	return &walker{t: t, schema: schema, ids: ids, without: map[string]bool{}}
}

func (w *walker) of(t *ast.Type) *ast.Definition { return w.schema.Types[t.Name()] }

// literals are values of an argument or a member that is written by its name, or
// by its type: those of the draft, those that are somebody else's, and others.
func (w *walker) literals(owner, name string, t *ast.Type) []string {
	if t.Elem != nil {
		var all []string
		for _, v := range w.literals(owner, name, t.Elem) {
			all = append(all, "["+v+"]")
		}
		return all
	}
	if named, ok := byName[owner+"."+name]; ok {
		return named
	}
	if named, ok := byName[name]; ok && t.Name() == "String" {
		return named
	}
	switch t.Name() {
	case "Boolean":
		return []string{"true", "false"}
	case "Int":
		return []string{"2023", "1", "8"}
	case "ID":
		if id, ok := w.ids[strings.TrimSuffix(owner, "WhereInput")]; ok {
			return []string{`"` + id + `"`}
		}
		return []string{`"` + w.ids["Submission"] + `"`}
	case "String":
		return []string{`"secret"`, `"other"`, `"unit"`}
	case "Time":
		return []string{`"2023-04-02T00:00:00Z"`, `"2024-01-01T00:00:00Z"`}
	case "Date":
		return []string{`"2023-04-02"`}
	case "Decimal":
		return []string{`"41"`, `"97.5"`}
	}
	if d := w.of(t); d.Kind == ast.Enum {
		var all []string
		for _, v := range d.EnumValues {
			all = append(all, v.Name)
		}
		return all
	}
	return nil // objects are written member by member
}

// byName are the values of what is known by its name.
var byName = map[string][]string{
	"agency": {`"unit"`, `"province"`}, "window": {`"2023-Q1"`, `"2023-Q2"`}, "plan": {`"p"`}, "indicator": {`"1"`}, "number": {`"1/QĐ"`},
	"agencyCode": {`"unit"`, `"province"`}, "windowCode": {`"2023-Q1"`, `"2023-Q2"`},
	"Query.agency.code": {`"unit"`, `"province"`}, "Query.indicator.code": {`"1"`, `"2"`}, "Query.plan.code": {`"p"`},
	"Query.reportingWindow.code": {`"2023-Q1"`, `"2023-Q2"`}, "Query.task.code": {`"1"`},
	"Query.rollUp.year": {"2023"},
}

// paging are arguments that are tried by themselves.
var paging = []string{"after", "before", "first", "last", "orderBy", "where"}

// calls writes the ways to ask a field: with every choice of what it needs, and
// with each of what it may be given.
func (w *walker) calls(owner string, f *ast.FieldDefinition) []string {
	needed, options := [][]string{nil}, [][]string{}
	for _, a := range f.Arguments {
		if slices.Contains(paging, a.Name) {
			continue
		}
		values := w.literals(owner+"."+f.Name, a.Name, a.Type)
		if a.Type.NonNull && a.DefaultValue == nil {
			require.NotEmpty(w.t, values, "say what %s.%s takes for %s", owner, f.Name, a.Name)
			var more [][]string
			for _, so := range needed {
				for _, v := range values {
					more = append(more, append(slices.Clone(so), a.Name+": "+v))
				}
			}
			needed = more
			continue
		}
		for _, v := range values {
			options = append(options, []string{a.Name + ": " + v})
		}
	}
	size := []string{}
	if f.Arguments.ForName("first") != nil {
		size = append(size, "first: 20")
	}
	var all []string
	for _, so := range needed {
		for _, option := range append([][]string{nil}, options...) {
			all = append(all, given(f.Name, append(append(slices.Clone(so), option...), size...)))
		}
	}
	return all
}

func given(field string, arguments []string) string {
	if len(arguments) == 0 {
		return field
	}
	return fmt.Sprintf("%s(%s)", field, strings.Join(arguments, ", "))
}

// selection writes what is asked of a type, so many levels down.
func (w *walker) selection(d *ast.Definition, levels int) string {
	switch d.Kind {
	case ast.Scalar, ast.Enum:
		return ""
	case ast.Interface, ast.Union:
		parts := " { __typename"
		for _, possible := range w.schema.GetPossibleTypes(d) {
			parts += " ... on " + possible.Name + w.selection(possible, 0)
		}
		return parts + " }"
	}
	parts := " { __typename"
	for _, f := range d.Fields {
		below := w.of(f.Type)
		leaf := below.Kind == ast.Scalar || below.Kind == ast.Enum
		structural := slices.Contains([]string{"edges", "node", "pageInfo"}, f.Name)
		if strings.HasPrefix(f.Name, "__") || !leaf && levels == 0 && !structural || w.without[d.Name+"."+f.Name] {
			continue
		}
		next := levels
		if !structural {
			next--
		}
		// The same name in another part of a union may have another type.
		parts += " " + d.Name + "_" + f.Name + ": " + w.calls(d.Name, f)[0] + w.selection(below, max(next, 0))
	}
	return parts + " }"
}
