package reconcile

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// ApplySecret brings a Secret to what is wanted and reports whether it wrote.
// The operator may not read Secrets, so what was applied is remembered, and
// applied once more after a restart, which changes nothing where nothing differs.
//
// A Secret is ours where we created it: its account of fields says so, in the
// answer to a dry run.
func (a *Applier) ApplySecret(ctx context.Context, want runtime.ApplyConfiguration) (changed bool, err error) {
	wanted, err := tree(want)
	if err != nil {
		return false, err
	}
	text, err := json.Marshal(wanted.Object)
	if err != nil {
		return false, err
	}
	key, sum := client.ObjectKeyFromObject(wanted), sha256.Sum256(text)
	if before, ok := a.unread.Load(key); ok && before == sum {
		return false, nil
	}
	if err := a.applySecret(ctx, wanted, text); err != nil {
		return false, fmt.Errorf("apply Secret %q: %w", key.Name, err)
	}
	a.unread.Store(key, sum)
	return true, nil
}

// ForgetSecret makes the next ApplySecret write, because somebody misses it.
func (a *Applier) ForgetSecret(key types.NamespacedName) { a.unread.Delete(key) }

func (a *Applier) applySecret(ctx context.Context, wanted *unstructured.Unstructured, text []byte) error {
	secret := &corev1.Secret{}
	if err := json.Unmarshal(text, secret); err != nil {
		return err
	}
	err := a.Client.Create(ctx, secret, client.FieldOwner(v1alpha1.FieldOwner))
	if !apierrors.IsAlreadyExists(err) {
		return err
	}
	options := []client.ApplyOption{client.FieldOwner(v1alpha1.FieldOwner), client.ForceOwnership}
	trial := wanted.DeepCopy()
	err = a.Client.Apply(ctx, client.ApplyConfigurationFromUnstructured(trial), append(options, client.DryRunAll)...)
	if apierrors.IsForbidden(err) {
		return taken(wanted) // the admission policy keeps us from what is not the tenant's
	}
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(trial.GetManagedFields(), isCreation) {
		return taken(trial)
	}
	return a.Client.Apply(ctx, client.ApplyConfigurationFromUnstructured(wanted.DeepCopy()), options...)
}

// isCreation tells the entry that only our creation of an object makes: later we
// only apply.
func isCreation(e metav1.ManagedFieldsEntry) bool {
	return e.Manager == v1alpha1.FieldOwner && e.Operation == metav1.ManagedFieldsOperationUpdate
}

// RemoveSecret deletes a Secret that we created; what is not there, or somebody
// else's, which the admission policy keeps us from, is left alone.
func (a *Applier) RemoveSecret(ctx context.Context, key types.NamespacedName, owner Owner) error {
	trial := &unstructured.Unstructured{}
	trial.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("Secret"))
	trial.SetNamespace(key.Namespace)
	trial.SetName(key.Name)
	trial.SetLabels(owner.Labels())
	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: key.Namespace, Name: key.Name}}
	err := a.Client.Apply(ctx, client.ApplyConfigurationFromUnstructured(trial), client.FieldOwner(v1alpha1.FieldOwner), client.ForceOwnership, client.DryRunAll)
	if err == nil && slices.ContainsFunc(trial.GetManagedFields(), isCreation) {
		uid := trial.GetUID()
		err = client.IgnoreNotFound(a.Client.Delete(ctx, secret, client.Preconditions{UID: &uid}))
	}
	if err != nil && !apierrors.IsForbidden(err) {
		return fmt.Errorf("delete Secret %q: %w", key.Name, err)
	}
	a.ForgetSecret(key)
	return nil
}
