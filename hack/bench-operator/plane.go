package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"

	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// nodes is how many nodes are simulated.
const nodes = 10

//go:embed stages.yaml
var stages []byte

// auditPolicy takes down what the operator asked to be written, without bodies.
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- {level: None, verbs: [get, list, watch]}
- {level: Metadata, users: ["` + operatortest.Identity + `"]}
- {level: None}
`

// A plane is a control plane with simulated nodes.
type plane struct {
	admin  *rest.Config
	client client.Client
	// folder is where logs and kubeconfigs are, and tools where programs are.
	folder, tools string
	// kubeconfig is the admin's.
	kubeconfig string

	env       *envtest.Environment
	processes []*process
}

// startPlane starts a control plane. With the operator's kinds, their CRDs, roles,
// fences and webhooks are installed.
func startPlane(ctx context.Context, folder string, kinds bool) (*plane, error) {
	step("starting etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kwok")
	tools, err := operatortest.Tools("etcd", "kube-apiserver", "kubectl", "kube-controller-manager", "kube-scheduler", "kwok", "helm")
	if err != nil {
		return nil, err
	}
	p := &plane{folder: folder, tools: tools, env: &envtest.Environment{
		BinaryAssetsDirectory: tools, ControlPlaneStartTimeout: 2 * time.Minute, ControlPlaneStopTimeout: time.Minute,
	}}
	if err := p.start(ctx, kinds); err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return p, nil
}

func (p *plane) start(ctx context.Context, kinds bool) error {
	if err := os.WriteFile(p.path("audit-policy.yaml"), []byte(auditPolicy), 0o600); err != nil {
		return err
	}
	// Nothing here outlives the run, so nothing is flushed.
	p.env.ControlPlane.Etcd = &envtest.Etcd{}
	p.env.ControlPlane.Etcd.Configure().Append("unsafe-no-fsync")
	p.env.ControlPlane.APIServer = &envtest.APIServer{}
	p.env.ControlPlane.APIServer.Configure().
		Set("service-cluster-ip-range", "10.96.0.0/16"). // the usual /24 has no room for 500 Services
		Set("audit-policy-file", p.path("audit-policy.yaml")).
		Set("audit-log-path", p.auditLog()).Set("audit-log-maxsize", "4000")
	if kinds {
		p.env.CRDDirectoryPaths, p.env.ErrorIfCRDPathMissing = []string{filepath.Join(operatortest.Root(), "config", "crd")}, true
		p.env.WebhookInstallOptions.Paths = []string{filepath.Join(operatortest.Root(), "config", "webhook", "validating.yaml")}
	}
	var err error
	if p.admin, err = p.env.Start(); err != nil {
		return err
	}
	p.admin.QPS, p.admin.Burst = -1, -1
	if p.client, err = client.New(p.admin, client.Options{Scheme: operatortest.Scheme()}); err != nil {
		return err
	}
	if p.kubeconfig, err = p.user("admin", "system:masters"); err != nil {
		return err
	}
	if err := p.startControllers(ctx); err != nil {
		return err
	}
	if err := p.startNodes(ctx); err != nil {
		return err
	}
	if !kinds {
		return nil
	}
	return p.install(ctx, "config/rbac", "config/policy")
}

// user makes a kubeconfig for somebody in groups.
func (p *plane) user(name string, groups ...string) (string, error) {
	added, err := p.env.ControlPlane.AddUser(envtest.User{Name: name, Groups: append(groups, "system:authenticated")}, nil)
	if err != nil {
		return "", err
	}
	text, err := added.KubeConfig()
	if err != nil {
		return "", err
	}
	file, err := os.CreateTemp(p.folder, "kubeconfig-")
	if err != nil {
		return "", err
	}
	_, err = file.Write(text)
	return file.Name(), errors.Join(err, file.Close())
}

// startControllers starts what keeps Deployments and Jobs, and what places pods.
func (p *plane) startControllers(ctx context.Context) error {
	for _, name := range []string{"kube-controller-manager", "kube-scheduler"} {
		port, err := freePort()
		if err != nil {
			return err
		}
		cmd := exec.Command(filepath.Join(p.tools, name),
			"--kubeconfig="+p.kubeconfig, "--authentication-kubeconfig="+p.kubeconfig, "--authorization-kubeconfig="+p.kubeconfig,
			"--leader-elect=false", "--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", port),
			"--cert-dir="+p.folder, "--kube-api-qps=500", "--kube-api-burst=1000")
		if err := p.begin(ctx, name, cmd, fmt.Sprintf("https://127.0.0.1:%d/healthz", port)); err != nil {
			return err
		}
	}
	return nil
}

// startNodes starts kwok and waits until its nodes are ready.
func (p *plane) startNodes(ctx context.Context) error {
	if err := os.WriteFile(p.path("stages.yaml"), stages, 0o600); err != nil {
		return err
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	cmd := exec.Command(filepath.Join(p.tools, "kwok"), "--kubeconfig="+p.kubeconfig, "--config="+p.path("stages.yaml"),
		"--manage-all-nodes=true", "--cidr=10.128.0.1/16", "--node-ip=127.0.0.1", "--node-lease-duration-seconds=40",
		fmt.Sprintf("--server-address=127.0.0.1:%d", port))
	cmd.Env = append(os.Environ(), "HOME="+p.folder)
	if err := p.begin(ctx, "kwok", cmd, fmt.Sprintf("http://127.0.0.1:%d/healthz", port)); err != nil {
		return err
	}
	for i := range nodes {
		node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("node-%d", i), Labels: map[string]string{corev1.LabelHostname: fmt.Sprintf("node-%d", i)}}}
		if err := p.client.Create(ctx, node); err != nil {
			return err
		}
	}
	return wait.PollUntilContextTimeout(ctx, 100*time.Millisecond, time.Minute, true, func(ctx context.Context) (bool, error) {
		var list corev1.NodeList
		if err := p.client.List(ctx, &list); err != nil {
			return false, err
		}
		var ready int
		for _, n := range list.Items {
			for _, c := range n.Status.Conditions {
				if c.Type == corev1.NodeReady && c.Status == corev1.ConditionTrue {
					ready++
				}
			}
		}
		return ready == nodes, nil
	})
}

func (p *plane) begin(ctx context.Context, name string, cmd *exec.Cmd, health string) error {
	started, err := begin(p.folder, name, cmd)
	if err != nil {
		return err
	}
	p.processes = append(p.processes, started)
	return started.healthy(ctx, health)
}

// install applies what folders of the project hold.
func (p *plane) install(ctx context.Context, folders ...string) error {
	if err := p.client.Create(ctx, namespace(operatortest.Namespace)); err != nil {
		return err
	}
	objects, err := operatortest.Documents(folders...)
	if err != nil {
		return err
	}
	for _, o := range objects {
		if err := p.client.Apply(ctx, client.ApplyConfigurationFromUnstructured(o), client.FieldOwner("install"), client.ForceOwnership); err != nil {
			return fmt.Errorf("apply %s %q: %w", o.GetKind(), o.GetName(), err)
		}
	}
	return nil
}

func (p *plane) stop() error {
	for _, started := range p.processes {
		started.stop()
	}
	return p.env.Stop()
}

func (p *plane) path(name string) string { return filepath.Join(p.folder, name) }
func (p *plane) auditLog() string        { return p.path("audit.log") }

func namespace(name string) *corev1.Namespace {
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
}
