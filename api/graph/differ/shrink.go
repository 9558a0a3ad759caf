package differ

import "slices"

// Shrink returns a smaller operation that is still of interest: it leaves out
// whatever it can, for at most so many tries.
func (g *Generator) Shrink(o *Operation, tries int, interesting func(*Operation) bool) *Operation {
	for smaller := true; smaller; {
		smaller = false
		for n := 0; tries > 0; {
			candidate := o.clone()
			edits := candidate.edits()
			if n >= len(edits) {
				break
			}
			edits[n]()
			if !g.Valid(candidate) {
				n++
				continue
			}
			tries--
			if !interesting(candidate) {
				n++
				continue
			}
			o, smaller = candidate, true
		}
	}
	return o
}

// edits are the ways to make an operation smaller, the greatest first.
func (o *Operation) edits() []func() {
	e := &editor{seen: map[any]bool{}}
	e.set(&o.Set)
	return append(append(e.nodes, e.parts...), e.values...)
}

// An editor gathers edits of a tree.
type editor struct {
	seen                 map[any]bool
	nodes, parts, values []func()
}

func (e *editor) set(set *[]*Node) {
	for n := range *set {
		e.nodes = append(e.nodes, func() { *set = slices.Delete(*set, n, n+1) })
	}
	for n, node := range *set {
		switch node.kind {
		case inline:
			e.parts = append(e.parts, func() { *set = slices.Replace(*set, n, n+1, node.set...) })
		case spread:
			e.parts = append(e.parts, func() { *set = slices.Replace(*set, n, n+1, node.fragment.set...) })
			if !e.seen[node.fragment] {
				e.seen[node.fragment] = true
				e.set(&node.fragment.set)
			}
		}
		if node.alias != "" {
			e.values = append(e.values, func() { node.alias = "" })
		}
		if len(node.directives) > 0 {
			e.parts = append(e.parts, func() { node.directives = nil })
		}
		e.entries(&node.arguments)
		if len(node.set) > 0 {
			e.set(&node.set)
		}
	}
}

func (e *editor) entries(entries *[]*entry) {
	for n, argument := range *entries {
		e.parts = append(e.parts, func() { *entries = slices.Delete(*entries, n, n+1) })
		e.value(&argument.value)
	}
}

func (e *editor) value(at **value) {
	v := *at
	switch {
	case v.variable != nil:
		e.values = append(e.values, func() { *at = v.variable.like })
	case v.compound == '{':
		e.entries(&v.object)
	case v.compound == '[':
		for n := range v.list {
			e.parts = append(e.parts, func() { v.list = slices.Delete(v.list, n, n+1) })
			e.value(&v.list[n])
		}
	}
}

// clone copies an operation. Variables are not changed, and shared.
func (o *Operation) clone() *Operation {
	fragments := map[*fragment]*fragment{}
	return &Operation{Set: cloneSet(o.Set, fragments)}
}

func cloneSet(set []*Node, fragments map[*fragment]*fragment) []*Node {
	copied := make([]*Node, len(set))
	for i, n := range set {
		c := *n
		c.arguments, c.directives = cloneEntries(n.arguments), slices.Clone(n.directives)
		c.set = cloneSet(n.set, fragments)
		if n.fragment != nil {
			if fragments[n.fragment] == nil {
				f := *n.fragment
				f.set = cloneSet(f.set, fragments)
				fragments[n.fragment] = &f
			}
			c.fragment = fragments[n.fragment]
		}
		copied[i] = &c
	}
	return copied
}

func cloneEntries(entries []*entry) []*entry {
	copied := make([]*entry, len(entries))
	for n, e := range entries {
		copied[n] = &entry{e.name, e.value.clone()}
	}
	return copied
}

func (v *value) clone() *value {
	c := *v
	c.object = cloneEntries(v.object)
	c.list = nil
	for _, item := range v.list {
		c.list = append(c.list, item.clone())
	}
	return &c
}
