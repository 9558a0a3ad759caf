package instance

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestWhatLastsEndsWithTheCredentialOrTheFirstRole(t *testing.T) {
	at := time.Date(2023, 4, 1, 0, 0, 0, 0, time.UTC) // another clock than the machine's
	grant := func(after time.Duration) viewer.Grant {
		if after == 0 {
			return viewer.Grant{}
		}
		return viewer.Grant{Until: at.Add(after)}
	}
	for name, test := range map[string]struct {
		v    viewer.Viewer
		want time.Duration
	}{
		"the public never":               {viewer.Public(), 0},
		"a credential":                   {viewer.Viewer{Until: at.Add(3 * time.Hour)}, 3 * time.Hour},
		"a role that does not end":       {viewer.Viewer{Until: at.Add(3 * time.Hour), Grants: []viewer.Grant{grant(0)}}, 3 * time.Hour},
		"a role that ends before":        {viewer.Viewer{Until: at.Add(3 * time.Hour), Grants: []viewer.Grant{grant(0), grant(2 * time.Hour), grant(4 * time.Hour)}}, 2 * time.Hour},
		"a role without a credential":    {viewer.Viewer{Grants: []viewer.Grant{grant(time.Hour)}}, time.Hour},
		"a credential that ended before": {viewer.Viewer{Until: at.Add(-time.Hour)}, -time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			before := time.Now()
			end := ends(test.v, func() time.Time { return at })
			if test.want == 0 {
				assert.True(t, end.IsZero())
				return
			}
			assert.False(t, end.Before(before.Add(test.want)))
			assert.False(t, end.After(time.Now().Add(test.want)))
		})
	}
}
