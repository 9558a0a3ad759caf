package database_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tiendo-vn/tiendo/hack/postgrestest"
	"github.com/tiendo-vn/tiendo/operator/database"
)

// pg is the server of all tests here that do not need one of their own.
var pg *postgrestest.Cluster

func TestMain(m *testing.M) {
	// Vacuums are everywhere all the time, as on a server that is old and busy.
	cluster, stop, err := postgrestest.Run("autovacuum_naptime = 1s")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	pg = cluster
	code := m.Run()
	stop()
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// key is the operator's.
var key = []byte("0123456789abcdef0123456789abcdef")

// on is how the operator reaches a cluster.
func on(c *postgrestest.Cluster) database.Server {
	return database.Server{
		Host: "127.0.0.1", Port: c.Port, Database: "postgres", Username: postgrestest.Admin, Password: database.Secret(c.Password),
		TLS: database.TLS{Mode: database.VerifyFull, CA: c.CA}, Capacity: 100000, ConnectionsPerInstance: 20,
	}
}

var counter atomic.Int64

// fresh is an Instance that was never there, with credentials of a number.
func fresh(t testing.TB, number int64) database.Want {
	namespace := fmt.Sprintf("tenant-%d", counter.Add(1))
	return credentials(t, database.Target{Database: database.Name(namespace, "tiendo"), Mark: database.Mark(namespace, "tiendo")}, number)
}

func credentials(t testing.TB, target database.Target, number int64) database.Want {
	password, err := database.Password(key, target.Database, database.Role(target.Database, number), number)
	require.NoError(t, err)
	return database.Want{Target: target, Credentials: database.Credentials{Number: number, Password: password}}
}

// wanted ensures a database.
func wanted(t testing.TB, s database.Server, w database.Want) database.Outcome {
	t.Helper()
	out, err := new(database.Client).Ensure(t.Context(), s, w)
	require.NoError(t, err)
	return out
}

// settled asserts that a pass finds nothing to do and sends no statement that writes.
func settled(t testing.TB, c *postgrestest.Cluster, s database.Server, w database.Want) {
	t.Helper()
	statements := c.Statements(t, "tiendo-operator", func() { assert.Equal(t, database.Outcome{}, wanted(t, s, w)) })
	require.NotEmpty(t, statements)
	for _, statement := range statements {
		assert.True(t, strings.HasPrefix(statement, "SELECT"), "a settled database was written to: %s", statement)
		assert.NotContains(t, statement, "lock", "nobody need wait for a look")
	}
}

// enter signs in as an Instance's servers do.
func enter(t testing.TB, s database.Server, w database.Want) *sql.DB {
	t.Helper()
	db := pg.Open(t, instanceURL(t, s, w))
	db.SetMaxOpenConns(1)
	return db
}

// instanceURL is the URL that an Instance gets, with its certificates in a file.
func instanceURL(t testing.TB, s database.Server, w database.Want) string {
	path := t.TempDir() + "/ca.crt"
	require.NoError(t, os.WriteFile(path, s.TLS.CA, 0o600))
	return string(database.URL(s, w.Database, database.Role(w.Database, w.Credentials.Number), w.Credentials.Password, path))
}

// within bounds a call that must not hang.
func within(t testing.TB, limit time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	return ctx
}
