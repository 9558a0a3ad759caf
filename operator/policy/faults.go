package policy

import (
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// A Fault is one thing wrong with an object.
type Fault struct {
	// Error names the field, the value and what was expected.
	*field.Error
	// Reason is what a reconciler calls it: one of v1alpha1's reasons.
	Reason string
}

// Faults is everything wrong with an object: somebody who repairs it should need
// one try, not one per mistake.
type Faults []Fault

// Warnings are sentences about what is allowed and may surprise.
type Warnings []string

// Reason is the reason of the first fault; empty where there is none.
func (f Faults) Reason() string {
	if len(f) == 0 {
		return ""
	}
	return f[0].Reason
}

// Message is every fault as one text, for a condition.
func (f Faults) Message() string {
	sentences := make([]string, len(f))
	for i, fault := range f {
		sentences[i] = fault.Error.Error()
	}
	return strings.Join(sentences, "; ")
}

// Invalid is the answer of an API server to such an object; nil where nothing is
// wrong.
func (f Faults) Invalid(kind schema.GroupKind, name string) error {
	if len(f) == 0 {
		return nil
	}
	list := make(field.ErrorList, len(f))
	for i, fault := range f {
		list[i] = fault.Error
	}
	return apierrors.NewInvalid(kind, name, list)
}

// fault is the fault of a field that holds a wrong value.
func fault(reason string, path *field.Path, value any, detail string) Faults {
	return Faults{{Error: field.Invalid(path, value, detail), Reason: reason}}
}

// judge asks every rule in its order.
func judge[T any](subject T, rules []func(T) Faults) Faults {
	var all Faults
	for _, rule := range rules {
		all = append(all, rule(subject)...)
	}
	return all
}

// Beyond are the faults that are not among those of before: a change that makes
// nothing worse is allowed, since what was once right may be wrong by now (a
// version that was withdrawn) and must still be stopped, scaled or repaired.
func (f Faults) Beyond(before Faults) Faults {
	known := map[string]bool{}
	for _, fault := range before {
		known[fault.Error.Error()] = true
	}
	var beyond Faults
	for _, fault := range f {
		if !known[fault.Error.Error()] {
			beyond = append(beyond, fault)
		}
	}
	return beyond
}
