package compile_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"github.com/tiendo-vn/tiendo/api/graph"
	"github.com/tiendo-vn/tiendo/api/graph/compile"
	"github.com/tiendo-vn/tiendo/api/graph/generated"
	"github.com/tiendo-vn/tiendo/ent/db"
	_ "github.com/tiendo-vn/tiendo/ent/db/runtime"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// ran is what became of an operation.
type ran struct {
	valid      bool
	fellBack   string // the field, or empty
	fault      error
	statements int
	text       string
	all        string // with what was asked on the way
	args       []driver.NamedValue
	data       []byte
}

// answered is what the database answers every statement.
const answered = `{"answered":true}`

// run compiles an operation as the server does, over a database that only notes
// what it is asked.
func run(t testing.TB, v viewer.Viewer, query, variables string) (r ran) {
	ctx := context.WithValue(asking(t, v), noted{}, &r)
	exec := executor.New(compiling())
	exec.SetParserTokenLimit(15_000)
	op, errs := exec.CreateOperationContext(ctx, parameters(query, variables))
	if len(errs) > 0 || op.Operation.Operation != "query" {
		return r
	}
	r.valid = true
	handler, ctx := exec.DispatchOperation(ctx, op)
	r.data = handler(ctx).Data
	return r
}

// compiling is the graph, compiled; in the place of the resolvers stands one
// that answers nothing.
var compiling = sync.OnceValue(func() graphql.ExecutableSchema {
	client := db.NewClient(db.Driver(entsql.OpenDB(dialect.Postgres, sql.OpenDB(recorder{}))))
	resolvers := generated.NewExecutableSchema(generated.Config{Resolvers: &graph.Resolver{Client: client}})
	return compile.Wrap(silent{resolvers}, compile.Options{
		Generated: resolvers, Client: client, Now: func() time.Time { return now },
		FellBack: func(ctx context.Context, field string, err error) {
			r := ctx.Value(noted{}).(*ran)
			r.fellBack, r.fault = field, err
		},
	})
})

type silent struct{ graphql.ExecutableSchema }

func (silent) Exec(context.Context) graphql.ResponseHandler {
	return func(context.Context) *graphql.Response { return &graphql.Response{Data: []byte("null")} }
}

// noted finds the operation that a statement belongs to.
type noted struct{}

// A recorder is a database that notes statements.
type recorder struct{}

var errNoted = errors.New("the database only notes what it is asked")

func (r recorder) Connect(context.Context) (driver.Conn, error) { return r, nil }
func (r recorder) Driver() driver.Driver                        { return nil }
func (r recorder) Prepare(string) (driver.Stmt, error)          { return nil, errNoted }
func (r recorder) Begin() (driver.Tx, error)                    { return nil, errNoted }
func (r recorder) Close() error                                 { return nil }

// QueryContext notes a statement.
func (r recorder) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	found := ctx.Value(noted{}).(*ran)
	found.all += text + "\n"
	if !strings.HasPrefix(text, "SELECT (") && !strings.HasPrefix(text, "WITH ") {
		return &oneRow{read: true}, nil // what a form asks while it is compiled: there is nothing
	}
	found.statements++
	found.text, found.args = text, args
	return &oneRow{}, nil
}

// oneRow is an answer.
type oneRow struct{ read bool }

func (*oneRow) Columns() []string { return []string{"data"} }
func (*oneRow) Close() error      { return nil }
func (r *oneRow) Next(values []driver.Value) error {
	if r.read {
		return io.EOF
	}
	r.read, values[0] = true, answered
	return nil
}
