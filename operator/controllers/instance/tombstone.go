package instance

import (
	"context"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	corev1ac "k8s.io/client-go/applyconfigurations/core/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

// tombstoneName is the ConfigMap that says what a deleted Instance left, so that a
// new one of the same name takes it up.
func tombstoneName(instance string) string { return instance + "-retained" }

func (p *pass) findTombstone(ctx context.Context) error {
	var m corev1.ConfigMap
	err := p.Client.Get(ctx, p.key(tombstoneName(p.instance.Name)), &m)
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err == nil && p.owner.Owns(&m) {
		p.tombstone = &m
	}
	return err
}

// tombstone is what stays to be read of an Instance that is deleted.
func tombstone(i *v1alpha1.Instance, labels map[string]string) *corev1ac.ConfigMapApplyConfiguration {
	d := i.Status.Database
	return corev1ac.ConfigMap(tombstoneName(i.Name), i.Namespace).WithLabels(labels).WithData(map[string]string{
		"kind":        d.Kind,
		"server":      d.Server,
		"database":    d.Name,
		"credentials": strconv.FormatInt(d.Credentials, 10),
		"retired":     strconv.FormatInt(d.Retired, 10),
		"key":         d.Key,
		"rotated":     d.Rotated,
		"version":     i.Status.Version,
		"deleted":     i.DeletionTimestamp.UTC().Format("2006-01-02T15:04:05Z07:00"),
		"note":        "What the deleted Instance " + i.Name + " left. A new Instance of this name takes it up.",
	})
}

// recall takes up what an earlier Instance of this name left.
func (p *pass) recall() {
	if p.tombstone == nil || p.tombstone.Data["kind"] != policy.KindShared {
		return
	}
	data, d := p.tombstone.Data, p.instance.Status.Database
	d.Kind, d.Server, d.Name, d.Key, d.Rotated = data["kind"], data["server"], data["database"], data["key"], data["rotated"]
	d.Credentials, _ = strconv.ParseInt(data["credentials"], 10, 64) // 0, the first, where somebody edited it away
	d.Retired, _ = strconv.ParseInt(data["retired"], 10, 64)
}

// forget removes the tombstone of what is taken up.
func (p *pass) forget(ctx context.Context) error {
	if p.tombstone == nil {
		return nil
	}
	_, err := p.Applier.Remove(ctx, p.tombstone, p.owner)
	return err
}
