package desired_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/tiendo-vn/tiendo/operator/controllers/tenant/desired"
)

var update = flag.Bool("update", false, "write the golden files")

// A golden file of the usual case holds every object. That of another case holds
// what is different there, and says what is gone.
func TestWhatATenantYields(t *testing.T) {
	base := objects(t, tenant(cases[usual]))
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			got := render(objects(t, tenant(change)), base, name == usual)
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
		assert.Contains(t, cases, strings.ReplaceAll(strings.TrimSuffix(filepath.Base(file), ".golden.yaml"), "-", " "))
	}
	assert.Len(t, files, len(cases))
}

// An object without the labels is nobody's, and would be left alone afterwards.
func TestEveryObjectSaysWhoseItIs(t *testing.T) {
	for name, change := range cases {
		for _, o := range objects(t, tenant(change)) {
			for key, value := range tenant(change).Labels {
				assert.Equal(t, value, o.object.GetLabels()[key], "%s: label %s of %s", name, key, o.title)
			}
		}
	}
}

func TestTheOrderOfOptionsChangesNothing(t *testing.T) {
	with := func(ingress ...string) desired.Tenant {
		return tenant(func(t *desired.Tenant) { t.Network.Ingress = ingress })
	}
	assert.Equal(t, desired.Servers(with("b", "a")), desired.Servers(with("a", "b", "a")))
}

// A thing is an object with its name for people and its text.
type thing struct {
	title  string
	object *unstructured.Unstructured
	text   string
}

// objects are the objects that must exist, in the order in which they are made.
func objects(t *testing.T, of desired.Tenant) []thing {
	t.Helper()
	var all []thing
	for _, object := range []any{
		desired.Namespace(of), desired.ResourceQuota(of), desired.LimitRange(of),
		desired.DenyAll(of), desired.DNS(of), desired.Servers(of), desired.Databases(of),
		desired.RoleBinding(of), desired.Instance(of),
	} {
		if reflect.ValueOf(object).IsNil() {
			continue
		}
		text, err := json.Marshal(object)
		require.NoError(t, err)
		u := &unstructured.Unstructured{}
		require.NoError(t, json.Unmarshal(text, u))
		text, err = yaml.JSONToYAML(text)
		require.NoError(t, err)
		all = append(all, thing{u.GetKind() + " " + u.GetName(), u, string(text)})
	}
	return all
}

func render(got, base []thing, all bool) []byte {
	before := map[string]string{}
	for _, o := range base {
		before[o.title] = o.text
	}
	gone := maps.Clone(before)
	var out bytes.Buffer
	for _, o := range got {
		if all || before[o.title] != o.text {
			out.WriteString("---\n" + o.text)
		}
		delete(gone, o.title)
	}
	for _, o := range base {
		if gone[o.title] != "" {
			out.WriteString("# gone: " + o.title + "\n")
		}
	}
	return out.Bytes()
}
