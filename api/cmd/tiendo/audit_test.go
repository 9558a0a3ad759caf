package main

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
)

func TestAuditVerifyNamesWhatWasTamperedWith(t *testing.T) {
	for name, url := range map[string]func(t *testing.T, dir string) config.DatabaseURL{
		"sqlite": func(_ *testing.T, dir string) config.DatabaseURL {
			return config.DatabaseURL(filepath.Join(dir, "tiendo.db"))
		},
		"postgres": func(t *testing.T, _ string) config.DatabaseURL { return apitest.EmptyPostgresURL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			storage := url(t, clean(t))
			t.Setenv("TIENDO_DATABASE_URL", string(storage))
			_, err := tiendo(t, "migrate", "up")
			require.NoError(t, err)
			_, err = tiendo(t, "plan", "load")
			require.NoError(t, err)
			for range 2 {
				out, err := tiendo(t, "audit", "seal")
				require.NoError(t, err)
				assert.Regexp(t, `^sealed \d{4}-\d\d-\d\d\n$`, out)
			}

			out, err := tiendo(t, "audit", "verify")
			require.NoError(t, err)
			assert.Regexp(t, `^no fault; events: 2, chains: 1, seals: 1, last seal: \d{4}-\d\d-\d\d [0-9a-f]{64}\n$`, out)

			tamper(t, storage)
			out, err = tiendo(t, "audit", "verify")
			assert.ErrorContains(t, err, "findings: 1")
			assert.Regexp(t, `^chain of the instance: event 1 \(plan\.load at .*, id .*\): its hash is not that of what it says: it was changed\.\nevents: 2`, out)

			out, err = tiendo(t, "audit", "verify", "--json")
			assert.Error(t, err)
			var document struct {
				Findings []map[string]any
				Summary  map[string]any
			}
			require.NoError(t, json.Unmarshal([]byte(out), &document), out)
			require.Len(t, document.Findings, 1)
			assert.Equal(t, "EVENT_CHANGED", document.Findings[0]["kind"])
			assert.Equal(t, "instance", document.Findings[0]["chain"])
			assert.Equal(t, 1., document.Findings[0]["sequence"])
			assert.Equal(t, 1., document.Summary["findings"])
		})
	}
}

// tamper changes the first event behind the program's back.
func tamper(t *testing.T, url config.DatabaseURL) {
	t.Helper()
	d, err := database.Open(t.Context(), url, config.Default().Database)
	require.NoError(t, err)
	defer d.Close()
	_, err = d.DB.ExecContext(t.Context(), "UPDATE events SET actor = 'nobody' WHERE sequence = 1")
	require.NoError(t, err)
}
