package database

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"entgo.io/ent/dialect"
	"github.com/pressly/goose/v3"
	store "github.com/pressly/goose/v3/database"
)

// A Migration is one step of the schema and whether the database has it.
type Migration struct {
	// Name is its file's; of a step that is Unknown, its number.
	Name      string
	AppliedAt time.Time // zero where it is pending
	// Unknown is a step that the database has and this program has not: a newer
	// one made it.
	Unknown bool

	version int64
}

// Applied says whether the database has the step.
func (m Migration) Applied() bool { return !m.AppliedAt.IsZero() }

// Migrations returns every step of this program and of the database, in order.
// It only reads and takes no lock, so that it neither waits for a migration
// under way nor writes.
func (d *Database) Migrations(ctx context.Context) ([]Migration, error) {
	known, err := d.known()
	if err != nil {
		return nil, err
	}
	applied, err := d.applied(ctx, d.DB)
	if err != nil {
		return nil, refusal(err)
	}
	steps := append(known, unknown(known, applied)...)
	slices.SortFunc(steps, func(a, b Migration) int { return cmp.Compare(a.version, b.version) })
	versions, err := store.NewStore(d.kind(), goose.DefaultTablename)
	if err != nil {
		return nil, err
	}
	for n, step := range steps {
		if !slices.Contains(applied, step.version) {
			continue
		}
		found, err := versions.GetMigration(ctx, d.DB, step.version)
		if err != nil {
			return nil, refusal(err)
		}
		steps[n].AppliedAt = found.Timestamp
	}
	return steps, nil
}

// Ready returns nil where the database answers and has every step of this
// program. It may have more: the program of before goes on while a newer one
// migrates.
func (d *Database) Ready(ctx context.Context) error {
	known, err := d.known()
	if err != nil {
		return err
	}
	applied, err := d.applied(ctx, d.DB)
	if err != nil {
		return refusal(err)
	}
	var pending []string
	for _, step := range known {
		if !slices.Contains(applied, step.version) {
			pending = append(pending, step.Name)
		}
	}
	if len(pending) > 0 {
		return &BehindError{Pending: pending}
	}
	return nil
}

// checkAhead returns an *AheadError where the database has steps that this
// program does not know.
func (d *Database) checkAhead(ctx context.Context, on store.DBTxConn) error {
	known, err := d.known()
	if err != nil {
		return err
	}
	applied, err := d.applied(ctx, on)
	if err != nil {
		return err
	}
	if beyond := unknown(known, applied); len(beyond) > 0 {
		return &AheadError{Version: beyond[len(beyond)-1].Name, Newest: known[len(known)-1].Name}
	}
	return nil
}

// known are the steps of this program, in order; there is at least one.
func (d *Database) known() ([]Migration, error) {
	p, err := d.provider()
	if err != nil {
		return nil, err
	}
	var steps []Migration
	for _, source := range p.ListSources() {
		steps = append(steps, Migration{Name: source.Path, version: source.Version})
	}
	return steps, nil
}

// unknown are the steps among the applied that are not among the known, in
// order.
func unknown(known []Migration, applied []int64) (steps []Migration) {
	for _, version := range applied {
		if !slices.ContainsFunc(known, func(m Migration) bool { return m.version == version }) {
			steps = append(steps, Migration{Name: strconv.FormatInt(version, 10), Unknown: true, version: version})
		}
	}
	return steps
}

// versionsExist asks whether goose has been here; its own check on SQLite is to
// make the table.
var versionsExist = map[string]string{
	dialect.Postgres: "SELECT to_regclass('" + goose.DefaultTablename + "') IS NOT NULL",
	dialect.SQLite:   "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = '" + goose.DefaultTablename + "')",
}

// applied are the versions of the steps that the database has, in order.
func (d *Database) applied(ctx context.Context, on store.DBTxConn) ([]int64, error) {
	versions, err := store.NewStore(d.kind(), goose.DefaultTablename)
	if err != nil {
		return nil, err
	}
	var there bool
	if err := on.QueryRowContext(ctx, versionsExist[d.Dialect]).Scan(&there); err != nil || !there {
		return nil, err
	}
	rows, err := versions.ListMigrations(ctx, on)
	if err != nil {
		return nil, err
	}
	var applied []int64
	for _, row := range rows {
		if row.Version > 0 { // goose marks its own beginning with 0
			applied = append(applied, row.Version)
		}
	}
	slices.Sort(applied)
	return slices.Compact(applied), nil
}
