package calendar_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestWhoChangesTheDates(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		s.Grant(t, "coordinator of Lao Cai", viewer.RoleCoordinator, "lao-cai")
		for _, who := range []string{"nobody", "reporter-lao-cai", "reviewer-cdsqg", "admin", "inspector"} {
			for change, in := range map[string]input{"adjustWindow": adjusting, "extendWindow": extending, "reopenWindow": reopening} {
				assert.Equal(t, []string{"NOT_ALLOWED"}, ask(t, s.As(who), change, in).codes(), "%s by %s", change, who)
			}
		}
		assert.Equal(t, []string{"NOT_ALLOWED"}, ask(t, s, "adjustWindow", adjusting).codes(), "the public")

		local := s.As("coordinator of Lao Cai")
		assert.Equal(t, []string{"NOT_ALLOWED window"}, ask(t, local, "adjustWindow", adjusting).codes())
		assert.Equal(t, []string{"NOT_ALLOWED agencies 1"}, ask(t, local, "extendWindow", extending).codes())
		s.Clock.Set(at("2023-06-01T00:00:00+07:00"))
		assert.Equal(t, []string{"NOT_ALLOWED window"}, ask(t, local, "reopenWindow", reopening.with("agencies", nil)).codes())
		assert.Zero(t, d.Client.WindowChange.Query().CountX(apitest.System()))
		made(t, local, "reopenWindow", reopening)
		s.Clock.Advance(time.Minute)
		made(t, local, "extendWindow", extending.with("agencies", []string{"lao-cai"}).with("dueAt", "2023-07-01T00:00:00Z"))
	})
}

func TestAMachineChangesTheDatesIfItsScopesSaySo(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		machine := d.Client.Person.Create().SetSubject("m").SetName("Máy").SaveX(apitest.System())
		in := extending.with("agencies", []string{"lao-cai"}).with("dueAt", "2999-01-01T00:00:00Z")
		with := func(scopes ...viewer.Scope) payload {
			v := viewer.Viewer{Name: "Máy", Person: machine.ID, Scopes: scopes, Grants: []viewer.Grant{{Role: viewer.RoleCoordinator, Agency: id(d, "lao-cai").ID}}}
			return ask(t, apitest.Serve(t, d, v), "extendWindow", in)
		}
		assert.Equal(t, []string{"NOT_ALLOWED"}, with(viewer.ScopeRead, viewer.ScopeEdit, viewer.ScopeSubmit, viewer.ScopeReview).codes())
		assert.Equal(t, []string{"NOT_ALLOWED"}, with([]viewer.Scope{}...).codes())
		assert.Empty(t, with(viewer.ScopeCoordinate).codes())
	})
}

func TestALentRoleIsNamed(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		person := d.Client.Person.Create().SetSubject("p").SetName("Minh").SaveX(apitest.System())
		lender := &viewer.Lender{ID: uuid.New(), Name: "Hoa"}
		v := viewer.Viewer{Name: "Minh", Person: person.ID, Grants: []viewer.Grant{
			{Role: viewer.RoleCoordinator, Agency: id(d, "ha-giang").ID},
			{Role: viewer.RoleCoordinator, Agency: id(d, "lao-cai").ID, LentBy: lender},
		}}
		s := apitest.Serve(t, d, v)
		in := extending.with("dueAt", "2999-01-01T00:00:00Z")
		made(t, s, "extendWindow", in.with("agencies", []string{"ha-giang"}))
		made(t, s, "extendWindow", in.with("agencies", []string{"lao-cai"}))
		recorded := events(d, "window.extend")
		require.Len(t, recorded, 2)
		assert.Nil(t, recorded[0].OnBehalfOf, "a role of one's own")
		assert.Equal(t, "Hoa", *recorded[1].OnBehalfOf)
	})
}

func TestAChangeThatIsRepeatedIsMadeOnce(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		first := made(t, s.As("coordinator"), "adjustWindow", adjusting.with("clientMutationId", "k"))
		assert.Equal(t, "k", *first.ClientMutationID)
		s.Clock.Advance(time.Hour)
		made(t, s.As("coordinator"), "adjustWindow", adjusting.with("dueAt", "2023-04-11T00:00:00Z"))
		s.Clock.Advance(time.Hour)
		assert.Equal(t, first, made(t, s.As("coordinator"), "adjustWindow", adjusting.with("clientMutationId", "k")), "the first answer, as it was given")
		assert.Equal(t, 2, d.Client.WindowChange.Query().CountX(apitest.System()))
		assert.Equal(t, []string{"KEY_REUSED clientMutationId"}, ask(t, s.As("coordinator"), "adjustWindow", adjusting.with("clientMutationId", "k").with("reason", "x")).codes())
	})
}

func TestChangesOfOneWindowHaveEachATimeOfTheirOwn(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d) // its clock stands
		for _, day := range []string{"2023-04-11T00:00:00Z", "2023-04-12T00:00:00Z", "2023-04-10T00:00:00Z"} {
			made(t, s.As("coordinator"), "adjustWindow", adjusting.with("dueAt", day))
		}
		seen := map[time.Time]bool{}
		for _, c := range d.Client.WindowChange.Query().AllX(apitest.System()) {
			assert.False(t, seen[c.At.UTC()])
			seen[c.At.UTC()] = true
		}
		assert.Len(t, seen, 3)
		submitted(d, "lao-cai", s.Clock.Now(), false, false)
		s.Clock.Advance(time.Hour)
		for n, want := range []string{"2023-04-11T00:00:00Z", "2023-04-12T00:00:00Z", "2023-04-10T00:00:00Z"} {
			var got struct {
				Submission struct{ Window struct{ DueAt string } }
			}
			s.As("coordinator").Get(t, `query($at: Time) { submission(agency: "lao-cai", window: "2023-Q1", asOf: $at) { window { dueAt } } }`,
				map[string]any{"at": s.Clock.Now().Add(-time.Hour + time.Duration(n)*time.Microsecond).Format(time.RFC3339Nano)}, &got)
			assert.Equal(t, want, got.Submission.Window.DueAt, "after change %d", n)
		}
	})
}
