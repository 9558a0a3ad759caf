package desired

import (
	"fmt"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	appsv1ac "k8s.io/client-go/applyconfigurations/apps/v1"
	corev1ac "k8s.io/client-go/applyconfigurations/core/v1"
	metav1ac "k8s.io/client-go/applyconfigurations/meta/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// annotationConfig on the pods of servers stands for content that they read once,
// when they start, so that other content rolls them.
const annotationConfig = "tiendo.vn/config"

// Names of ports, in pods and in the Service.
const (
	portHTTP    = "http"
	portMetrics = "metrics"
)

// Deployment is the servers. A new version starts beside the old one, which goes
// when the new one is ready.
func Deployment(i Instance) *appsv1ac.DeploymentApplyConfiguration {
	spec := appsv1ac.DeploymentSpec().
		WithRevisionHistoryLimit(3).
		WithProgressDeadlineSeconds(600).
		WithSelector(metav1ac.LabelSelector().WithMatchLabels(selectorOf(i, v1alpha1.ComponentServer))).
		WithStrategy(appsv1ac.DeploymentStrategy().
			WithType(appsv1.RollingUpdateDeploymentStrategyType).
			WithRollingUpdate(appsv1ac.RollingUpdateDeployment().
				WithMaxUnavailable(intstr.FromInt32(0)).
				WithMaxSurge(intstr.FromInt32(1)))).
		WithTemplate(serverPod(i))
	if replicas := replicasOf(i); replicas != nil {
		spec.WithReplicas(*replicas)
	}
	return appsv1ac.Deployment(ServerName(i), i.Namespace).
		WithLabels(versioned(i, v1alpha1.ComponentServer)).
		WithSpec(spec)
}

// serverPod is the pod of a server.
func serverPod(i Instance) *corev1ac.PodTemplateSpecApplyConfiguration {
	pod := podOf(i, process{
		component: v1alpha1.ComponentServer,
		args:      []string{"serve"},
		settings:  serverSettings(i),
		folders:   serverFolders(i),
	})
	pod.WithAnnotations(serverAnnotations(i))
	pod.Spec.
		WithTerminationGracePeriodSeconds(int64((shutdownDelay + shutdownGrace + shutdownRest) / time.Second)).
		WithTopologySpreadConstraints(spread(i))
	container := &pod.Spec.Containers[0]
	container.
		WithPorts(port(portHTTP, PortHTTP), port(portMetrics, PortMetrics)).
		// Two minutes to open the database and hear from the provider.
		WithStartupProbe(probe("/healthz").WithPeriodSeconds(2).WithTimeoutSeconds(2).WithFailureThreshold(60)).
		// /readyz takes up to two seconds to say why not.
		WithReadinessProbe(probe("/readyz").WithPeriodSeconds(5).WithTimeoutSeconds(3).WithFailureThreshold(2)).
		// A minute without an answer is a program that hangs; the database is not
		// asked, since starting again would not mend it.
		WithLivenessProbe(probe("/healthz").WithPeriodSeconds(10).WithTimeoutSeconds(5).WithFailureThreshold(6))
	return pod
}

// serverFolders are the volumes of a server.
func serverFolders(i Instance) []folder {
	folders := []folder{databaseFiles(i), keyFiles(i)}
	if i.SignIn != nil && i.SignIn.CAConfigMap != "" {
		folders = append(folders, providerFiles(*i.SignIn))
	}
	if i.Evidence != nil {
		folders = append(folders, evidenceFiles(*i.Evidence), uploads())
	}
	return folders
}

// serverAnnotations change with what a server only reads when it starts.
func serverAnnotations(i Instance) map[string]string {
	annotations := map[string]string{v1alpha1.AnnotationCredentials: fmt.Sprint(i.Database.Credentials)}
	provider := ""
	if i.SignIn != nil {
		provider = i.SignIn.CA
	}
	if i.Database.CA != "" || provider != "" {
		annotations[annotationConfig] = hashOf(i.Database.CA, provider)
	}
	return annotations
}

// spread puts servers on different nodes as far as there are any. Those of another
// version do not count, else an upgrade would end lopsided.
func spread(i Instance) *corev1ac.TopologySpreadConstraintApplyConfiguration {
	return corev1ac.TopologySpreadConstraint().
		WithMaxSkew(1).
		WithTopologyKey(corev1.LabelHostname).
		WithWhenUnsatisfiable(corev1.ScheduleAnyway).
		WithLabelSelector(metav1ac.LabelSelector().WithMatchLabels(selectorOf(i, v1alpha1.ComponentServer))).
		WithMatchLabelKeys(appsv1.DefaultDeploymentUniqueLabelKey)
}

func port(name string, number int32) *corev1ac.ContainerPortApplyConfiguration {
	return corev1ac.ContainerPort().WithName(name).WithContainerPort(number).WithProtocol(corev1.ProtocolTCP)
}

func probe(path string) *corev1ac.ProbeApplyConfiguration {
	return corev1ac.Probe().WithHTTPGet(corev1ac.HTTPGetAction().
		WithPath(path).WithPort(intstr.FromString(portHTTP)))
}
