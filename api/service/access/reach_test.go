package access_test

import (
	"fmt"
	"testing"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// walked are the agencies that a statement finds a role at one to reach.
func (s scene) walked(from uuid.UUID) []uuid.UUID {
	return s.Client.Agency.Query().Where(func(q *sql.Selector) {
		q.Where(sql.P(func(b *sql.Builder) {
			b.Ident(q.C("id")).WriteString(" IN (")
			rule.Reach(b, []uuid.UUID{from})
			b.WriteString(")")
		}))
	}).IDsX(apitest.System())
}

func TestWhatIsReachedIsTheSameByNameAndByWalking(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		alone := 0
		for _, a := range s.Client.Agency.Query().AllX(apitest.System()) {
			below, err := rule.Below(apitest.System(), s.Client, s.Dialect, []uuid.UUID{a.ID})
			require.NoError(t, err)
			walked := s.walked(a.ID)
			assert.ElementsMatch(t, walked, below[a.ID], a.Code)
			single := s.Client.Agency.Query().Where(agency.ID(a.ID), func(q *sql.Selector) { q.Where(rule.Alone(q.C("id"))) }).ExistX(apitest.System())
			assert.Equal(t, len(walked) == 1, single, "%s alone", a.Code)
			if single {
				alone++
			}
		}
		assert.Positive(t, alone)
	})
}

// A role that reaches too many agencies to name them sees what it would see of
// few, and no more.
func TestARoleThatReachesManySeesThemAndNoOthers(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		over := s.Client.Agency.Query().Where(agency.Code("cuc-vt")).OnlyX(apitest.System())
		other := s.Client.Agency.Query().Where(agency.Code("lao-cai")).OnlyX(apitest.System())
		window := s.Client.ReportingWindow.Query().FirstX(apitest.System())
		s.Grant(t, "reporter-wide", viewer.RoleReporter, "cuc-vt")
		wide := s.As("reporter-wide")
		var last uuid.UUID
		for n := range 200 {
			code := fmt.Sprintf("branch-%03d", n)
			last = s.Client.Agency.Create().SetCode(code).SetName(code).SetKind(over.Kind).SetParentID(over.ID).SaveX(apitest.System()).ID
			if n == 198 {
				_, known := wide.Viewer(t).Reached()
				assert.True(t, known, "200 agencies are named")
			}
		}
		v := wide.Viewer(t)
		_, known := v.Reached()
		assert.False(t, known, "201 agencies are not")
		mine := s.Client.Submission.Create().SetAgencyID(last).SetWindowID(window.ID).SaveX(apitest.System())
		s.Client.Submission.Create().SetAgencyID(other.ID).SetWindowID(window.ID).ExecX(apitest.System())
		ctx := viewer.NewContext(t.Context(), v)
		assert.Equal(t, []uuid.UUID{mine.ID}, s.Client.Submission.Query().IDsX(ctx))
		for id, want := range map[uuid.UUID]bool{over.ID: true, last: true, other.ID: false} {
			holds, err := rule.Holds(ctx, s.Client, v, id, viewer.RoleReporter)
			require.NoError(t, err)
			assert.Equal(t, want, holds)
		}
	})
}
