package graph_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

// allocations are how many a request for a compiled screen may make, the client's
// own among them: a fifth above what there are. None of them depends on the rows,
// which are one text from PostgreSQL to the client.
var allocations = map[string]float64{
	"dashboard: the tree of a plan with targets, who measures, and an agency's latest figures": 375,
	"list: submissions with agency, window and people":                                         370,
	"the roll-up of a year": 390,
}

func TestWhatACompiledScreenAllocatesDoesNotDependOnTheRows(t *testing.T) {
	d := apitest.Postgres(t)
	s := apitest.Serve(t, d, readsAll)
	for _, rows := range []int{2, 9} {
		grow(t, d, rows)
		for name, most := range allocations {
			ask := func() { require.Empty(t, s.Ask(t, costs[name].query, nil).Errors) }
			for range 10 {
				ask() // PostgreSQL's statements are prepared, and what is pooled is there
			}
			got := testing.AllocsPerRun(50, ask)
			t.Logf("%.0f allocations, at most %.0f: %s", got, most, name)
			assert.LessOrEqual(t, got, most, name)
		}
	}
}
