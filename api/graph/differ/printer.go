package differ

import "strings"

// A printer writes a document and notes what it uses.
type printer struct {
	out       strings.Builder
	fragments map[string]*fragment
	variables map[string]*variable
}

func (p *printer) set(set []*Node, depth int) {
	p.out.WriteString("{\n")
	for _, n := range set {
		p.out.WriteString(strings.Repeat("  ", depth))
		p.node(n, depth)
		p.out.WriteString("\n")
	}
	p.out.WriteString(strings.Repeat("  ", depth-1) + "}")
}

func (p *printer) node(n *Node, depth int) {
	switch n.kind {
	case field:
		if n.alias != "" {
			p.out.WriteString(n.alias + ": ")
		}
		p.out.WriteString(n.name)
		p.arguments(n.arguments)
	case inline:
		p.out.WriteString("...")
		if n.on != "" {
			p.out.WriteString(" on " + n.on)
		}
	case spread:
		p.out.WriteString("..." + n.fragment.name)
		p.fragments[n.fragment.name] = n.fragment
	}
	for _, d := range n.directives {
		p.out.WriteString(" @" + d.name + "(if: ")
		p.value(d.condition)
		p.out.WriteString(")")
	}
	if len(n.set) > 0 {
		p.out.WriteString(" ")
		p.set(n.set, depth+1)
	}
}

func (p *printer) arguments(entries []*entry) {
	if len(entries) == 0 {
		return
	}
	p.out.WriteString("(")
	p.entries(entries)
	p.out.WriteString(")")
}

func (p *printer) entries(entries []*entry) {
	for n, e := range entries {
		if n > 0 {
			p.out.WriteString(", ")
		}
		p.out.WriteString(e.name + ": ")
		p.value(e.value)
	}
}

func (p *printer) value(v *value) {
	switch {
	case v.variable != nil:
		p.out.WriteString("$" + v.variable.name)
		p.variables[v.variable.name] = v.variable
	case v.compound == '[':
		p.out.WriteString("[")
		for n, item := range v.list {
			if n > 0 {
				p.out.WriteString(", ")
			}
			p.value(item)
		}
		p.out.WriteString("]")
	case v.compound == '{':
		p.out.WriteString("{")
		p.entries(v.object)
		p.out.WriteString("}")
	default:
		p.out.WriteString(v.text)
	}
}

// text is a value as the document has it.
func (v *value) literal() string {
	p := &printer{variables: map[string]*variable{}}
	p.value(v)
	return p.out.String()
}

// written is a list of arguments as the document has it.
func written(entries []*entry) string {
	p := &printer{variables: map[string]*variable{}}
	p.arguments(entries)
	return p.out.String()
}
