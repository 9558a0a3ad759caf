package access_test

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestSomebodyWithoutARoleSeesWhatThePublicSees(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		type seen struct{ Figures, Submissions, RoleGrants, Events struct{ TotalCount int } }
		var public, stranger seen
		query := `{ figures { totalCount } submissions { totalCount } roleGrants { totalCount } events { totalCount } }`
		s.Get(t, query, nil, &public)
		s.As("stranger").Get(t, query, nil, &stranger)
		assert.Equal(t, public, stranger)
		var v struct {
			Viewer struct {
				Name     string
				SignedIn bool
				Person   *struct{ Name string }
				Roles    []any
				Until    *time.Time
				Locale   string
			}
		}
		s.As("stranger").Get(t, asking, nil, &v)
		assert.True(t, v.Viewer.SignedIn)
		assert.Equal(t, "stranger", v.Viewer.Person.Name)
		assert.Empty(t, v.Viewer.Roles)
		assert.True(t, v.Viewer.Until.After(s.Clock.Now()))
		s.Get(t, asking, nil, &v)
		assert.False(t, v.Viewer.SignedIn)
		assert.Nil(t, v.Viewer.Person)
		assert.Nil(t, v.Viewer.Until)
		assert.Equal(t, "public", v.Viewer.Name)
	})
}

func TestWhoIsAskingSaysWhoseRoleIsUsed(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		s.lend("reporter-lao-cai", viewer.RoleReporter, "lao-cai", "reporter-cuc-vt")
		a := s.As("reporter-cuc-vt").Ask(t, asking, nil, "Accept-Language", "vi")
		require.Empty(t, a.Errors)
		until := s.As("reporter-cuc-vt").Viewer(t)
		assert.JSONEq(t, `{"viewer": {"name": "Trần Văn Minh", "signedIn": true, "locale": "vi", "person": {"name": "Trần Văn Minh"},
			"until": "`+until.Until.UTC().Format(time.RFC3339Nano)+`", "roles": [
			{"role": "REPORTER", "until": null, "agency": {"code": "cuc-vt"}, "through": null},
			{"role": "REPORTER", "until": "`+until.Grants[1].Until.UTC().Format(time.RFC3339Nano)+`", "agency": {"code": "lao-cai"}, "through": {"name": "Nguyễn Thị Hoa"}}]}}`, string(a.Data))
	})
}

func TestANameIsRefreshedWhenItChanged(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		who := auth.Identity{Subject: "https://id.example#7", Name: "Hoa", Email: "hoa@id.example", Expires: s.Clock.Now().Add(time.Hour)}
		signIn := func(name, email string) (string, *string) {
			t.Helper()
			who.Name, who.Email = name, email
			v, err := s.Access.SignIn(t.Context(), who)
			require.NoError(t, err)
			p, err := s.Client.Person.Query().Where(person.Subject(who.Subject)).Only(apitest.System())
			require.NoError(t, err)
			assert.Equal(t, p.Name, v.Name)
			return p.Name, p.Email
		}
		for _, step := range []struct {
			name, email         string
			wantName, wantEmail string
			writes              int
		}{
			{"Hoa", "hoa@id.example", "Hoa", "hoa@id.example", 1},
			{"Hoa", "hoa@id.example", "Hoa", "hoa@id.example", 0},
			{"Nguyễn Thị Hoa", "hoa@id.example", "Nguyễn Thị Hoa", "hoa@id.example", 1},
			{"Nguyễn Thị Hoa", "hoa@new.example", "Nguyễn Thị Hoa", "hoa@new.example", 1},
			{"Nguyễn Thị Hoa", "", "Nguyễn Thị Hoa", "hoa@new.example", 0},                 // a token without the address
			{"hoa@new.example", "hoa@new.example", "Nguyễn Thị Hoa", "hoa@new.example", 0}, // and one without the name
			{"7", "", "Nguyễn Thị Hoa", "hoa@new.example", 0},                              // and one with neither
		} {
			s.Statements().Reset()
			name, email := signIn(step.name, step.email)
			assert.Equal(t, step.wantName, name)
			assert.Equal(t, step.wantEmail, *email)
			assert.Len(t, s.Statements().Writes(), step.writes)
		}
	})
}

func TestSigningInTakesFewStatements(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		s.lend("reviewer-cdsqg", viewer.RoleReviewer, "cuc-cdsqg", "reporter-lao-cai")
		for range 3 {
			s.Grant(t, "coordinator", viewer.RoleReporter, []string{"lao-cai", "hanoi", "cuc-vt"}[s.events("role.grant")%3])
		}
		token, _ := s.token("admin", "REPORTER", "lao-cai", "READ")
		for who, want := range map[string]int{"coordinator": 1, "reviewer-cdsqg": 2, "reporter-lao-cai": 3, "reporter-cuc-vt": 1, "stranger": 1, "inspector": 1} {
			s.As(who).Viewer(t) // the first visit adds the person
			s.Statements().Reset()
			s.As(who).Viewer(t)
			assert.Len(t, s.Statements().All(), want, who)
		}
		s.Statements().Reset()
		_, err := s.Access.SignInMachine(t.Context(), token)
		require.NoError(t, err)
		assert.LessOrEqual(t, len(s.Statements().All()), 2, "who, and when it was used")
	})
}

func TestTwoFirstVisitsAtOnceMakeOnePerson(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		var together sync.WaitGroup
		people := make([]uuid.UUID, 8)
		for n := range people {
			together.Go(func() {
				v, err := s.Access.SignIn(t.Context(), auth.Identity{Subject: "https://id.example#8", Name: "Hoa"})
				assert.NoError(t, err)
				people[n] = v.Person
			})
		}
		together.Wait()
		assert.Len(t, slices.Compact(people), 1)
	})
}

func TestAReviewerMeasuresWhatTheAgenciesReachedMeasure(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		s.lend("reviewer-cdsqg", viewer.RoleReviewer, "cuc-cdsqg", "deputy")
		s.Grant(t, "reviewer-bo", viewer.RoleReviewer, "btttt")
		s.Grant(t, "reviewer-lao-cai", viewer.RoleReviewer, "lao-cai")
		all, err := s.Client.Indicator.Query().WithPlan().All(apitest.System())
		require.NoError(t, err)
		var plans []uuid.UUID
		for _, i := range all {
			plans = append(plans, i.PlanID)
		}
		who, err := service.MeasuresOfPlans(apitest.System(), s.Client, plans)
		require.NoError(t, err)
		units, err := s.Client.Agency.Query().IDs(apitest.System())
		require.NoError(t, err)
		require.NotEmpty(t, units)
		measuredBy := func(within func(code string) bool) (ids []uuid.UUID) {
			for _, i := range all {
				for _, a := range who[i.PlanID].Of(i.ID) {
					if within(a.Code) {
						ids = append(ids, i.ID)
						break
					}
				}
			}
			return ids
		}
		below := map[string]bool{"btttt": true}
		for _, a := range s.children(t, "btttt") {
			below[a] = true
		}
		for as, within := range map[string]func(string) bool{
			"reviewer-cdsqg": func(code string) bool { return code == "cuc-cdsqg" }, "deputy": func(code string) bool { return code == "cuc-cdsqg" },
			"reviewer-bo": func(code string) bool { return below[code] }, "reviewer-lao-cai": func(string) bool { return false },
			"coordinator": func(string) bool { return false }, "stranger": func(string) bool { return false },
		} {
			want := measuredBy(within)
			assert.Equal(t, within("cuc-cdsqg"), len(want) > 0, as)
			assert.ElementsMatch(t, want, s.As(as).Viewer(t).Measures, as)
		}
		own, err := s.Client.Indicator.Query().Where(indicator.IDIn(s.As("reviewer-cdsqg").Viewer(t).Measures...), indicator.HasAssignments()).Count(apitest.System())
		require.NoError(t, err)
		assert.Positive(t, own)
	})
}

// children are the codes of the agencies that belong to one.
func (s scene) children(t *testing.T, code string) (codes []string) {
	t.Helper()
	var answer struct {
		Agency struct {
			Children struct {
				Edges []struct{ Node struct{ Code string } }
			}
		}
	}
	s.Get(t, `query($c: String!) { agency(code: $c) { children(first: 200) { edges { node { code } } } } }`, map[string]any{"c": code}, &answer)
	for _, e := range answer.Agency.Children.Edges {
		codes = append(codes, e.Node.Code)
	}
	require.NotEmpty(t, codes)
	return codes
}

func TestABadCredentialIsNeverThePublic(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		good := s.As("admin").Token(t)
		for name, test := range map[string]struct{ header, wantError string }{
			"another scheme":                 {"Basic YTpi", "invalid_request"},
			"nothing after the scheme":       {"Bearer ", "invalid_request"},
			"something that is no token":     {"Bearer ă", "invalid_request"},
			"a token of nobody":              {"Bearer abc", "invalid_token"},
			"a token that was tampered with": {"Bearer " + good[:len(good)-4] + "AAAA", "invalid_token"},
			"half a machine's token":         {"Bearer tdm_abc", "invalid_token"},
		} {
			t.Run(name, func(t *testing.T) {
				for language, want := range map[string]string{"en": "The credential is refused.", "vi": "Thông tin đăng nhập không được chấp nhận"} {
					a := s.Ask(t, `{ plans { totalCount } }`, nil, "Authorization", test.header, "Accept-Language", language)
					assert.Equal(t, http.StatusUnauthorized, a.Status)
					assert.Equal(t, "null", orNull(a.Data))
					assert.Equal(t, "UNAUTHENTICATED", a.Errors[0].Extensions["code"])
					assert.Contains(t, a.Errors[0].Message, want)
					assert.Contains(t, a.Header.Get("WWW-Authenticate"), `error="`+test.wantError+`"`)
				}
			})
		}
		s.Clock.Advance(31 * 24 * time.Hour)
		assert.Equal(t, http.StatusUnauthorized, s.WithToken(good).Ask(t, asking, nil).Status, "one that has expired")
		assert.NotContains(t, s.Log.String(), good)
	})
}

func orNull(data []byte) string {
	if data == nil {
		return "null"
	}
	return string(data)
}
