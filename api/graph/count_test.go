package graph_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

var (
	counting = regexp.MustCompile(`(?i)\bCOUNT\(`)
	// compiled is the beginning of a statement whose result is an answer, and
	// totalling what counts rows in one: it also counts those of the page, which
	// are there.
	compiled  = regexp.MustCompile(`^(WITH .*)?SELECT \('\{`)
	totalling = regexp.MustCompile(`\bcount\(\*\) FROM`)
)

func TestRowsAreCountedOnlyWhereTheTotalIsAsked(t *testing.T) {
	cases := map[string]struct {
		query          string
		counts, others int
		want           string
	}{
		"edges at the root":                 {`{ agencies(first: 1) { edges { node { kind } } } }`, 0, 1, `{"agencies":{"edges":[{"node":{"kind":"PROVINCE"}}]}}`},
		"page information at the root":      {`{ agencies(first: 1) { pageInfo { hasNextPage } } }`, 0, 1, `{"agencies":{"pageInfo":{"hasNextPage":true}}}`},
		"the total at the root":             {`{ agencies(first: 1) { totalCount } }`, 1, 0, `{"agencies":{"totalCount":9}}`},
		"the total under an alias":          {`{ agencies(first: 1) { n: totalCount } }`, 1, 0, `{"agencies":{"n":9}}`},
		"the total of a part":               {`{ agencies(first: 1, where: {codeIn: ["a-1", "a-2"]}) { totalCount } }`, 1, 0, `{"agencies":{"totalCount":2}}`},
		"the total of nothing":              {`{ agencies(where: {code: "no"}) { totalCount edges { cursor } } }`, 1, 1, `{"agencies":{"totalCount":0,"edges":[]}}`},
		"the total of an empty page":        {`{ agencies(first: 0) { totalCount } }`, 1, 0, `{"agencies":{"totalCount":9}}`},
		"the total that a directive drops":  {`{ agencies(first: 1) { totalCount @skip(if: true) pageInfo { hasNextPage } } }`, 0, 1, `{"agencies":{"pageInfo":{"hasNextPage":true}}}`},
		"neither of the two":                {`{ agencies { __typename } }`, 0, 0, `{"agencies":{"__typename":"AgencyConnection"}}`},
		"edges below a node":                {`{ agency(code: "a-0") { children(first: 1) { edges { node { kind } } } } }`, 0, 2, `{"agency":{"children":{"edges":[{"node":{"kind":"PROVINCE"}}]}}}`},
		"page information below a node":     {`{ agency(code: "a-0") { children(first: 1) { pageInfo { hasNextPage } } } }`, 0, 2, `{"agency":{"children":{"pageInfo":{"hasNextPage":true}}}}`},
		"the total below a node":            {`{ agency(code: "a-0") { children(first: 1) { totalCount } } }`, 1, 1, `{"agency":{"children":{"totalCount":8}}}`},
		"the total of many to many":         {`{ agency(code: "a-0") { members(last: 1) { n: totalCount } } }`, 1, 1, `{"agency":{"members":{"n":8}}}`},
		"the total of a field by hand":      {`{ agency(code: "a-0") { tasks(first: 1) { totalCount } } }`, 1, 2, `{"agency":{"tasks":{"totalCount":4}}}`},
		"totals below many nodes, in one":   {`{ agencies(where: {codeIn: ["a-1", "a-0"]}, orderBy: {field: CODE}) { edges { node { children { totalCount } } } } }`, 1, 1, `{"agencies":{"edges":[{"node":{"children":{"totalCount":8}}},{"node":{"children":{"totalCount":0}}}]}}`},
		"pages below many nodes, in one":    {`{ agencies(first: 9, where: {not: {code: "a-0"}}) { totalCount pageInfo { hasNextPage } edges { node { children { edges { cursor } } parent { kind } } } } }`, 1, 3, ""},
		"the total of what may not be seen": {`{ submissions { totalCount edges { cursor } } }`, 1, 1, `{"submissions":{"totalCount":0,"edges":[]}}`},
	}
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		populate(t, d)
		s := apitest.Serve(t, d, viewer.Public())
		for name, tc := range cases {
			t.Run(name, func(t *testing.T) {
				d.Statements().Reset()
				answer := s.Ask(t, tc.query, nil)
				require.Empty(t, answer.Errors)
				if tc.want != "" {
					assert.JSONEq(t, tc.want, string(answer.Data))
				}
				statements := d.Statements().All()
				if len(statements) == 1 && compiled.MatchString(statements[0]) {
					assert.Equal(t, tc.counts > 0, totalling.MatchString(statements[0]), "%q", statements)
					return
				}
				counts, others := 0, 0
				for _, q := range statements {
					if counting.MatchString(q) {
						counts++
					} else {
						others++
					}
				}
				assert.Equal(t, []int{tc.counts, tc.others}, []int{counts, others}, "%q", statements)
			})
		}
	})
}
