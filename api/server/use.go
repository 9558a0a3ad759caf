package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Usage counts who uses what. It is called for every operation that is let in,
// by many goroutines, and must take next to no time.
type Usage interface {
	Count(Client, *Use)
}

type noUsage struct{}

func (noUsage) Count(Client, *Use) {}

// A Use is what one operation of a document uses. It is worked out once for a
// document that is cached, and must not be changed.
type Use struct {
	// Operation is the operation's name, "" for none, and Document the hash of its
	// document.
	Operation, Document string
	// Parts are the coordinates of the schema that are used, each once and in order:
	// Type.field, Type.field(argument:), and what stands in the document itself of
	// Enum.VALUE and Input.field. What variables hold is not looked at.
	Parts []string

	deprecated []string // those of the parts that are
}

// maxOperationName bounds the name of an operation in the counts.
const maxOperationName = 64

// used says what an operation uses.
func used(doc *ast.QueryDocument, op *ast.OperationDefinition, hash string) *Use {
	u := user{parts: map[string]bool{}, fragments: map[string]bool{}, doc: doc}
	for _, v := range op.VariableDefinitions {
		u.value(v.DefaultValue)
	}
	u.selections(op.SelectionSet)
	use := &Use{Operation: op.Name, Document: hash}
	if len(use.Operation) > maxOperationName {
		use.Operation = use.Operation[:maxOperationName] // names are ASCII
	}
	for part, deprecated := range u.parts {
		use.Parts = append(use.Parts, part)
		if deprecated {
			use.deprecated = append(use.deprecated, part)
		}
	}
	slices.Sort(use.Parts)
	return use
}

// user walks an operation that is valid; each fragment once.
type user struct {
	doc       *ast.QueryDocument
	parts     map[string]bool // true for one that is deprecated
	fragments map[string]bool
}

func (u *user) add(part string, directives ast.DirectiveList) {
	u.parts[part] = directives.ForName("deprecated") != nil
}

func (u *user) selections(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			u.field(s)
		case *ast.InlineFragment:
			u.selections(s.SelectionSet)
		case *ast.FragmentSpread:
			if fragment := u.doc.Fragments.ForName(s.Name); fragment != nil && !u.fragments[s.Name] {
				u.fragments[s.Name] = true
				u.selections(fragment.SelectionSet)
			}
		}
	}
}

func (u *user) field(f *ast.Field) {
	if strings.HasPrefix(f.Name, "__") || f.Definition == nil || f.ObjectDefinition == nil {
		return // of GraphQL itself
	}
	name := f.ObjectDefinition.Name + "." + f.Name
	u.add(name, f.Definition.Directives)
	for _, a := range f.Arguments {
		if definition := f.Definition.Arguments.ForName(a.Name); definition != nil {
			u.add(name+"("+a.Name+":)", definition.Directives)
		}
		u.value(a.Value)
	}
	u.selections(f.SelectionSet)
}

func (u *user) value(v *ast.Value) {
	if v == nil || v.Definition == nil {
		return
	}
	if v.Kind == ast.EnumValue {
		if value := v.Definition.EnumValues.ForName(v.Raw); value != nil {
			u.add(v.Definition.Name+"."+v.Raw, value.Directives)
		}
	}
	for _, child := range v.Children {
		if v.Kind == ast.ObjectValue {
			if field := v.Definition.Fields.ForName(child.Name); field != nil {
				u.add(v.Definition.Name+"."+child.Name, field.Directives)
			}
		}
		u.value(child.Value)
	}
}

// countUse tells who uses what.
func (e *endpoint) countUse(h http.Header, op *graphql.OperationContext) {
	use := e.cache.use(op.RawQuery, op.Doc, op.Operation)
	e.usage.Count(clientOf(h), use)
	for _, part := range use.deprecated {
		e.metrics.deprecated.WithLabelValues(part).Inc()
	}
}
