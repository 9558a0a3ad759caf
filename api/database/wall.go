package database

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect"
	"github.com/lib/pq"
)

// WalledTables are the tables whose rows PostgreSQL itself keeps from viewers
// that have nothing to do with them: a second wall behind the policies of the
// model, for the query that forgets those.
var WalledTables = []string{
	"figures", "submissions", "submission_versions", "narratives", "reviews", "evidence", "waivers", "events",
	"role_grants", "delegations", "machine_tokens", "webhooks", "window_changes",
	"review_figures", "window_change_agencies", "jobs",
	"idempotency_keys", "event_chains", "seals", "persisted_documents", "usage_counts", // for programs of the instance alone
}

// What puts a table behind the wall, before its owner as well, which the server
// is; and what takes it out.
const (
	behind  = "ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
	outside = "ALTER TABLE %s NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY"
)

// Wall puts the wall up, or takes it down, as the settings say. It changes
// nothing where it stands as it should.
func (d *Database) Wall(ctx context.Context) error {
	if d.Dialect != dialect.Postgres {
		return nil
	}
	tables, err := d.misplaced(ctx)
	if err != nil {
		return fmt.Errorf("row security: %w", err)
	}
	how := outside
	if d.walled {
		how = behind
	}
	for _, table := range tables {
		if _, err := d.DB.ExecContext(ctx, fmt.Sprintf(how, pq.QuoteIdentifier(table))); err != nil {
			return fmt.Errorf("row security of %s: %w", table, err)
		}
	}
	return nil
}

// wallStep is how the step's file ends that makes the wall.
const wallStep = "_row_security.sql"

// servedWithout says whether these steps made the wall in a database that older
// programs may be serving still. They do not say for whom they work: the wall would
// keep everything from them. It goes up with the next run.
func (d *Database) servedWithout(made []string) (bool, error) {
	if !slices.ContainsFunc(made, func(name string) bool { return strings.HasSuffix(name, wallStep) }) {
		return false, nil
	}
	known, err := d.known()
	return err == nil && made[0] != known[0].Name, err
}

// Breach says why PostgreSQL does not keep rows as the settings say; nothing where
// it does.
func (d *Database) Breach(ctx context.Context) (string, error) {
	if d.Dialect != dialect.Postgres {
		return "", nil
	}
	tables, err := d.misplaced(ctx)
	if err != nil {
		return "", fmt.Errorf("row security: %w", err)
	}
	var unbound bool
	if err := d.DB.QueryRowContext(ctx, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user").Scan(&unbound); err != nil {
		return "", fmt.Errorf("row security: %w", err)
	}
	switch {
	case len(tables) > 0:
		return "tiendo migrate up has not applied database.rowSecurity to every table", nil
	case d.walled && unbound:
		return "the role it connects as is a superuser or has BYPASSRLS", nil
	}
	return "", nil
}

// misplaced are the tables on the wrong side of the wall, of those with a policy.
func (d *Database) misplaced(ctx context.Context) (tables []string, err error) {
	rows, err := d.DB.QueryContext(ctx, `SELECT relname FROM pg_class t WHERE relnamespace = current_schema()::regnamespace AND relname = ANY ($1)
		AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = t.oid) AND (relrowsecurity AND relforcerowsecurity) <> $2`,
		pq.Array(WalledTables), d.walled)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			return nil, err
		}
		tables = append(tables, table)
	}
	return tables, rows.Err()
}
