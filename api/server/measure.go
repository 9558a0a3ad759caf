package server

import (
	"cmp"

	"github.com/vektah/gqlparser/v2/ast"
)

// measurer walks a document once. Each fragment is measured once and then
// remembered: a chain of fragments that each use the next one twice doubles the
// fields with every link, and walking them all is what the attacker wants.
type measurer struct {
	doc       *ast.QueryDocument
	fragments map[string]*shape
}

// measure returns the largest figure of every kind among the document's
// operations. Fragments count as well, used or not, because validation compares
// the fields of each.
func measure(doc *ast.QueryDocument) shape {
	m := measurer{doc: doc, fragments: map[string]*shape{}}
	var worst shape
	for _, operation := range doc.Operations {
		s := m.selections(operation.SelectionSet, siblings{})
		s.values = max(s.values, directiveDepth(operation.Directives))
		for _, variable := range operation.VariableDefinitions {
			s.values = max(s.values, valueDepth(variable.DefaultValue), directiveDepth(variable.Directives))
		}
		worst.raise(s)
	}
	for _, fragment := range doc.Fragments {
		s := m.fragment(fragment.Name)
		// By itself a fragment of a tool's introspection looks deep, and it has no
		// top: what it adds is counted where it is used.
		s.depth, s.metaDepth, s.roots = 0, 0, 0
		worst.raise(s)
	}
	return worst
}

// siblings are the fields and fragments met so far at one level. A repeat costs
// validation a comparison with each of its like, and execution nothing; the
// clients we know do not write any.
type siblings map[sibling]struct{}

type sibling struct {
	condition string // of the inline fragment around it: one repeats a field per type
	spread    bool
	name      string
}

func (s siblings) repeated(key sibling) int {
	if _, ok := s[key]; ok {
		return 1
	}
	s[key] = struct{}{}
	return 0
}

func (m *measurer) selections(set ast.SelectionSet, seen siblings) shape {
	return m.within(set, "", seen)
}

func (m *measurer) within(set ast.SelectionSet, condition string, seen siblings) shape {
	var total shape
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			total.add(m.field(s, condition, seen))
		case *ast.InlineFragment:
			inner := m.within(s.SelectionSet, cmp.Or(s.TypeCondition, condition), seen)
			total.add(inner.under(s.Directives))
		case *ast.FragmentSpread:
			inner := m.fragment(s.Name)
			inner.aliases = plus(inner.aliases, seen.repeated(sibling{condition, true, s.Name}))
			total.add(inner.under(s.Directives))
		}
	}
	return total
}

// under adds what the directives of a fragment's use amount to.
func (s shape) under(directives ast.DirectiveList) shape {
	s.deferred = s.deferred || directives.ForName("defer") != nil
	s.values = max(s.values, directiveDepth(directives))
	return s
}

func (m *measurer) field(f *ast.Field, condition string, seen siblings) shape {
	below := m.selections(f.SelectionSet, siblings{})
	own := below
	own.depth, own.fields, own.roots = plus(below.depth, 1), plus(below.fields, 1), 1
	own.values = max(below.values, argumentDepth(f.Arguments), directiveDepth(f.Directives))
	if f.Name == "__schema" || f.Name == "__type" {
		own.meta, own.metaDepth, own.depth = true, max(own.metaDepth, own.depth), 1
	}
	// The parser writes the name where there is no alias.
	repeat := seen.repeated(sibling{condition, false, f.Alias})
	if f.Alias != f.Name {
		repeat = 1
	}
	own.aliases = plus(own.aliases, repeat)
	return own
}

// fragment measures a named fragment. Inside itself it counts nothing: such a
// document is refused by validation.
func (m *measurer) fragment(name string) shape {
	if known, ok := m.fragments[name]; ok {
		return *known
	}
	result := &shape{}
	m.fragments[name] = result
	definition := m.doc.Fragments.ForName(name)
	if definition == nil {
		result.missing = name
	} else {
		*result = m.selections(definition.SelectionSet, siblings{}).under(definition.Directives)
	}
	return *result
}
