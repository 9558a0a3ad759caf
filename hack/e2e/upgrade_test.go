//go:build e2e

package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

func anUpgradeLosesNoRequest(t *testing.T, w *world) {
	before := w.serving(t, ministry)
	crowd, lookout := w.crowd(t, ministry, "tiendo"), w.lookout(t, ministry, "tiendo")

	w.version(t, "1.1.0")
	w.ready(t, ministry, "tiendo")

	for _, pod := range w.servers(t, ministry, "tiendo") {
		assert.Equal(t, registry+"/tiendo:1.1.0", pod.Spec.Containers[0].Image)
		assert.NotContains(t, before, pod.UID)
	}
	w.endings(t, ministry, "tiendo")
	lookout.sawServers(t, 2)
	crowd.wasAnswered(t)
	assert.Equal(t, "1.1.0", table(t, w.kubectl(t, "get", "tenants"))["bo-yt"]["VERSION"])
}

func aBrokenVersionLeavesTheOldOneServing(t *testing.T, w *world) {
	w.version(t, "1.1.0")
	w.ready(t, ministry, "tiendo")
	before := w.serving(t, ministry)
	crowd, lookout := w.crowd(t, ministry, "tiendo"), w.lookout(t, ministry, "tiendo")
	recovers := func() {
		t.Helper()
		w.version(t, "1.1.0")
		w.ready(t, ministry, "tiendo")
		for uid := range w.serving(t, ministry) {
			assert.Contains(t, before, uid, "what served is what serves")
		}
	}

	// It cannot migrate.
	w.version(t, "1.2.0")
	i := w.troubled(t, ministry, "tiendo", v1alpha1.ReasonMigrationFailed,
		`tiendo: migrate: 20260301120000_figures.sql: column "grade" contains null values`, "1.1.0 keeps serving", "set spec.version back to 1.1.0")
	assert.True(t, meta.IsStatusConditionTrue(i.Status.Conditions, v1alpha1.ConditionAvailable))
	assert.True(t, meta.IsStatusConditionTrue(i.Status.Conditions, v1alpha1.ConditionStalled))
	assert.Equal(t, "1.1.0", i.Status.Version)
	w.answers(t, ministry, "tiendo")
	var tenant v1alpha1.Tenant
	eventually(t, func() error {
		require.NoError(t, w.client.Get(ctx, key("", "bo-yt"), &tenant))
		if c := meta.FindStatusCondition(tenant.Status.Conditions, v1alpha1.ConditionReady); c == nil || c.Reason != v1alpha1.ReasonMigrationFailed {
			return notYet("the Tenant does not say it either:\n%s", conditionsOf(tenant.Status.Conditions))
		}
		return nil
	})
	recovers()

	// It migrates, and does not start.
	w.version(t, "1.3.0")
	w.troubled(t, ministry, "tiendo", v1alpha1.ReasonNotStarting, registry+"/tiendo:1.3.0", "exit code 1", "tiendo: serve: the summary table of 2026 is missing")
	assert.Equal(t, "1.1.0", w.instance(t, ministry, "tiendo").Status.Version)
	w.answers(t, ministry, "tiendo")
	recovers()

	// It is not there at all.
	w.version(t, "1.9.9")
	w.troubled(t, ministry, "tiendo", v1alpha1.ReasonNotStarting, "image "+registry+"/tiendo:1.9.9 cannot be pulled", "Is the version there")
	w.answers(t, ministry, "tiendo")
	recovers()

	lookout.sawServers(t, 2)
	crowd.wasAnswered(t)
}
