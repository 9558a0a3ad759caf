package instance

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// suspended says who stopped the Instance, and how it serves again.
func (p *pass) suspended() string {
	message := fmt.Sprintf("%s is suspended: no server runs, and data stays. Set its spec.suspended to false to serve again", p.settings.SuspendedBy)
	p.conditions.True(v1alpha1.ConditionSuspended, v1alpha1.ReasonSuspended, message)
	return message
}

// halt stops the servers of a suspended Instance whichever step has failed: who
// stops one often does so because something is wrong with it.
func (p *pass) halt(ctx context.Context, err error) error {
	if err == nil || !p.settings.Suspended() {
		return err
	}
	p.suspended()
	if d := p.deployment; d != nil && !p.changes && (d.Spec.Replicas == nil || *d.Spec.Replicas != 0) {
		// The number alone: what else the servers ought to be is what could not be told.
		none := client.RawPatch(types.MergePatchType, []byte(`{"spec":{"replicas":0}}`))
		if failed := p.Client.Patch(ctx, d.DeepCopy(), none, client.FieldOwner(v1alpha1.FieldOwner)); client.IgnoreNotFound(failed) != nil {
			return failed
		}
	}
	return err
}
