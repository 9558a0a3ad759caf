package access_test

import (
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/db/rolegrant"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestARevokedRoleAndWhatWasLentOfItEndAtOnce(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		s.lend("reporter-lao-cai", viewer.RoleReporter, "lao-cai", "deputy")
		require.Len(t, s.As("deputy").Viewer(t).Grants, 1)
		id := s.grantOf("reporter-lao-cai", viewer.RoleReporter, "lao-cai")
		a := s.do("admin", revokeRole, values{"id": id, "clientMutationId": "k"})
		require.Empty(t, a.UserErrors)
		assert.Equal(t, s.Clock.Now(), a.Grant.RevokedAt.UTC())
		assert.Empty(t, s.As("reporter-lao-cai").Viewer(t).Grants)
		assert.Empty(t, s.As("deputy").Viewer(t).Grants)
		for _, action := range []string{"role.revoke", "role.endDelegation"} {
			e := s.lastEvent(action)
			lc := s.agency("lao-cai")
			assert.Equal(t, &lc, e.AgencyID, action)
			assert.Equal(t, "Vũ Thanh Tùng", e.Actor, action)
		}
		assert.Equal(t, a.Grant.ID, s.do("admin", revokeRole, values{"id": id, "clientMutationId": "k"}).Grant.ID, "a repeat")
		assert.Equal(t, []string{"WRONG_STATE id"}, s.do("admin", revokeRole, values{"id": id}).codes())
		assert.Equal(t, 1, s.events("role.revoke"))
		assert.Empty(t, s.do("admin", grantRole, values{"subject": s.subject("reporter-lao-cai"), "agency": "lao-cai", "role": "REPORTER"}).UserErrors, "it can be given again")
		assert.Empty(t, s.As("deputy").Viewer(t).Grants, "what was lent of the old one stays ended")
	})
}

func TestWhoMayRevoke(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		s.Grant(t, "admin-lao-cai", viewer.RoleAdmin, "lao-cai")
		s.Grant(t, "admin-2", viewer.RoleAdmin, "lao-cai")
		s.Grant(t, "inspector-2", viewer.RoleInspector, "lao-cai")
		s.lend("admin", viewer.RoleAdmin, "cac-bo-nganh-dia-phuong", "deputy")
		reporter := s.grantOf("reporter-lao-cai", viewer.RoleReporter, "lao-cai")
		for name, test := range map[string]struct {
			as, id string
			want   []string
		}{
			"one's own":                       {"reporter-lao-cai", reporter, []string{"NOT_ALLOWED id"}},
			"somebody else's, unseen":         {"reporter-cuc-vt", reporter, []string{"NOT_FOUND id"}},
			"of another agency, unseen":       {"admin-lao-cai", s.grantOf("reporter-cuc-vt", viewer.RoleReporter, "cuc-vt"), []string{"NOT_FOUND id"}},
			"of the group above, unseen":      {"admin-lao-cai", s.grantOf("admin", viewer.RoleAdmin, "cac-bo-nganh-dia-phuong"), []string{"NOT_FOUND id"}},
			"an inspector sees and may not":   {"inspector", reporter, []string{"NOT_ALLOWED id"}},
			"an administrator, lent":          {"deputy", s.grantOf("admin-lao-cai", viewer.RoleAdmin, "lao-cai"), []string{"NOT_ALLOWED id"}},
			"an inspector, lent":              {"deputy", s.grantOf("inspector-2", viewer.RoleInspector, "lao-cai"), []string{"NOT_ALLOWED id"}},
			"something that is none":          {"admin", global("RoleGrant", uuid.New()), []string{"NOT_FOUND id"}},
			"a person":                        {"admin", global("Person", s.As("admin").Viewer(t).Person), []string{"NOT_FOUND id"}},
			"an administrator, by one beside": {"admin-lao-cai", s.grantOf("admin-2", viewer.RoleAdmin, "lao-cai"), []string{}},
			"with a lent role":                {"deputy", s.grantOf("reporter-cuc-vt", viewer.RoleReporter, "cuc-vt"), []string{}},
		} {
			t.Run(name, func(t *testing.T) {
				a := s.do(test.as, revokeRole, values{"id": test.id})
				assert.Equal(t, test.want, a.codes())
			})
		}
		assert.Equal(t, []string{"NOT_ALLOWED"}, s.ask(s.Server, revokeRole, values{"id": reporter}).codes(), "the public")
		assert.Len(t, s.As("reporter-lao-cai").Viewer(t).Grants, 1)
	})
}

func TestTheLastAdministratorStays(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		id := s.grantOf("admin", viewer.RoleAdmin, "cac-bo-nganh-dia-phuong")
		a := s.do("admin", revokeRole, values{"id": id})
		assert.Equal(t, []string{"NOT_ALLOWED id"}, a.codes())
		assert.Contains(t, a.UserErrors[0].Message, "last role ADMIN")
		require.Empty(t, s.do("admin", grantRole, values{"subject": s.subject("next"), "agency": "cac-bo-nganh-dia-phuong", "role": "ADMIN", "until": s.in(1)}).UserErrors)
		s.Clock.Advance(48 * 60 * 60 * 1e9)
		assert.Equal(t, []string{"NOT_ALLOWED id"}, s.do("admin", revokeRole, values{"id": id}).codes(), "one that has ended is none")
	})
}

func TestTwoAdministratorsCannotDismissEachOther(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		s.Grant(t, "admin-2", viewer.RoleAdmin, "cac-bo-nganh-dia-phuong")
		var together sync.WaitGroup
		for as, whom := range map[string]string{"admin": "admin-2", "admin-2": "admin"} {
			id := s.grantOf(whom, viewer.RoleAdmin, "cac-bo-nganh-dia-phuong")
			together.Go(func() { s.As(as).Ask(t, revokeRole, input(values{"id": id})) })
		}
		together.Wait()
		left, err := s.Client.RoleGrant.Query().Where(rolegrant.RoleEQ(viewer.RoleAdmin), rolegrant.RevokedAtIsNil()).Count(apitest.System())
		require.NoError(t, err)
		assert.Equal(t, 1, left)
		n, err := s.Client.Event.Query().Where(event.Action("role.revoke")).Count(apitest.System())
		require.NoError(t, err)
		assert.Equal(t, 1, n)
	})
}
