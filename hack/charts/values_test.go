package charts_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// Values that nobody can find are none: each is in the chart's README, and in the
// schema, which holds none that is not there.
func TestEveryValueIsWrittenDown(t *testing.T) {
	for _, chart := range []string{"tiendo-operator", "tiendo"} {
		t.Run(chart, func(t *testing.T) {
			var values, schema map[string]any
			require.NoError(t, yaml.Unmarshal(read(t, "charts/"+chart+"/values.yaml"), &values))
			require.NoError(t, json.Unmarshal(read(t, "charts/"+chart+"/values.schema.json"), &schema))
			inSchema, inValues := below(schema, ""), leaves(values, "")
			readme := string(read(t, "charts/"+chart+"/README.md"))
			require.NotEmpty(t, inValues)
			for _, path := range inValues {
				assert.Contains(t, inSchema, path, "the schema")
				assert.Contains(t, readme, "`"+path+"`", "the README")
			}
			for _, path := range inSchema {
				known := path == "global" || slices.ContainsFunc(inValues, func(v string) bool { return v == path || has(v, path) || has(path, v) })
				assert.True(t, known, "%s is in values.yaml", path)
			}
		})
	}
}

// has reports whether a path leads through another.
func has(path, prefix string) bool {
	return len(path) > len(prefix) && path[:len(prefix)+1] == prefix+"."
}

// leaves are the paths of values that hold no further ones.
func leaves(values map[string]any, prefix string) (paths []string) {
	for name, value := range values {
		if m, ok := value.(map[string]any); ok && len(m) > 0 && name != "requests" && name != "limits" {
			paths = append(paths, leaves(m, prefix+name+".")...)
			continue
		}
		paths = append(paths, prefix+name)
	}
	return paths
}

// below are the paths of a schema's properties, and of those below them.
func below(schema map[string]any, prefix string) (paths []string) {
	properties, _ := schema["properties"].(map[string]any)
	for name, property := range properties {
		paths = append(paths, prefix+name)
		paths = append(paths, below(property.(map[string]any), prefix+name+".")...)
	}
	return paths
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(operatortest.Root(), path))
	require.NoError(t, err)
	return text
}
