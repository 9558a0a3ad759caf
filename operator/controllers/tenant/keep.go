package tenant

import (
	"context"
	"fmt"
	"slices"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/tenant/desired"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// keep keeps the Instance that the Tenant says, and hands over what it no longer
// says.
func (p *pass) keep(ctx context.Context) error {
	p.tenant.Status.Instances = p.count()
	if err := p.handOver(ctx); err != nil {
		return err
	}
	want := desired.Instance(p.want)
	if want == nil {
		return nil
	}
	if err := p.mayKeep(p.kept()); err != nil {
		return err
	}
	_, err := p.Applier.Apply(ctx, client.ApplyConfigurationFromUnstructured(want), p.owner)
	return p.refused(ctx, err)
}

// kept is the Instance that has the name of the template, whosever it is; nil for
// none.
func (p *pass) kept() *v1alpha1.Instance {
	n := slices.IndexFunc(p.instances, func(i v1alpha1.Instance) bool {
		return p.want.Template != nil && i.Name == p.want.Template.Name
	})
	if n < 0 {
		return nil
	}
	return &p.instances[n]
}

// count counts the Instances, with the one that is about to be made.
func (p *pass) count() int32 {
	n := len(p.instances)
	if p.want.Template != nil && p.kept() == nil {
		n++
	}
	return int32(n)
}

func (p *pass) mayKeep(i *v1alpha1.Instance) error {
	switch {
	case i == nil:
		return p.room()
	case !p.owner.Owns(i):
		return reconcile.Stalled(v1alpha1.ReasonNameTaken,
			"Instance %s in namespace %s is the agency's own: hand it over (kubectl -n %s label instance %s %s=%s), or give spec.instance another name",
			i.Name, i.Namespace, i.Namespace, i.Name, v1alpha1.LabelTenant, p.tenant.Name)
	case !i.DeletionTimestamp.IsZero():
		return reconcile.Waiting(v1alpha1.ReasonDeleting,
			"Instance %s is being deleted; it is made again when it is gone, since spec.instance keeps it", i.Name)
	}
	return nil
}

// handOver makes Instances that the Tenant no longer keeps the agency's own.
// Removing lines from a Tenant must not stop a province.
func (p *pass) handOver(ctx context.Context) error {
	for n := range p.instances {
		i := &p.instances[n]
		if !p.owner.Owns(i) || p.want.Template != nil && i.Name == p.want.Template.Name {
			continue
		}
		before := i.DeepCopy()
		for _, label := range []string{v1alpha1.LabelTenant, v1alpha1.LabelManagedBy, v1alpha1.LabelAgency} {
			delete(i.Labels, label)
		}
		delete(i.Annotations, v1alpha1.AnnotationTemplate)
		// With its owner gone from the account of fields, whoever applies next is the
		// owner and meets no conflict.
		i.ManagedFields = slices.DeleteFunc(i.ManagedFields, func(e metav1.ManagedFieldsEntry) bool {
			return e.Manager == v1alpha1.FieldOwner && e.Operation == metav1.ManagedFieldsOperationApply && e.Subresource == ""
		})
		err := p.Client.Patch(ctx, i, client.MergeFromWithOptions(before, client.MergeFromWithOptimisticLock{}))
		if client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("hand over Instance %q: %w", i.Name, err)
		}
	}
	return nil
}

// refused says what to do about an Instance that the API server refuses.
func (p *pass) refused(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case apierrors.IsInvalid(err):
		return reconcile.Stalled(v1alpha1.ReasonInvalid, "spec.instance cannot become Instance %s: %v", p.want.Template.Name, err)
	}
	if goes, _ := reconcile.KindGoes(ctx, p.Live, "instances"); goes {
		// Nobody tells when the kind is there again.
		return reconcile.Retry(time.Minute, v1alpha1.ReasonKindMissing,
			"the kind Instance is being deleted or not installed; what runs is left alone, and Instance %s is made again once the kind is back", p.want.Template.Name)
	}
	return err
}

// room holds the Tenant to its own quota: nobody else judges what the operator
// makes.
func (p *pass) room() error {
	most := p.want.Quota.Instances
	if len(p.instances) < int(most) {
		return nil
	}
	return reconcile.Stalled(v1alpha1.ReasonQuotaExceeded,
		"Instance %s does not fit quota.instances, %d, beside those of the agency: raise it, or delete one of them", p.want.Template.Name, most)
}
