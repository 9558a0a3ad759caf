package database

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver "sqlite", without cgo
)

// sqlitePragmas make the embedded database behave like the other one: writers
// wait for each other, references are kept, LIKE minds the case.
var sqlitePragmas = url.Values{
	"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "foreign_keys(1)", "case_sensitive_like(1)", "synchronous(NORMAL)"},
	"_txlock": {"immediate"}, "_time_format": {"sqlite"},
}

// openSQLite opens the file, whose folder is made where it is missing.
func openSQLite(path string) (*sql.DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("folder of the database: %w", err)
	}
	return sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+sqlitePragmas.Encode())
}
