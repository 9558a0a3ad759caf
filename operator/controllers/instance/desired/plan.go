package desired

import (
	"time"

	batchv1ac "k8s.io/client-go/applyconfigurations/batch/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// PlanKey stands for what makes another load of the plan necessary: a program,
// which carries one, a database, a bundle's content, or somebody's word. Status
// records it once the load has ended well.
func PlanKey(i Instance) string {
	return hashOf(i.Image, i.Database.identity(), i.Plan.Hash, i.Retry)
}

// PlanJobName is the name of the plan load's Job.
func PlanJobName(i Instance) string { return *PlanJob(i).Name }

// PlanJob loads the plan into the database, in one transaction.
func PlanJob(i Instance) *batchv1ac.JobApplyConfiguration {
	p := process{
		component: v1alpha1.ComponentPlan,
		args:      []string{"plan", "load"},
		settings:  databaseSettings(i, jobConnections),
		folders:   []folder{databaseFiles(i)},
	}
	if i.Plan.ConfigMap != "" {
		p.args = append(p.args, planFolder)
		p.folders = append(p.folders, planFiles(i.Plan))
	}
	return jobOf(i, run{
		prefix:   i.Name + "-plan-",
		key:      PlanKey(i),
		deadline: 30 * time.Minute,
		process:  p,
	})
}
