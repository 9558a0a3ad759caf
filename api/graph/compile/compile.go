// Package compile answers queries with one statement whose result is the text
// of the answer. gqlgen parses, validates and coerces; only execution is
// replaced. What is not known here falls back to the resolvers, a whole
// operation at a time, and says which field it was.
//
// Types, columns and edges come from the model (db.Relations), conditions of
// access and time from the queries of the model (db.Client.Rows), so a new
// field, edge or rule is compiled without anyone writing it. A field with a
// resolver by hand is compiled where it has a form (forms.go); the differential
// test holds both ways of answering equal, byte for byte. PostgreSQL only.
package compile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/sync/semaphore"

	"github.com/tiendo-vn/tiendo/ent/db"
)

// Options are what a schema is compiled with.
type Options struct {
	// Generated is gqlgen's own schema, which reads arguments.
	Generated graphql.ExecutableSchema
	// Client reads.
	Client *db.Client
	// Now is the clock.
	Now func() time.Time
	// FellBack is told the field that sent an operation to the resolvers, and why
	// where that was a fault.
	FellBack func(ctx context.Context, field string, err error)
	// Explain says in each answer how it came about.
	Explain bool
	// AtOnce is how many statements run at once, at least 1.
	AtOnce int
}

// Wrap returns a schema that answers queries with one statement each where it
// can, and as next does otherwise.
func Wrap(next graphql.ExecutableSchema, o Options) graphql.ExecutableSchema {
	return &compiled{ExecutableSchema: next, Options: o, types: typesOf(next.Schema()), known: knownOf(next.Schema()), plans: newPlans(), turns: semaphore.NewWeighted(int64(max(o.AtOnce, 1)))}
}

type compiled struct {
	graphql.ExecutableSchema
	Options
	types map[string][]string
	known map[fieldName]*known
	plans *plans
	// turns lets those who wait run in turn: of who waits for a connection database/sql
	// takes any, and statements that run at once share the database's processors
	// unevenly. Some would wait several times as long as most.
	turns *semaphore.Weighted
}

// Exec answers a query with a statement; a mutation or a subscription is not
// for it.
func (s *compiled) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	if op.Operation.Operation != ast.Query {
		return s.ExecutableSchema.Exec(ctx)
	}
	var next graphql.ResponseHandler
	return func(ctx context.Context) *graphql.Response {
		if next != nil {
			return next(ctx)
		}
		data, err := s.answer(ctx, op)
		if err == nil {
			s.explain(ctx, explanation{Compiled: true})
			next = func(context.Context) *graphql.Response { return nil }
			return &graphql.Response{Data: data}
		}
		s.explain(ctx, explanation{Because: s.fellBack(ctx, err)})
		next = s.ExecutableSchema.Exec(ctx)
		return next(ctx)
	}
}

// explanation is what development says of an answer.
type explanation struct {
	Compiled bool   `json:"compiled"`
	Because  string `json:"because,omitempty"`
}

func (s *compiled) explain(ctx context.Context, e explanation) {
	if s.Explain {
		graphql.RegisterExtension(ctx, "execution", e)
	}
}

// unknown is the field that cannot be compiled as it is asked for.
type unknown struct{ field string }

func (u unknown) Error() string { return "compile: " + u.field + " is not known here" }

// fellBack tells why the resolvers answer. A statement that failed is no reason
// to fail: what the resolvers say of the same trouble has its place and code.
func (s *compiled) fellBack(ctx context.Context, err error) string {
	field := "statement"
	var u unknown
	if errors.As(err, &u) {
		field, err = u.field, nil
	}
	if s.FellBack != nil {
		s.FellBack(ctx, field, err)
	}
	return field
}

// missing is written where a row that must be there is not: it is in no text of
// JSON, so that an answer that has it is known.
const missing = '\x01'

// answer compiles an operation, runs the statement and returns its text.
func (s *compiled) answer(ctx context.Context, op *graphql.OperationContext) ([]byte, error) {
	text, args, err := s.statement(ctx, op)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(args, unstorable) {
		return nil, unknown{"a text that no database holds"}
	}
	if err := s.turns.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer s.turns.Release(1)
	rows, err := s.Client.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var data []byte
	if rows.Next() {
		err = rows.Scan(&data)
	}
	if err := errors.Join(err, rows.Err()); err != nil {
		return nil, err
	}
	if data == nil || bytes.IndexByte(data, missing) >= 0 {
		return nil, unknown{"a row that is missing"}
	}
	return data, nil
}

// unstorable says whether PostgreSQL would refuse a statement for an argument:
// what is wrong with it is for the resolvers to say, and no fault to be logged.
func unstorable(arg any) bool {
	text, is := arg.(string)
	return is && (strings.IndexByte(text, 0) >= 0 || !utf8.ValidString(text))
}

// statement returns the statement of an operation: as it is kept for the same
// operation and viewer, or compiled.
func (s *compiled) statement(ctx context.Context, op *graphql.OperationContext) (string, []any, error) {
	key, passing, keep := s.plans.key(ctx, op.Operation, op.Variables)
	if !keep {
		return s.once(ctx, op)
	}
	p, known := s.plans.kept.Get(key)
	if !known {
		c := &compiler{compiled: s, op: op, variables: standIns(op.Variables, passing, op.Operation), passing: passing}
		text, err := c.statement(ctx)
		if err != nil {
			return "", nil, err
		}
		var ok bool
		if p, ok = c.planned(text); !ok {
			s.plans.passes.Add(op.Operation, nil)
			return s.once(ctx, op)
		}
		if len(text) <= maxText && !c.fleeting {
			s.plans.kept.Add(key, p)
		}
	}
	args, err := p.bind(op.Variables)
	return p.text, args, err
}

// once compiles an operation as it is asked this time.
func (s *compiled) once(ctx context.Context, op *graphql.OperationContext) (string, []any, error) {
	c := &compiler{compiled: s, op: op, variables: op.Variables}
	text, err := c.statement(ctx)
	return text, c.args, err
}

// statement compiles the operation.
func (c *compiler) statement(ctx context.Context) (string, error) {
	text, err := c.object(ctx, source{definition: c.Schema().Query}, c.op.Operation.SelectionSet)
	return c.with() + "SELECT " + text, err
}

// with writes the expressions that are worked out once.
func (c *compiler) with() string {
	var b strings.Builder
	for n, expression := range c.shared {
		b.WriteString([]string{"WITH ", ", "}[min(n, 1)])
		fmt.Fprintf(&b, "shared%d AS MATERIALIZED (SELECT %s AS value) ", n, expression)
	}
	return b.String()
}
