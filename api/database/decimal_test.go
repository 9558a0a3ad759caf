package database_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/target"
)

func TestDecimalsComeBackAsTheyWere(t *testing.T) {
	texts := []string{
		"30.14", "86.97", "0", "0.1", "0.2", "0.3", "-0.5", "100", "1e3", "1e-7", "0.000000000001",
		"999999999999999999.999999999999", "123456789012345678.123456789012",
		"9007199254740993", "21830518", "78553494", strings.Repeat("9", 40) + "." + strings.Repeat("1", 40),
	}
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		ctx := apitest.System()
		measure := d.Client.Indicator.Query().Where(indicator.UnitEQ(indicator.UnitPERCENT)).FirstX(ctx)
		for n, text := range texts {
			want := decimal.RequireFromString(text)
			created := d.Client.Target.Create().SetIndicatorID(measure.ID).SetYear(2100 + n).SetKind(target.KindPLAN).
				SetComparator(target.ComparatorEqual).SetValue(want).SetText(text).SaveX(ctx)
			got := d.Client.Target.GetX(ctx, created.ID).Value
			assert.True(t, want.Equal(*got), "%s came back as %s", text, got)
		}
	})
}

func TestFractionsComeBackAsTheyWere(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		ctx := apitest.System()
		f := d.Client.Figure.Query().FirstX(ctx)
		for n, fraction := range [][2]string{{"21830518", "78553494"}, {"0.1", "0.2"}, {"-1", "3"}, {"123456789012345678.123456789012", "0.000000000001"}} {
			created := d.Client.Figure.Create().SetIndicatorID(f.IndicatorID).SetAgencyID(f.AgencyID).SetYear(2100 + n).SetPeriodKey("2100").
				SetGrade(figure.GradeOFFICIAL).SetSource(figure.SourceDECLARED).
				SetNumerator(decimal.RequireFromString(fraction[0])).SetDenominator(decimal.RequireFromString(fraction[1])).SaveX(ctx)
			got := d.Client.Figure.GetX(ctx, created.ID)
			assert.Nil(t, got.StatedValue)
			assert.Equal(t, fraction, [2]string{got.Numerator.String(), got.Denominator.String()})
		}
	})
}
