package operatortest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// Documents reads every object of the YAML files in folders of the project.
func Documents(folders ...string) ([]*unstructured.Unstructured, error) {
	var list []*unstructured.Unstructured
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(Root(), folder, "*.yaml"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if strings.HasPrefix(filepath.Base(file), "kustom") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			objects, err := Decode(text)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			list = append(list, objects...)
		}
	}
	return list, nil
}

// Decode reads every object of a YAML text.
func Decode(text []byte) ([]*unstructured.Unstructured, error) {
	var list []*unstructured.Unstructured
	documents := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		u := &unstructured.Unstructured{}
		if err := yaml.Unmarshal(document, &u.Object); err != nil {
			return nil, err
		}
		if len(u.Object) > 0 {
			list = append(list, u)
		}
	}
}

// install applies what the folders hold, as the admin.
func (c *Cluster) install(folders ...string) error {
	objects, err := Documents(folders...)
	if err != nil {
		return err
	}
	for _, object := range objects {
		err := c.Client.Apply(bounded(), client.ApplyConfigurationFromUnstructured(object), client.FieldOwner("install"), client.ForceOwnership)
		if err != nil {
			return fmt.Errorf("apply %s %q: %w", object.GetKind(), object.GetName(), err)
		}
	}
	return nil
}

// InstallCRDs puts our kinds back where a test deleted one, and waits until they
// are served.
func (c *Cluster) InstallCRDs(t testing.TB) {
	t.Helper()
	_, err := envtest.InstallCRDs(c.Admin, envtest.CRDInstallOptions{Paths: []string{filepath.Join(Root(), "config", "crd")}, MaxTime: time.Minute})
	require.NoError(t, err)
}
