package desired

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	batchv1ac "k8s.io/client-go/applyconfigurations/batch/v1"
)

// A run is what differs between the two Jobs.
type run struct {
	// prefix is what the Job's name begins with, and key what makes another run
	// necessary.
	prefix, key string
	deadline    time.Duration
	process     process
	// final are the exit codes after which trying again changes nothing.
	final []int32
}

// jobOf is the Job of a run. Its name stands for all of it, since most of a Job
// cannot be changed: what might make a Job that never started do better (another
// pull secret, less memory) is another Job, and applying one that is there never
// fails. It runs until somebody removes it, so that its end can be read.
func jobOf(i Instance, r run) *batchv1ac.JobApplyConfiguration {
	pod := podOf(i, r.process)
	pod.Spec.WithRestartPolicy(corev1.RestartPolicyNever)
	spec := batchv1ac.JobSpec().
		WithBackoffLimit(1).
		WithActiveDeadlineSeconds(int64(r.deadline / time.Second)).
		WithPodFailurePolicy(failurePolicy(r.final)).
		WithTemplate(pod)
	return batchv1ac.Job(r.prefix+hashOf(r.key, spec), i.Namespace).
		WithLabels(versioned(i, r.process.component)).
		WithSpec(spec)
}

// failurePolicy does not count a pod that had to leave its node as a try.
func failurePolicy(final []int32) *batchv1ac.PodFailurePolicyApplyConfiguration {
	policy := batchv1ac.PodFailurePolicy()
	if len(final) > 0 {
		policy.WithRules(batchv1ac.PodFailurePolicyRule().
			WithAction(batchv1.PodFailurePolicyActionFailJob).
			WithOnExitCodes(batchv1ac.PodFailurePolicyOnExitCodesRequirement().
				WithContainerName(program).
				WithOperator(batchv1.PodFailurePolicyOnExitCodesOpIn).
				WithValues(final...)))
	}
	return policy.WithRules(batchv1ac.PodFailurePolicyRule().
		WithAction(batchv1.PodFailurePolicyActionIgnore).
		WithOnPodConditions(batchv1ac.PodFailurePolicyOnPodConditionsPattern().
			WithType(corev1.DisruptionTarget).
			WithStatus(corev1.ConditionTrue)))
}

// identity tells one database from another. The number of its credentials is not
// part of it: a new password is no new database.
func (d Database) identity() []string {
	switch d.Kind {
	case DatabaseExternal:
		return []string{string(d.Kind), d.SecretName, d.SecretKey}
	case DatabaseShared:
		return []string{string(d.Kind), d.Server, d.Name}
	default:
		return []string{string(d.Kind)}
	}
}
