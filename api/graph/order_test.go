package graph_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestOrdersAreThoseOfReaders(t *testing.T) {
	cases := map[string]struct {
		connection, order, field string
		want                     []string
	}{
		"codes of indicators": {"indicators", "CODE", "code", []string{"3.5", "3.5.2", "3.5.10", "3.10", "4", "10", "942/A/II.1", "942/A/X.1"}},
		"numbers of documents": {"legalDocuments", "NUMBER", "number",
			[]string{"749/QĐ-TTg", "942/A/II.1", "942/A/X.1", "942/QĐ-TTg", "1012/QĐ-TTg"}},
		"codes of plans": {"plans", "CODE", "code", []string{"900", "2021-2025", "2026-2030"}},
		"names of agencies": {"agencies", "NAME", "name",
			[]string{"An Giang", "Ấp Bắc", "Cao Bằng", "Dak Nông", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Lào Cai", "Lào Cai"}},
	}
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		populate(t, d)
		s := apitest.Serve(t, d, viewer.Public())
		for name, tc := range cases {
			t.Run(name, func(t *testing.T) {
				read := root(t, s, tc.connection)
				var got []string
				for _, e := range read("orderBy: {field: "+tc.order+"}", tc.field).Edges {
					got = append(got, e.Node[tc.field].(string))
				}
				assert.Equal(t, tc.want, got)
			})
		}
	})
}

func TestBothDatabasesAnswerTheWholePlanAlike(t *testing.T) {
	answers := map[string]map[string][]any{}
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.Serve(t, d, viewer.Public())
		answers[d.Dialect] = map[string][]any{}
		for _, c := range []struct{ field, order, shown string }{
			{"indicators", "CODE", "code"}, {"indicators", "NAME", "name"}, {"agencies", "CODE", "code"}, {"agencies", "NAME", "name"},
			{"tasks", "CODE", "code"}, {"tasks", "TITLE", "title"}, {"legalDocuments", "NUMBER", "number"}, {"plans", "CODE", "code"},
			{"reportingWindows", "DUE_AT", "dueAt"}, {"reportingWindows", "COVERS_FROM", "coversFrom"},
		} {
			read, key := root(t, s, c.field), c.field+" by "+c.order
			for after := ""; ; {
				p := read(fmt.Sprintf("first: 200, orderBy: {field: %s}%s", c.order, after), c.shown)
				for _, e := range p.Edges {
					answers[d.Dialect][key] = append(answers[d.Dialect][key], e.Node[c.shown])
				}
				if !p.PageInfo.HasNextPage {
					break
				}
				after = fmt.Sprintf(", after: %q", *p.PageInfo.EndCursor)
			}
			assert.NotEmpty(t, answers[d.Dialect][key], key)
		}
	})
	assert.Equal(t, answers["sqlite3"], answers["postgres"])
}
