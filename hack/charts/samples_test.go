package charts_test

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/agencies"
	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

func TestEverySampleApplies(t *testing.T) {
	c := operatortest.Get(t)
	file := kubeconfig(t, c.Admin)
	samples, err := operatortest.Documents("config/samples")
	require.NoError(t, err)
	for _, o := range samples {
		if o.GetNamespace() != "" {
			namespace(t, c, o.GetNamespace(), nil) // the operator makes it
		}
		t.Cleanup(func() { assert.NoError(t, client.IgnoreNotFound(c.Client.Delete(context.Background(), o))) })
	}

	// As the samples themselves say it.
	run(t, nil, "kubectl", "--kubeconfig", file, "apply", "-k", "config/samples")
	run(t, nil, "kubectl", "--kubeconfig", file, "apply", "-f", "config/samples/instance.yaml")

	require.Len(t, samples, 5)
	for _, o := range samples {
		assert.NoError(t, c.Client.Get(context.Background(), client.ObjectKeyFromObject(o), o.DeepCopy()), "%s %q", o.GetKind(), o.GetName())
	}

	// Short names and the category, as people type them.
	for _, word := range []string{"tenants", "tdt", "instances", "tdi", "tdb", "tiendo"} {
		assert.NotContains(t, run(t, nil, "kubectl", "--kubeconfig", file, "get", word, "-A"), "No resources found", word)
	}
	out := run(t, nil, "kubectl", "--kubeconfig", file, "get", "tenants")
	for _, column := range []string{"NAME", "AGENCY", "CLOUD", "NAMESPACE", "VERSION", "READY", "URL", "AGE"} {
		assert.Contains(t, out, column)
	}
}

func TestSamplesAreOfAMinistryAProvinceAndTheNationalUnit(t *testing.T) {
	samples, err := operatortest.Documents("config/samples")
	require.NoError(t, err)
	kinds := map[string]bool{}
	hosts := map[string]string{}
	for _, tenant := range ofKind(samples, "Tenant") {
		var typed v1alpha1.Tenant
		require.NoError(t, runtime.DefaultUnstructuredConverter.FromUnstructured(tenant.Object, &typed))
		agency, ok := agencies.Lookup(typed.Spec.AgencyCode)
		require.True(t, ok, "%s is one of the plan's", typed.Spec.AgencyCode)
		assert.Equal(t, agency.Name, typed.Spec.DisplayName, "the official name")
		kinds[string(agency.Kind)] = true
		for _, host := range typed.Spec.Allowed.Hosts {
			assert.Empty(t, hosts[host], "%s is nobody else's", host)
			hosts[host] = typed.Name
		}
	}
	assert.Equal(t, map[string]bool{"UNIT": true, "MINISTRY": true, "PROVINCE": true}, kinds)
}

// A kustomization that forgets a file applies nothing of it, silently.
func TestKustomizationsForgetNoFile(t *testing.T) {
	// What is not applied with the rest, and why.
	alone := map[string]string{"config/samples/instance.yaml": "its namespace has to be there first"}
	files, err := filepath.Glob(filepath.Join(operatortest.Root(), "config", "*", "*.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name, err := filepath.Rel(operatortest.Root(), file)
		require.NoError(t, err)
		if filepath.Base(name) == "kustomization.yaml" || alone[name] != "" {
			continue
		}
		assert.Contains(t, lines(t, filepath.Join(filepath.Dir(file), "kustomization.yaml")), "- "+filepath.Base(file), name)
	}
}

func lines(t *testing.T, path string) (all []string) {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		all = append(all, strings.TrimSpace(scanner.Text()))
	}
	require.NoError(t, scanner.Err())
	return all
}
