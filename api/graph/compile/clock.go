package compile

import (
	"context"
	"database/sql/driver"
	"strconv"
	"time"

	"github.com/tiendo-vn/tiendo/ent/asof"
)

// A clock is an argument that is the time at which the statement is run: one that
// is kept is run again later.
type clock struct {
	now  func() time.Time
	text func(time.Time) string
}

// Value is what the database is given.
func (c clock) Value() (driver.Value, error) { return c.text(c.now()), nil }

// clock adds an argument that a text of the present time is, as a type of
// PostgreSQL.
func (c *compiler) clock(typ string, text func(time.Time) string) string {
	c.args = append(c.args, clock{c.Now, text})
	return "$" + strconv.Itoa(len(c.args)) + "::" + typ
}

// moment is the time as of which a context reads, or now, cut to a precision; the
// database keeps microseconds.
func (c *compiler) moment(ctx context.Context, precision time.Duration) string {
	text := func(t time.Time) string {
		if t.Year() < 1 {
			t = time.Time{} // before, nothing was
		}
		return t.UTC().Truncate(precision).Format(time.RFC3339Nano)
	}
	if at, ok := asof.At(ctx); ok {
		return c.arg(text(at), "timestamptz")
	}
	return c.clock("timestamptz", text)
}
