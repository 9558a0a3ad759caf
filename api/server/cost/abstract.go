package cost

import "github.com/vektah/gqlparser/v2/ast"

// An alternative is what a row costs if it is of one of some types.
type alternative struct {
	types map[string]bool
	part  part
}

// narrowed is the type that a fragment's selections are on.
func (c *compiler) narrowed(condition string, of *ast.Definition) *ast.Definition {
	if condition == "" {
		return of
	}
	return c.schema.Types[condition]
}

// place puts a fragment into the sum, or among the alternatives where only rows
// of some types meet it.
func (c *compiler) place(total *sum, apart []alternative, condition string, of *ast.Definition, p part) []alternative {
	if condition == "" || condition == of.Name || !of.IsAbstractType() {
		total.add(p)
		return apart
	}
	types := map[string]bool{}
	for _, t := range c.schema.GetPossibleTypes(c.schema.Types[condition]) {
		types[t.Name] = true
	}
	return append(apart, alternative{types, p})
}

// perType is the cost of a row by its type.
func (c *compiler) perType(apart []alternative, of *ast.Definition) (sums []*sum) {
	for _, t := range c.schema.GetPossibleTypes(of) {
		s := &sum{}
		for _, a := range apart {
			if a.types[t.Name] {
				s.add(a.part)
			}
		}
		if s.fixed > 0 || len(s.parts) > 0 {
			sums = append(sums, s)
		}
	}
	return sums
}
