package viewer_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestWhatRolesDoNotReach(t *testing.T) {
	a, b, c := uuid.New(), uuid.New(), uuid.New()
	country, half, narrow, unknown := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	at := func(agencies ...uuid.UUID) viewer.Viewer {
		v := viewer.Viewer{
			Beyond: map[uuid.UUID][]uuid.UUID{country: {a, b}, half: {b, c}},
			Below:  map[uuid.UUID][]uuid.UUID{narrow: {narrow, a}},
		}
		for _, agency := range agencies {
			v.Grants = append(v.Grants, viewer.Grant{Role: viewer.RoleReporter, Agency: agency})
		}
		return v
	}
	coordinates := at(country)
	coordinates.Grants = append(coordinates.Grants, viewer.Grant{Role: viewer.RoleCoordinator, Agency: narrow})
	for name, test := range map[string]struct {
		of    viewer.Viewer
		roles []viewer.Role
		want  []uuid.UUID
		ok    bool
	}{
		"of no role is not known":                                {at(), nil, nil, false},
		"of one that reaches nearly all":                         {at(country), nil, []uuid.UUID{a, b}, true},
		"of two is what both miss":                               {at(country, half), nil, []uuid.UUID{b}, true},
		"is not what another names":                              {at(narrow, country), nil, []uuid.UUID{b}, true},
		"of one that names what it reaches is not known":         {at(narrow), nil, nil, false},
		"is not known where one of them is not":                  {at(country, unknown), nil, nil, false},
		"is of the roles asked for":                              {coordinates, []viewer.Role{viewer.RoleReporter}, []uuid.UUID{a, b}, true},
		"is not known of the roles asked for where they are few": {coordinates, []viewer.Role{viewer.RoleCoordinator}, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := test.of.Unreached(test.roles...)
			assert.Equal(t, test.ok, ok)
			if ok {
				assert.Equal(t, test.want, got)
			}
			assert.Equal(t, []uuid.UUID{a, b}, test.of.Beyond[country], "nothing is taken from the viewer")
		})
	}
}
