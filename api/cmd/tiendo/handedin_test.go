package main

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
)

// assertHandedInOnce checks that every report was handed in once, and that
// nothing else has become of it.
func (e *eve) assertHandedInOnce(t *testing.T) {
	t.Helper()
	ctx := apitest.System()
	reports, versions := byKey(e.Client.Submission.Query().AllX(ctx), func(s *db.Submission) uuid.UUID { return s.ID }),
		byKey(e.Client.SubmissionVersion.Query().AllX(ctx), func(v *db.SubmissionVersion) uuid.UUID { return v.SubmissionID })
	steps := byKey(e.Client.Review.Query().AllX(ctx), func(r *db.Review) uuid.UUID { return r.SubmissionID })
	lines := byKey(e.Client.Event.Query().Where(event.EntityEQ("Submission")).AllX(ctx), func(l *db.Event) uuid.UUID { return *l.EntityID })
	keys := byKey(e.Client.IdempotencyKey.Query().AllX(ctx), func(k *db.IdempotencyKey) uuid.UUID { return k.CallerID })
	figures := byKey(e.Client.Figure.Query().Where(figure.SubmissionIDNotNil()).AllX(ctx), func(f *db.Figure) uuid.UUID { return *f.SubmissionID })
	for _, rows := range []int{len(reports), len(versions), len(steps), len(lines), len(keys), len(figures)} {
		require.Equal(t, len(e.drafts), rows)
	}
	for _, d := range e.drafts {
		s := reports[d.report][0]
		assert.Equal(t, [6]any{"SUBMITTED", 2, 0, len(d.figures), 0, 0}, [6]any{string(s.Status), s.Version, s.Drafted, s.Submitted, s.Returned, s.Approved}, d.key)
		assert.NotNil(t, s.SubmittedAt, d.key)
		assert.False(t, s.Late, d.key)

		slices.SortFunc(versions[d.report], func(a, b *db.SubmissionVersion) int { return a.Version - b.Version })
		var numbers []int
		for _, v := range versions[d.report] {
			numbers = append(numbers, v.Version)
		}
		assert.Equal(t, []int{1, 2}, numbers, "versions of %s", d.key)

		if assert.Len(t, steps[d.report], 1, d.key) {
			step := steps[d.report][0]
			assert.Equal(t, [3]any{"SUBMIT", d.person, 2}, [3]any{string(step.Action), step.AuthorID, step.Version}, d.key)
		}
		if assert.Len(t, lines[d.report], 1, d.key) {
			assert.Equal(t, "submission.submit", lines[d.report][0].Action, d.key)
		}
		if assert.Len(t, keys[d.person], 1, d.key) {
			assert.Equal(t, d.key, keys[d.person][0].Key)
		}
		entered := map[uuid.UUID]string{}
		for _, f := range figures[d.report] {
			entered[f.ID] = f.StatedValue.String()
			assert.Nil(t, f.SupersededAt, d.key)
			assert.Nil(t, f.ApprovedAt, d.key)
		}
		assert.Equal(t, d.figures, entered, d.key)
	}
	_, err := audit.Verify(t.Context(), e.Client, func(f audit.Finding) { t.Errorf("the record: %s", f.Sentence) })
	require.NoError(t, err)
}

// byKey gathers rows by a key.
func byKey[R any](rows []R, key func(R) uuid.UUID) map[uuid.UUID][]R {
	by := map[uuid.UUID][]R{}
	for _, r := range rows {
		by[key(r)] = append(by[key(r)], r)
	}
	return by
}
