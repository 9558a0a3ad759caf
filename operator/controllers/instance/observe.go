package instance

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// look finds what is there already.
func (p *pass) look(ctx context.Context) error {
	if err := p.findTenant(ctx); err != nil {
		return err
	}
	if err := p.findDeployment(ctx); err != nil {
		return err
	}
	if err := p.findTombstone(ctx); err != nil {
		return err
	}
	p.remember()
	return nil
}

// read learns what the pods will read, and what the cluster has.
func (p *pass) read(ctx context.Context) (err error) {
	if err := p.readPlan(ctx); err != nil {
		return p.conditions.Failed(v1alpha1.ConditionPlanLoaded, err)
	}
	if err := p.readProvider(ctx); err != nil {
		return err
	}
	monitored, err := p.hasKind(desired.ServiceMonitorKind)
	p.want.Monitored = monitored
	return err
}

func (p *pass) key(name string) types.NamespacedName {
	return types.NamespacedName{Namespace: p.instance.Namespace, Name: name}
}

func (p *pass) findDeployment(ctx context.Context) error {
	var d appsv1.Deployment
	p.deployment = nil
	err := p.Client.Get(ctx, p.key(p.instance.Name), &d)
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil || !p.owner.Owns(&d) {
		return err // somebody else's: Apply says so
	}
	p.deployment = &d
	return nil
}

// readPlan learns what is in the bundle, so that a changed one is loaded again.
func (p *pass) readPlan(ctx context.Context) error {
	name := p.want.Plan.ConfigMap
	if name == "" {
		return nil
	}
	bundle, err := p.configMap(ctx, name, "spec.plan.configMapRef.name")
	if err != nil {
		return err
	}
	if len(bundle.Data)+len(bundle.BinaryData) == 0 {
		return reconcile.Stalled(v1alpha1.ReasonBundleMissing,
			"spec.plan.configMapRef.name: ConfigMap %q in namespace %s is empty; expected the files of a plan bundle as its keys", name, p.instance.Namespace)
	}
	p.want.Plan.Hash, err = sumOf(bundle)
	return err
}

func (p *pass) readProvider(ctx context.Context) error {
	if p.want.SignIn == nil || p.want.SignIn.CAConfigMap == "" {
		return nil
	}
	name := p.want.SignIn.CAConfigMap
	trusted, err := p.configMap(ctx, name, "spec.signIn.caConfigMapRef.name")
	if err != nil {
		return err
	}
	if trusted.Data["ca.crt"] == "" {
		return reconcile.Stalled(v1alpha1.ReasonBundleMissing,
			"spec.signIn.caConfigMapRef.name: ConfigMap %q in namespace %s has no key ca.crt; expected certificates in PEM under it", name, p.instance.Namespace)
	}
	p.want.SignIn.CA = trusted.Data["ca.crt"]
	return nil
}

// configMap reads a ConfigMap of the agency's: past the cache, which holds only
// what is ours.
func (p *pass) configMap(ctx context.Context, name, field string) (*corev1.ConfigMap, error) {
	var m corev1.ConfigMap
	err := p.Live.Get(ctx, p.key(name), &m)
	if apierrors.IsNotFound(err) {
		return nil, reconcile.Stalled(v1alpha1.ReasonBundleMissing,
			"%s: ConfigMap %q is not in namespace %s: create it, or name another", field, name, p.instance.Namespace)
	}
	return &m, err
}

func sumOf(m *corev1.ConfigMap) (string, error) {
	text, err := json.Marshal([]any{m.Data, m.BinaryData}) // keys of maps are sorted
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8]), err
}

// pods are the pods of one component, newest last.
func (p *pass) pods(ctx context.Context, component string) ([]corev1.Pod, error) {
	var list corev1.PodList
	err := p.Client.List(ctx, &list, client.InNamespace(p.instance.Namespace), client.MatchingLabels{
		v1alpha1.LabelInstance: p.instance.Name, v1alpha1.LabelComponent: component,
	})
	return list.Items, err
}

func reasonOf(err error) string {
	if e := reconcile.As(err); e != nil {
		return e.Reason
	}
	return v1alpha1.ReasonTryingAgain
}
