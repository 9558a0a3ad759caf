package compile_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/graph"
	"github.com/tiendo-vn/tiendo/api/graph/compile"
	"github.com/tiendo-vn/tiendo/api/graph/generated"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// compiledQuery is a query that is compiled; passedQuery is not.
const (
	compiledQuery = `{ plan(code: "2021-2025") { name } }`
	passedQuery   = `{ __schema { queryType { name } } }`
)

// A busy database begins every statement and ends it when it is told to.
type busy struct {
	recorder
	began []int // the numbers of the requests, as their statements began
	end   chan struct{}
}

func (b *busy) Connect(context.Context) (driver.Conn, error) { return b, nil }

// number finds the request that a statement belongs to.
type number struct{}

// QueryContext begins a statement. One at a time is sent: the bubble waits in between.
func (b *busy) QueryContext(ctx context.Context, _ string, _ []driver.NamedValue) (driver.Rows, error) {
	b.began = append(b.began, ctx.Value(number{}).(int))
	select {
	case <-b.end:
		return &oneRow{}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// A crowd asks for queries at once, over a busy database.
type crowd struct {
	*busy
	exec     *executor.Executor
	answered []int
}

func newCrowd(t *testing.T, atOnce int) *crowd {
	c := &crowd{busy: &busy{end: make(chan struct{})}}
	pool := sql.OpenDB(c.busy)
	t.Cleanup(func() { pool.Close() })
	client := db.NewClient(db.Driver(entsql.OpenDB(dialect.Postgres, pool)))
	resolvers := generated.NewExecutableSchema(generated.Config{Resolvers: &graph.Resolver{Client: client}})
	c.exec = executor.New(compile.Wrap(silent{resolvers}, compile.Options{Generated: resolvers, Client: client, AtOnce: atOnce}))
	return c
}

// ask asks, and returns when it is answered or has to wait. What it returns makes
// it give up.
func (c *crowd) ask(t *testing.T, n int, query string) context.CancelFunc {
	ctx, cancel := context.WithCancel(context.WithValue(asking(t, viewer.Public()), number{}, n))
	t.Cleanup(cancel)
	op, errs := c.exec.CreateOperationContext(ctx, parameters(query, ""))
	require.Empty(t, errs)
	go func() {
		handler, ctx := c.exec.DispatchOperation(graphql.WithOperationContext(ctx, op), op)
		handler(ctx)
		c.answered = append(c.answered, n)
	}()
	synctest.Wait()
	return cancel
}

// finish lets the statements that have begun end one after another.
func (c *crowd) finish(n int) {
	for range n {
		c.end <- struct{}{}
		synctest.Wait()
	}
}

func TestCompiledQueriesRunInTurn(t *testing.T) {
	for _, atOnce := range []int{1, 2, 5} {
		t.Run(fmt.Sprint(atOnce), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newCrowd(t, atOnce)
				var asked []int
				for n := range 12 {
					c.ask(t, n, compiledQuery)
					asked = append(asked, n)
				}
				for done := range len(asked) {
					assert.Equal(t, asked[:min(done+atOnce, len(asked))], c.began, "after %d answers", done)
					c.finish(1)
				}
				assert.Len(t, c.answered, len(asked))
			})
		})
	}
}

func TestWhoIsNotCompiledWaitsForNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, 1)
		c.ask(t, 0, compiledQuery)
		c.ask(t, 1, compiledQuery)
		c.ask(t, 2, passedQuery)
		assert.Equal(t, []int{2}, c.answered)
		c.finish(2)
		assert.Equal(t, []int{2, 0, 1}, c.answered)
	})
}

// Who gives up, waiting or running, leaves the turn to the next.
func TestATurnIsLeftToTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, 1)
		running, waiting := c.ask(t, 0, compiledQuery), c.ask(t, 1, compiledQuery)
		c.ask(t, 2, compiledQuery)
		waiting()
		synctest.Wait()
		assert.Equal(t, []int{0}, c.began)
		running()
		synctest.Wait()
		assert.Equal(t, []int{0, 2}, c.began)
		c.finish(1)
		slices.Sort(c.answered)
		assert.Equal(t, []int{0, 1, 2}, c.answered)
	})
}
