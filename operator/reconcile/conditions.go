package reconcile

import (
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// longest is the most of a message that is kept, in bytes. The API server takes
// 32,768; people read less.
const longest = 2048

// Conditions are an object's conditions at one generation of its spec.
type Conditions struct {
	List       *[]metav1.Condition
	Generation int64
	// Secrets are what no message may hold, whoever said it.
	Secrets []string
}

// True sets a condition that is as its name says.
func (c Conditions) True(kind, reason, message string) {
	c.set(kind, metav1.ConditionTrue, reason, message)
}

// False sets a condition that is not as its name says.
func (c Conditions) False(kind, reason, message string) {
	c.set(kind, metav1.ConditionFalse, reason, message)
}

// Unknown sets a condition that nobody can tell.
func (c Conditions) Unknown(kind, reason, message string) {
	c.set(kind, metav1.ConditionUnknown, reason, message)
}

// Remove takes a condition away.
func (c Conditions) Remove(kinds ...string) {
	for _, kind := range kinds {
		meta.RemoveStatusCondition(c.List, kind)
	}
}

// Is reports whether a condition is True.
func (c Conditions) Is(kind string) bool { return meta.IsStatusConditionTrue(*c.List, kind) }

// Failed sets the condition of a step that failed, after what its error says. An
// error that says nothing leaves it as it was: a call that failed in passing
// tells nothing about the step.
func (c Conditions) Failed(kind string, err error) error {
	if err == nil {
		return nil
	}
	if e := As(err); e != nil {
		c.False(kind, e.Reason, e.Message)
	} else if meta.FindStatusCondition(*c.List, kind) == nil {
		c.Unknown(kind, v1alpha1.ReasonTryingAgain, err.Error())
	}
	return err
}

func (c Conditions) set(kind string, status metav1.ConditionStatus, reason, message string) {
	meta.SetStatusCondition(c.List, metav1.Condition{
		Type: kind, Status: status, Reason: reason, Message: cut(plain(message, c.Secrets)), ObservedGeneration: c.Generation,
	})
}

// cut shortens a message, at the end of a character.
func cut(message string) string {
	message = strings.TrimSpace(message)
	if len(message) <= longest {
		return message
	}
	return strings.ToValidUTF8(message[:longest-len("…")], "") + "…"
}
