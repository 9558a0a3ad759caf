//go:build e2e

package e2e_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

func everyAgencyGetsAnAnswer(t *testing.T, w *world) {
	for _, namespace := range []string{laoCai, ministry, national} {
		i := w.ready(t, namespace, "tiendo")
		for _, kind := range []string{v1alpha1.ConditionDatabaseReady, v1alpha1.ConditionMigrated, v1alpha1.ConditionPlanLoaded, v1alpha1.ConditionAvailable} {
			assert.True(t, meta.IsStatusConditionTrue(i.Status.Conditions, kind), "%s: %s", namespace, kind)
		}
		assert.GreaterOrEqual(t, len(w.servers(t, namespace, "tiendo")), 2, namespace)
		w.answers(t, namespace, "tiendo")
		require.NoError(t, w.fromPod(t, doorway, namespace, "tiendo"))
	}
}

func listsShowWhatPeopleLookFor(t *testing.T, w *world) {
	tenants := table(t, w.kubectl(t, "get", "tenants"))
	assert.Equal(t, "Tỉnh Lào Cai", tenants["lao-cai"]["AGENCY"])
	assert.Equal(t, "AGC", tenants["lao-cai"]["CLOUD"])
	assert.Equal(t, laoCai, tenants["lao-cai"]["NAMESPACE"])
	assert.Equal(t, "True", tenants["lao-cai"]["READY"])
	assert.Equal(t, "Bộ Y tế", tenants["bo-yt"]["AGENCY"])
	assert.Equal(t, "EGC", tenants["bo-yt"]["CLOUD"])
	assert.Equal(t, "1.0.0", tenants["bo-yt"]["VERSION"])
	assert.Equal(t, "https://tiendo.yte.example", tenants["bo-yt"]["URL"])
	assert.Equal(t, "CGC", tenants["cuc-cdsqg"]["CLOUD"])
	for name, row := range tenants {
		assert.NotEmpty(t, row["AGE"], name)
	}

	instances := table(t, w.kubectl(t, "-n", laoCai, "get", "instances"))
	row := instances["tiendo"]
	assert.Equal(t, "Tỉnh Lào Cai", row["AGENCY"])
	assert.Equal(t, "AGC", row["CLOUD"])
	assert.Equal(t, "1.0.0", row["VERSION"])
	assert.Equal(t, "True", row["READY"])
	assert.Equal(t, "shared", row["DATABASE"])
	assert.Equal(t, "https://tiendo.laocai.example", row["URL"])
	assert.NotEmpty(t, row["AGE"])

	servers := table(t, w.kubectl(t, "get", "databaseservers"))
	assert.Equal(t, "True", servers["cgc-hanoi-1"]["READY"])
	assert.Contains(t, servers["cgc-hanoi-1"]["DATABASES"], "/100")
	for _, word := range []string{"tenants,instances", "tdt", "tdi", "tdb", "tiendo"} {
		assert.Contains(t, w.kubectl(t, "get", word, "-A"), "NAME", word)
	}
}

// table reads what kubectl prints, by the names in the first column.
func table(t *testing.T, text string) map[string]map[string]string {
	t.Helper()
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	head := []rune(lines[0])
	rows := map[string]map[string]string{}
	for _, line := range lines[1:] {
		cells, letters := map[string]string{}, []rune(line)
		for from := 0; from < len(head); {
			to := from
			for to < len(head) && head[to] != ' ' {
				to++
			}
			name := string(head[from:to])
			for to < len(head) && head[to] == ' ' {
				to++
			}
			end := min(to, len(letters))
			if to == len(head) {
				end = len(letters)
			}
			cells[name] = strings.TrimSpace(string(letters[min(from, end):end]))
			from = to
		}
		rows[cells["NAME"]] = cells
	}
	require.NotEmpty(t, rows, text)
	return rows
}
