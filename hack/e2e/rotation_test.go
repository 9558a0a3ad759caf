//go:build e2e

package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/database"
)

func rotatingLosesNoRequest(t *testing.T, w *world) {
	i := w.ready(t, laoCai, "tiendo")
	number, name := i.Status.Database.Credentials, i.Status.Database.Name
	old := w.databaseOf(t, laoCai, "tiendo")
	require.NoError(t, old.Ping())
	require.NoError(t, old.Close())
	crowd, lookout := w.crowd(t, laoCai, "tiendo"), w.lookout(t, laoCai, "tiendo")

	w.patch(t, i, map[string]any{"metadata": map[string]any{"annotations": map[string]any{v1alpha1.AnnotationRotate: i.ResourceVersion}}})
	w.waitFor(t, laoCai, "tiendo", func(i *v1alpha1.Instance) error {
		if i.Status.Database.Credentials != number+1 || i.Status.Database.Retired != number {
			return notYet("credentials number %d, of which %d are retired", i.Status.Database.Credentials, i.Status.Database.Retired)
		}
		return nil
	})
	w.ready(t, laoCai, "tiendo")
	w.endings(t, laoCai, "tiendo")
	lookout.sawServers(t, 2)
	crowd.wasAnswered(t)

	assert.False(t, w.database.signsIn(t, database.Role(name, number)), "the old role is retired")
	assert.True(t, w.database.signsIn(t, database.Role(name, number+1)))
	require.NoError(t, w.databaseOf(t, laoCai, "tiendo").Ping(), "the Secret holds the new password")
	w.answers(t, laoCai, "tiendo")
}
