package charts_test

import (
	"context"
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// What the API server takes and refuses by the kinds alone, with no webhook and no
// operator: each refusal says in a sentence what is wrong.

// refused are objects that differ from a good one by a patch, and what is said
// about them.
type refused map[string]struct{ patch, want string }

// changed are objects that were good once, and what is said about a change.
type changed map[string]struct{ before, after, want string }

func (cases refused) test(t *testing.T, good string) {
	t.Helper()
	c := operatortest.Get(t)
	require.NoError(t, c.Client.Create(context.Background(), from(t, good), client.DryRunAll, strict), "what is patched is good itself")
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			err := c.Client.Create(context.Background(), from(t, good, tc.patch), client.DryRunAll, strict)
			assert.True(t, apierrors.IsInvalid(err), "got %v", err)
			assert.ErrorContains(t, err, tc.want)
		})
	}
}

func (cases changed) test(t *testing.T, good string) {
	t.Helper()
	c := operatortest.Get(t)
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			o := from(t, good, tc.before)
			require.NoError(t, c.Client.Create(context.Background(), o, strict))
			t.Cleanup(func() { assert.NoError(t, c.Client.Delete(context.Background(), o)) })
			after := from(t, good, tc.after)
			after.SetResourceVersion(o.GetResourceVersion())
			err := c.Client.Update(context.Background(), after, client.DryRunAll, strict)
			if tc.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.True(t, apierrors.IsInvalid(err), "got %v", err)
			assert.ErrorContains(t, err, tc.want)
		})
	}
}

const strict = client.FieldValidation(metav1.FieldValidationStrict)

// from reads an object and patches it: null removes, maps are merged, anything
// else takes the place of what was there.
func from(t *testing.T, texts ...string) *unstructured.Unstructured {
	t.Helper()
	u := &unstructured.Unstructured{Object: map[string]any{}}
	for _, text := range texts {
		var patch map[string]any
		require.NoError(t, yaml.Unmarshal([]byte(text), &patch))
		merge(u.Object, patch)
	}
	return u
}

func merge(into, patch map[string]any) {
	for key, value := range patch {
		below, isMap := into[key].(map[string]any)
		change, patchIsMap := value.(map[string]any)
		switch {
		case value == nil:
			delete(into, key)
		case isMap && patchIsMap:
			below = maps.Clone(below)
			merge(below, change)
			into[key] = below
		default:
			into[key] = value
		}
	}
}
