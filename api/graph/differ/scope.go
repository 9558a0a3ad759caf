package differ

// A scope is what the selection sets that merge into one object name so far.
// A name stands for one field with one list of arguments and one type, whatever
// the type of the object: stricter than the rules of GraphQL are, which makes
// every operation one that they allow.
type scope struct {
	names map[string]*taken
}

// taken says what a name stands for.
type taken struct {
	like  *Node // a field of the name, for its arguments
	owner string
	name  string
	args  string
	typ   string
	below *scope
}

func newScope() *scope { return &scope{names: map[string]*taken{}} }

// take lets a name stand for a field; it returns the scope below it, and false
// where the name stands for something else.
func (s *scope) take(response string, n *Node, owner, typ string) (*scope, bool) {
	args := written(n.arguments)
	if t := s.names[response]; t != nil {
		return t.below, t.name == n.name && t.args == args && t.typ == typ
	}
	t := &taken{like: n, owner: owner, name: n.name, args: args, typ: typ, below: newScope()}
	s.names[response] = t
	return t.below, true
}

// merges says whether another scope's names stand for the same things here.
func (s *scope) merges(o *scope) bool {
	for name, b := range o.names {
		a := s.names[name]
		if a == nil {
			continue
		}
		if a.name != b.name || a.args != b.args || a.typ != b.typ || !a.below.merges(b.below) {
			return false
		}
	}
	return true
}

// merge takes over another scope's names.
func (s *scope) merge(o *scope) {
	for name, b := range o.names {
		a := s.names[name]
		if a == nil {
			a = &taken{like: b.like, owner: b.owner, name: b.name, args: b.args, typ: b.typ, below: newScope()}
			s.names[name] = a
		}
		a.below.merge(b.below)
	}
}
