package plan_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/fold"
)

func TestAnUpdateKeepsTheValuesBeforeAndRefreshesTheSearch(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		load(t, d, smallWith(t), 0)
		before := d.Client.Agency.Query().Where(agency.Code("cuc-b")).OnlyX(apitest.System())
		report := load(t, d, smallWith(t, "Cục Bờ biển, nameEn: Coast", "Cục Rừng"), 1)
		assert.Equal(t, []string{`update Agency cuc-b: name "Cục Bờ biển" -> "Cục Rừng", name_en "Coast" -> null`}, lines(report.Changes))

		after := d.Client.Agency.GetX(apitest.System(), before.ID)
		assert.Equal(t, "Cục Rừng", after.Name)
		assert.Nil(t, after.NameEn)
		assert.Equal(t, fold.Column("Cục Rừng", "CB", "cuc-b"), after.SearchText)
		assert.NotEqual(t, before.NameKey, after.NameKey)

		e := oneEvent(t, d, "agency.update")
		assert.Equal(t, before.ID, *e.EntityID)
		assert.Equal(t, "cuc-b", *e.Label)
		assert.JSONEq(t, `{"name": "Cục Bờ biển", "name_en": "Coast"}`, string(e.Before))
		assert.JSONEq(t, `{"name": "Cục Rừng", "name_en": null}`, string(e.After))
	})
}

func TestRowsAreAsTheBundleSays(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		ctx := apitest.System()
		report := load(t, d, smallWith(t), 0)
		assert.Equal(t, []string{"indicator p 1.1 IMPLEMENT Doanh nghiệp"}, report.Unassigned)

		same := d.Client.Indicator.Query().Where(indicator.HasSameAs()).WithSameAs().AllX(ctx)
		require.Len(t, same, 2)
		for _, i := range same {
			assert.Len(t, i.Edges.SameAs, 1, "both directions, each once")
		}
		rank := d.Client.Indicator.Query().Where(indicator.Code("1.2")).OnlyX(ctx)
		assert.Equal(t, indicator.AggregationNONE, rank.Aggregation)

		figure := d.Client.Figure.Query().OnlyX(ctx)
		assert.Equal(t, "30.14", figure.StatedValue.String())
		assert.Equal(t, "2022-Y", figure.PeriodKey)
		assert.Equal(t, "Ước (trang 3)", *figure.Note)
		assert.Equal(t, "2023-02-25T00:00:00Z", figure.RecordedAt.UTC().Format(time.RFC3339))
		assert.True(t, figure.PublishedAt.Equal(figure.RecordedAt))

		work := d.Client.Task.Query().WithIndicators().WithLegalDocument().OnlyX(ctx)
		assert.Len(t, work.Edges.Indicators, 1)
		assert.Equal(t, "1/QĐ", work.Edges.LegalDocument.Number, "the document of the plan")
		assert.Equal(t, []string{"Một", "Hai"}, work.ExpectedResults)
		for _, i := range d.Client.Indicator.Query().Where(indicator.Code("1.1")).QueryAssignments().WithAgency().AllX(ctx) {
			assert.Equal(t, map[string]int{"cuc-b": 0, "bo-a": 1}[i.Edges.Agency.Code], i.Position)
		}
	})
}

func TestParentsAreWrittenBeforeTheirChildrenWhateverTheOrder(t *testing.T) {
	const rows = 450 // more than two statements take
	b := smallWith(t)
	for i := range rows {
		a := bundle.Agency{Code: fmt.Sprintf("u-%d", i), Name: "Đơn vị", Kind: bundle.AgencyKindUnit, Parent: fmt.Sprintf("u-%d", i+1)}
		if i == rows-1 {
			a.Parent = ""
		}
		b.Agencies = append(b.Agencies, a)
	}
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		assert.Equal(t, rows+4, load(t, d, b, 0).Counts["Agency"].Added)
	})
}
