package access_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestByWhichRoleAViewerMayAct(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		s.lend("reporter-cuc-vt", viewer.RoleReporter, "cuc-vt", "reporter-lao-cai")
		s.lend("coordinator", viewer.RoleCoordinator, everybody, "reporter-lao-cai")
		s.Grant(t, "both", viewer.RoleReporter, everybody)
		s.lend("reporter-lao-cai", viewer.RoleReporter, "lao-cai", "both")
		reads, _ := s.token("admin", "REPORTER", "lao-cai", "READ")
		submits, _ := s.token("admin", "REPORTER", "lao-cai", "READ", "SUBMIT")
		reporter, coordinator := viewer.RoleReporter, viewer.RoleCoordinator
		type want struct{ role, at, through string }
		none := want{}
		for name, test := range map[string]struct {
			as, at string
			scope  viewer.Scope
			roles  []viewer.Role
			want   want
		}{
			"one's own, there":                      {"reporter-lao-cai", "lao-cai", viewer.ScopeSubmit, []viewer.Role{reporter}, want{"REPORTER", "lao-cai", ""}},
			"another role":                          {"reporter-lao-cai", "lao-cai", viewer.ScopeReview, []viewer.Role{viewer.RoleReviewer}, none},
			"somewhere else":                        {"reporter-lao-cai", "hanoi", viewer.ScopeSubmit, []viewer.Role{reporter}, none},
			"above":                                 {"reporter-lao-cai", everybody, viewer.ScopeSubmit, []viewer.Role{reporter}, none},
			"lent, there":                           {"reporter-lao-cai", "cuc-vt", viewer.ScopeSubmit, []viewer.Role{reporter}, want{"REPORTER", "cuc-vt", "Trần Văn Minh"}},
			"lent, through the group":               {"reporter-lao-cai", "hanoi", viewer.ScopeCoordinate, []viewer.Role{coordinator}, want{"COORDINATOR", everybody, "Lê Quang Huy"}},
			"lent, but one's own does as well":      {"reporter-lao-cai", "lao-cai", viewer.ScopeSubmit, []viewer.Role{coordinator, reporter}, want{"REPORTER", "lao-cai", ""}},
			"one's own above, before one lent here": {"both", "lao-cai", viewer.ScopeSubmit, []viewer.Role{reporter}, want{"REPORTER", everybody, ""}},
			"any role":                              {"coordinator", "cuc-vt", viewer.ScopeRead, nil, want{"COORDINATOR", everybody, ""}},
			"through the group and below":           {"coordinator", "cuc-cdsqg", viewer.ScopeRead, []viewer.Role{coordinator}, want{"COORDINATOR", everybody, ""}},
			"beyond the group":                      {"coordinator", "chinh-phu", viewer.ScopeRead, nil, none},
			"nobody":                                {"stranger", "lao-cai", viewer.ScopeRead, nil, none},
			"a program within its scopes":           {submits, "lao-cai", viewer.ScopeSubmit, []viewer.Role{reporter}, want{"REPORTER", "lao-cai", ""}},
			"a program beyond its scopes":           {reads, "lao-cai", viewer.ScopeSubmit, []viewer.Role{reporter}, none},
			"a program beyond its agency":           {submits, "hanoi", viewer.ScopeSubmit, []viewer.Role{reporter}, none},
		} {
			t.Run(name, func(t *testing.T) {
				v := viewer.Public()
				if test.as == reads || test.as == submits {
					var err error
					v, err = s.Access.SignInMachine(t.Context(), test.as)
					require.NoError(t, err)
				} else {
					v = s.As(test.as).Viewer(t)
				}
				ctx := viewer.NewContext(t.Context(), v)
				v, _ = viewer.FromContext(ctx)
				for range 2 { // found out, then remembered
					g, err := access.Allowed(ctx, s.Client, v, s.agency(test.at), test.scope, test.roles...)
					require.NoError(t, err)
					if test.want == none {
						assert.Nil(t, g)
						continue
					}
					require.NotNil(t, g)
					assert.Equal(t, test.want.role, string(g.Role))
					assert.Equal(t, s.agency(test.want.at), g.Agency)
					if test.want.through == "" {
						assert.Nil(t, g.LentBy)
					} else {
						assert.Equal(t, test.want.through, g.LentBy.Name)
					}
				}
			})
		}
	})
}

func TestAReachIsFoundOutOnceARequest(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		named := s.As("coordinator").Viewer(t)
		unnamed := named
		unnamed.Below = nil // as of a role that reaches many
		for want, v := range []viewer.Viewer{named, unnamed} {
			ctx := viewer.NewContext(t.Context(), v)
			v, _ := viewer.FromContext(ctx)
			at := s.agency("lao-cai")
			other := s.agency("hanoi")
			s.Statements().Reset()
			for range 10 {
				g, err := access.Allowed(ctx, s.Client, v, at, viewer.ScopeRead)
				require.NoError(t, err)
				require.NotNil(t, g)
				g, err = access.Allowed(ctx, s.Client, v, other, viewer.ScopeRead)
				require.NoError(t, err)
				require.NotNil(t, g)
			}
			assert.Len(t, s.Statements().All(), want)
		}
	})
}
