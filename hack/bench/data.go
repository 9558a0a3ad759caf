package main

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/plan"
	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// postgresURL names the variable with the PostgreSQL to measure on.
const postgresURL = "TIENDO_TEST_POSTGRES"

// A store is the database of one part of the benchmark.
type store struct {
	*database.Database
	admin     *sql.DB // the database named by the variable: for CREATE and DROP
	name, url string
}

// newStore makes a database, loads the plan into it and fills it, or takes the
// one that was kept.
func newStore(ctx context.Context, name string, keep bool, fill func(context.Context, *sql.DB) error) (*store, error) {
	base, err := url.Parse(os.Getenv(postgresURL))
	if err != nil || base.Scheme == "" {
		return nil, fmt.Errorf("%s does not name a PostgreSQL: run `make bench`, or `hack/with-postgres go run ./hack/bench`", postgresURL)
	}
	s := &store{name: name}
	if s.admin, err = sql.Open("postgres", base.String()); err != nil {
		return nil, err
	}
	// Times come back in the zone of the session: the same for all servers.
	query := base.Query()
	query.Set("timezone", "UTC")
	base.Path, base.RawQuery = "/"+s.name, query.Encode()
	s.url = base.String()

	var kept bool
	err = s.admin.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, s.name).Scan(&kept)
	if err != nil {
		return nil, err
	}
	empty := !kept || !keep
	if empty {
		if err := s.create(ctx); err != nil {
			return nil, err
		}
	}
	settings := config.Default().Database
	settings.StatementTimeout = time.Hour // an index over everything takes its time
	if s.Database, err = database.Open(ctx, config.DatabaseURL(s.url), settings); err != nil {
		return nil, err
	}
	if empty {
		if err := s.fill(ctx, fill); err != nil {
			s.close(false)
			return nil, err
		}
	}
	return s, nil
}

func (s *store) create(ctx context.Context) error {
	if _, err := s.admin.ExecContext(ctx, `DROP DATABASE IF EXISTS `+pq.QuoteIdentifier(s.name)); err != nil {
		return err
	}
	_, err := s.admin.ExecContext(ctx, `CREATE DATABASE `+pq.QuoteIdentifier(s.name))
	return err
}

// close lets go of the database, and drops it unless it is to be kept.
func (s *store) close(keep bool) {
	s.Database.Close()
	if !keep {
		if _, err := s.admin.Exec(`DROP DATABASE IF EXISTS ` + pq.QuoteIdentifier(s.name) + ` WITH (FORCE)`); err != nil {
			step("dropping the database: %v", err)
		}
	}
	s.admin.Close()
}

// fill migrates, loads the plan, and adds what the part is about.
func (s *store) fill(ctx context.Context, add func(context.Context, *sql.DB) error) error {
	start := time.Now()
	if _, err := s.Migrate(ctx); err != nil {
		return err
	}
	b, err := bundle.Embedded()
	if err != nil {
		return err
	}
	if _, err := plan.Load(viewer.NewContext(ctx, viewer.System("bench")), s.Client, b, plan.Options{}); err != nil {
		return err
	}
	if err := add(ctx, s.DB); err != nil {
		return err
	}
	if err := s.derive(ctx); err != nil {
		return err
	}
	if err := s.rest(ctx); err != nil {
		return err
	}
	step("filled %s in %v", s.name, time.Since(start).Round(time.Second))
	return nil
}

// derive makes the tables that triggers keep: copyRows went past them.
func (s *store) derive(ctx context.Context) error {
	for _, statement := range []string{`SELECT agency_reach_fill()`, `SELECT roll_up_fill()`} {
		if _, err := s.DB.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// rest brings planner statistics and visibility to those of a database that has
// come to rest, and puts the write-ahead log behind us.
func (s *store) rest(ctx context.Context) error {
	for _, statement := range []string{`VACUUM (ANALYZE)`, `CHECKPOINT`} {
		if _, err := s.DB.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// copyRows writes n rows through COPY, in a transaction of their own that does
// not look references up: they are right by construction, and looking costs
// more than writing. It goes past all triggers.
func copyRows(ctx context.Context, db *sql.DB, table string, columns []string, n int, row func(int) []any) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("fill %s: %w", table, err), tx.Rollback())
		}
	}()
	if _, err := tx.ExecContext(ctx, `SET LOCAL session_replication_role = replica`); err != nil {
		return err
	}
	into, err := tx.PrepareContext(ctx, pq.CopyIn(table, columns...))
	if err != nil {
		return err
	}
	for i := range n {
		if _, err := into.ExecContext(ctx, row(i)...); err != nil {
			return err
		}
	}
	if _, err := into.ExecContext(ctx); err != nil {
		return err
	}
	if err := into.Close(); err != nil {
		return err
	}
	return tx.Commit()
}

// scatter turns a counter into a number that looks random and is the same in
// every run (splitmix64).
func scatter(n uint64) uint64 {
	n += 0x9e3779b97f4a7c15
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}

// key is the nth key of a table: a UUIDv7 of the given time, so that the
// primary key's index has the shape it has in life.
func key(table byte, n int, at time.Time) (id uuid.UUID) {
	binary.BigEndian.PutUint64(id[:8], uint64(at.UnixMilli())<<16|0x7000|uint64(n&0xfff))
	binary.BigEndian.PutUint64(id[8:], scatter(uint64(table)<<56|uint64(n)))
	id[8] = id[8]&0x3f | 0x80
	return id
}
