package reconcile

import (
	"bytes"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
	"sigs.k8s.io/structured-merge-diff/v6/value"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// owned returns the part of a live object that we have applied, as the API server
// keeps account of it: nil where we have applied nothing.
//
// It needs no schema: the account names list items by their keys. That makes one
// way for every kind, custom ones too, to tell whether applying again would
// change anything: a value that somebody else changed is no longer ours, and a field that
// we no longer want still is.
func owned(live map[string]any, managed []metav1.ManagedFieldsEntry) (map[string]any, error) {
	set, err := account(managed)
	if set == nil || err != nil {
		return nil, err
	}
	part, _ := extract(live, set).(map[string]any)
	return part, nil
}

// OwnsField reports whether we are an owner of a field of a live object.
func OwnsField(live metav1.Object, path ...string) (bool, error) {
	set, err := account(live.GetManagedFields())
	if set == nil || err != nil {
		return false, err
	}
	elements := make(fieldpath.Path, len(path))
	for i := range path {
		elements[i] = fieldpath.FieldNameElement(path[i])
	}
	return set.Has(elements), nil
}

// account is the set of fields that we have applied; nil for none.
func account(managed []metav1.ManagedFieldsEntry) (*fieldpath.Set, error) {
	for _, entry := range managed {
		if entry.Manager != v1alpha1.FieldOwner || entry.Operation != metav1.ManagedFieldsOperationApply || entry.Subresource != "" || entry.FieldsV1 == nil {
			continue
		}
		set := &fieldpath.Set{}
		if err := set.FromJSON(bytes.NewReader(entry.FieldsV1.Raw)); err != nil {
			return nil, fmt.Errorf("managed fields: %w", err)
		}
		return set, nil
	}
	return nil, nil
}

// extract returns the part of a value that the set names.
func extract(v any, set *fieldpath.Set) any {
	switch v := v.(type) {
	case map[string]any:
		part := map[string]any{}
		for name, child := range v {
			if sub, ok := within(set, func(e fieldpath.PathElement) bool { return e.FieldName != nil && *e.FieldName == name }); ok {
				part[name] = take(child, sub)
			}
		}
		return part
	case []any:
		part := []any{}
		for i, child := range v {
			if sub, ok := within(set, func(e fieldpath.PathElement) bool { return isItem(e, i, child) }); ok {
				part = append(part, take(child, sub))
			}
		}
		return part
	default:
		return v
	}
}

// take returns all of a value, or the part that the set below it names.
func take(v any, below *fieldpath.Set) any {
	if below == nil || below.Empty() {
		return v
	}
	return extract(v, below)
}

// within finds the element that matches, and what is named below it: nil where
// it is a leaf.
func within(set *fieldpath.Set, matches func(fieldpath.PathElement) bool) (below *fieldpath.Set, ok bool) {
	// The library's iterators over these do not bear being left early.
	set.Children.Iterate(func(e fieldpath.PathElement) {
		if !ok && matches(e) {
			below, ok = set.Children.Get(e)
		}
	})
	if ok {
		return below, true
	}
	set.Members.Iterate(func(e fieldpath.PathElement) { ok = ok || matches(e) })
	return nil, ok
}

// isItem reports whether a path element names an item of a list.
func isItem(e fieldpath.PathElement, index int, item any) bool {
	switch {
	case e.Key != nil:
		fields, ok := item.(map[string]any)
		if !ok {
			return false
		}
		for _, key := range *e.Key {
			if got, there := fields[key.Name]; !there || !value.Equals(value.NewValueInterface(got), key.Value) {
				return false
			}
		}
		return true
	case e.Value != nil:
		return value.Equals(value.NewValueInterface(item), *e.Value)
	case e.Index != nil:
		return *e.Index == index
	}
	return false
}
