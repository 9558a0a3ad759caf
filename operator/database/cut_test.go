package database_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/hack/postgrestest"
	"github.com/tiendo-vn/tiendo/operator/database"
)

// operations are what can be cut off, each with what has to be there before and how
// to tell that it ended well.
var operations = map[string]struct {
	before func(t *testing.T) database.Want
	do     func(ctx context.Context, c *database.Client, s database.Server, w database.Want) error
	after  func(t *testing.T, w database.Want) error
}{
	"making a database": {
		before: func(t *testing.T) database.Want { return fresh(t, 1) },
		do:     ensures,
		after:  works,
	},
	"a rotation": {
		before: func(t *testing.T) database.Want {
			w := fresh(t, 1)
			wanted(t, on(pg), w)
			return credentials(t, w.Target, 2)
		},
		do:    ensures,
		after: works,
	},
	"a retirement": {
		before: func(t *testing.T) database.Want {
			w := fresh(t, 1)
			wanted(t, on(pg), w)
			require.NoError(t, enter(t, on(pg), w).Ping())
			return w
		},
		do: func(ctx context.Context, c *database.Client, s database.Server, w database.Want) error {
			_, err := c.Retire(ctx, s, w.Target, 1)
			return err
		},
		after: func(t *testing.T, w database.Want) error {
			if enter(t, on(pg), w).Ping() == nil {
				return errors.New("the old password works")
			}
			return none(t, "SELECT count(*) FROM pg_stat_activity WHERE usename = $1", w.Database+"_a")
		},
	},
	"a drop": {
		before: func(t *testing.T) database.Want {
			w := fresh(t, 1)
			wanted(t, on(pg), w)
			return w
		},
		do: func(ctx context.Context, c *database.Client, s database.Server, w database.Want) error {
			_, err := c.Drop(ctx, s, w.Target)
			return err
		},
		after: func(t *testing.T, w database.Want) error {
			return errors.Join(none(t, "SELECT count(*) FROM pg_database WHERE datname = $1", w.Database),
				none(t, "SELECT count(*) FROM pg_roles WHERE rolname LIKE $1", w.Database+"%"))
		},
	},
}

func none(t *testing.T, query string, argument string) error {
	if n := pg.Text(t, query, argument); n != "0" {
		return fmt.Errorf("%s %s: %s", query, argument, n)
	}
	return nil
}

func ensures(ctx context.Context, c *database.Client, s database.Server, w database.Want) error {
	_, err := c.Ensure(ctx, s, w)
	return err
}

// works enters as the Instance does, and asks whether everything else is as wanted.
func works(t *testing.T, w database.Want) error {
	out, err := new(database.Client).Ensure(t.Context(), on(pg), w)
	if out.Changed {
		err = errors.Join(err, errors.New("something was left to do"))
	}
	return errors.Join(err, enter(t, on(pg), w).Ping())
}

// disturbed does an operation once undisturbed and then, at the same time, once for
// each message it sends, with the fate at that message.
func disturbed(t *testing.T, name string, f postgrestest.Fate, judge func(at int64, w database.Want, took time.Duration, err error) error) {
	operation, target := operations[name], fmt.Sprintf("127.0.0.1:%d", pg.Port)
	w, undisturbed := operation.before(t), newProxy(t, target, 0, f)
	require.NoError(t, operation.do(t.Context(), new(database.Client), undisturbed.before(on(pg)), w))
	require.NoError(t, operation.after(t, w))
	require.Greater(t, undisturbed.sent.Load(), int64(8), "an operation sends more than that")
	var passes []func() error
	for at := int64(1); at <= undisturbed.sent.Load(); at++ {
		w, proxy := operation.before(t), newProxy(t, target, at, f)
		passes = append(passes, func() error {
			start := time.Now()
			err := operation.do(t.Context(), &database.Client{Patience: patience}, proxy.before(on(pg)), w)
			return judge(at, w, time.Since(start), err)
		})
	}
	for n, err := range together(passes...) {
		assert.NoError(t, err, "message %d", n+1)
	}
}

const patience = 2 * time.Second

// unreachable fails for every other error, and for none.
func unreachable(err error) error {
	if _, is := errors.AsType[*database.UnreachableError](err); !is {
		return fmt.Errorf("expected it to be unreachable: %w", err)
	}
	return nil
}

// Wherever an operation is cut off, at every message it sends, doing it again ends
// in the same state.
func TestWhatIsCutOffConverges(t *testing.T) {
	for name, operation := range operations {
		for cut, fate := range map[string]postgrestest.Fate{"before a statement": postgrestest.Lost, "before its answer": postgrestest.Unanswered} {
			t.Run(name+" "+cut, func(t *testing.T) {
				disturbed(t, name, fate, func(_ int64, w database.Want, _ time.Duration, err error) error {
					return errors.Join(unreachable(err), operation.do(t.Context(), new(database.Client), on(pg), w), operation.after(t, w))
				})
			})
		}
	}
}

// On a network that swallows everything, an operation ends when its time is over.
func TestASilentNetworkHoldsNobodyUp(t *testing.T) {
	for name := range operations {
		t.Run(name, func(t *testing.T) {
			disturbed(t, name, postgrestest.Silent, func(_ int64, _ database.Want, took time.Duration, err error) error {
				if took > 2*patience {
					return fmt.Errorf("it took %s", took)
				}
				return unreachable(err)
			})
		})
	}
}
