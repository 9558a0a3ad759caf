package apitest

import (
	"strings"
	"testing"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
)

// behindTheWall is a role that owns what the tests' own does, and that row
// security binds: tests connect as a superuser, whom it does not.
const behindTheWall = "tiendo_test_walled"

// Walled puts the wall up in a PostgreSQL database, and returns the database as
// a server with those settings has it: from whom it keeps rows.
func Walled(t *testing.T, d *Database, settings config.Database) *Database {
	t.Helper()
	settings.RowSecurity = true
	connect := func(url string) *database.Database {
		opened, err := database.Open(t.Context(), config.DatabaseURL(url), settings)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { opened.Close() })
		return opened
	}
	owner := connect(string(d.URL))
	_, err := owner.DB.ExecContext(t.Context(), "CREATE ROLE "+behindTheWall+" IN ROLE CURRENT_USER")
	if err != nil && pq.As(err, pqerror.DuplicateObject, pqerror.UniqueViolation) == nil {
		t.Fatal(err)
	}
	if err := owner.Wall(t.Context()); err != nil {
		t.Fatal(err)
	}
	joint := map[bool]string{true: "&", false: "?"}[strings.Contains(string(d.URL), "?")]
	walled := connect(string(d.URL) + joint + "role=" + behindTheWall)
	return counted(walled, d.URL)
}
