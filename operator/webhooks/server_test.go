package webhooks_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"

	"github.com/go-logr/logr"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/webhook"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
	"github.com/tiendo-vn/tiendo/operator/webhooks"
)

func TestMain(m *testing.M) { operatortest.Main(m) }

var ctx = context.Background()

// A person writes through the API server, which asks the webhooks as the shipped
// configuration says.
type person struct {
	client.Client
	warnings *warnings
}

// serve starts the webhooks under the operator's role, and returns an admin and
// what stops them.
func serve(t *testing.T) (person, func()) {
	t.Helper()
	c := operatortest.Get(t)
	install := &envtest.WebhookInstallOptions{Paths: []string{filepath.Join(operatortest.Root(), "config", "webhook", "validating.yaml")}}
	require.NoError(t, install.PrepWithoutInstalling())
	m, err := ctrl.NewManager(c.Operator(t), ctrl.Options{
		Scheme: operatortest.Scheme(), Logger: logr.Discard(), Metrics: server.Options{BindAddress: "0"},
		WebhookServer: webhook.NewServer(webhook.Options{
			Host: install.LocalServingHost, Port: install.LocalServingPort, CertDir: install.LocalServingCertDir,
		}),
	})
	require.NoError(t, err)
	require.NoError(t, webhooks.Register(m, webhooks.Options{Client: m.GetClient(), Live: m.GetAPIReader(), EgressPorts: []int32{9000}}))
	running, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- m.Start(running) }()
	stop := sync.OnceFunc(func() { cancel(); require.NoError(t, <-done) })
	t.Cleanup(stop)
	operatortest.Eventually(t, func() error { return m.GetWebhookServer().StartedChecker()(nil) })
	require.NoError(t, install.Install(c.Admin))
	t.Cleanup(func() {
		for _, configuration := range install.ValidatingWebhooks {
			require.NoError(t, c.Client.Delete(ctx, configuration))
		}
		require.NoError(t, install.Cleanup())
	})

	w := &warnings{}
	config := rest.CopyConfig(c.Admin)
	config.WarningHandlerWithContext = w
	admin, err := client.New(config, client.Options{Scheme: operatortest.Scheme()})
	require.NoError(t, err)
	p := person{admin, w}
	// The API server takes a moment to know its webhooks.
	operatortest.Eventually(t, func() error {
		err := p.Create(ctx, tenant("nowhere"), client.DryRunAll)
		if apierrors.IsInvalid(err) {
			return nil
		}
		return operatortest.NotYet("the webhooks are not asked: %v", err)
	})
	return p, stop
}

// warnings keeps what the API server warned of.
type warnings struct {
	mu   sync.Mutex
	list []string
}

func (w *warnings) HandleWarningHeaderWithContext(_ context.Context, _ int, _ string, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.list = append(w.list, text)
}

// taken returns the warnings since the last time.
func (w *warnings) taken() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := w.list
	w.list = nil
	return list
}

func tenant(code string, changes ...func(*v1alpha1.Tenant)) *v1alpha1.Tenant {
	t := &v1alpha1.Tenant{
		ObjectMeta: metav1.ObjectMeta{Name: code},
		Spec: v1alpha1.TenantSpec{
			AgencyCode: code,
			Cloud:      v1alpha1.Cloud{Type: v1alpha1.CloudCentral},
			Allowed: v1alpha1.Allowed{
				Hosts:      []string{"*." + code + ".example"},
				Versions:   ">=1.0.0 <2.0.0",
				Registries: []string{"registry.example"},
			},
		},
	}
	for _, change := range changes {
		change(t)
	}
	return t
}

func servers(names ...string) func(*v1alpha1.Tenant) {
	return func(t *v1alpha1.Tenant) { t.Spec.Allowed.DatabaseServers = names }
}

func instance(namespace, name string, changes ...func(*v1alpha1.Instance)) *v1alpha1.Instance {
	i := &v1alpha1.Instance{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name},
		Spec: v1alpha1.InstanceSpec{Version: "1.2.0", Database: v1alpha1.Database{
			External: &v1alpha1.ExternalDatabase{SecretRef: v1alpha1.SecretKeyReference{Name: "db"}},
		}},
	}
	for _, change := range changes {
		change(i)
	}
	return i
}

func route(host string) func(*v1alpha1.Instance) {
	return func(i *v1alpha1.Instance) { i.Spec.Route = &v1alpha1.Route{Host: host} }
}

// home is a namespace that is labelled as a Tenant's.
func home(t *testing.T, p person, name, of string) {
	t.Helper()
	require.NoError(t, p.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{v1alpha1.LabelTenant: of}}}))
}

// refused waits until a write is refused with these words: what a webhook
// compares with comes from a cache.
func refused(t *testing.T, write func() error, words ...string) {
	t.Helper()
	operatortest.Eventually(t, func() error {
		err := write()
		if !apierrors.IsInvalid(err) {
			return operatortest.NotYet("it is not refused: %v", err)
		}
		for _, w := range words {
			require.ErrorContains(t, err, w)
		}
		return nil
	})
}
