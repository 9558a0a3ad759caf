package access_test

import (
	"fmt"
	"slices"
	"testing"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestWhatIsReachedIsTheSameByNameByWhatIsNotAndByLookingItUp(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		agencies := s.Client.Agency.Query().AllX(apitest.System())
		several := 0
		for n, a := range agencies {
			who := fmt.Sprintf("reporter-%d", n)
			s.Grant(t, who, viewer.RoleReporter, a.Code)
			named := s.As(who).Viewer(t)
			require.Contains(t, named.Below, a.ID, a.Code)
			several += min(len(named.Below[a.ID])-1, 1)
			unnamed := named
			unnamed.Below = nil
			missing := unnamed
			missing.Beyond = map[uuid.UUID][]uuid.UUID{a.ID: nil}
			for _, to := range agencies {
				if !slices.Contains(named.Below[a.ID], to.ID) {
					missing.Beyond[a.ID] = append(missing.Beyond[a.ID], to.ID)
				}
			}
			for _, v := range []viewer.Viewer{named, unnamed, missing} {
				v.Paged = n%2 == 0
				reached := s.Client.Agency.Query().Where(func(q *sql.Selector) { q.Where(rule.Reached(v, q.C("id"))) }).IDsX(apitest.System())
				assert.ElementsMatch(t, named.Below[a.ID], reached, a.Code)
			}
			ctx := viewer.NewContext(t.Context(), unnamed)
			for _, to := range agencies {
				g, err := access.Allowed(ctx, s.Client, unnamed, to.ID, viewer.ScopeRead)
				require.NoError(t, err)
				assert.Equal(t, slices.Contains(named.Below[a.ID], to.ID), g != nil, "%s over %s", a.Code, to.Code)
			}
		}
		assert.Positive(t, several, "some reach others")
	})
}

// A role that reaches too many agencies to name them sees what it would see of
// few, and no more.
func TestARoleThatReachesManySeesThemAndNoOthers(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		over := s.Client.Agency.Query().Where(agency.Code("cuc-vt")).OnlyX(apitest.System())
		for n := range 70 { // more than are named as not reached
			code := fmt.Sprintf("elsewhere-%02d", n)
			s.Client.Agency.Create().SetCode(code).SetName(code).SetKind(over.Kind).ExecX(apitest.System())
		}
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
		_, known = v.Unreached()
		assert.False(t, known, "nor are those that are not reached")
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

// Whatever happens to agencies, a role that reaches all but a few knows those few
// with the next request: it is never told of one more.
func TestARoleThatMissesFewKnowsThemWhateverChanges(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		ctx, all := apitest.System(), s.Client.Agency.Query().Where(agency.Code("cac-bo-nganh-dia-phuong")).OnlyX(apitest.System())
		create := func(code string) *db.AgencyCreate {
			return s.Client.Agency.Create().SetCode(code).SetName(code).SetKind(agency.KindUNIT)
		}
		for n := range 200 {
			create(fmt.Sprintf("branch-%03d", n)).SetParentID(s.agency("lao-cai")).ExecX(ctx)
		}
		elsewhere := create("elsewhere").SaveX(ctx)
		s.Grant(t, "reporter-wide", viewer.RoleReporter, all.Code)
		s.Grant(t, "reporter-two", viewer.RoleReporter, all.Code)
		s.Grant(t, "reporter-two", viewer.RoleReporter, elsewhere.Code)
		window := s.Client.ReportingWindow.Query().FirstX(ctx)
		reports := map[uuid.UUID]uuid.UUID{} // by agency
		check := func(when string) {
			for _, who := range []string{"reporter-wide", "reporter-two"} {
				v := s.As(who).Viewer(t)
				missed, few := v.Unreached(viewer.RoleReporter)
				require.True(t, few, "%s, %s", who, when)
				var unreached, seen []uuid.UUID
				for _, a := range s.Client.Agency.Query().AllX(ctx) {
					if reports[a.ID] == uuid.Nil {
						reports[a.ID] = s.Client.Submission.Create().SetAgencyID(a.ID).SetWindowID(window.ID).SaveX(ctx).ID
					}
					holds, err := rule.Holds(ctx, s.Client, v, a.ID, viewer.RoleReporter)
					require.NoError(t, err)
					if holds {
						seen = append(seen, reports[a.ID])
					} else {
						unreached = append(unreached, a.ID)
					}
				}
				assert.ElementsMatch(t, unreached, missed, "%s, %s", who, when)
				assert.ElementsMatch(t, seen, s.Client.Submission.Query().IDsX(viewer.NewContext(t.Context(), v)), "%s, %s", who, when)
				assert.Equal(t, who == "reporter-two", slices.Contains(seen, reports[elsewhere.ID]), "%s, %s", who, when)
			}
		}
		check("to begin with")
		stranger := create("stranger").SaveX(ctx)
		check("with one more that is not reached")
		stranger = stranger.Update().SetParentID(all.ID).SaveX(ctx)
		check("when it is reached")
		stranger.Update().ClearParent().ExecX(ctx)
		check("when it is not any more")
		create("below").SetParentID(stranger.ID).ExecX(ctx)
		check("with one below it")
		s.Client.Agency.DeleteOne(create("gone").SetParentID(all.ID).SaveX(ctx)).ExecX(ctx)
		check("after one came and went")
	})
}
