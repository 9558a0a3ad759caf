package compile

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tiendo-vn/tiendo/api/graph/generated"
	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/relation"
	"github.com/tiendo-vn/tiendo/ent/rule"
)

// A compiler makes the statement of one operation.
type compiler struct {
	*compiled
	op     *graphql.OperationContext
	args   []any
	tables int
	added  map[argument]int // where those are that forms add
	shared []string         // expressions that are worked out once

	// fleeting says that the statement is for this time alone: lasting.
	fleeting bool
	// granted is what was granted by the time as of which it is read.
	granted map[time.Time]string

	variables map[string]any       // of the operation, or what stands for them
	passing   map[string]bool      // the variables that are passed on
	cursors   []cursorOf           // cursors that are passed on
	parts     map[uuid.UUID]string // what stands for their ids
}

// An argument is a value and the type that it is used as.
type argument struct{ value, typ string }

// A source is where the fields of an object come from: the rows of a table
// under an alias, or nothing for the object at the top.
type source struct {
	definition *ast.Definition
	relation   *relation.Type
	alias      string
}

// column names a column of the row.
func (s source) column(name string) string { return s.alias + "." + name }

// once returns what stands for an expression that is the same for all rows: it
// is worked out once, however often it is used.
func (c *compiler) once(expression string) string {
	n := slices.Index(c.shared, expression)
	if n < 0 {
		n = len(c.shared)
		c.shared = append(c.shared, expression)
	}
	return "(SELECT value FROM shared" + strconv.Itoa(n) + ")"
}

// arg adds an argument and returns what stands for it, as a type of PostgreSQL.
func (c *compiler) arg(v, typ string) string {
	return c.place(v, argument{v, typ}) + "::" + typ
}

func (c *compiler) alias() string {
	c.tables++
	return "t" + strconv.Itoa(c.tables)
}

// source returns the rows of a type under a fresh alias.
func (c *compiler) source(typ string) (source, error) {
	s := source{definition: c.Schema().Types[typ], relation: db.Relations[typ]}
	if s.definition == nil || s.relation == nil {
		return s, unknown{typ}
	}
	s.alias = c.alias()
	return s, nil
}

// Schema is that of the graph.
func (c *compiler) Schema() *ast.Schema { return c.ExecutableSchema.Schema() }

// from writes the part of a select from FROM on: the rows of a source that the
// viewer may see as of the context's time, which a filter of the graph and more
// conditions let through.
func (c *compiler) from(ctx context.Context, of source, filter any, more ...func(*sql.Selector)) (string, error) {
	narrow, err := c.Client.Rows(ctx, of.relation.Name, filter)
	if err != nil {
		return "", unknown{of.relation.Name + " filtered"}
	}
	s := sql.Dialect(dialect.Postgres).SelectExpr(sql.Raw("1")).From(sql.Table(of.relation.Table).As(of.alias))
	for _, condition := range more {
		if condition != nil {
			condition(s)
		}
	}
	narrow(s)
	return strings.TrimPrefix(c.query(s), "SELECT 1"), s.Err()
}

// query writes a select, and takes its arguments. Keys that are an argument already
// are not sent again: PostgreSQL reads a list of them slowly.
func (c *compiler) query(s *sql.Selector) string {
	before := len(c.args)
	s.SetTotal(before)
	text, args := s.Query()
	places := make([]string, len(args))
	for n, arg := range args {
		if keys, is := arg.(rule.Keys); is {
			places[n] = c.place(keys, argument{string(keys), "keys"})
			continue
		}
		c.args = append(c.args, arg)
		places[n] = "$" + strconv.Itoa(len(c.args))
	}
	if len(c.args) == before+len(args) {
		return text
	}
	return placeholder.ReplaceAllStringFunc(text, func(one string) string {
		if n, err := strconv.Atoi(one[1:]); err == nil && n > before {
			return places[n-before-1]
		}
		return one
	})
}

var placeholder = regexp.MustCompile(`\$[0-9]+`)

// place returns where an argument is; it becomes one if it is none yet.
func (c *compiler) place(value any, as argument) string {
	if c.added[as] == 0 {
		c.args = append(c.args, value)
		if c.added == nil {
			c.added = map[argument]int{}
		}
		c.added[as] = len(c.args)
	}
	return "$" + strconv.Itoa(c.added[as])
}

// arguments reads the arguments of a field. One that is refused is for the
// resolvers to say.
func (c *compiler) arguments(ctx context.Context, object string, f graphql.CollectedField) (map[string]any, error) {
	if len(f.Definition.Arguments) == 0 {
		return nil, nil
	}
	args, err := generated.Arguments(ctx, c.Generated, object, f.Name, f.ArgumentMap(c.variables))
	if err != nil {
		return nil, unknown{object + "." + f.Name + " with these arguments"}
	}
	return args, nil
}

// timed returns a context that reads as of the time among the arguments, if
// there is one.
func (c *compiler) timed(ctx context.Context, args map[string]any) (context.Context, error) {
	at, _ := args["asOf"].(*time.Time)
	switch {
	case at == nil:
		return ctx, nil
	case at.After(c.Now()):
		return nil, unknown{"asOf in the future"}
	}
	return asof.With(ctx, *at), nil
}

// fields are the fields that an operation selects on an object.
func (c *compiler) fields(object string, selections ast.SelectionSet) []graphql.CollectedField {
	all := graphql.CollectFields(c.op, selections, c.types[object]) // gqlgen keeps it, for the resolvers too
	fields := make([]graphql.CollectedField, 0, len(all))
	for _, f := range all {
		again := func(other graphql.CollectedField) bool { return other.Alias == f.Alias }
		if !slices.ContainsFunc(fields, again) { // of a union and of an object in it, __typename is collected twice
			fields = append(fields, f)
		}
	}
	return fields
}

// typesOf returns, by object, the names under which fragments select it: its
// own, its interfaces' and its unions'.
func typesOf(schema *ast.Schema) map[string][]string {
	types := map[string][]string{}
	for name, definition := range schema.Types {
		if definition.Kind == ast.Object {
			types[name] = []string{name}
		}
	}
	for name := range types {
		for _, abstract := range schema.GetImplements(schema.Types[name]) {
			if !slices.Contains(types[name], abstract.Name) {
				types[name] = append(types[name], abstract.Name)
			}
		}
	}
	return types
}
