package database_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
)

// patience and pause are for what happens elsewhere on its own time.
const (
	patience = 30 * time.Second
	pause    = 10 * time.Millisecond
)

func TestAStepThatTheDatabaseRefusesIsNamedOnOneLine(t *testing.T) {
	const broken = "20260301120000_figures.sql"
	fill := `INSERT INTO "first" ("grade") VALUES (NULL), ('s3cret');`
	for name, tc := range map[string]struct {
		step string
		want map[string]string
	}{
		"data that does not fit": {`ALTER TABLE "first" ALTER "grade" SET NOT NULL;`,
			map[string]string{"postgres": `column "grade" of relation "first" contains null values`}},
		"data that is there twice": {`INSERT INTO "first" VALUES ('s3cret'); CREATE UNIQUE INDEX "once" ON "first" ("grade");`,
			map[string]string{"postgres": `could not create unique index "once"`}},
		"a table that is there": {makeFirst,
			map[string]string{"postgres": `relation "first" already exists`, "sqlite": `SQL logic error: table "first" already exists (1)`}},
		"what is no SQL": {"CREATE\nTABEL;",
			map[string]string{"postgres": `syntax error at or near "TABEL"`, "sqlite": `SQL logic error: near "TABEL": syntax error (1)`}},
		"a message of two lines": {`DO $$ BEGIN RAISE EXCEPTION E'one\ntwo'; END $$;`,
			map[string]string{"postgres": "one two"}},
	} {
		for kind, want := range tc.want {
			t.Run(name+" on "+kind, func(t *testing.T) {
				d := open(t, empties[kind](t))
				_, err := database.WithSteps(d, program(first, makeFirst)).Migrate(t.Context())
				require.NoError(t, err)
				_, err = d.DB.Exec(fill)
				require.NoError(t, err)
				step := "-- +goose StatementBegin\n" + tc.step + "\n-- +goose StatementEnd"
				d = database.WithSteps(d, program(first, makeFirst, second, makeSecond, broken, step, "20260401000000_never.sql", makeThird))
				made, err := d.Migrate(t.Context())
				assert.EqualError(t, err, "migrate: "+broken+": "+want)
				assert.Equal(t, []string{second}, made, "the steps before it stay")
				var refused *database.StepError
				require.ErrorAs(t, err, &refused)
				assert.Equal(t, broken, refused.Name)
				assert.Error(t, refused.Unwrap())
				assert.Equal(t, []int64{20260101000000, 20260202000000}, versions(t, d))

				var behind *database.BehindError
				require.ErrorAs(t, d.Ready(t.Context()), &behind)
				assert.Equal(t, broken, behind.Pending[0])
			})
		}
	}
}

func TestAMigrationWithoutARightSaysWhich(t *testing.T) {
	url := empties["postgres"](t)
	d := open(t, url)
	_, err := d.DB.Exec(`REVOKE CREATE ON SCHEMA public FROM public; DROP ROLE IF EXISTS reader_of_nothing; CREATE ROLE reader_of_nothing`)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := d.DB.Exec("DROP ROLE reader_of_nothing")
		assert.NoError(t, err)
	})
	other := open(t, config.DatabaseURL(strings.Replace(string(url), "?", "?options=-c%20role%3Dreader_of_nothing&", 1)))
	_, err = other.Migrate(t.Context())
	require.ErrorContains(t, err, "migrate: ")
	assert.ErrorContains(t, err, "permission denied for schema public")
	assert.NotContains(t, err.Error(), "\n")
}
