package graph_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestTheLatestFigureForThePublicIsTheLatestPublished(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := populate(t, d)
		var answer struct {
			Indicator struct{ LatestFigure struct{ ID string } }
		}
		for want, v := range map[gid.ID]viewer.Viewer{
			gid.Of("Figure", w.figures[0].ID): viewer.Public(), gid.Of("Figure", w.figures[8].ID): readsAll,
		} {
			apitest.Serve(t, d, v).Get(t, `{ indicator(plan: "2021-2025", code: "3.10") { latestFigure(agency: "a-0") { id } } }`, nil, &answer)
			assert.Equal(t, want.String(), answer.Indicator.LatestFigure.ID, v.Name)
		}
	})
}

func TestSumsForThePublicAreOfWhatIsPublished(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		populate(t, d)
		inWindow := d.Client.Figure.Query().Where(figure.WindowIDNotNil())
		all := must(inWindow.Clone().Count(apitest.System()))(t)
		published := must(inWindow.Where(figure.PublishedAtNotNil()).Count(apitest.System()))(t)
		for name, want := range map[string]int{"public": published, "inspector": all} {
			v := viewer.Public()
			if name == "inspector" {
				v = readsAll
			}
			var answer struct {
				RollUp []struct {
					Count int
					Mean  json.RawMessage
				}
			}
			apitest.Serve(t, d, v).Get(t, `{ rollUp(plan: "2021-2025", year: 2023) { count mean } }`, nil, &answer)
			got := 0
			for _, r := range answer.RollUp {
				got += r.Count
				assert.Equal(t, r.Count == 0, string(r.Mean) == "null")
			}
			assert.Equal(t, want, got, name)
		}
	})
}
