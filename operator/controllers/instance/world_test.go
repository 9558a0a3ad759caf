package instance_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/retry"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/hack/postgrestest"
	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
	"github.com/tiendo-vn/tiendo/operator/setup"
)

// pg is the shared database server of all tests.
var pg *postgrestest.Cluster

func TestMain(m *testing.M) {
	cluster, stop, err := postgrestest.Run()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	pg = cluster
	operatortest.Main(m, stop)
}

var ctx = context.Background()

// world is a tenant with a database server, and the operator at work.
type world struct {
	testing.TB
	cluster *operatortest.Cluster
	client.Client
	name    string
	server  string
	traffic *operatortest.Traffic

	// asked counts the questions to /readyz.
	asked atomic.Int64

	mu sync.Mutex
	// unready is what /readyz says; nil: ready.
	unready error
	fate    func(*corev1.Pod) operatortest.Fate
	stop    func()
	// wire stands between the operator and the API server; nil: nothing does.
	wire func(http.RoundTripper) http.RoundTripper
	// lag is how far the operator's cache is behind.
	lag time.Duration
}

var counter atomic.Int64

// newWorld makes a world whose operator runs.
func newWorld(t testing.TB) *world {
	w := stillWorld(t)
	w.start()
	return w
}

// stillWorld makes a world whose operator has not been started.
func stillWorld(t testing.TB) *world {
	t.Helper()
	c := operatortest.Get(t)
	w := &world{TB: t, cluster: c, Client: c.Client, name: fmt.Sprintf("t%d", counter.Add(1)), fate: operatortest.Usual}
	w.server = w.name
	c.Kubelet(t, func(pod *corev1.Pod) operatortest.Fate {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.fate(pod)
	})
	w.databaseServer(w.server)
	w.must(w.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: w.name, Labels: map[string]string{v1alpha1.LabelTenant: w.name}}}))
	w.must(w.Create(ctx, w.tenant()))
	t.Cleanup(w.clean)
	return w
}

func (w *world) must(err error) {
	w.Helper()
	require.NoError(w, err)
}

func (w *world) databaseServer(name string) {
	w.Helper()
	for secret, data := range map[string]map[string][]byte{
		name + "-admin": {"username": []byte(postgrestest.Admin), "password": []byte(pg.Password)},
		name + "-ca":    {"ca.crt": pg.CA},
	} {
		w.must(w.Create(ctx, &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: operatortest.Namespace, Name: secret}, Data: data}))
	}
	w.must(w.Create(ctx, &v1alpha1.DatabaseServer{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: v1alpha1.DatabaseServerSpec{
		Host: "127.0.0.1", Port: int32(pg.Port), AdminSecretRef: v1alpha1.LocalSecretReference{Name: name + "-admin"},
		TLS: v1alpha1.DatabaseTLS{Mode: v1alpha1.TLSVerifyFull, CASecretRef: &v1alpha1.LocalSecretReference{Name: name + "-ca"}},
	}}))
}

// agencies are codes of the plan; every world takes another one.
var agencies = strings.Fields("ha-noi ha-giang cao-bang bac-kan tuyen-quang lao-cai dien-bien lai-chau son-la yen-bai hoa-binh thai-nguyen lang-son quang-ninh bac-giang phu-tho vinh-phuc bac-ninh hai-duong hai-phong hung-yen thai-binh ha-nam nam-dinh ninh-binh thanh-hoa nghe-an ha-tinh quang-binh quang-tri")

func (w *world) tenant() *v1alpha1.Tenant {
	return &v1alpha1.Tenant{ObjectMeta: metav1.ObjectMeta{Name: w.name}, Spec: v1alpha1.TenantSpec{
		AgencyCode: agencies[counter.Load()%int64(len(agencies))], DisplayName: "Tỉnh thử " + w.name, Namespace: w.name,
		Cloud: v1alpha1.Cloud{Type: v1alpha1.CloudAgency},
		Allowed: v1alpha1.Allowed{
			Hosts: []string{w.name + ".example", "*." + w.name + ".example"}, Versions: ">=1.0.0 <2.0.0",
			Registries: []string{"registry.example/tiendo"}, DatabaseServers: []string{w.server},
		},
	}}
}

// start starts an operator, under the shipped role.
func (w *world) start() {
	w.Helper()
	wired := rest.CopyConfig(w.cluster.Operator(w))
	if w.wire != nil {
		wired.Wrap(w.wire)
	}
	config, traffic := operatortest.Watch(operatortest.Lag(wired, w.lag))
	w.traffic = traffic
	m, err := setup.Manager(config, setup.Options{
		Namespace: operatortest.Namespace, MetricsAddress: "0", HealthAddress: "0", SkipNameValidation: true,
		Logger: operatortest.Log(w), Answers: w.answers,
	})
	w.must(err)
	running, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- m.Start(running) }()
	w.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			w.Errorf("the operator ended: %v", err)
		}
	})
}

func (w *world) answers(_ context.Context, url string) error {
	if !strings.Contains(url, "."+w.name+".svc/") {
		return nil
	}
	w.asked.Add(1)
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.unready
}

// pods says what becomes of pods from now on.
func (w *world) pods(fate func(*corev1.Pod) operatortest.Fate) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fate = fate
}

func (w *world) readyz(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.unready = err
}

// clean removes what would keep later operators busy.
func (w *world) clean() {
	if w.stop != nil {
		w.stop()
	}
	var list v1alpha1.InstanceList
	w.must(w.List(ctx, &list, client.InNamespace(w.name)))
	objects := []client.Object{&v1alpha1.Tenant{ObjectMeta: metav1.ObjectMeta{Name: w.name}}, &v1alpha1.DatabaseServer{ObjectMeta: metav1.ObjectMeta{Name: w.server}}}
	for i := range list.Items {
		objects = append(objects, &list.Items[i])
	}
	for _, object := range objects {
		w.must(client.IgnoreNotFound(w.Delete(ctx, object)))
		w.must(client.IgnoreNotFound(w.Patch(ctx, object, client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`)))))
	}
	w.must(client.IgnoreNotFound(w.Delete(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: w.name}})))
}

// instance makes an Instance of the agency's IT.
func (w *world) instance(name string, changes ...func(*v1alpha1.Instance)) *v1alpha1.Instance {
	w.Helper()
	i := &v1alpha1.Instance{ObjectMeta: metav1.ObjectMeta{Namespace: w.name, Name: name}, Spec: v1alpha1.InstanceSpec{Version: "1.0.0"}}
	for _, change := range changes {
		change(i)
	}
	w.must(w.Create(ctx, i))
	return i
}

// change changes an Instance.
func (w *world) change(name string, change func(*v1alpha1.Instance)) {
	w.Helper()
	w.must(retry.RetryOnConflict(retry.DefaultBackoff, func() error {
		i := w.get(name)
		change(i)
		return w.Update(ctx, i)
	}))
}

func (w *world) get(name string) *v1alpha1.Instance {
	w.Helper()
	var i v1alpha1.Instance
	w.must(w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: name}, &i))
	return &i
}

func (w *world) deployment(name string) *appsv1.Deployment {
	w.Helper()
	var d appsv1.Deployment
	w.must(w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: name}, &d))
	return &d
}

// until waits for an Instance to be as a function says.
func (w *world) until(name string, is func(*v1alpha1.Instance) error) *v1alpha1.Instance {
	w.Helper()
	var i v1alpha1.Instance
	operatortest.Eventually(w, func() error {
		if err := w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: name}, &i); err != nil {
			return err
		}
		if err := is(&i); err != nil {
			return fmt.Errorf("%w; conditions:%s", err, said(&i))
		}
		return nil
	})
	return &i
}

func said(i *v1alpha1.Instance) string {
	var b strings.Builder
	for _, c := range i.Status.Conditions {
		fmt.Fprintf(&b, "\n  %s=%s %s: %s", c.Type, c.Status, c.Reason, c.Message)
	}
	return b.String()
}

// ready waits for an Instance to serve a version as its spec says.
func (w *world) ready(name, version string) *v1alpha1.Instance {
	w.Helper()
	return w.until(name, func(i *v1alpha1.Instance) error {
		if !meta.IsStatusConditionTrue(i.Status.Conditions, v1alpha1.ConditionReady) || i.Status.ObservedGeneration != i.Generation || i.Status.Version != version {
			return operatortest.NotYet("Ready with version %s: it is %s", version, i.Status.Version)
		}
		return nil
	})
}

// says waits for a condition with a reason, and returns its message.
func (w *world) says(name, kind, reason string) string {
	w.Helper()
	i := w.until(name, func(i *v1alpha1.Instance) error {
		c := meta.FindStatusCondition(i.Status.Conditions, kind)
		if c == nil || c.Reason != reason || c.ObservedGeneration != i.Generation {
			return operatortest.NotYet("%s for reason %s", kind, reason)
		}
		return nil
	})
	return meta.FindStatusCondition(i.Status.Conditions, kind).Message
}
