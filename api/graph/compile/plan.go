package compile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/page"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

const (
	// maxPlans bounds the memory that plans take, with maxText: some tens of MB.
	maxPlans = 2_048
	maxText  = 32 << 10
)

// A plan is the statement of an operation for a viewer: its text, and arguments,
// of which some are values that the operation passes on (passedOn).
type plan struct {
	text    string
	args    []any
	passed  map[int]passed // by place among the arguments
	cursors []cursorOf
}

// passed says which part of a variable's value an argument is.
type passed struct {
	variable string
	of       part
}

type part int

const (
	whole     part = iota // a text as it is
	cursorID              // the id in a cursor
	cursorKey             // the key in a cursor
)

// cursorOf says which order the cursor in a variable has to be of.
type cursorOf struct {
	variable string
	like     page.Cursor
}

// A planKey is what a plan depends on: the operation, the viewer, and the values
// of variables, but for those that are passed on, of which only whether they are
// there counts. What is kept for it never changes: the rules depend on nothing
// else.
type planKey struct {
	op     *ast.OperationDefinition
	viewer string
	values string
}

// plans keeps plans, and what operations pass on.
type plans struct {
	kept   *lru.Cache[planKey, *plan]
	passes *lru.Cache[*ast.OperationDefinition, map[string]bool]
}

func newPlans() *plans {
	kept, err := lru.New[planKey, *plan](maxPlans)
	passes, errs := lru.New[*ast.OperationDefinition, map[string]bool](maxPlans)
	if err := errors.Join(err, errs); err != nil {
		panic(err) // it refuses sizes below one
	}
	return &plans{kept, passes}
}

// passing returns the variables that an operation passes on, to read only.
func (p *plans) passing(op *ast.OperationDefinition) map[string]bool {
	known, ok := p.passes.Get(op)
	if !ok {
		known = passedOn(op)
		p.passes.Add(op, known)
	}
	return known
}

// key returns what a plan is kept under; ok is false where none is to be kept.
func (p *plans) key(ctx context.Context, op *ast.OperationDefinition, variables map[string]any) (k planKey, passing map[string]bool, ok bool) {
	who, known := viewer.KeyOf(ctx)
	if _, past := asof.At(ctx); past || !known {
		return k, nil, false
	}
	passing = p.passing(op)
	var values strings.Builder
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		values.WriteString(name)
		if _, text := variables[name].(string); text && passing[name] {
			values.WriteString("*,") // no value is written like this
			continue
		}
		value, err := json.Marshal(variables[name])
		if err != nil {
			return k, nil, false
		}
		values.WriteByte(':')
		values.Write(value)
		values.WriteByte(',')
	}
	return planKey{op, who, values.String()}, passing, true
}

// bind returns the arguments for the values of variables.
func (p *plan) bind(variables map[string]any) ([]any, error) {
	if len(p.passed) == 0 {
		return p.args, nil
	}
	cursors := make(map[string]page.Cursor, len(p.cursors))
	for _, of := range p.cursors {
		var c page.Cursor
		if c.UnmarshalGQL(variables[of.variable]) != nil || page.Check(of.like, &c) != nil {
			return nil, unknown{"a page with this cursor"}
		}
		cursors[of.variable] = c
	}
	args := make([]any, len(p.args))
	copy(args, p.args)
	for n, of := range p.passed {
		switch of.of {
		case whole:
			args[n] = variables[of.variable]
		case cursorID:
			args[n] = cursors[of.variable].ID
		case cursorKey:
			args[n] = cursors[of.variable].Value
		}
	}
	return args, nil
}

// A stand-in stands for a value that is passed on while the statement is made,
// so that nothing in the statement can depend on the value. Nobody can send one:
// who could would keep an operation from being kept for all others.
var standInText = uuid.NewString() + ":"

func standIn(variable string) string { return standInText + variable }

// standIns replaces the values that are passed on. Cursors have stand-ins of
// their own, once their order is known.
func standIns(variables map[string]any, passing map[string]bool, op *ast.OperationDefinition) map[string]any {
	replaced := make(map[string]any, len(variables))
	for name, value := range variables {
		if _, text := value.(string); text && passing[name] && !isCursor(op, name) {
			value = standIn(name)
		}
		replaced[name] = value
	}
	return replaced
}

func isCursor(op *ast.OperationDefinition, variable string) bool {
	d := op.VariableDefinitions.ForName(variable)
	return d != nil && d.Type.Name() == "Cursor"
}

// cursorPart stands for a part of a cursor among the arguments.
type cursorPart passed

// planned makes a plan of a statement; ok is false where a stand-in is not an
// argument by itself, so that the statement holds for no other value.
func (c *compiler) planned(text string) (p *plan, ok bool) {
	p = &plan{text: text, args: c.args, passed: map[int]passed{}, cursors: c.cursors}
	for n, arg := range c.args {
		switch arg := arg.(type) {
		case string:
			if name, is := strings.CutPrefix(arg, standInText); is && c.passing[name] {
				p.passed[n] = passed{name, whole}
			} else if strings.Contains(arg, standInText) {
				return nil, false
			}
		case uuid.UUID:
			if of, is := c.parts[arg]; is {
				p.passed[n] = passed{of, cursorID}
			}
		case cursorPart:
			p.passed[n] = passed(arg)
		default:
			if strings.Contains(fmt.Sprint(arg), standInText) {
				return nil, false
			}
		}
	}
	return p, !strings.Contains(text, standInText)
}

// placed returns what a page is cut by: a cursor, or what stands for one that is
// passed on. Whatever cursor it will be, it is of the same order.
func (c *compiler) placed(a *asked, name string, cursor *page.Cursor, like page.Cursor) *page.Cursor {
	argument := a.field.Arguments.ForName(name)
	if cursor == nil || argument == nil || argument.Value.Kind != ast.Variable || !c.passing[argument.Value.Raw] {
		return cursor
	}
	variable := argument.Value.Raw
	c.cursors = append(c.cursors, cursorOf{variable, like})
	stand := page.Cursor{ID: uuid.New(), Order: cursor.Order, Value: cursorPart{variable, cursorKey}}
	if c.parts == nil {
		c.parts = map[uuid.UUID]string{}
	}
	c.parts[stand.ID] = variable
	return &stand
}
