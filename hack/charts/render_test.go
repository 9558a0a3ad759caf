package charts_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// elsewhere is a namespace that no file names: what is rendered for it must not
// depend on the name that config/ has.
const elsewhere = "platform-tiendo"

// template renders a chart with a file of values.
func template(t *testing.T, chart, values, namespace string) []*unstructured.Unstructured {
	t.Helper()
	return decode(t, run(t, nil, "helm", "template", "release", "charts/"+chart,
		"--namespace", namespace, "--kube-version", kubernetes, "--values", values))
}

// build renders a folder of config/.
func build(t *testing.T, folder string) []*unstructured.Unstructured {
	t.Helper()
	return decode(t, run(t, nil, "kustomize", "build", folder))
}

func decode(t *testing.T, text string) []*unstructured.Unstructured {
	t.Helper()
	objects, err := operatortest.Decode([]byte(text))
	require.NoError(t, err)
	require.NotEmpty(t, objects)
	return objects
}

// renderings are every chart with every set of values, and every folder of
// config/ that is applied as a whole.
func renderings(t *testing.T) map[string][]*unstructured.Unstructured {
	t.Helper()
	all := map[string][]*unstructured.Unstructured{}
	for _, chart := range []string{"tiendo-operator", "tiendo"} {
		files, err := filepath.Glob(filepath.Join(operatortest.Root(), "charts", chart, "ci", "*.yaml"))
		require.NoError(t, err)
		require.GreaterOrEqual(t, len(files), 3, "sets of values of %s", chart)
		for _, file := range files {
			name := chart + " with " + strings.TrimSuffix(filepath.Base(file), ".yaml")
			all[name] = template(t, chart, file, elsewhere)
		}
	}
	for _, folder := range []string{"config/default", "config/cert-manager", "config/samples"} {
		all[folder] = build(t, folder)
	}
	return all
}

// shipped is what the operator's two installations have in common: kustomize's,
// and the chart's with the least values for the same namespace.
func shipped(t *testing.T) map[string][]*unstructured.Unstructured {
	t.Helper()
	return map[string][]*unstructured.Unstructured{
		"kustomize": build(t, "config/default"),
		"chart":     template(t, "tiendo-operator", "charts/tiendo-operator/ci/least.yaml", operatortest.Namespace),
	}
}

// ofKind picks the objects of one kind, by name.
func ofKind(objects []*unstructured.Unstructured, kind string) map[string]*unstructured.Unstructured {
	found := map[string]*unstructured.Unstructured{}
	for _, o := range objects {
		if o.GetKind() == kind {
			found[o.GetName()] = o
		}
	}
	return found
}
