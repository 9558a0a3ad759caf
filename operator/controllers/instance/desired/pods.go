package desired

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	corev1ac "k8s.io/client-go/applyconfigurations/core/v1"
)

// nobody is the user and the group of every program: not root, and no other's.
const nobody = 65532

// A process is what differs between the pods of servers and of Jobs.
type process struct {
	component string
	args      []string
	settings  []setting
	folders   []folder
}

// podOf is the pod of a process, as Pod Security "restricted" wants it.
func podOf(i Instance, p process) *corev1ac.PodTemplateSpecApplyConfiguration {
	spec := corev1ac.PodSpec().
		WithServiceAccountName(ServerName(i)).
		WithAutomountServiceAccountToken(false).
		// A Service named tiendo-… would put TIENDO_… into the environment.
		WithEnableServiceLinks(false).
		WithSecurityContext(corev1ac.PodSecurityContext().
			WithRunAsNonRoot(true).WithRunAsUser(nobody).WithRunAsGroup(nobody).WithFSGroup(nobody).
			WithSeccompProfile(corev1ac.SeccompProfile().WithType(corev1.SeccompProfileTypeRuntimeDefault))).
		WithContainers(containerOf(i, p))
	for _, name := range pullSecrets(i) {
		spec.WithImagePullSecrets(corev1ac.LocalObjectReference().WithName(name))
	}
	for _, f := range p.folders {
		spec.WithVolumes(f.volume)
	}
	return corev1ac.PodTemplateSpec().WithLabels(versioned(i, p.component)).WithSpec(spec)
}

// containerOf is the one container of a pod.
func containerOf(i Instance, p process) *corev1ac.ContainerApplyConfiguration {
	c := corev1ac.Container().
		WithName(program).
		WithImage(i.Image).
		WithArgs(p.args...).
		// The last lines of a program that fails are what a condition repeats.
		WithTerminationMessagePolicy(corev1.TerminationMessageFallbackToLogsOnError).
		WithSecurityContext(corev1ac.SecurityContext().
			WithAllowPrivilegeEscalation(false).
			WithReadOnlyRootFilesystem(true).
			WithCapabilities(corev1ac.Capabilities().WithDrop("ALL")))
	if r := resourcesOf(i.Resources); r != nil {
		c.WithResources(r)
	}
	for _, s := range slices.Concat(p.settings, memorySettings(i.Resources)) {
		c.WithEnv(corev1ac.EnvVar().WithName(s.name).WithValue(s.value))
	}
	for _, f := range p.folders {
		mount := corev1ac.VolumeMount().WithName(*f.volume.Name).WithMountPath(f.path)
		if !f.writable {
			mount.WithReadOnly(true)
		}
		c.WithVolumeMounts(mount)
	}
	return c
}

// pullSecrets are the names once each, in an order of their own: the API server
// keeps them by name.
func pullSecrets(i Instance) []string {
	return slices.Compact(slices.Sorted(slices.Values(i.PullSecrets)))
}

// resourcesOf is nil where nothing is asked for.
func resourcesOf(r Resources) *corev1ac.ResourceRequirementsApplyConfiguration {
	if len(r.Requests)+len(r.Limits) == 0 {
		return nil
	}
	out := corev1ac.ResourceRequirements()
	if len(r.Requests) > 0 {
		out.WithRequests(r.Requests)
	}
	if len(r.Limits) > 0 {
		out.WithLimits(r.Limits)
	}
	return out
}
