package cost

// most is where costs stop growing: fifteen pages in each other have more rows
// than an integer counts.
const most = 1 << 40

// A sum is a cost as far as it is known without variables, and what they add.
type sum struct {
	fixed int
	parts []part
}

// A part is what depends on variables: what a field costs itself, and what is
// below it, as many times as it repeats.
type part struct {
	when   []condition
	times  size
	below  *sum
	oneOf  []*sum   // instead of below: the dearest of them
	values []string // variables whose every value counts
}

// A condition is @include, or @skip, of a variable.
type condition struct {
	variable string
	include  bool
}

// add puts a part into the sum, at once where no variable is in it.
func (s *sum) add(p part) {
	if len(p.when) == 0 && len(p.values) == 0 && len(p.times.variables) == 0 && p.isFixed() {
		s.fixed = plus(s.fixed, p.in(nil))
		return
	}
	s.parts = append(s.parts, p)
}

func (p part) isFixed() bool {
	for _, one := range p.oneOf {
		if len(one.parts) > 0 {
			return false
		}
	}
	return p.below == nil || len(p.below.parts) == 0
}

// in is the cost with the variables given.
func (s *sum) in(variables map[string]any) int {
	total := s.fixed
	for _, p := range s.parts {
		total = plus(total, p.in(variables))
	}
	return total
}

func (p part) in(variables map[string]any) int {
	for _, c := range p.when {
		if v, ok := variables[c.variable].(bool); ok && v != c.include {
			return 0
		}
	}
	total := 0
	for _, name := range p.values {
		total = plus(total, count(variables[name]))
	}
	below := 0
	if p.below != nil {
		below = p.below.in(variables)
	}
	for _, one := range p.oneOf {
		below = max(below, one.in(variables))
	}
	return plus(total, times(p.times.in(variables), below))
}

// plus and times stop at most.

func plus(a, b int) int { return min(a+b, most) }

func times(a, b int) int {
	if b != 0 && a > most/b {
		return most
	}
	return a * b
}

// count is how many values a value is made of: a filter costs what it compares.
func count(value any) int {
	n := 0
	switch v := value.(type) {
	case []any:
		for _, child := range v {
			n += count(child)
		}
		return n
	case map[string]any:
		for _, child := range v {
			n += count(child)
		}
	}
	return n + 1
}
