package charts_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/tiendo-vn/tiendo/api/config"
)

// A setting that tiendo does not know ends it at once: a chart that misspells one
// installs what never starts.
func TestTheChartSetsWhatTiendoKnows(t *testing.T) {
	known := map[string]bool{}
	for _, s := range config.Settings() {
		known[s.Env] = true
	}
	set := map[string]string{}
	for name, objects := range renderings(t) {
		for _, o := range objects {
			for _, env := range environment(t, o) {
				key, _ := env["name"].(string)
				if strings.HasPrefix(key, "TIENDO_") {
					assert.True(t, known[key], "%s: %s is a setting", name, key)
					value, _ := env["value"].(string)
					set[key] = value
				}
			}
		}
	}
	require.Contains(t, set, "TIENDO_DATABASE_URL_FILE")

	// What the chart sets is nothing to set twice.
	schema := string(read(t, "charts/tiendo/values.schema.json"))
	for key := range set {
		if key != "TIENDO_LOG_LEVEL" && key != "TIENDO_LOG_FORMAT" {
			assert.Contains(t, schema, `"`+key+`"`, "values.settings refuses it")
		}
	}
}

func TestNoPodIsGivenASecretInItsEnvironment(t *testing.T) {
	for name, objects := range renderings(t) {
		for _, o := range objects {
			for _, env := range environment(t, o) {
				text := strings.ToLower(env["name"].(string))
				from, _, err := unstructured.NestedMap(env, "valueFrom")
				require.NoError(t, err)
				assert.NotContains(t, from, "secretKeyRef", "%s: %s", name, text)
				value, _ := env["value"].(string)
				assert.NotRegexp(t, regexp.MustCompile(`://[^/\s]*:[^/\s]*@`), value, "%s: %s", name, text)
			}
		}
	}
}

// environment is that of every container of an object's pods.
func environment(t *testing.T, o *unstructured.Unstructured) (all []map[string]any) {
	t.Helper()
	containers, _, err := unstructured.NestedSlice(o.Object, "spec", "template", "spec", "containers")
	require.NoError(t, err)
	for _, c := range containers {
		env, _, err := unstructured.NestedSlice(c.(map[string]any), "env")
		require.NoError(t, err)
		for _, e := range env {
			all = append(all, e.(map[string]any))
		}
	}
	return all
}
