package usage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/server"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/usagecount"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

const (
	// chunk is how many rows one statement carries: SQLite has room for 32,766
	// parameters in one. A minute of a front end has some hundred.
	chunk = 3_000
	// retention is how long counts are kept: a year, and the month in which it is
	// looked at.
	retention = 400 * 24 * time.Hour
)

// row is one count to add.
type row struct {
	client         server.Client
	subject        usagecount.Subject
	name, document string
	parts          string
	calls          int64
}

// Flush adds what was counted since the last time to the database.
func (c *Counter) Flush(ctx context.Context) error {
	now := c.now().UTC()
	day := now.Format(time.DateOnly)
	counts, loose, first := c.take(day)
	rows := rowsOf(counts, loose)
	if len(rows) == 0 {
		return nil
	}
	if err := c.add(ctx, day, now.Truncate(time.Microsecond), rows, first); err != nil {
		c.giveBack(counts, loose)
		return err
	}
	return nil
}

// taken is a count on its way to the database.
type taken struct {
	key
	tally
}

// take empties the counts, and says whether it is the first time on that day.
func (c *Counter) take(day string) (counts []taken, loose map[looseKey]int64, first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k, t := range c.counts {
		if t.calls > 0 {
			counts = append(counts, taken{k, *t})
			t.calls = 0
		}
	}
	loose, c.loose = c.loose, map[looseKey]int64{}
	if first = c.day != day; first {
		c.begin(day)
	}
	return counts, loose, first
}

// giveBack counts again what could not be added.
func (c *Counter) giveBack(counts []taken, loose map[looseKey]int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range counts {
		if c.counts[t.key] == nil {
			c.counts[t.key] = &tally{parts: t.parts}
		}
		c.counts[t.key].calls += t.calls
	}
	for k, calls := range loose {
		c.loose[k] += calls
	}
}

// rowsOf is the rows that the counts amount to, in the order of their key: two
// replicas that add at once lock them in one order.
func rowsOf(counts []taken, loose map[looseKey]int64) []row {
	parts := map[looseKey]int64{}
	for k, calls := range loose {
		parts[k] += calls
	}
	var rows []row
	for _, t := range counts {
		joined := ""
		if len(t.parts) > 0 {
			joined = " " + strings.Join(t.parts, " ") + " "
		}
		rows = append(rows, row{t.client, usagecount.SubjectOPERATION, t.operation, t.document, joined, t.calls})
		for _, part := range t.parts {
			parts[looseKey{t.client, part}] += t.calls
		}
	}
	for k, calls := range parts {
		rows = append(rows, row{k.client, usagecount.SubjectPART, k.part, "", "", calls})
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.client.Name, b.client.Name), cmp.Compare(a.client.Version, b.client.Version),
			cmp.Compare(a.subject, b.subject), cmp.Compare(a.name, b.name), cmp.Compare(a.document, b.document))
	})
	return rows
}

// add adds rows in one transaction: the driver repeats a single statement by
// itself where a connection is lost, and would count twice.
func (c *Counter) add(ctx context.Context, day string, at time.Time, rows []row, prune bool) error {
	ctx = viewer.NewContext(ctx, viewer.System("usage"))
	tx, err := c.client.Tx(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	for some := range slices.Chunk(rows, chunk) {
		query, args := c.statement(day, at, some)
		if _, err := tx.Client().ExecContext(ctx, query, args...); err != nil {
			return errors.Join(fmt.Errorf("add counts: %w", err), tx.Rollback())
		}
	}
	if prune {
		if err := forget(ctx, tx.Client(), at.Add(-retention)); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}

// statement adds rows to those of the day that are there.
func (c *Counter) statement(day string, at time.Time, rows []row) (string, []any) {
	insert := sql.Dialect(c.dialect).Insert(usagecount.Table).Columns(
		usagecount.FieldID, usagecount.FieldDay, usagecount.FieldClient, usagecount.FieldClientVersion, usagecount.FieldSubject,
		usagecount.FieldName, usagecount.FieldDocument, usagecount.FieldParts, usagecount.FieldCalls, usagecount.FieldLastAt)
	for _, r := range rows {
		insert.Values(uuid.Must(uuid.NewV7()), day, r.client.Name, r.client.Version, r.subject, r.name, r.document, r.parts, r.calls, at)
	}
	return insert.OnConflict(
		sql.ConflictColumns(usagecount.FieldDay, usagecount.FieldClient, usagecount.FieldClientVersion,
			usagecount.FieldSubject, usagecount.FieldName, usagecount.FieldDocument),
		sql.ResolveWith(func(u *sql.UpdateSet) {
			u.Set(usagecount.FieldCalls, sql.Raw(usagecount.Table+"."+usagecount.FieldCalls+" + excluded."+usagecount.FieldCalls))
			u.SetExcluded(usagecount.FieldLastAt)
		}),
	).Query()
}

// forget drops what nobody looks at any more.
func forget(ctx context.Context, client *db.Client, before time.Time) error {
	_, err := client.UsageCount.Delete().Where(usagecount.DayLT(before.Format(time.DateOnly))).Exec(ctx)
	return err
}
