package page

import (
	"strconv"

	"github.com/99designs/gqlgen/graphql"
)

// Selected returns what an operation selects at a path of names below a
// field, under whatever aliases, or nil where it does not.
func Selected(op *graphql.OperationContext, field graphql.CollectedField, path ...string) *graphql.CollectedField {
	if len(path) == 0 {
		return &field
	}
	for _, f := range graphql.CollectFields(op, field.Selections, nil) {
		if f.Name != path[0] {
			continue
		}
		if found := Selected(op, f, path[1:]...); found != nil {
			return found
		}
	}
	return nil
}

// Every returns all that an operation selects at a path of names below a field,
// where Selected returns the first of it.
func Every(op *graphql.OperationContext, field graphql.CollectedField, path ...string) []graphql.CollectedField {
	if len(path) == 0 {
		return []graphql.CollectedField{field}
	}
	var found []graphql.CollectedField
	for _, f := range graphql.CollectFields(op, field.Selections, nil) {
		if f.Name == path[0] {
			found = append(found, Every(op, f, path[1:]...)...)
		}
	}
	return found
}

// Key names a field by its alias and its place in the document. The alias
// alone is not enough: two aliases of an edge lead to the same row, and each
// may ask a connection of the row with arguments of its own.
func Key(field graphql.CollectedField) string {
	return field.Alias + "@" + strconv.Itoa(field.Position.Start)
}

// Timed says whether a field is asked for as of a time.
func Timed(oc *graphql.OperationContext, field graphql.CollectedField) bool {
	return field.Arguments.ForName("asOf") != nil && field.ArgumentMap(oc.Variables)["asOf"] != nil
}

// History says whether a field is asked for with what was replaced.
func History(oc *graphql.OperationContext, field graphql.CollectedField) bool {
	asked, _ := field.ArgumentMap(oc.Variables)["history"].(bool)
	return asked
}
