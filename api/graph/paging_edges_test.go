package graph_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
)

func TestAPageOfNothingKnowsWhetherThereIsMore(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.Serve(t, d, readsAll)
		agencies := root(t, s, "agencies")
		assert.Equal(t, page{Edges: agencies("first: 0", "").Edges}, agencies("first: 0", ""))
		populate(t, d)
		assert.True(t, agencies("first: 0", "").PageInfo.HasNextPage)
		assert.True(t, agencies("last: 0", "").PageInfo.HasPreviousPage)
		all := agencies("", "")
		end := agencies(fmt.Sprintf("first: 1, after: %q", *all.PageInfo.EndCursor), "")
		assert.Empty(t, end.Edges)
		assert.False(t, end.PageInfo.HasNextPage)
		assert.True(t, end.PageInfo.HasPreviousPage)
	})
}

func TestRowsThatComeBetweenPagesDisturbNoOther(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := populate(t, d)
		s := apitest.Serve(t, d, readsAll)
		added, reports := 0, 0
		insert := map[string]func(n int){
			"agencies": func(int) {
				for _, name := range []string{"A", "Lào Cai", "Ỷ"} {
					added++
					_ = must(d.Client.Agency.Create().SetCode(fmt.Sprintf("b-%d", added)).SetName(name).
						SetKind(agency.KindUNIT).Save(apitest.System()))(t)
				}
			},
			"submissions": func(n int) {
				reports++
				w.submit(t, d.Client, w.agencies[reports%len(w.agencies)], w.windows[1+reports/len(w.agencies)], n)
			},
		}
		for _, c := range []connection{{"agencies", "NAME"}, {"submissions", "SUBMITTED_AT"}, {"submissions", "CREATED_AT"}} {
			for _, direction := range []string{"ASC", "DESC"} {
				by := fmt.Sprintf(", orderBy: {field: %s, direction: %s}", c.Node, direction)
				read := root(t, s, c.Field)
				before := read("first: 200"+by, "").ids()
				seen, cursor := map[string]int{}, ""
				for n := 0; ; n++ {
					p := read("first: 2"+by+cursor, "")
					for _, id := range p.ids() {
						seen[id]++
					}
					if !p.PageInfo.HasNextPage {
						break
					}
					if n < 5 {
						insert[c.Field](n)
					}
					cursor = fmt.Sprintf(", after: %q", *p.PageInfo.EndCursor)
				}
				for _, id := range before {
					assert.Equal(t, 1, seen[id], "%s by %s", c.Field, by)
				}
			}
		}
	})
}
