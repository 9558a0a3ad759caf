package reconcile

import (
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// Outcome turns the end of a pass into Ready, Reconciling and Stalled, with the
// meaning kstatus gives them, and into what the queue does next. ready is the
// message of Ready where all is well.
func (c Conditions) Outcome(err error, ready string) (ctrl.Result, error) {
	e := As(err)
	switch {
	case err == nil:
		c.True(v1alpha1.ConditionReady, v1alpha1.ReasonReady, ready)
		c.Remove(v1alpha1.ConditionReconciling, v1alpha1.ConditionStalled)
		return ctrl.Result{}, nil
	case e == nil && apierrors.IsConflict(err):
		// Somebody else wrote first: the next pass sees what.
		return ctrl.Result{}, err
	case e == nil:
		c.True(v1alpha1.ConditionReconciling, v1alpha1.ReasonTryingAgain, err.Error())
		c.Remove(v1alpha1.ConditionStalled)
		if !c.Is(v1alpha1.ConditionReady) {
			c.False(v1alpha1.ConditionReady, v1alpha1.ReasonTryingAgain, err.Error())
		}
		return ctrl.Result{}, err
	case e.Stalled:
		c.False(v1alpha1.ConditionReady, e.Reason, e.Message)
		c.True(v1alpha1.ConditionStalled, e.Reason, e.Message)
		c.Remove(v1alpha1.ConditionReconciling)
	default:
		c.False(v1alpha1.ConditionReady, e.Reason, e.Message)
		c.True(v1alpha1.ConditionReconciling, e.Reason, e.Message)
		c.Remove(v1alpha1.ConditionStalled)
	}
	return ctrl.Result{RequeueAfter: e.After}, nil
}
