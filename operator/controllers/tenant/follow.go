package tenant

import (
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// follow says of the Tenant what its Instance says of itself: with an Instance of
// its own a Tenant is ready when that is.
func (p *pass) follow() error {
	status := &p.tenant.Status
	status.Version, status.URL = "", ""
	if p.want.Template == nil {
		return nil
	}
	if p.want.Template.Route != nil {
		status.URL = "https://" + p.want.Template.Route.Host
	}
	i := p.kept()
	if i == nil {
		return p.underWay()
	}
	status.Version = i.Status.Version
	ready := meta.FindStatusCondition(i.Status.Conditions, v1alpha1.ConditionReady)
	switch is := func(kind string) bool { return meta.IsStatusConditionTrue(i.Status.Conditions, kind) }; {
	case ready == nil || i.Status.ObservedGeneration != i.Generation && !is(v1alpha1.ConditionStalled):
		return p.underWay()
	case is(v1alpha1.ConditionReady):
		return nil
	case is(v1alpha1.ConditionSuspended):
		p.suspended = ready.Message
		return nil
	case is(v1alpha1.ConditionStalled):
		return reconcile.Stalled(ready.Reason, "Instance %s: %s", i.Name, ready.Message)
	case progress[ready.Reason]:
		return p.underWay()
	}
	return reconcile.Waiting(ready.Reason, "Instance %s: %s", i.Name, ready.Message)
}

// progress are the reasons of an Instance that is on its way. The Tenant has one
// sentence for all of them: repeating each would write to every Tenant as often
// as its Instance takes a step.
var progress = map[string]bool{
	v1alpha1.ReasonProgressing:  true,
	v1alpha1.ReasonWaiting:      true,
	v1alpha1.ReasonRollingOut:   true,
	v1alpha1.ReasonNotAnswering: true,
}

func (p *pass) underWay() error {
	return reconcile.Waiting(v1alpha1.ReasonProgressing, "%s", fmt.Sprintf("Instance %s is on its way: kubectl -n %s get instance %s -o wide says how far",
		p.want.Template.Name, p.want.Namespace, p.want.Template.Name))
}
