package database_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/postgres"
	atlas "ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlite"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	entmigrate "github.com/tiendo-vn/tiendo/ent/db/migrate"
	"github.com/tiendo-vn/tiendo/ent/migrations"
)

// copied copies the migrations of a database into a folder of the test's own.
func copied(t *testing.T, name string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, migrations.Of(name)))
	return dir
}

func TestTheMigrationsMakeWhatTheSchemaSays(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url config.DatabaseURL) {
		d := open(t, url)
		d.DB.SetMaxOpenConns(1)
		dir := copied(t, d.Dialect)
		files, err := sqltool.NewGooseDir(dir)
		require.NoError(t, err)
		differ, err := schema.NewMigrate(entsql.OpenDB(d.Dialect, d.DB),
			schema.WithDir(files), schema.WithFormatter(sqltool.GooseFormatter), schema.WithMigrationMode(schema.ModeReplay),
			schema.WithDialect(d.Dialect), schema.WithDropColumn(true), schema.WithDropIndex(true), schema.WithErrNoPlan(true))
		require.NoError(t, err)
		assert.ErrorIs(t, differ.NamedDiff(t.Context(), "forgotten", entmigrate.Tables...), migrate.ErrNoPlan)
		assert.Equal(t, names(t, migrations.Of(d.Dialect)), names(t, os.DirFS(dir)))
	})
}

func TestAMigratedDatabaseHasWhatTheSchemaSays(t *testing.T) {
	for name, empty := range empties {
		t.Run(name, func(t *testing.T) {
			migrated, made := open(t, empty(t)), open(t, empty(t))
			_, err := migrated.Migrate(t.Context())
			require.NoError(t, err)
			_, err = migrated.DB.Exec("DROP TABLE goose_db_version")
			require.NoError(t, err)
			if name == "postgres" { // the migrations make it; the schema cannot say so
				_, err = made.DB.Exec(`CREATE EXTENSION "pg_trgm"`)
				require.NoError(t, err)
			}
			m, err := schema.NewMigrate(entsql.OpenDB(made.Dialect, made.DB))
			require.NoError(t, err)
			require.NoError(t, m.Create(t.Context(), entmigrate.Tables...))

			driver, got := inspect(t, migrated)
			_, want := inspect(t, made)
			changes, err := driver.SchemaDiff(got, want)
			require.NoError(t, err)
			assert.Empty(t, changes)
			assert.Len(t, got.Tables, len(entmigrate.Tables))
		})
	}
}

// inspect reads the tables of a database.
func inspect(t *testing.T, d *database.Database) (migrate.Driver, *atlas.Schema) {
	t.Helper()
	open, name := sqlite.Open, "main"
	if d.Dialect == dialect.Postgres {
		open, name = postgres.Open, "public"
	}
	driver, err := open(d.DB)
	require.NoError(t, err)
	s, err := driver.InspectSchema(t.Context(), name, nil)
	require.NoError(t, err)
	return driver, s
}

func TestBothDatabasesHaveTheSameTables(t *testing.T) {
	tables := map[string][]string{}
	eachEmpty(t, func(t *testing.T, url config.DatabaseURL) {
		d := open(t, url)
		_, err := d.Migrate(t.Context())
		require.NoError(t, err)
		query := "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'goose_db_version' ORDER BY 1"
		if d.Dialect == dialect.Postgres {
			query = "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'goose_db_version' ORDER BY 1"
		}
		rows, err := d.DB.Query(query)
		require.NoError(t, err)
		defer rows.Close()
		for rows.Next() {
			var column string
			require.NoError(t, rows.Scan(&column))
			tables[d.Dialect] = append(tables[d.Dialect], column)
		}
		require.NoError(t, rows.Err())
	})
	assert.NotEmpty(t, tables[dialect.SQLite])
	assert.ElementsMatch(t, tables[dialect.SQLite], tables[dialect.Postgres])
}

func TestTheChecksumsOfTheMigrations(t *testing.T) {
	for name, test := range map[string]struct {
		change  func(t *testing.T, dir string, files []string)
		wantErr bool
	}{
		"hold": {func(*testing.T, string, []string) {}, false},
		"fail where a migration was edited": {func(t *testing.T, dir string, files []string) {
			text, err := os.ReadFile(filepath.Join(dir, files[0]))
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(dir, files[0]), append(text, "-- edited\n"...), 0o600))
		}, true},
		"fail where a migration is missing": {func(t *testing.T, dir string, files []string) {
			require.NoError(t, os.Remove(filepath.Join(dir, files[0])))
		}, true},
		"fail where a migration was added by hand": {func(t *testing.T, dir string, _ []string) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, "29990101000000_by_hand.sql"), []byte("-- +goose Up\nSELECT 1;\n"), 0o600))
		}, true},
	} {
		for _, on := range []string{dialect.Postgres, dialect.SQLite} {
			t.Run(on+" "+name, func(t *testing.T) {
				dir := copied(t, on)
				test.change(t, dir, names(t, migrations.Of(on)))
				files, err := sqltool.NewGooseDir(dir)
				require.NoError(t, err)
				err = migrate.Validate(files)
				if !test.wantErr {
					assert.NoError(t, err)
					return
				}
				assert.ErrorIs(t, err, migrate.ErrChecksumMismatch)
			})
		}
	}
}

// names lists the migrations in a folder.
func names(t *testing.T, folder fs.FS) []string {
	t.Helper()
	found, err := fs.Glob(folder, "*.sql")
	require.NoError(t, err)
	require.NotEmpty(t, found)
	return found
}

func TestBothDatabasesHaveTheSameMigrations(t *testing.T) {
	assert.Equal(t, names(t, migrations.Of(dialect.SQLite)), names(t, migrations.Of(dialect.Postgres)))
}
