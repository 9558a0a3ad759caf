package databaseserver_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/config"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/tiendo-vn/tiendo/hack/postgrestest"
	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/databaseserver"
	"github.com/tiendo-vn/tiendo/operator/database"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// pg is the server of every test that does not need one of its own.
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

// An operator runs the reconciler of DatabaseServers and no other, under the shipped
// role: tests play the part of Instances.
type operator struct {
	*operatortest.Traffic
	// looks counts what was asked of servers.
	looks atomic.Int64
	stop  func()
}

// start starts an operator, which runs until the test ends.
func start(t *testing.T, change ...func(*databaseserver.Reconciler)) *operator {
	t.Helper()
	watched, traffic := operatortest.Watch(operatortest.Get(t).Operator(t))
	everything := cache.ByObject{Label: labels.Everything()}
	m, err := ctrl.NewManager(watched, ctrl.Options{
		Scheme: operatortest.Scheme(), Logger: operatortest.Log(t), Metrics: server.Options{BindAddress: "0"},
		Controller: config.Controller{SkipNameValidation: new(true)},
		Cache: cache.Options{ByObject: map[client.Object]cache.ByObject{
			&v1alpha1.DatabaseServer{}: everything, &v1alpha1.Instance{}: everything,
			&corev1.Secret{}: {Namespaces: map[string]cache.Config{operatortest.Namespace: {}}},
		}},
	})
	require.NoError(t, err)
	o := &operator{Traffic: traffic}
	r := &databaseserver.Reconciler{
		Client: m.GetClient(), Recorder: m.GetEventRecorder("tiendo-operator"), Namespace: operatortest.Namespace,
		Databases: &database.Client{Observe: func(string, string, time.Duration) { o.looks.Add(1) }},
		Soon:      200 * time.Millisecond, Again: time.Hour,
	}
	for _, change := range change {
		change(r)
	}
	require.NoError(t, r.SetupWithManager(m, controller.Options{MaxConcurrentReconciles: 4}))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- m.Start(ctx) }()
	o.stop = sync.OnceFunc(func() { cancel(); require.NoError(t, <-done) })
	t.Cleanup(o.stop)
	return o
}

// statuses are the writes of statuses of a server.
func (o *operator) statuses(d *v1alpha1.DatabaseServer) (writes []string) {
	for _, w := range o.Writes() {
		if strings.HasSuffix(w, "/databaseservers/"+d.Name+"/status") {
			writes = append(writes, w)
		}
	}
	return writes
}

func admin(t *testing.T) client.Client { return operatortest.Get(t).Client }

// at is a DatabaseServer of a cluster's, and its Secrets.
func at(name string, c *postgrestest.Cluster) (*v1alpha1.DatabaseServer, []*corev1.Secret) {
	d := &v1alpha1.DatabaseServer{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1alpha1.DatabaseServerSpec{
			Host: "127.0.0.1", Port: int32(c.Port),
			AdminSecretRef: v1alpha1.LocalSecretReference{Name: name + "-admin"},
			TLS:            v1alpha1.DatabaseTLS{CASecretRef: &v1alpha1.LocalSecretReference{Name: name + "-ca"}},
		},
	}
	return d, []*corev1.Secret{
		secret(name+"-admin", map[string]string{"username": postgrestest.Admin, "password": c.Password + "\n"}),
		secret(name+"-ca", map[string]string{"ca.crt": string(c.CA)}),
	}
}

func secret(name string, data map[string]string) *corev1.Secret {
	return &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: operatortest.Namespace, Name: name}, StringData: data}
}

// apply writes objects, and removes them when the test ends.
func apply(t *testing.T, objects ...client.Object) {
	t.Helper()
	for _, o := range objects {
		require.NoError(t, admin(t).Create(ctx, o))
		t.Cleanup(func() { _ = client.IgnoreNotFound(admin(t).Delete(ctx, o)) })
	}
}

// given applies a server with its Secrets, after a change.
func given(t *testing.T, name string, change func(*v1alpha1.DatabaseServer, []*corev1.Secret)) *v1alpha1.DatabaseServer {
	t.Helper()
	d, secrets := at(name, pg)
	if change != nil {
		change(d, secrets)
	}
	for _, s := range secrets {
		apply(t, s)
	}
	apply(t, d)
	return d
}

// says waits until a condition has a status, a reason, and a message with the words.
func says(t *testing.T, d *v1alpha1.DatabaseServer, kind string, status metav1.ConditionStatus, reason string, words ...string) {
	t.Helper()
	operatortest.Eventually(t, func() error {
		if err := admin(t).Get(ctx, client.ObjectKeyFromObject(d), d); err != nil {
			return err
		}
		c := meta.FindStatusCondition(d.Status.Conditions, kind)
		if c == nil || c.Status != status || c.Reason != reason {
			return operatortest.NotYet("expected %s=%s %s: %+v", kind, status, reason, d.Status)
		}
		for _, w := range words {
			if !strings.Contains(c.Message, w) {
				return operatortest.NotYet("expected %q in: %s", w, c.Message)
			}
		}
		return nil
	})
}

func ready(t *testing.T, d *v1alpha1.DatabaseServer, words ...string) {
	t.Helper()
	says(t, d, v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonReady, words...)
	require.Len(t, d.Status.Conditions, 1, "neither under way nor stalled")
	require.Equal(t, d.Generation, d.Status.ObservedGeneration)
}

// change changes an object as the admin, again where somebody else was first.
func change[T client.Object](t *testing.T, object T, how func(T)) {
	t.Helper()
	operatortest.Eventually(t, func() error {
		if err := admin(t).Get(ctx, client.ObjectKeyFromObject(object), object); err != nil {
			return err
		}
		how(object)
		return admin(t).Update(ctx, object)
	})
}

// looked waits until servers were asked as often as that.
func (o *operator) looked(t *testing.T, times int64) {
	t.Helper()
	operatortest.Eventually(t, func() error {
		if n := o.looks.Load(); n < times {
			return operatortest.NotYet("%d looks of %d", n, times)
		}
		return nil
	})
}
