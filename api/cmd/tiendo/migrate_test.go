package main

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
)

// ended runs the program to its end and returns the status it ended with, and
// what it said to standard error.
func ended(t *testing.T, args ...string) (status int, said string) {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	command := exec.CommandContext(t.Context(), program, args...)
	command.Env = append(os.Environ(), asProgram+"=1")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdin, err := command.StdinPipe() // it lives as long as this is open
	require.NoError(t, err)
	defer stdin.Close()
	err = command.Run()
	if failed := (*exec.ExitError)(nil); !errors.As(err, &failed) {
		require.NoError(t, err)
	}
	return command.ProcessState.ExitCode(), stderr.String()
}

// onEither runs a test on an empty database of either kind, which the
// environment names and d is open on.
func onEither(t *testing.T, test func(t *testing.T, d *database.Database)) {
	t.Helper()
	for name, url := range map[string]func(*testing.T, string) config.DatabaseURL{
		"sqlite": func(_ *testing.T, dir string) config.DatabaseURL {
			return config.DatabaseURL(filepath.Join(dir, "tiendo.db"))
		},
		"postgres": func(t *testing.T, _ string) config.DatabaseURL { return apitest.EmptyPostgresURL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			at := url(t, clean(t))
			t.Setenv("TIENDO_DATABASE_URL", string(at))
			d, err := database.Open(t.Context(), at, config.Default().Database)
			require.NoError(t, err)
			defer d.Close()
			test(t, d)
		})
	}
}

// fromTheFuture is a step that a program newer than this one has made.
const fromTheFuture = `INSERT INTO goose_db_version (version_id, is_applied) VALUES (20990101000000, true)`

func TestAProgramOlderThanItsDatabase(t *testing.T) {
	onEither(t, func(t *testing.T, d *database.Database) {
		_, err := tiendo(t, "migrate", "up")
		require.NoError(t, err)
		_, err = d.DB.Exec(fromTheFuture)
		require.NoError(t, err)

		status, said := ended(t, "migrate", "up")
		assert.Equal(t, 3, status)
		assert.Regexp(t, `^tiendo: the database is at 20990101000000, which this program \(its newest is \d+_\w+\.sql\) does not know: run a newer version of tiendo\n$`, said)
		list, err := tiendo(t, "migrate", "status")
		require.NoError(t, err)
		assert.Regexp(t, `(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ +20990101000000 \(not known to this program: a newer one made it\)$`, list)
		assert.NotContains(t, list, "pending")

		// The program of before goes on while a newer one migrates.
		address, stop := serve(t)
		code, body := get(t, "http://"+address+"/readyz", "", "")
		assert.Equal(t, http.StatusOK, code, body)
		assert.Equal(t, "ready\n", body)
		stop()
	})
}

func TestTheLastLineOfAFailedMigrationSaysWhatIsWrong(t *testing.T) {
	onEither(t, func(t *testing.T, d *database.Database) {
		_, err := d.DB.Exec(`CREATE TABLE "agencies" ("a" text)`) // somebody else's
		require.NoError(t, err)
		status, said := ended(t, "migrate", "up")
		assert.Equal(t, 1, status)
		lines := strings.Split(strings.TrimSuffix(said, "\n"), "\n")
		assert.Equal(t, "tiendo: migrate: 20261121201154_initial.sql: "+map[string]string{
			"postgres": `relation "agencies" already exists`,
			"sqlite3":  "SQL logic error: table `agencies` already exists (1)",
		}[d.Dialect], lines[len(lines)-1])
	})
}
