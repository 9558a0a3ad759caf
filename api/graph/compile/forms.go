package compile

import (
	"context"
	"reflect"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/api/graph/generated"
)

// asked is a field as an operation asks for it.
type asked struct {
	c     *compiler
	of    source
	field graphql.CollectedField
	args  map[string]any
	name  string // Type.field
}

// text is an argument that is a text.
func (a *asked) text(name string) string {
	value, _ := a.args[name].(string)
	return value
}

// A form writes the value of a field that has a resolver by hand. It reads as of
// the time of its context, which the field's own argument has set.
type form func(a *asked, ctx context.Context, t *text) error

// forms are those there are, by Type.field.
var forms = map[string]form{}

// register adds forms; each field has one.
func register(more map[string]form) {
	for name, f := range more {
		if forms[name] != nil {
			panic("compile: two forms of " + name)
		}
		forms[name] = f
	}
}

// lasting says of forms that what they write follows from the operation, the
// viewer and the values alone, not from the time, nor from what is there: then the
// statement is kept. It returns them.
func lasting(some map[string]form) map[string]form {
	for name := range some {
		lasts[name] = true
	}
	return some
}

var lasts = map[string]bool{}

var anyTime = time.Unix(0, 0).UTC()

// byHand are the fields that have a resolver by hand: the methods of gqlgen's
// interfaces, by Type.field in small letters.
var byHand = func() map[string]bool {
	found := map[string]bool{}
	root := reflect.TypeFor[generated.ResolverRoot]()
	for n := range root.NumMethod() {
		object := root.Method(n)
		fields := object.Type.Out(0)
		for m := range fields.NumMethod() {
			found[strings.ToLower(object.Name+"."+fields.Method(m).Name)] = true
		}
	}
	return found
}()

// resolved says whether a field has a resolver by hand.
func resolved(object, field string) bool { return byHand[strings.ToLower(object+"."+field)] }
