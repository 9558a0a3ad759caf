package database

import (
	"database/sql"
	"fmt"
	"net/url"
	"time"

	"github.com/lib/pq"

	"github.com/tiendo-vn/tiendo/api/config"
)

// openPostgres opens a pool whose connections have clocks on both sides: the
// server ends a statement that runs too long, and we end a connection that no
// longer answers.
func openPostgres(text string, settings config.Database) (*sql.DB, error) {
	parsed, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("not a URL")
	}
	query := parsed.Query()
	defaults := map[string]string{
		"application_name": "tiendo",
		"jit":              "off", // compiling a statement takes longer than running it
		// Planning a compiled query takes longer than running it, and what is asked
		// for is skewed less than PostgreSQL fears: make bench measures both.
		"plan_cache_mode":                     "force_generic_plan",
		"random_page_cost":                    "1.1", // what is read is in memory, or on disks that do not turn
		"statement_timeout":                   fmt.Sprint(settings.StatementTimeout.Milliseconds()),
		"idle_in_transaction_session_timeout": fmt.Sprint(2 * settings.StatementTimeout.Milliseconds()),
	}
	for name, value := range defaults {
		if !query.Has(name) {
			query.Set(name, value)
		}
	}
	parsed.RawQuery = query.Encode()
	session, err := pq.NewConfig(parsed.String())
	if err != nil {
		return nil, err
	}
	if !query.Has("connect_timeout") {
		session.ConnectTimeout = settings.ConnectTimeout
	}
	if _, err := pq.NewConnectorConfig(session); err != nil {
		return nil, err
	}
	return sql.OpenDB(&sessions{config: session, silence: settings.StatementTimeout + 5*time.Second, keep: settings.Prepared, walled: settings.RowSecurity}), nil
}
