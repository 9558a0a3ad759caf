//go:build e2e

package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// patience is how long a condition may take: far longer than it does.
const patience = 4 * time.Minute

var ctx = context.Background()

// A world is a cluster with the operator and the samples on it.
type world struct {
	config *rest.Config
	// client reads and writes as somebody who may do everything, without a cache.
	client client.Client
	// core is for logs, tokens and proxies.
	core       *kubernetes.Clientset
	kubeconfig string
	// tools is the folder with kubectl and helm.
	tools string
	// home is where those two keep what they remember.
	home     string
	database databaseSettings
}

// begin connects to the cluster that the environment names, and installs there
// what is not installed yet.
func begin(t *testing.T) *world {
	t.Helper()
	w := &world{kubeconfig: setting(t, "E2E_KUBECONFIG"), home: t.TempDir(), database: databaseSettingsOf(t)}
	var err error
	w.tools, err = operatortest.Tools("kubectl", "helm")
	require.NoError(t, err)
	w.config, err = clientcmd.BuildConfigFromFlags("", w.kubeconfig)
	require.NoError(t, err)
	w.config.QPS, w.config.Burst = -1, -1
	w.client = clientOf(t, w.config)
	w.core, err = kubernetes.NewForConfig(w.config)
	require.NoError(t, err)

	w.telling(t)
	for _, part := range []struct {
		name string
		do   func()
	}{
		{"images are on the node", func() { w.load(t) }},
		{"the operator runs", func() { w.installOperator(t, "1.0.0") }},
		{"pods that ask run", func() { w.startRelays(t) }},
		{"three agencies are ready", func() { w.applySamples(t) }},
	} {
		began := time.Now()
		part.do()
		t.Logf("%s after %.1f s", part.name, time.Since(began).Seconds())
	}
	return w
}

func clientOf(t *testing.T, config *rest.Config) client.Client {
	t.Helper()
	made, err := client.New(config, client.Options{Scheme: operatortest.Scheme()})
	require.NoError(t, err)
	return made
}

// setting is an environment variable that has to be set.
func setting(t *testing.T, name string) string {
	t.Helper()
	value := os.Getenv(name)
	require.NotEmpty(t, value, "%s is not set: start these tests with make e2e", name)
	return value
}

// load puts the images on the nodes.
func (w *world) load(t *testing.T) {
	t.Helper()
	archives, err := filepath.Glob(filepath.Join(setting(t, "E2E_IMAGES"), "*.tar"))
	require.NoError(t, err)
	require.NotEmpty(t, archives)
	command := strings.Fields(setting(t, "E2E_LOAD"))
	for _, archive := range archives {
		out, err := exec.Command(command[0], append(command[1:], archive)...).CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
}

// try runs kubectl or helm in the project's folder and returns what it prints, or
// what it complains of.
func (w *world) try(stdin []byte, program string, args ...string) (string, error) {
	bounded, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(bounded, filepath.Join(w.tools, program), append([]string{"--kubeconfig", w.kubeconfig}, args...)...)
	cmd.Env = append(os.Environ(), "HELM_CONFIG_HOME="+w.home, "HELM_CACHE_HOME="+w.home, "HELM_DATA_HOME="+w.home, "KUBECACHEDIR="+w.home)
	cmd.Dir = operatortest.Root()
	cmd.Stdin = bytes.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (w *world) run(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := w.try(nil, program, args...)
	require.NoError(t, err, "%s %s: %s", program, strings.Join(args, " "), out)
	return out
}

func (w *world) kubectl(t *testing.T, args ...string) string {
	t.Helper()
	return w.run(t, "kubectl", args...)
}

// eventually waits for a function to return nil. The scenario ends with the last
// error where that never happens.
func eventually(t *testing.T, met func() error) {
	t.Helper()
	var last error
	err := wait.PollUntilContextTimeout(ctx, 200*time.Millisecond, patience, true, func(context.Context) (bool, error) {
		last = met()
		return last == nil, nil
	})
	if err != nil {
		t.Fatalf("after %v: %v", patience, last)
	}
}

// notYet is an error for a condition that is not met.
func notYet(format string, args ...any) error { return fmt.Errorf(format, args...) }
