package access_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/ent/viewer"
)

const everybody = "cac-bo-nganh-dia-phuong"

func TestALentRoleHoldsForItsTime(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		s.As("deputy").Viewer(t)
		from, until := s.Clock.Now().Add(24*time.Hour), s.Clock.Now().Add(72*time.Hour)
		in := values{"grant": s.grantOf("coordinator", viewer.RoleCoordinator, everybody), "to": s.subject("deputy"), "agency": "lao-cai",
			"from": from.Format(time.RFC3339Nano), "until": until.Format(time.RFC3339Nano), "reason": "Đi công tác", "clientMutationId": "k"}
		a := s.do("coordinator", delegateRole, in)
		require.Empty(t, a.UserErrors)
		assert.Equal(t, "Lê Quang Huy", a.Delegation.From.Name)
		assert.Equal(t, "lao-cai", a.Delegation.Agency.Code)
		assert.Equal(t, a.Delegation.ID, s.do("coordinator", delegateRole, in).Delegation.ID, "a repeat")

		has := func() []viewer.Grant { return s.As("deputy").Viewer(t).Grants }
		assert.Empty(t, has(), "not yet")
		s.Clock.Set(from.Add(-time.Microsecond))
		assert.Empty(t, has(), "not yet")
		s.Clock.Set(from)
		lender := s.As("coordinator").Viewer(t)
		want := []viewer.Grant{{Role: viewer.RoleCoordinator, Agency: s.agency("lao-cai"), Until: until, LentBy: &viewer.Lender{ID: lender.Person, Name: "Lê Quang Huy"}}}
		assert.Equal(t, want, has())
		assert.Len(t, lender.Grants, 1, "whose role it is, has it still")
		s.Clock.Set(until.Add(-time.Microsecond))
		assert.Equal(t, want, has())
		s.Clock.Set(until)
		assert.Empty(t, has(), "no more")

		e := s.lastEvent("role.delegate")
		lc := s.agency("lao-cai")
		assert.Equal(t, &lc, e.AgencyID)
		assert.Contains(t, string(e.After), "Đi công tác")
	})
}

func TestALentRoleEndsWhenItIsTakenBack(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		s.Grant(t, "admin-lao-cai", viewer.RoleAdmin, "lao-cai")
		for name, test := range map[string]struct {
			as   string
			want []string
		}{
			"by whose role it is":             {"reporter-lao-cai", []string{}},
			"by who administers the agency":   {"admin-lao-cai", []string{}},
			"not by who has it":               {"deputy", []string{"NOT_ALLOWED id"}},
			"not by somebody else":            {"reporter-cuc-vt", []string{"NOT_FOUND id"}},
			"not by who reads all":            {"inspector", []string{"NOT_ALLOWED id"}},
			"not by who lends other agencies": {"coordinator", []string{"NOT_FOUND id"}},
		} {
			t.Run(name, func(t *testing.T) {
				id := s.lend("reporter-lao-cai", viewer.RoleReporter, "lao-cai", "deputy")
				a := s.do(test.as, endDelegation, values{"id": id})
				assert.Equal(t, test.want, a.codes())
				assert.Equal(t, len(test.want) > 0, s.As("deputy").Viewer(t).Has(viewer.RoleReporter))
				if len(test.want) == 0 {
					assert.NotNil(t, a.Delegation.RevokedAt)
					assert.Equal(t, s.agency("lao-cai"), *s.lastEvent("role.endDelegation").AgencyID)
					assert.Equal(t, []string{"WRONG_STATE id"}, s.do("reporter-lao-cai", endDelegation, values{"id": id}).codes())
					return
				}
				require.Empty(t, s.do("reporter-lao-cai", endDelegation, values{"id": id}).UserErrors)
			})
		}
		assert.Equal(t, []string{"NOT_FOUND id"}, s.do("admin", endDelegation, values{"id": global("Delegation", uuid.New())}).codes())
	})
}

func TestWhoMayLendWhat(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		s.Grant(t, "admin-lao-cai", viewer.RoleAdmin, "lao-cai")
		s.Grant(t, "inspector-lao-cai", viewer.RoleInspector, "lao-cai")
		s.Grant(t, "admin-2", viewer.RoleAdmin, everybody)
		s.lend("coordinator", viewer.RoleCoordinator, everybody, "deputy")
		s.lend("admin-2", viewer.RoleAdmin, everybody, "deputy-admin")
		s.As("to").Viewer(t)
		token, _ := s.token("admin", "COORDINATOR", everybody, "READ", "COORDINATE")
		grants := map[string]string{
			"reporter": s.grantOf("reporter-lao-cai", viewer.RoleReporter, "lao-cai"), "vt": s.grantOf("reporter-cuc-vt", viewer.RoleReporter, "cuc-vt"),
			"coordinator": s.grantOf("coordinator", viewer.RoleCoordinator, everybody), "admin": s.grantOf("admin", viewer.RoleAdmin, everybody),
			"inspector": s.grantOf("inspector-lao-cai", viewer.RoleInspector, "lao-cai"), "admin-lao-cai": s.grantOf("admin-lao-cai", viewer.RoleAdmin, "lao-cai"),
		}
		for name, test := range map[string]struct {
			as, grant string
			change    values
			want      []string
		}{
			"one's own":                                     {"reporter-lao-cai", "reporter", nil, []string{}},
			"one's own, as administrator":                   {"admin", "admin", values{"agency": "lao-cai"}, []string{}},
			"somebody else's, as administrator":             {"admin-lao-cai", "reporter", values{"to": s.subject("coordinator")}, []string{}},
			"somebody else's, to oneself, as administrator": {"admin-lao-cai", "reporter", values{"to": s.subject("admin-lao-cai")}, []string{}},
			"an inspector's, as administrator of a part":    {"admin-lao-cai", "inspector", values{"to": s.subject("admin-lao-cai")}, []string{"NOT_ALLOWED role"}},
			"an inspector's, as administrator of all":       {"admin", "inspector", nil, []string{}},
			"of another agency":                             {"admin-lao-cai", "vt", nil, []string{"NOT_FOUND grant"}},
			"what was lent":                                 {"deputy", "coordinator", nil, []string{"NOT_FOUND grant"}},
			"with a lent role":                              {"deputy-admin", "reporter", nil, []string{"NOT_ALLOWED grant"}},
			"somebody else's, without a role":               {"stranger", "reporter", nil, []string{"NOT_FOUND grant"}},
			"what one only sees":                            {"inspector", "reporter", nil, []string{"NOT_ALLOWED grant"}},
			"to whom it belongs":                            {"admin", "reporter", values{"to": s.subject("reporter-lao-cai")}, []string{"INVALID to"}},
			"to nobody":                                     {"reporter-lao-cai", "reporter", values{"to": "https://id.example#none"}, []string{"NOT_FOUND to"}},
			"to a program":                                  {"reporter-lao-cai", "reporter", values{"to": s.machineSubject(token)}, []string{"NOT_FOUND to"}},
			"at an agency beyond the role":                  {"reporter-lao-cai", "reporter", values{"agency": "hanoi"}, []string{"NOT_ALLOWED agency"}},
			"at the group above":                            {"admin-lao-cai", "admin-lao-cai", values{"agency": everybody}, []string{"NOT_ALLOWED agency"}},
			"at an agency that is none":                     {"reporter-lao-cai", "reporter", values{"agency": "no-such"}, []string{"NOT_FOUND agency"}},
			"for 90 days":                                   {"reporter-lao-cai", "reporter", values{"to": s.subject("admin"), "until": s.Clock.Now().Add(90 * 24 * time.Hour).Format(time.RFC3339Nano)}, []string{}},
			"for more than 90 days":                         {"reporter-lao-cai", "reporter", values{"until": s.in(91)}, []string{"INVALID until"}},
			"for more than 90 days, later":                  {"reporter-lao-cai", "reporter", values{"from": s.in(10), "until": s.in(101)}, []string{"INVALID until"}},
			"from today":                                    {"reporter-lao-cai", "reporter", values{"to": s.subject("inspector"), "from": s.Clock.Now().Add(-time.Hour).Format(time.RFC3339)}, []string{}},
			"from last week":                                {"reporter-lao-cai", "reporter", values{"from": s.in(-7)}, []string{"INVALID from"}},
			"until before from":                             {"reporter-lao-cai", "reporter", values{"from": s.in(9), "until": s.in(8)}, []string{"INVALID until"}},
			"until yesterday":                               {"reporter-lao-cai", "reporter", values{"until": s.in(-1)}, []string{"INVALID until"}},
			"without a reason":                              {"reporter-lao-cai", "reporter", values{"reason": "  "}, []string{"REQUIRED reason"}},
			"with every fault":                              {"reporter-lao-cai", "reporter", values{"to": "x", "agency": "no-such", "until": s.in(-1), "reason": ""}, []string{"INVALID until", "REQUIRED reason", "NOT_FOUND to", "NOT_FOUND agency"}},
		} {
			t.Run(name, func(t *testing.T) {
				in := values{"grant": grants[test.grant], "to": s.subject("to"), "until": s.in(10), "reason": "Nghỉ phép"}
				a := s.do(test.as, delegateRole, with(in, test.change))
				assert.Equal(t, test.want, a.codes())
				assert.Equal(t, len(test.want) == 0, a.Delegation != nil)
			})
		}
		in := values{"grant": grants["reporter"], "to": s.subject("to"), "until": s.in(3), "reason": "Nghỉ phép"}
		assert.Equal(t, []string{"EXISTS to"}, s.do("reporter-lao-cai", delegateRole, in).codes(), "twice for one time")
		assert.Equal(t, []string{"NOT_ALLOWED"}, s.ask(s.WithToken(token), delegateRole, in).codes(), "a program")
	})
}

func TestARoleThatEndsTakesItsLoanAlong(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		require.Empty(t, s.do("admin", grantRole, values{"subject": s.subject("short"), "agency": "lao-cai", "role": "REVIEWER", "until": s.in(2)}).UserErrors)
		s.lend("short", viewer.RoleReviewer, "lao-cai", "deputy")
		lent := s.As("deputy").Viewer(t).Grants
		require.Len(t, lent, 1)
		assert.Equal(t, s.in(2), lent[0].Until.Format(time.RFC3339), "it ends with the role it is of")
		s.Clock.Advance(49 * time.Hour)
		assert.Empty(t, s.As("deputy").Viewer(t).Grants)
		assert.Equal(t, []string{"WRONG_STATE grant"}, s.do("short", delegateRole, values{"grant": s.grantOf("short", viewer.RoleReviewer, "lao-cai"),
			"to": s.subject("deputy"), "until": s.in(1), "reason": "Nghỉ phép"}).codes())
	})
}
