// Package charts_test holds the charts and config/ against a real API server:
// what they install, and what it lets people and the operator do.
package charts_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

func TestMain(m *testing.M) { operatortest.Main(m) }

// kubernetes is the version that charts are rendered for. A helm built from its
// module knows none.
const kubernetes = "1.36.0"

// run runs a program of hack/tools, or one of the project's by its path, in the
// project's folder and returns what it prints; nothing of the person's own helm takes part.
func run(t *testing.T, stdin []byte, program string, args ...string) string {
	t.Helper()
	out, err := try(t, stdin, program, args...)
	require.NoError(t, err, out)
	return out
}

// try is run for what may fail: then it returns what the program complains of.
func try(t *testing.T, stdin []byte, program string, args ...string) (string, error) {
	t.Helper()
	if !strings.Contains(program, "/") {
		tools, err := operatortest.Tools(program)
		require.NoError(t, err)
		program = filepath.Join(tools, program)
	} else {
		program = filepath.Join(operatortest.Root(), program)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	home := t.TempDir()
	cmd.Env = append(os.Environ(), "HELM_CONFIG_HOME="+home, "HELM_CACHE_HOME="+home, "HELM_DATA_HOME="+home, "KUBECACHEDIR="+home)
	cmd.Dir = operatortest.Root()
	cmd.Stdin = bytes.NewReader(stdin)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return stdout.String() + stderr.String(), err
	}
	return stdout.String(), nil
}

// kubeconfig is a file with which helm and kubectl reach the cluster.
func kubeconfig(t *testing.T, config *rest.Config) string {
	t.Helper()
	file := clientcmdapi.NewConfig()
	file.Clusters["test"] = &clientcmdapi.Cluster{Server: config.Host, CertificateAuthorityData: config.CAData}
	file.AuthInfos["test"] = &clientcmdapi.AuthInfo{ClientCertificateData: config.CertData, ClientKeyData: config.KeyData}
	file.Contexts["test"] = &clientcmdapi.Context{Cluster: "test", AuthInfo: "test"}
	file.CurrentContext = "test"
	path := filepath.Join(t.TempDir(), "kubeconfig")
	require.NoError(t, clientcmd.WriteToFile(*file, path))
	return path
}
