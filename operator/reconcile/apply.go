package reconcile

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// An Applier brings objects to what is wanted, by server-side apply with the one
// field owner, and writes only where something differs.
type Applier struct {
	// Client reads from the cache and writes.
	Client client.Client
	// Live reads past the cache: what the cache does not have may be somebody
	// else's, or be there already.
	Live client.Reader

	// unread remembers what was applied of kinds that cannot be read.
	unread sync.Map
}

// Apply brings an object to what is wanted and reports whether it wrote. An
// object of that name which is not the owner's is left alone: NameTaken.
func (a *Applier) Apply(ctx context.Context, want runtime.ApplyConfiguration, owner Owner) (changed bool, err error) {
	wanted, err := tree(want)
	if err != nil {
		return false, err
	}
	live, err := a.read(ctx, wanted)
	if err != nil {
		return false, err
	}
	if live != nil {
		if !owner.Owns(live) {
			return false, taken(live)
		}
		same, err := same(live, wanted)
		if same || err != nil {
			return false, err
		}
	}
	// The answer is written into what is applied: not into the caller's.
	err = a.Client.Apply(ctx, client.ApplyConfigurationFromUnstructured(wanted), client.FieldOwner(v1alpha1.FieldOwner), client.ForceOwnership)
	if err != nil {
		return false, fmt.Errorf("apply %s %q: %w", wanted.GetKind(), wanted.GetName(), err)
	}
	return true, nil
}

// tree is an apply configuration as a tree of plain values.
func tree(want runtime.ApplyConfiguration) (*unstructured.Unstructured, error) {
	text, err := json.Marshal(want)
	if err != nil {
		return nil, err
	}
	u := &unstructured.Unstructured{}
	return u, json.Unmarshal(text, &u.Object)
}

// read returns the object that is there, or nil.
func (a *Applier) read(ctx context.Context, wanted *unstructured.Unstructured) (client.Object, error) {
	key := client.ObjectKeyFromObject(wanted)
	typed, err := a.Client.Scheme().New(wanted.GroupVersionKind())
	if err == nil {
		object := typed.(client.Object)
		if err := a.Client.Get(ctx, key, object); err == nil || !apierrors.IsNotFound(err) {
			object.GetObjectKind().SetGroupVersionKind(wanted.GroupVersionKind())
			return object, err
		}
	}
	// The cache holds only what carries our labels; and a kind that is not in the
	// scheme is never cached.
	object, err := a.empty(wanted)
	if err != nil {
		return nil, err
	}
	err = a.Live.Get(ctx, key, object)
	if apierrors.IsNotFound(err) {
		return nil, nil
	}
	object.GetObjectKind().SetGroupVersionKind(wanted.GroupVersionKind())
	return object, err
}

// empty is an object to read into: of the scheme's type where it has one.
func (a *Applier) empty(wanted *unstructured.Unstructured) (client.Object, error) {
	typed, err := a.Client.Scheme().New(wanted.GroupVersionKind())
	if err == nil {
		return typed.(client.Object), nil
	}
	if !runtime.IsNotRegisteredError(err) {
		return nil, err
	}
	u := &unstructured.Unstructured{}
	u.SetGroupVersionKind(wanted.GroupVersionKind())
	return u, nil
}

// same reports whether what we own in the live object is what is wanted.
func same(live client.Object, wanted *unstructured.Unstructured) (bool, error) {
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(live)
	if err != nil {
		return false, err
	}
	part, err := owned(content, live.GetManagedFields())
	if part == nil || err != nil {
		return false, err
	}
	return equality.Semantic.DeepEqual(part, anonymous(wanted.Object)), nil
}

// anonymous is an object without what names it, which nobody owns.
func anonymous(object map[string]any) map[string]any {
	rest := runtime.DeepCopyJSON(object)
	delete(rest, "apiVersion")
	delete(rest, "kind")
	unstructured.RemoveNestedField(rest, "metadata", "name")
	unstructured.RemoveNestedField(rest, "metadata", "namespace")
	return rest
}

// taken says that a name is somebody else's.
func taken(live client.Object) error {
	kind := live.GetObjectKind().GroupVersionKind().Kind
	where := ""
	if namespace := live.GetNamespace(); namespace != "" {
		where = " in namespace " + namespace
	}
	return Stalled(v1alpha1.ReasonNameTaken,
		"%s %q%s is there already and not the operator's, which never takes over what it did not make: rename or delete that %s",
		kind, live.GetName(), where, strings.ToLower(kind))
}
