package operatortest

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
)

// process is a program that runs beside the tests.
type process struct{ cmd *exec.Cmd }

func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may be gone
	_ = p.cmd.Wait()                          // its code says how it was ended
}

// controllerManager starts kube-controller-manager, so that Deployments, Jobs,
// quotas, garbage and namespaces behave as in a cluster. The collector of pods
// stays out: no pod here has a node, and one that ends without a node it takes
// for failed, every 20 s, whatever Kubelet says of it.
func (c *Cluster) controllerManager() (*process, error) {
	admin, err := c.env.ControlPlane.AddUser(envtestAdmin, nil)
	if err != nil {
		return nil, err
	}
	kubeconfig, err := admin.KubeConfig()
	if err != nil {
		return nil, err
	}
	file := filepath.Join(c.folder, "kubeconfig")
	if err := os.WriteFile(file, kubeconfig, 0o600); err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(c.folder, "kube-controller-manager.log"))
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(filepath.Join(c.Tools, "kube-controller-manager"),
		"--kubeconfig="+file, "--authentication-kubeconfig="+file, "--authorization-kubeconfig="+file,
		"--controllers=*,-pod-garbage-collector-controller", "--leader-elect=false", "--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", port),
		"--cert-dir="+c.folder, "--kube-api-qps=500", "--kube-api-burst=1000")
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &process{cmd}, healthy(fmt.Sprintf("https://127.0.0.1:%d/healthz", port), log.Name())
}

// healthy waits for a program to say that it is well.
func healthy(url, log string) error {
	client := &http.Client{Transport: insecure(), Timeout: time.Second}
	err := wait.PollUntilContextTimeout(context.Background(), 50*time.Millisecond, time.Minute, true, func(context.Context) (bool, error) {
		resp, err := client.Get(url)
		if err != nil {
			return false, nil
		}
		return resp.StatusCode == http.StatusOK, resp.Body.Close()
	})
	if err != nil {
		text, _ := os.ReadFile(log)
		return fmt.Errorf("%s: %w\n%s", url, err, text)
	}
	return nil
}
