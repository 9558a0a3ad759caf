package cost

import (
	"encoding/json"

	"github.com/vektah/gqlparser/v2/ast"
)

// A size is how often something repeats: what the first of the variables says
// that has a value, or else a number.
type size struct {
	variables []string
	otherwise int
	most      int
}

// once is for what does not repeat.
var once = size{otherwise: 1}

// sizeOf is how often what is below a field repeats.
func (m *Model) sizeOf(f *ast.Field, cost field) size {
	s := size{otherwise: cost.assumed, most: m.defaults.MaxPage}
	for _, name := range cost.slicing {
		var given *ast.Value
		if a := f.Arguments.ForName(name); a != nil {
			given = a.Value
		} else if d := f.Definition.Arguments.ForName(name); d != nil {
			given = d.DefaultValue
		}
		if given == nil || given.Kind == ast.NullValue {
			continue
		}
		if given.Kind == ast.Variable {
			s.variables = append(s.variables, given.Raw)
			continue
		}
		s.otherwise = s.clamp(literal(given), cost.assumed)
		break
	}
	return s
}

func (s size) in(variables map[string]any) int {
	for _, name := range s.variables {
		if v := variables[name]; v != nil {
			return s.clamp(rows(v), s.otherwise)
		}
	}
	return s.otherwise
}

// clamp counts an empty page as one row, because it is asked for all the same,
// and one that will be refused as the largest.
func (s size) clamp(rows, otherwise int) int {
	if rows < 0 {
		return otherwise
	}
	return min(max(rows, 1), s.most)
}

// literal is the size that a value of the document names, or -1.
func literal(v *ast.Value) int {
	if v.Kind == ast.ListValue {
		return len(v.Children)
	}
	return rows(json.Number(v.Raw))
}

// rows is the size that a variable's value names, or -1.
func rows(value any) int {
	switch v := value.(type) {
	case []any:
		return len(v)
	case int64:
		return int(max(v, 0))
	case int:
		return max(v, 0)
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return int(max(n, 0))
		}
	}
	return -1
}
