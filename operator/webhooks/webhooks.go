// Package webhooks asks operator/policy about what people write, before it is
// written. Nothing is decided here, and nothing depends on it: the reconcilers
// ask the same rules again.
package webhooks

import (
	"k8s.io/apimachinery/pkg/api/equality"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

// Options is what the webhooks read by.
type Options struct {
	// Client reads from the cache: what an object is compared with.
	Client client.Reader
	// Live reads past the cache: what an object is judged by. Somebody who was just
	// granted a host and is refused it would not know what to do.
	Live client.Reader
	// EgressPorts are the TCP ports that pods of tenants reach anywhere.
	EgressPorts []int32
}

// Register serves the webhooks, under the paths that controller-runtime gives
// them: /validate-tiendo-vn-v1alpha1-<kind>.
func Register(m ctrl.Manager, o Options) error {
	if err := ctrl.NewWebhookManagedBy(m, &v1alpha1.Tenant{}).WithValidator(&Tenants{o}).Complete(); err != nil {
		return err
	}
	if err := ctrl.NewWebhookManagedBy(m, &v1alpha1.Instance{}).WithValidator(&Instances{o}).Complete(); err != nil {
		return err
	}
	return ctrl.NewWebhookManagedBy(m, &v1alpha1.DatabaseServer{}).WithValidator(&DatabaseServers{o}).Complete()
}

// passes reports whether a change is none to judge: what is being deleted has to
// be let go however wrong it is, and finalizers and annotations say nothing that
// the rules are about.
func passes(old, changed client.Object, oldSpec, changedSpec any) bool {
	return !changed.GetDeletionTimestamp().IsZero() ||
		equality.Semantic.DeepEqual(oldSpec, changedSpec) && equality.Semantic.DeepEqual(old.GetLabels(), changed.GetLabels())
}

// answer is what the API server is told.
func answer(kind string, object client.Object, faults policy.Faults, warnings policy.Warnings) (admission.Warnings, error) {
	return admission.Warnings(warnings), faults.Invalid(v1alpha1.GroupVersion.WithKind(kind).GroupKind(), object.GetName())
}
