package reconcile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/cli-utils/pkg/kstatus/status"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

func TestTheEndOfAPassMeansWhatKstatusSays(t *testing.T) {
	conflict := apierrors.NewConflict(schema.GroupResource{Resource: "pods"}, "a", errors.New("changed"))
	for name, tc := range map[string]struct {
		err        error
		want       status.Status
		wantReason string
		wantAfter  time.Duration
		wantErr    bool
	}{
		"all is well":                  {nil, status.CurrentStatus, v1alpha1.ReasonReady, 0, false},
		"an event will come":           {reconcile.Waiting("RollingOut", "wait"), status.InProgressStatus, "RollingOut", 0, false},
		"nobody tells":                 {reconcile.Retry(time.Second, "NotAnswering", "ask"), status.InProgressStatus, "NotAnswering", time.Second, false},
		"somebody has to do something": {reconcile.Stalled("HostTaken", "change it"), status.FailedStatus, "HostTaken", 5 * time.Minute, false},
		"that, wrapped":                {fmt.Errorf("step: %w", reconcile.Stalled("HostTaken", "change it")), status.FailedStatus, "HostTaken", 5 * time.Minute, false},
		"a call that failed":           {errors.New("500"), status.InProgressStatus, v1alpha1.ReasonTryingAgain, 0, true},
		"somebody wrote first":         {conflict, status.InProgressStatus, "", 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			var list []metav1.Condition
			c := reconcile.Conditions{List: &list, Generation: 3}
			result, err := c.Outcome(tc.err, "ready")
			assert.Equal(t, tc.wantErr, err != nil)
			assert.Equal(t, tc.wantAfter, result.RequeueAfter)
			reason := ""
			for _, condition := range list {
				if condition.Type == v1alpha1.ConditionReady {
					reason = condition.Reason
				}
			}
			assert.Equal(t, tc.wantReason, reason)
			if tc.wantReason != "" {
				assert.Equal(t, tc.want, kstatus(t, list))
			}
		})
	}
}

// kstatus is what tools make of conditions.
func kstatus(t *testing.T, list []metav1.Condition) status.Status {
	t.Helper()
	conditions := []any{}
	for _, c := range list {
		conditions = append(conditions, map[string]any{"type": c.Type, "status": string(c.Status), "reason": c.Reason, "message": c.Message})
	}
	result, err := status.Compute(&unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "tiendo.vn/v1alpha1", "kind": "Instance", "metadata": map[string]any{"generation": int64(3)},
		"status": map[string]any{"observedGeneration": int64(3), "conditions": conditions},
	}})
	assert.NoError(t, err)
	return result.Status
}

func TestACallThatFailsInPassingLeavesReadyAsItWas(t *testing.T) {
	var list []metav1.Condition
	c := reconcile.Conditions{List: &list}
	_, _ = c.Outcome(nil, "ready")
	_, err := c.Outcome(errors.New("500"), "ready")
	assert.Error(t, err)
	assert.True(t, c.Is(v1alpha1.ConditionReady))
	assert.True(t, c.Is(v1alpha1.ConditionReconciling))
}

func TestLongMessagesEndAtACharacter(t *testing.T) {
	var list []metav1.Condition
	reconcile.Conditions{List: &list}.False("Migrated", "MigrationFailed", strings.Repeat("ế", 2000))
	assert.LessOrEqual(t, len(list[0].Message), 2048)
	assert.Equal(t, strings.ToValidUTF8(list[0].Message, "?"), list[0].Message)
	assert.True(t, strings.HasSuffix(list[0].Message, "ế…"))
}
