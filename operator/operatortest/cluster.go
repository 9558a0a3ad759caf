package operatortest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// Namespace is where the operator lives, and Identity who it is.
const (
	Namespace = "tiendo-system"
	Identity  = "system:serviceaccount:" + Namespace + ":tiendo-operator"
)

// A Cluster is a control plane without nodes.
type Cluster struct {
	// Admin is for whoever may do everything.
	Admin *rest.Config
	// Client reads and writes as the admin, without a cache.
	Client client.Client
	// Tools is the folder with kubectl.
	Tools string

	env    *envtest.Environment
	folder string
	kcm    *process
}

var (
	starting sync.Once
	current  *Cluster
	failed   error
)

// Main runs the tests of a package and stops what they started, and what the
// package started itself. Call it from TestMain.
func Main(m *testing.M, stops ...func()) {
	ctrl.SetLogger(logr.Discard()) // each operator has a logger of its own
	code := m.Run()
	for _, stop := range stops {
		stop()
	}
	if current != nil {
		if err := current.stop(); err != nil {
			fmt.Fprintln(os.Stderr, "operatortest:", err)
			code = max(code, 1)
		}
	}
	os.Exit(code)
}

// Get returns the cluster of the package's tests, which the first call starts.
func Get(t testing.TB) *Cluster {
	t.Helper()
	starting.Do(func() { current, failed = start() })
	if failed != nil {
		t.Fatalf("operatortest: start the control plane: %v", failed)
	}
	return current
}

// Scheme knows every kind that the operator and its tests handle.
func Scheme() *runtime.Scheme {
	s := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, apiextensionsv1.AddToScheme, v1alpha1.AddToScheme} {
		if err := add(s); err != nil {
			panic(err) // types of this program that contradict each other
		}
	}
	return s
}

func start() (*Cluster, error) {
	tools, err := Tools("kube-apiserver", "etcd", "kubectl", "kube-controller-manager")
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "tiendo-cluster-")
	if err != nil {
		return nil, err
	}
	c := &Cluster{Tools: tools, folder: folder, env: &envtest.Environment{
		BinaryAssetsDirectory:    tools,
		ControlPlaneStartTimeout: 2 * time.Minute,
		ControlPlaneStopTimeout:  time.Minute,
		CRDDirectoryPaths:        []string{filepath.Join(Root(), "config", "crd")},
		ErrorIfCRDPathMissing:    true,
	}}
	// Nothing here outlives the tests, so nothing is flushed.
	c.env.ControlPlane.Etcd = &envtest.Etcd{}
	c.env.ControlPlane.Etcd.Configure().Append("unsafe-no-fsync")
	if err := c.start(); err != nil {
		_ = c.stop() // the reason why it did not start matters more
		return nil, err
	}
	return c, nil
}

func (c *Cluster) start() (err error) {
	if c.Admin, err = c.env.Start(); err != nil {
		return err
	}
	// Tests wait for conditions, not for a client that holds itself back.
	c.Admin.QPS, c.Admin.Burst = -1, -1
	if c.Client, err = client.New(c.Admin, client.Options{Scheme: Scheme()}); err != nil {
		return err
	}
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: Namespace}}
	if err := c.Client.Create(bounded(), namespace); err != nil {
		return err
	}
	if err := c.install("config/rbac", "config/policy"); err != nil {
		return err
	}
	c.kcm, err = c.controllerManager()
	return err
}

func (c *Cluster) stop() error {
	if c.kcm != nil {
		c.kcm.stop()
	}
	err := c.env.Stop()
	return errors.Join(err, os.RemoveAll(c.folder))
}
