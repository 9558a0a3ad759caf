package instance

import (
	"context"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// prepare brings the database to the version's schema and the plan into it. While
// that is not so, what serves already is kept as it was: a stalled upgrade is no
// reason to leave drift.
func (p *pass) prepare(ctx context.Context) error {
	err := reconcile.Run(
		func() error { return p.conditions.Failed(v1alpha1.ConditionMigrated, p.migrate(ctx)) },
		func() error { return p.conditions.Failed(v1alpha1.ConditionPlanLoaded, p.loadPlan(ctx)) },
	)
	if err == nil || reconcile.As(err) == nil {
		return err
	}
	p.keep()
	if p.settings.Suspended() {
		return nil // there is nothing to do before servers run again
	}
	if p.instance.Status.Version == "" {
		return err
	}
	if kept := reconcile.Run(
		func() error { return p.serve(ctx) },
		func() error { return p.route(ctx) },
	); kept != nil {
		return kept
	}
	// What their conditions tell; what is wrong with the upgrade matters more.
	_ = reconcile.Run(
		func() error { return p.available(ctx) },
		func() error { return p.retire(ctx) },
	)
	return err
}

// migrate brings the database to the version's schema. A version that serves has
// it: going back to what serves must not need a Job of a version that fails.
func (p *pass) migrate(ctx context.Context) error {
	status, version := &p.instance.Status, p.want.Version
	key := desired.MigrationKey(p.want)
	if status.Migrated != key && (status.Version != version || p.moved()) {
		if p.settings.Suspended() {
			return reconcile.Waiting(v1alpha1.ReasonSuspended, "version %s brings the database to its schema once servers run again", version)
		}
		failed, err := p.run(ctx, v1alpha1.ComponentMigration, desired.MigrationJob(p.want), "version "+version+" brings the database to its schema"+p.servingVersion())
		switch {
		case err != nil:
			return err
		case failed != nil && failed.code == desired.ExitAhead:
			return reconcile.Stalled(v1alpha1.ReasonVersionTooOld,
				"version %s is older than the database's schema (%s)%s; set spec.version to %s or newer", version, failed.lines, p.servingVersion(), orNewest(status.Version))
		case failed != nil:
			return reconcile.Stalled(v1alpha1.ReasonMigrationFailed,
				"version %s could not migrate the database (%s)%s; %sor repair the cause and annotate %s with another value",
				version, failed.lines, p.servingVersion(), p.wayBack(), v1alpha1.AnnotationRetry)
		}
		status.Migrated = key
	} else if status.Migrated != key {
		// What another version was about to do is not wanted any more.
		if err := p.clear(ctx, v1alpha1.ComponentMigration, desired.MigrationJobName(p.want)); err != nil {
			return err
		}
	}
	p.conditions.True(v1alpha1.ConditionMigrated, v1alpha1.ReasonDone, "the database has the schema of version "+version)
	return nil
}

// loadPlan brings the plan into the database.
func (p *pass) loadPlan(ctx context.Context) error {
	status := &p.instance.Status
	key := desired.PlanKey(p.want)
	what := "the plan that version " + p.want.Version + " carries"
	if m := p.want.Plan.ConfigMap; m != "" {
		what = "the plan of ConfigMap " + m
	}
	if status.PlanLoaded != key {
		if p.settings.Suspended() {
			return reconcile.Waiting(v1alpha1.ReasonSuspended, "%s is loaded once servers run again", what)
		}
		// From here on either may be in the database, should this one be given up.
		status.PlanLoaded = ""
		failed, err := p.run(ctx, v1alpha1.ComponentPlan, desired.PlanJob(p.want), "loading "+what+p.servingVersion())
		if err != nil {
			return err
		}
		if failed != nil {
			return reconcile.Stalled(v1alpha1.ReasonPlanFailed,
				"%s could not be loaded (%s)%s; repair it, or annotate %s with another value to try again", what, failed.lines, p.servingVersion(), v1alpha1.AnnotationRetry)
		}
		status.PlanLoaded = key
	}
	p.conditions.True(v1alpha1.ConditionPlanLoaded, v1alpha1.ReasonDone, what+" is loaded")
	return nil
}

func orNewest(version string) string {
	if version == "" {
		return "the one that served last"
	}
	return version
}

// wayBack is what to do where there is a version to go back to.
func (p *pass) wayBack() string {
	if v := p.instance.Status.Version; v != "" && v != p.want.Version {
		return "set spec.version back to " + v + ", "
	}
	return ""
}
