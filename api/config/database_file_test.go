package config_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
)

// The content is as an editor leaves it; nothing but the white space around it
// is taken away.
func TestTheDatabaseURLComesFromAFile(t *testing.T) {
	const url = "postgres://reporter:s3cret@db.example:5432/tiendo?sslmode=verify-full"
	path := writeFile(t, "\n  "+url+" \n")
	for name, from := range map[string]config.Source{
		"named by a flag":          config.FromFlags(map[string]any{"database.urlFile": path}),
		"named in the settings":    config.FromFile(writeFile(t, "database: {urlFile: "+path+"}")),
		"named in the environment": config.FromEnvironment([]string{"TIENDO_DATABASE_URL_FILE=" + path}),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := config.Load(from)
			require.NoError(t, err, "nobody asks for a data folder")
			assert.Equal(t, config.DatabaseURL(url), got.Storage())
			assert.False(t, got.Embedded())
			assert.Equal(t, path, got.DatabaseURLFile)
			assert.NotContains(t, got.String(), "s3cret")
			var log strings.Builder
			slog.New(slog.NewTextHandler(&log, nil)).Info("settings", "in", got)
			assert.Contains(t, log.String(), "db.example")
			assert.NotContains(t, log.String(), "s3cret")
		})
	}
}

// Kubernetes replaces the content of a mounted Secret by pointing ..data
// elsewhere.
func TestTheDatabaseURLComesFromAMountedSecret(t *testing.T) {
	volume := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(volume, "..2026_11_22"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(volume, "..2026_11_22", "url"), []byte("sqlite:///srv/t.db"), 0o440))
	require.NoError(t, os.Symlink("..2026_11_22", filepath.Join(volume, "..data")))
	require.NoError(t, os.Symlink("..data/url", filepath.Join(volume, "url")))
	got, err := load(map[string]any{"database.urlFile": filepath.Join(volume, "url")})
	require.NoError(t, err)
	assert.Equal(t, config.DatabaseURL("sqlite:///srv/t.db"), got.Storage())
}

func TestFilesOfADatabaseURLThatAreRefused(t *testing.T) {
	missing, folder := filepath.Join(t.TempDir(), "missing"), t.TempDir()
	for name, tc := range map[string]struct{ path, want string }{
		"one that is not there":          {missing, "expected a file that holds the database's URL: no such file or directory"},
		"a folder":                       {folder, "expected a file that holds the database's URL: is a directory"},
		"an empty one":                   {writeFile(t, ""), "postgres://user:password@host:5432/name with the password percent-encoded, or sqlite:///path/to/file; it is empty"},
		"nothing but white space":        {writeFile(t, " \n\n"), "it is empty"},
		"the password alone":             {writeFile(t, "s3cret\n"), "its content is something else"},
		"libpq's other notation":         {writeFile(t, "host=db password=s3cret"), "its content is something else"},
		"a password that is not encoded": {writeFile(t, "postgres://u:s3cret/@db/tiendo"), "its content is something else"},
		"another kind of database":       {writeFile(t, "mysql://u:s3cret@db/tiendo"), "its content is something else"},
		"two of them":                    {writeFile(t, "postgres://u:s3cret@db/a\npostgres://u:s3cret@db/b"), "its content is something else"},
		"something large":                {writeFile(t, "postgres://u:s3cret@db/"+strings.Repeat("a", 5000)), "it is too long"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(map[string]any{"database.urlFile": tc.path})
			var faults config.Faults
			require.ErrorAs(t, err, &faults)
			require.Len(t, faults, 1)
			assert.Equal(t, "database.urlFile", faults[0].Field)
			assert.Contains(t, err.Error(), `database.urlFile = "`+tc.path+`" (flag --database-url-file): `)
			assert.Contains(t, err.Error(), tc.want)
			assert.NotContains(t, err.Error(), "s3cret")
		})
	}
}

func TestTheDatabaseIsNamedOnce(t *testing.T) {
	path := writeFile(t, "postgres://u:s3cret@db/b")
	for name, tc := range map[string]struct{ variable, source string }{
		"by its own name": {"TIENDO_DATABASE_URL", "environment TIENDO_DATABASE_URL"},
		"by its alias":    {"DATABASE_URL", "environment DATABASE_URL"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := config.Load(config.FromEnvironment([]string{tc.variable + "=postgres://u:s3cret@db/a"}),
				config.FromFlags(map[string]any{"database.urlFile": path}))
			assert.EqualError(t, err, `settings: database.urlFile = "`+path+`" (flag --database-url-file): expected nothing, because database.url is given as well (`+
				tc.source+`); the database is named by one of the two`)
		})
	}
}
