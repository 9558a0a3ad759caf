package service_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/legaldocument"
	"github.com/tiendo-vn/tiendo/ent/db/plan"
	"github.com/tiendo-vn/tiendo/ent/db/target"
)

func TestOnlyWhatIsApprovedDisagrees(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		c, ctx := d.Client, apitest.System()
		measure := c.Indicator.Query().Where(indicator.Code("1.1"), indicator.HasPlanWith(plan.Code("2021-2025"))).OnlyIDX(ctx)
		at := time.Date(2023, 5, 1, 0, 0, 0, 0, time.UTC)
		for n, number := range []string{"942/QĐ-TTg", "749/QĐ-TTg"} {
			c.Figure.Create().SetIndicatorID(measure).SetAgencyID(c.Agency.Query().Where(agency.Code("cuc-cdsqg")).OnlyIDX(ctx)).
				SetLegalDocumentID(c.LegalDocument.Query().Where(legaldocument.Number(number)).OnlyIDX(ctx)).SetYear(2021).SetPeriodKey("2021-Y").
				SetGrade(figure.GradeOFFICIAL).SetSource(figure.SourceDOCUMENT).SetStatedValue(decimal.NewFromInt(int64(n))).SetRecordedAt(at).ExecX(ctx)
		}
		years := func() (years []int) {
			found, err := service.Disagreements(ctx, c, []uuid.UUID{measure})
			require.NoError(t, err)
			for _, dis := range found[measure] {
				years = append(years, dis.Year)
			}
			return years
		}
		assert.NotContains(t, years(), 2021, "neither is approved")
		c.Figure.Update().Where(figure.RecordedAt(at)).SetApprovedAt(at).ExecX(ctx)
		assert.Contains(t, years(), 2021)
	})
}

func TestTheAimOfAYearCountsBeforeThePlan(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		c, ctx := d.Client, apitest.System()
		measure := c.Indicator.Query().Where(indicator.Code("1.1"), indicator.HasPlanWith(plan.Code("2021-2025"))).OnlyIDX(ctx)
		add := func(year int, kind target.Kind, value int64) *decimal.Decimal {
			create := c.Target.Create().SetIndicatorID(measure).SetYear(year).SetKind(kind).SetText("-")
			v := decimal.NewFromInt(value)
			if value > 0 {
				create.SetValue(v).SetComparator(target.ComparatorAtLeast)
			}
			create.ExecX(ctx)
			return &v
		}
		expected := func(year int) *decimal.Decimal {
			found, err := service.TargetsOf(ctx, c, []uuid.UUID{measure}, year)
			require.NoError(t, err)
			if found[measure] == nil {
				return nil
			}
			return found[measure].Value
		}
		assert.Nil(t, expected(2031))
		add(2031, target.KindBASELINE, 7)
		assert.Nil(t, expected(2031), "where it began is not what is expected")
		planned := add(2031, target.KindPLAN, 8)
		assert.True(t, planned.Equal(*expected(2031)))
		aim := add(2031, target.KindGOAL, 9)
		assert.True(t, aim.Equal(*expected(2031)))

		add(2032, target.KindGOAL, 0)
		planned = add(2032, target.KindPLAN, 5)
		assert.True(t, planned.Equal(*expected(2032)), "an aim without a number does not hide the plan's")
	})
}
