package instance

import (
	"context"
	"slices"
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/database"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

// turn decides on the number of the credentials: the first, the one in use, or
// the next where a rotation is asked for and none is under way. Passwords are
// derived from the number, so a pass that ends anywhere is repeated exactly.
//
// lost says that the number in use was made with a key that is no more.
func (p *pass) turn(key string) (lost bool) {
	status := p.instance.Status.Database
	asked := p.instance.Annotations[v1alpha1.AnnotationRotate]
	switch {
	case status.Credentials == 0:
		status.Credentials, status.Key, status.Rotated = 1, key, asked
	case status.Key == "":
		status.Key = key
	case asked != "" && asked != status.Rotated && (status.Retired == status.Credentials-1 || status.Key != key):
		status.Credentials, status.Key, status.Rotated = status.Credentials+1, key, asked
	}
	return status.Key != key
}

// retire ends the password before, once no server uses it: every server that is
// wanted has started with the one in use by now, and those on their way out are
// waited for, since they finish what they were asked. Their end is an event.
func (p *pass) retire(ctx context.Context) error {
	status := p.instance.Status.Database
	if p.settings.Database.Kind != policy.KindShared || status.Retired >= status.Credentials-1 {
		return nil
	}
	if p.lost {
		return nil // whether servers use the one in use or the one before, nobody can tell
	}
	var pods []corev1.Pod
	for _, component := range []string{v1alpha1.ComponentServer, v1alpha1.ComponentMigration, v1alpha1.ComponentPlan} {
		some, err := p.pods(ctx, component)
		if err != nil {
			return err
		}
		pods = append(pods, some...)
	}
	if slices.ContainsFunc(pods, p.startedBefore) {
		return nil
	}
	server, err := p.server(ctx, status.Server)
	if err != nil {
		return err
	}
	target := database.Target{Database: status.Name, Mark: database.Mark(p.instance.Namespace, p.instance.Name)}
	if _, err := p.Databases.Retire(ctx, server, target, status.Credentials-1); err != nil {
		return p.explain(err)
	}
	status.Retired = status.Credentials - 1
	return nil
}

// startedBefore reports whether a pod runs with other credentials than those in
// use. Those of Jobs do not say, and may.
func (p *pass) startedBefore(pod corev1.Pod) bool {
	ended := pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
	return !ended && pod.Annotations[v1alpha1.AnnotationCredentials] != strconv.FormatInt(p.instance.Status.Database.Credentials, 10)
}
