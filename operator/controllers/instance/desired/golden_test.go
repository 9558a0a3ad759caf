package desired_test

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
)

var update = flag.Bool("update", false, "write the golden files")

// A golden file of the usual case holds every object. That of another case holds
// what is different there, and says what is gone.
func TestWhatAnInstanceYields(t *testing.T) {
	base := byKind(t, instance())
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			got := render(t, instance(change), base, name == usual)
			file := filepath.Join("testdata", strings.ReplaceAll(name, " ", "-")+".golden.yaml")
			if *update {
				require.NoError(t, os.WriteFile(file, got, 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err, "run the test with -update")
			assert.Equal(t, string(want), string(got), "run the test with -update and read the difference")
		})
	}
}

func TestEveryGoldenFileHasItsCase(t *testing.T) {
	files, err := filepath.Glob("testdata/*.golden.yaml")
	require.NoError(t, err)
	for _, file := range files {
		name := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(file), ".golden.yaml"), "-", " ")
		assert.Contains(t, cases, name)
	}
	assert.Len(t, files, len(cases))
}

// byKind are an Instance's objects as text; Jobs and Secrets, of which there are
// two, by what they are for.
func byKind(t *testing.T, i desired.Instance) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, object := range objects(i) {
		all[title(t, object)] = string(text(t, object))
	}
	return all
}

// title tells one object of an Instance from the others, whatever the names.
func title(t *testing.T, object any) string {
	t.Helper()
	u := read(t, object)
	return u.GetKind() + " of the " + component(u)
}

func render(t *testing.T, i desired.Instance, base map[string]string, all bool) []byte {
	t.Helper()
	gone := maps.Clone(base)
	var out bytes.Buffer
	for _, object := range objects(i) {
		key, body := title(t, object), string(text(t, object))
		delete(gone, key)
		if all || base[key] != body {
			out.WriteString("---\n" + body)
		}
	}
	for _, object := range objects(instance()) {
		if key := title(t, object); gone[key] != "" {
			out.WriteString("# gone: " + key + "\n")
		}
	}
	return out.Bytes()
}
