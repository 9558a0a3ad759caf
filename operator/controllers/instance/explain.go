package instance

import (
	"errors"
	"time"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/database"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// explain says what a fault of a shared server means for the Instance.
func (p *pass) explain(err error) error {
	name := p.instance.Status.Database.Server
	if e, ok := errors.AsType[*database.SupersededError](err); ok {
		// The status was lost with a number that the server still knows.
		p.instance.Status.Database.Credentials = e.Have
		p.instance.Status.Database.Retired = max(e.Have-2, 0) // whether the one before still works, nobody knows
		return reconcile.Retry(time.Second, v1alpha1.ReasonProgressing, "the database has credentials number %d already: taking them up", e.Have)
	}
	if _, ok := errors.AsType[*database.FullError](err); ok {
		return reconcile.Stalled(v1alpha1.ReasonServerFull,
			"DatabaseServer %s is full: %v. Ask the platform admin for another one, or for more spec.capacity.databases", name, err)
	}
	if _, ok := errors.AsType[*database.TakenError](err); ok {
		return reconcile.Stalled(v1alpha1.ReasonNameTaken, "DatabaseServer %s: %v", name, err)
	}
	if _, ok := errors.AsType[*database.BrokenError](err); ok {
		return reconcile.Stalled(v1alpha1.ReasonNameTaken, "DatabaseServer %s: %v", name, err)
	}
	if _, ok := errors.AsType[*database.NotAllowedError](err); ok {
		return reconcile.Stalled(v1alpha1.ReasonServerUnreachable, "DatabaseServer %s: %v", name, err)
	}
	return reconcile.Retry(15*time.Second, v1alpha1.ReasonServerUnreachable, "DatabaseServer %s: %v", name, err)
}
