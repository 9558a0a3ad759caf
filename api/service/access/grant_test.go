package access_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestARoleIsGivenBeforeItsHolderEverSignedIn(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		a := s.do("admin", grantRole, values{"subject": s.subject("moi"), "name": "Người Mới", "agency": "lao-cai", "role": "REPORTER", "until": s.in(30), "clientMutationId": "k1"})
		require.Empty(t, a.UserErrors)
		assert.Equal(t, "k1", *a.ClientMutationID)
		assert.Equal(t, "REPORTER", a.Grant.Role)
		assert.Equal(t, "Người Mới", a.Grant.Person.Name)
		assert.Equal(t, "Vũ Thanh Tùng", a.Grant.By.Name)
		assert.Equal(t, "lao-cai", a.Grant.Agency.Code)

		v := s.As("moi").Viewer(t)
		assert.Equal(t, []viewer.Grant{{Role: viewer.RoleReporter, Agency: s.agency("lao-cai"), Until: *a.Grant.Until}}, v.Grants)
		assert.Equal(t, "Người Mới", v.Name, "their token has no name")

		e := s.lastEvent("role.grant")
		lc := s.agency("lao-cai")
		assert.Equal(t, &lc, e.AgencyID)
		assert.Equal(t, "Vũ Thanh Tùng", e.Actor)
		var after map[string]any
		require.NoError(t, json.Unmarshal(e.After, &after))
		assert.Equal(t, "REPORTER", after["role"])
		assert.Equal(t, "Người Mới", after["name"])

		s.Clock.Advance(31 * 24 * time.Hour)
		assert.Empty(t, s.As("moi").Viewer(t).Grants, "it ends by itself")
		a = s.do("admin", grantRole, values{"subject": s.subject("moi"), "agency": "lao-cai", "role": "REPORTER"})
		assert.Empty(t, a.UserErrors, "one that has ended does not stand in the way")
		assert.Len(t, s.As("moi").Viewer(t).Grants, 1)
	})
}

func TestARepeatedGrantGivesTheFirstAnswer(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		in := values{"subject": s.subject("moi"), "agency": "lao-cai", "role": "REPORTER", "clientMutationId": "k"}
		first := s.do("admin", grantRole, in)
		require.Empty(t, first.UserErrors)
		before := s.events("role.grant")
		assert.Equal(t, first, s.do("admin", grantRole, in))
		assert.Equal(t, before, s.events("role.grant"))
		assert.Equal(t, []string{"KEY_REUSED clientMutationId"}, s.do("admin", grantRole, with(in, values{"role": "REVIEWER"})).codes())
		assert.Equal(t, []string{"EXISTS role"}, s.do("admin", grantRole, with(in, values{"clientMutationId": nil})).codes())
	})
}

func TestWhoMayGiveWhichRoleWhere(t *testing.T) {
	cases := map[string]struct {
		as, role, agency, to string
		want                 []string
	}{
		"an administrator of everybody":                     {"admin", "COORDINATOR", "cuc-vt", "x", []string{}},
		"an inspector, by an administrator of everybody":    {"admin", "INSPECTOR", "lao-cai", "x", []string{}},
		"at an agency beyond the reach":                     {"admin", "REPORTER", "chinh-phu", "x", []string{"NOT_ALLOWED agency"}},
		"an administrator of one agency":                    {"admin-lao-cai", "COORDINATOR", "lao-cai", "x", []string{}},
		"another administrator of one agency":               {"admin-lao-cai", "ADMIN", "lao-cai", "x", []string{}},
		"an inspector, by an administrator of one agency":   {"admin-lao-cai", "INSPECTOR", "lao-cai", "x", []string{"NOT_ALLOWED role"}},
		"at another agency":                                 {"admin-lao-cai", "REPORTER", "hanoi", "x", []string{"NOT_ALLOWED agency"}},
		"at the group one belongs to":                       {"admin-lao-cai", "ADMIN", "cac-bo-nganh-dia-phuong", "x", []string{"NOT_ALLOWED agency"}},
		"by a reporter":                                     {"reporter-lao-cai", "REPORTER", "lao-cai", "x", []string{"NOT_ALLOWED agency"}},
		"by a reviewer":                                     {"reviewer-cdsqg", "REPORTER", "cuc-cdsqg", "x", []string{"NOT_ALLOWED agency"}},
		"by a coordinator":                                  {"coordinator", "REPORTER", "lao-cai", "x", []string{"NOT_ALLOWED agency"}},
		"by an inspector":                                   {"inspector", "REPORTER", "lao-cai", "x", []string{"NOT_ALLOWED agency"}},
		"by somebody without a role":                        {"stranger", "REPORTER", "lao-cai", "stranger", []string{"NOT_ALLOWED agency"}},
		"with a lent role":                                  {"deputy", "REPORTER", "lao-cai", "x", []string{}},
		"with a lent role, to oneself":                      {"deputy", "COORDINATOR", "lao-cai", "deputy", []string{"NOT_ALLOWED subject"}},
		"with a lent role, who administers":                 {"deputy", "ADMIN", "lao-cai", "x", []string{"NOT_ALLOWED agency"}},
		"with a lent role, who inspects":                    {"deputy", "INSPECTOR", "lao-cai", "x", []string{"NOT_ALLOWED agency"}},
		"to oneself, with a role of one's own, is recorded": {"admin", "REVIEWER", "lao-cai", "admin", []string{}},
	}
	eachScene(t, func(t *testing.T, s scene) {
		s.Grant(t, "admin-lao-cai", viewer.RoleAdmin, "lao-cai")
		s.lend("admin", viewer.RoleAdmin, "cac-bo-nganh-dia-phuong", "deputy")
		for name, test := range cases {
			t.Run(name, func(t *testing.T) {
				before := s.events("role.grant")
				to := s.subject(test.to)
				if test.to == "x" {
					to = "https://id.example#" + name
				}
				a := s.do(test.as, grantRole, values{"subject": to, "agency": test.agency, "role": test.role})
				assert.Equal(t, test.want, a.codes())
				assert.Equal(t, len(test.want) == 0, a.Grant != nil)
				given := 0
				if len(test.want) == 0 {
					given = 1
				}
				assert.Equal(t, before+given, s.events("role.grant"))
			})
		}
		e, err := s.Client.Event.Query().Where(event.Actor("deputy")).Only(apitest.System())
		require.NoError(t, err)
		assert.Equal(t, "Vũ Thanh Tùng", *e.OnBehalfOf)
		a := s.ask(s.Server, grantRole, values{"subject": "https://id.example#1", "agency": "lao-cai", "role": "REPORTER"})
		assert.Equal(t, []string{"NOT_ALLOWED"}, a.codes(), "the public")
	})
}

func TestEveryFaultOfAGrantIsNamedAtOnce(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		good := values{"subject": "https://id.example#1", "agency": "lao-cai", "role": "REPORTER"}
		for name, test := range map[string]struct {
			change values
			want   []string
		}{
			"all of them":                   {values{"subject": "hoa", "name": "", "agency": "no-such", "until": s.in(-1)}, []string{"INVALID subject", "REQUIRED name", "INVALID until", "NOT_FOUND agency"}},
			"a subject without an issuer":   {values{"subject": "#1"}, []string{"INVALID subject"}},
			"a subject without a name":      {values{"subject": "https://id.example#"}, []string{"INVALID subject"}},
			"a subject that is not NFC":     {values{"subject": "https://id.example#e\u0301"}, []string{"INVALID subject"}},
			"a subject with what is hidden": {values{"subject": "https://id.example#a\u200b"}, []string{"INVALID subject"}},
			"a subject of a program":        {values{"subject": "tiendo-machine#1"}, []string{"INVALID subject"}},
			"a subject that is too long":    {values{"subject": "https://id.example#" + strings.Repeat("a", 256)}, []string{"INVALID subject"}},
			"a name of two lines":           {values{"name": "a\nb"}, []string{"INVALID name"}},
			"an end that is now":            {values{"until": s.Clock.Now().Format(time.RFC3339Nano)}, []string{"INVALID until"}},
		} {
			t.Run(name, func(t *testing.T) {
				a := s.do("admin", grantRole, with(good, test.change))
				assert.Equal(t, test.want, a.codes())
				for _, e := range a.UserErrors {
					assert.NotEmpty(t, e.Message)
				}
			})
		}
	})
}

func TestARoleGivenTwiceAtOnceIsGivenOnce(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		before := s.events("role.grant")
		answers := make([]answer, 4)
		var together sync.WaitGroup
		for n := range answers {
			together.Go(func() {
				answers[n] = s.do("admin", grantRole, values{"subject": "https://id.example#1", "agency": "lao-cai", "role": "REPORTER"})
			})
		}
		together.Wait()
		given := 0
		for _, a := range answers {
			if a.Grant != nil {
				given++
				continue
			}
			require.Len(t, a.UserErrors, 1)
			assert.Equal(t, "EXISTS", a.UserErrors[0].Code)
		}
		assert.Equal(t, 1, given)
		assert.Equal(t, before+1, s.events("role.grant"))
	})
}
