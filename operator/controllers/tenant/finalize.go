package tenant

import (
	"context"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/tenant/desired"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// finalize sees to what belongs to a Tenant that is being deleted, and lets it go.
// It reads past the cache: an Instance that is not seen would be left behind.
func (p *pass) finalize(ctx context.Context) error {
	// Whoever deletes the kind means no province by it.
	if goes, err := reconcile.KindGoes(ctx, p.Live, "tenants"); goes || err != nil {
		return p.release(ctx, err)
	}
	namespace, err := p.namespace(ctx, p.Live)
	if err != nil {
		return err
	}
	if !p.has(namespace) {
		return p.release(ctx, nil) // nothing here was ever the Tenant's, or is any more
	}
	return reconcile.Run(
		func() error { return p.confirmed() },
		func() error { return p.listInstances(ctx, p.Live) },
		func() error { return p.instancesOfOthers() },
		func() error { return p.ownInstances(ctx) },
		func() error { return p.remove(ctx, &rbacv1.RoleBinding{}, desired.AdministratorsName) },
		func() error { return p.leave(ctx, namespace) },
		func() error { return p.release(ctx, nil) },
	)
}

func (p *pass) release(ctx context.Context, err error) error {
	if err != nil {
		return err
	}
	p.released = true
	return reconcile.RemoveFinalizer(ctx, p.Client, p.tenant)
}

// deletesData reports whether the deletion policy is to delete.
func (p *pass) deletesData() bool { return p.tenant.Spec.DeletionPolicy == v1alpha1.DeletionDelete }

// confirmed waits for the second word before data is gone.
func (p *pass) confirmed() error {
	name := p.tenant.Name
	if !p.deletesData() || p.tenant.Annotations[v1alpha1.AnnotationConfirmDeletion] == name {
		return nil
	}
	return reconcile.Waiting(v1alpha1.ReasonConfirmationMissing,
		"nothing is deleted yet: deletionPolicy Delete removes namespace %s and the databases of its Instances for good. To go on: kubectl annotate --overwrite tenant %s %s=%s. To keep the data: kubectl patch tenant %s --type merge -p '{\"spec\":{\"deletionPolicy\":\"Retain\"}}'",
		p.want.Namespace, name, v1alpha1.AnnotationConfirmDeletion, name, name)
}

// instancesOfOthers waits while Instances remain that people made: they know
// whether somebody needs them.
func (p *pass) instancesOfOthers() error {
	var names []string
	for _, i := range p.instances {
		if !p.owner.Owns(&i) {
			names = append(names, i.Name)
		}
	}
	p.tenant.Status.Instances = int32(len(p.instances))
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	more := ""
	if n := len(names) - 8; n > 0 {
		names, more = names[:8], fmt.Sprintf(" and %d more", n)
	}
	return reconcile.Waiting(v1alpha1.ReasonInstancesRemain,
		"Instances that the agency made remain in namespace %s: %s%s. Delete them first (kubectl -n %s delete instance %s)",
		p.want.Namespace, strings.Join(names, ", "), more, p.want.Namespace, names[0])
}

// ownInstances deletes the Instance that the Tenant keeps, passing the second
// word on to it, and waits until it is gone.
func (p *pass) ownInstances(ctx context.Context) error {
	for n := range p.instances {
		i := &p.instances[n]
		if err := p.confirm(ctx, i); err != nil {
			return err
		}
		if !i.DeletionTimestamp.IsZero() {
			continue
		}
		if err := p.Client.Delete(ctx, i, uid(i)); client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("delete Instance %q: %w", i.Name, err)
		}
	}
	if len(p.instances) == 0 {
		return nil
	}
	return reconcile.Waiting(v1alpha1.ReasonDeleting, "Instance %s is being deleted: kubectl -n %s get instance %s -o wide says how far",
		p.instances[0].Name, p.want.Namespace, p.instances[0].Name)
}

func (p *pass) confirm(ctx context.Context, i *v1alpha1.Instance) error {
	if !p.deletesData() || i.Annotations[v1alpha1.AnnotationConfirmDeletion] == p.tenant.Name {
		return nil
	}
	before := i.DeepCopy()
	if i.Annotations == nil {
		i.Annotations = map[string]string{}
	}
	i.Annotations[v1alpha1.AnnotationConfirmDeletion] = p.tenant.Name
	if err := p.Client.Patch(ctx, i, client.MergeFrom(before)); client.IgnoreNotFound(err) != nil {
		return fmt.Errorf("confirm the deletion of Instance %q: %w", i.Name, err)
	}
	return nil
}

// leave leaves the namespace as it is kept, or deletes it and waits until it is
// gone.
func (p *pass) leave(ctx context.Context, namespace *corev1.Namespace) error {
	if !p.deletesData() {
		p.want.Retained = true
		_, err := p.Applier.Apply(ctx, desired.Namespace(p.want), p.owner)
		return err
	}
	if namespace.DeletionTimestamp.IsZero() {
		if err := p.Client.Delete(ctx, namespace, uid(namespace)); client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("delete namespace %q: %w", namespace.Name, err)
		}
	}
	return reconcile.Waiting(v1alpha1.ReasonDeleting, "namespace %s is being deleted%s", p.want.Namespace, whatIsLeft(namespace))
}
