package server

import (
	"cmp"
	"math"

	"github.com/vektah/gqlparser/v2/ast"
)

// A shape is what a part of a document amounts to once its fragments are put in
// place. It needs no schema, so that a document can be refused before
// validation, whose cost grows with the square of what is counted here.
type shape struct {
	depth int // fields nested in each other, outside introspection
	// metaDepth is the same below __schema and __type, which the tools need deep.
	metaDepth int
	fields    int    // all fields
	aliases   int    // fields with an alias, and repeats of a field or fragment beside each other
	roots     int    // fields at the top
	values    int    // argument values nested in each other
	missing   string // a fragment that is used and not there
	meta      bool   // asks for the schema
	deferred  bool   // uses @defer
}

// add puts a part beside what was counted at the same level.
func (s *shape) add(part shape) {
	s.depth = max(s.depth, part.depth)
	s.metaDepth = max(s.metaDepth, part.metaDepth)
	s.fields = plus(s.fields, part.fields)
	s.aliases = plus(s.aliases, part.aliases)
	s.roots = plus(s.roots, part.roots)
	s.mark(part)
}

// raise keeps the larger of each figure.
func (s *shape) raise(other shape) {
	s.depth = max(s.depth, other.depth)
	s.metaDepth = max(s.metaDepth, other.metaDepth)
	s.fields = max(s.fields, other.fields)
	s.aliases = max(s.aliases, other.aliases)
	s.roots = max(s.roots, other.roots)
	s.mark(other)
}

// mark takes over what does not add up.
func (s *shape) mark(other shape) {
	s.values = max(s.values, other.values)
	s.missing = cmp.Or(s.missing, other.missing)
	s.meta = s.meta || other.meta
	s.deferred = s.deferred || other.deferred
}

// plus adds without running over: forty fragments are enough for 2^40 fields.
func plus(a, b int) int {
	if a > math.MaxInt32-b {
		return math.MaxInt32
	}
	return a + b
}

// The depth of values is theirs alone: "{a: [1]}" is two deep.

func directiveDepth(directives ast.DirectiveList) int {
	depth := 0
	for _, d := range directives {
		depth = max(depth, argumentDepth(d.Arguments))
	}
	return depth
}

func argumentDepth(arguments ast.ArgumentList) int {
	depth := 0
	for _, a := range arguments {
		depth = max(depth, valueDepth(a.Value))
	}
	return depth
}

func valueDepth(value *ast.Value) int {
	if value == nil || value.Kind != ast.ListValue && value.Kind != ast.ObjectValue {
		return 0
	}
	depth := 0
	for _, child := range value.Children {
		depth = max(depth, valueDepth(child.Value))
	}
	return depth + 1
}

// variableDepth is the same for a value that came as JSON.
func variableDepth(value any) int {
	depth := 0
	switch v := value.(type) {
	case []any:
		for _, child := range v {
			depth = max(depth, variableDepth(child))
		}
	case map[string]any:
		for _, child := range v {
			depth = max(depth, variableDepth(child))
		}
	default:
		return 0
	}
	return depth + 1
}
