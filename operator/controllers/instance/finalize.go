package instance

import (
	"cmp"
	"context"
	"fmt"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/database"
	"github.com/tiendo-vn/tiendo/operator/policy"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// finalize sees to what a deleted Instance leaves. Where the kind itself goes,
// nobody meant the Instance: what runs goes on, and a new Instance of the name
// takes it up.
func (p *pass) finalize(ctx context.Context) error {
	if !controllerutil.ContainsFinalizer(p.instance, v1alpha1.Finalizer) {
		// Somebody else keeps what is left of it.
		p.conditions.False(v1alpha1.ConditionReady, v1alpha1.ReasonDeleting, "nothing of it runs any more")
		p.conditions.Remove(v1alpha1.ConditionReconciling, v1alpha1.ConditionStalled)
		return nil
	}
	goes, err := reconcile.KindGoes(ctx, p.Live, "instances")
	if err != nil {
		return err
	}
	if goes {
		return reconcile.RemoveFinalizer(ctx, p.Client, p.instance)
	}
	p.live = p.Live
	if err := p.look(ctx); err != nil {
		if e := reconcile.As(err); e == nil || e.Reason != v1alpha1.ReasonNoTenant {
			return err
		}
		// Nobody grants anything any more, so nobody may destroy anything either.
		p.tenant = &v1alpha1.Tenant{}
		p.tenant.Name = p.instance.Status.Tenant
		p.owner = reconcile.Owner{Tenant: p.tenant.Name, Instance: p.instance.Name}
	}
	if p.instance.Status.Database == nil {
		p.instance.Status.Database = &v1alpha1.DatabaseStatus{}
	}
	p.resolve()
	destroys := p.settings.DeletionPolicy == v1alpha1.DeletionDelete
	return reconcile.Run(
		func() error { return p.confirmed(destroys && p.kind() != policy.KindExternal) },
		func() error { return p.stop(ctx) },
		func() error { return p.leave(ctx, destroys) },
		func() error { return reconcile.RemoveFinalizer(ctx, p.Client, p.instance) },
	)
}

// confirmed wants a second word before data is gone.
func (p *pass) confirmed(destroys bool) error {
	if !destroys || p.instance.Annotations[v1alpha1.AnnotationConfirmDeletion] == p.tenant.Name {
		return nil
	}
	if !p.tenant.DeletionTimestamp.IsZero() && p.tenant.Annotations[v1alpha1.AnnotationConfirmDeletion] == p.tenant.Name {
		return nil
	}
	return reconcile.Stalled(v1alpha1.ReasonConfirmationMissing,
		"deleting this Instance destroys its database, and waits for a second word: kubectl -n %s annotate instance %s %s=%s. To keep the data instead, set deletionPolicy of Tenant %[4]s to Retain. Until then everything runs on",
		p.instance.Namespace, p.instance.Name, v1alpha1.AnnotationConfirmDeletion, p.tenant.Name)
}

// stop removes all that runs, and waits until it has ended.
func (p *pass) stop(ctx context.Context) error {
	for _, object := range []client.Object{
		&autoscalingv2.HorizontalPodAutoscaler{ObjectMeta: p.named()},
		&policyv1.PodDisruptionBudget{ObjectMeta: p.named()},
		&networkingv1.Ingress{ObjectMeta: p.named()},
		&corev1.Service{ObjectMeta: p.named()},
		&appsv1.Deployment{ObjectMeta: p.named()},
		&corev1.ServiceAccount{ObjectMeta: p.named()},
	} {
		if _, err := p.Applier.RemoveLive(ctx, object, p.owner); err != nil {
			return err
		}
	}
	for _, component := range []string{v1alpha1.ComponentMigration, v1alpha1.ComponentPlan} {
		if err := p.clear(ctx, component, ""); err != nil {
			return err
		}
	}
	for _, kind := range []schema.GroupVersionKind{desired.HTTPRouteKind, desired.ServiceMonitorKind} {
		if err := p.removeOther(ctx, kind, desired.ServerName(p.want)); err != nil {
			return err
		}
	}
	ended, err := p.ended(ctx)
	if err == nil && !ended {
		return reconcile.Retry(stuck, v1alpha1.ReasonDeleting, "the servers of %s are stopping", p.instance.Name)
	}
	return err
}

// removeOther removes an object of somebody else's kind, where the cluster has it.
func (p *pass) removeOther(ctx context.Context, kind schema.GroupVersionKind, name string) error {
	has, err := p.hasKind(kind)
	if !has || err != nil {
		return err
	}
	object := &unstructured.Unstructured{}
	object.SetGroupVersionKind(kind)
	object.SetNamespace(p.instance.Namespace)
	object.SetName(name)
	_, err = p.Applier.Remove(ctx, object, p.owner)
	return err
}

// leave keeps the data and says where it is, or destroys it.
func (p *pass) leave(ctx context.Context, destroys bool) error {
	if !destroys {
		if kind := p.instance.Status.Database.Kind; kind == "" || kind == policy.KindExternal {
			return nil // it never came to a database, or has it from somebody else
		}
		_, err := p.Applier.Apply(ctx, tombstone(p.instance, p.owner.Labels()), p.owner)
		if apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause) {
			return nil // nothing can be left in a namespace that goes; the database stays
		}
		return err
	}
	if err := p.destroy(ctx); err != nil {
		return err
	}
	for _, name := range secretNames(p.want) {
		if err := p.Applier.RemoveSecret(ctx, p.key(name), p.owner); err != nil {
			return err
		}
	}
	return p.forget(ctx)
}

// kind is the kind of database that there is, or that was begun.
func (p *pass) kind() string {
	return cmp.Or(p.instance.Status.Database.Kind, p.settings.Database.Kind)
}

// orRetain is the way out where a database cannot be destroyed.
func (p *pass) orRetain() string {
	return fmt.Sprintf(". To let the Instance go and leave the database where it is, set deletionPolicy of Tenant %s to Retain", p.tenant.Name)
}

// destroy removes the database.
func (p *pass) destroy(ctx context.Context) error {
	status := p.instance.Status.Database
	switch p.kind() {
	case policy.KindCloudNativePG:
		return p.removeOther(ctx, desired.ClusterKind, desired.ClusterName(p.want))
	case policy.KindShared:
		if status.Name == "" {
			return nil // it was never begun
		}
		server, err := p.server(ctx, status.Server)
		if e := reconcile.As(err); e != nil {
			return reconcile.Stalled(e.Reason, "%s%s", e.Message, p.orRetain())
		}
		if err != nil {
			return err
		}
		target := database.Target{Database: status.Name, Mark: database.Mark(p.instance.Namespace, p.instance.Name)}
		if _, err := p.Databases.Drop(ctx, server, target); err != nil {
			return reconcile.Retry(30*time.Second, v1alpha1.ReasonDeleting, "database %s on %s: %v%s", status.Name, status.Server, err, p.orRetain())
		}
	}
	return nil
}
