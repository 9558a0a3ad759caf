package databaseserver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/tools/events"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/database"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// Reconciler finds out how DatabaseServers are, and says so. It makes nothing there:
// Instances do.
type Reconciler struct {
	// Client reads from the cache, Secrets of the operator's namespace among it, and
	// writes.
	Client client.Client
	// Recorder takes down what happened to a DatabaseServer.
	Recorder events.EventRecorder
	// Namespace is the operator's own, where the Secrets of database servers are.
	Namespace string
	// Databases asks the servers.
	Databases *database.Client
	// Again is how often a server is asked: none of them sends events. Default: five
	// minutes.
	Again time.Duration
	// Soon is how soon one is asked that does not answer, and one on which an
	// Instance has got or lost its database. Many that do so at once cost one look.
	// Default: 15 seconds.
	Soon time.Duration
}

func (r *Reconciler) again() time.Duration { return cmp.Or(r.Again, 5*time.Minute) }
func (r *Reconciler) soon() time.Duration  { return cmp.Or(r.Soon, 15*time.Second) }

// Reconcile is one look at one server.
func (r *Reconciler) Reconcile(ctx context.Context, request ctrl.Request) (result ctrl.Result, err error) {
	var d v1alpha1.DatabaseServer
	if err := r.Client.Get(ctx, request.NamespacedName, &d); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	if !d.DeletionTimestamp.IsZero() {
		return ctrl.Result{}, nil // nothing of ours is in the way
	}
	before := d.DeepCopy()
	defer func() { err = errors.Join(err, r.end(ctx, before, &d)) }()
	conditions := reconcile.Conditions{List: &d.Status.Conditions, Generation: d.Generation}

	said, looked := r.look(ctx, &d)
	result, err = conditions.Outcome(looked, said)
	if err == nil {
		d.Status.ObservedGeneration = d.Generation
	}
	if looked == nil {
		result.RequeueAfter = r.again()
	}
	return result, err
}

// look asks a server and says what it is.
func (r *Reconciler) look(ctx context.Context, d *v1alpha1.DatabaseServer) (said string, err error) {
	server, err := Resolve(ctx, r.Client, r.Namespace, d)
	if err != nil {
		return "", err
	}
	report, err := r.Databases.Inspect(ctx, server)
	if report.Version != "" {
		d.Status.Version = report.Version
		d.Status.Databases = new(int32(report.Databases))
		d.Status.Use = fmt.Sprintf("%d/%d", report.Databases, server.Capacity)
	}
	if err != nil {
		return "", r.explain(d, err)
	}
	said = fmt.Sprintf("PostgreSQL %s answers, and its admin may create databases and roles", report.Version)
	if report.Databases >= server.Capacity {
		said += ". It is full: new Instances wait until spec.capacity.databases grows or a database goes"
	}
	return said, nil
}

// explain says what a fault of a server means.
func (r *Reconciler) explain(d *v1alpha1.DatabaseServer, err error) error {
	if e, is := errors.AsType[*database.RefusedError](err); is {
		return reconcile.Stalled(v1alpha1.ReasonServerUnreachable,
			"%v. Correct Secret %s in namespace %s, spec.database, or the server's pg_hba.conf", e, d.Spec.AdminSecretRef.Name, r.Namespace)
	}
	if e, is := errors.AsType[*database.TLSError](err); is {
		return reconcile.Stalled(v1alpha1.ReasonServerUnreachable,
			"%v. Correct spec.tls: with mode verify-full the Secret that caSecretRef names holds the certificate that signed the server's, which has to be for %q", e, d.Spec.Host)
	}
	if e, is := errors.AsType[*database.NotAllowedError](err); is {
		return reconcile.Stalled(v1alpha1.ReasonServerUnreachable, "%v", e)
	}
	if e, is := errors.AsType[*database.UnreachableError](err); is {
		return reconcile.Retry(r.soon(), v1alpha1.ReasonServerUnreachable,
			"%v. Check spec.host and spec.port, that the server runs, and that a network policy lets the operator's namespace %s reach it", e, r.Namespace)
	}
	return err
}

// end writes the status, once, and takes down a change of Ready.
func (r *Reconciler) end(ctx context.Context, before, after *v1alpha1.DatabaseServer) error {
	if _, err := reconcile.WriteStatus(ctx, r.Client, before, after); err != nil {
		return err
	}
	was := meta.FindStatusCondition(before.Status.Conditions, v1alpha1.ConditionReady)
	is := meta.FindStatusCondition(after.Status.Conditions, v1alpha1.ConditionReady)
	if is == nil || was != nil && was.Status == is.Status && was.Reason == is.Reason {
		return nil
	}
	kind := corev1.EventTypeWarning
	if meta.IsStatusConditionTrue(after.Status.Conditions, v1alpha1.ConditionReady) {
		kind = corev1.EventTypeNormal
	}
	r.Recorder.Eventf(after, nil, kind, is.Reason, "Reconcile", "%s", is.Message)
	return nil
}
