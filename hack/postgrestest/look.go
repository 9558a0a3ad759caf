package postgrestest

import (
	"database/sql"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Superuser opens a database as the superuser, for as long as the test runs.
func (c *Cluster) Superuser(t testing.TB, database string) *sql.DB {
	t.Helper()
	return c.Open(t, c.url("postgres", c.superuser, database))
}

// Open opens a URL, for as long as the test runs.
func (c *Cluster) Open(t testing.TB, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", url)
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// Do carries out statements as the superuser.
func (c *Cluster) Do(t testing.TB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		_, err := c.pool.Exec(s)
		require.NoError(t, err, s)
	}
}

// Text asks for one text as the superuser.
func (c *Cluster) Text(t testing.TB, query string, arguments ...any) string {
	t.Helper()
	var text string
	require.NoError(t, c.pool.QueryRow(query, arguments...).Scan(&text), query)
	return text
}

// Log is all the server has logged, every statement among it.
func (c *Cluster) Log(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile(c.logFile())
	require.NoError(t, err)
	return string(text)
}

// Statements are those an application sent while do ran.
func (c *Cluster) Statements(t testing.TB, application string, do func()) (statements []string) {
	t.Helper()
	before := len(c.Log(t))
	do()
	var open bool
	for line := range strings.Lines(c.Log(t)[before:]) {
		switch head, text, found := strings.Cut(line, "|LOG:  "); {
		case found:
			_, statement, is := strings.Cut(text, ": ")
			open = is && strings.HasPrefix(head, application+"|") && (strings.HasPrefix(text, "statement") || strings.HasPrefix(text, "execute"))
			if open {
				statements = append(statements, strings.TrimSpace(statement))
			}
		case open && strings.HasPrefix(line, "\t"):
			statements[len(statements)-1] += " " + strings.TrimSpace(line)
		default:
			open = false
		}
	}
	return statements
}
