package database_test

import (
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
)

func TestAnErrorNamesTheDatabaseWithoutItsPassword(t *testing.T) {
	closed := closedAddress(t)
	for name, url := range map[string]config.DatabaseURL{
		"nobody listens":                  config.DatabaseURL("postgres://reporter:s3cret@" + closed + "/tiendo?sslmode=disable"),
		"a host that does not exist":      "postgres://reporter:s3cret@no-such-host.invalid/tiendo?sslmode=disable",
		"a port that is no number":        "postgres://reporter:s3cret@127.0.0.1:port/tiendo",
		"a mode that does not exist":      "postgres://reporter:s3cret@127.0.0.1/tiendo?sslmode=perhaps",
		"the password among the settings": config.DatabaseURL("postgres://reporter@" + closed + "/tiendo?password=s3cret&sslmode=disable"),
		"an unescaped password":           "postgres://reporter:s3cret/@127.0.0.1/tiendo",
	} {
		t.Run(name, func(t *testing.T) {
			settings := config.Default().Database
			settings.ConnectTimeout = 2 * time.Second
			_, err := database.Open(t.Context(), url, settings)
			require.Error(t, err)
			assert.ErrorContains(t, err, "database postgres://")
			assert.NotContains(t, err.Error(), "s3cret")
		})
	}
}

// closedAddress is an address nobody listens on.
func closedAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return l.Addr().String()
}

func TestAServerThatNeverAnswersIsGivenUp(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			defer conn.Close() // it stays open, and silent
		}
	}()
	settings := config.Default().Database
	settings.ConnectTimeout = 200 * time.Millisecond
	// Far beyond the timeout, and far below the clocks of statements: whoever
	// waits for those fails here instead of hanging.
	late := time.After(20 * time.Second)
	failed := make(chan error, 1)
	go func() {
		_, err := database.Open(t.Context(), config.DatabaseURL("postgres://tiendo:s3cret@"+l.Addr().String()+"/tiendo?sslmode=disable"), settings)
		failed <- err
	}()
	select {
	case err := <-failed:
		require.Error(t, err)
		assert.NotContains(t, err.Error(), "s3cret")
	case <-late:
		t.Fatal("still waiting")
	}
}

func TestAFileThatCannotBeOpened(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.txt")
	require.NoError(t, os.WriteFile(text, []byte("This is a text, not a database, and longer than a page header is.\n"), 0o600))
	for name, path := range map[string]string{
		"a folder":                     dir,
		"a file that is no database":   text,
		"a folder's place is occupied": filepath.Join(text, "tiendo.db"),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := database.Open(t.Context(), config.DatabaseURL(path), config.Default().Database)
			assert.ErrorContains(t, err, "database "+path)
		})
	}
}

func TestAPathMayHoldAnyCharacter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tiến độ 100%?#&.db")
	d := open(t, config.DatabaseURL(path))
	_, err := d.Migrate(t.Context())
	require.NoError(t, err)
	_, err = os.Stat(path)
	assert.NoError(t, err)
}
