package compile

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// texts are the arguments that become arguments of the statement as they are,
// whatever they are: nothing else depends on them.
var texts = map[string]bool{
	"Query.plan.code": true, "Query.agency.code": true, "Query.legalDocument.number": true, "Query.reportingWindow.code": true,
	"Query.indicator.plan": true, "Query.indicator.code": true, "Query.task.plan": true, "Query.task.code": true,
	"Query.submission.agency": true, "Query.submission.window": true, "Query.rollUp.plan": true,
	"Indicator.latestFigure.agency": true, "Agency.duties.window": true, "ReportingWindow.deadlines.agency": true,
}

// passedOn returns the variables of an operation whose every use passes the
// value on to the statement as it is: as an argument among texts, as what a
// column is equal to in a filter, or as the cursor of a page.
func passedOn(op *ast.OperationDefinition) map[string]bool {
	w := walk{used: map[string]bool{}, bound: map[string]bool{}, seen: map[string]bool{}}
	w.directives(op.Directives)
	w.selections(op.SelectionSet)
	for name := range w.used {
		delete(w.bound, name)
	}
	return w.bound
}

// A walk finds the uses of variables.
type walk struct {
	bound map[string]bool // passed on somewhere
	used  map[string]bool // used in another way
	seen  map[string]bool // fragments
}

func (w walk) selections(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			w.directives(s.Directives)
			for _, argument := range s.Arguments {
				w.argument(s, argument)
			}
			w.selections(s.SelectionSet)
		case *ast.InlineFragment:
			w.directives(s.Directives)
			w.selections(s.SelectionSet)
		case *ast.FragmentSpread:
			w.directives(s.Directives)
			if !w.seen[s.Name] {
				w.seen[s.Name] = true
				w.directives(s.Definition.Directives)
				w.selections(s.Definition.SelectionSet)
			}
		}
	}
}

func (w walk) directives(list ast.DirectiveList) {
	for _, d := range list {
		for _, argument := range d.Arguments {
			w.value(argument.Value)
		}
	}
}

func (w walk) argument(f *ast.Field, argument *ast.Argument) {
	if argument.Value.Kind != ast.Variable {
		w.value(argument.Value)
		return
	}
	of := f.ObjectDefinition.Name + "." + f.Name + "." + argument.Name
	w.variable(argument.Value, texts[of] || argument.Name == "after" || argument.Name == "before")
}

func (w walk) value(v *ast.Value) {
	if v.Kind == ast.Variable {
		w.variable(v, false)
	}
	for _, child := range v.Children {
		w.variableIn(v, child)
	}
}

func (w walk) variableIn(v *ast.Value, child *ast.ChildValue) {
	if child.Value.Kind != ast.Variable {
		w.value(child.Value)
		return
	}
	w.variable(child.Value, v.Kind == ast.ObjectValue && v.Definition != nil && strings.HasSuffix(v.Definition.Name, "WhereInput") && equality(child.Name))
}

func (w walk) variable(v *ast.Value, passed bool) {
	typ := ""
	if v.VariableDefinition != nil {
		typ = v.VariableDefinition.Type.String()
	}
	switch strings.TrimSuffix(typ, "!") {
	case "String", "Cursor":
	default:
		passed = false
	}
	if passed {
		w.bound[v.Raw] = true
	} else {
		w.used[v.Raw] = true
	}
}

// equality says whether a field of a filter asks that a column be equal to it:
// those that ask for more say so at the end of their names.
func equality(field string) bool {
	for _, more := range []string{"NEQ", "In", "GT", "GTE", "LT", "LTE", "Contains", "ContainsFold", "HasPrefix", "HasSuffix", "EqualFold", "IsNil", "NotNil"} {
		if strings.HasSuffix(field, more) {
			return false
		}
	}
	return true
}
