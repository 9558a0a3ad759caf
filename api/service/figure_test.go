package service_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/plan"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A stated is a figure of an agency for 1.1.
type stated struct {
	value      string
	window     string
	grade      figure.Grade
	recorded   int // day of 2023
	superseded bool
	published  bool
	pending    bool // not approved
}

func TestTheLatestFigure(t *testing.T) {
	tests := map[string]struct {
		figures           []stated
		public, inspector string
	}{
		"none": {nil, "", ""},
		"of the latest period": {[]stated{
			{"1", "2023-Q1", figure.GradeOFFICIAL, 200, false, true, false},
			{"2", "2023-Q2", figure.GradeESTIMATE, 100, false, true, false},
		}, "2", "2"},
		"of one period, recorded last": {[]stated{
			{"1", "2023-Q1", figure.GradeOFFICIAL, 200, false, true, false},
			{"2", "2023-Q1", figure.GradeESTIMATE, 100, false, true, false},
		}, "1", "1"},
		"never a superseded one": {[]stated{
			{"1", "2023-Q1", figure.GradeOFFICIAL, 100, false, true, false},
			{"2", "2023-Q2", figure.GradeOFFICIAL, 200, true, true, false},
		}, "1", "1"},
		"of the public, the last published": {[]stated{
			{"1", "2023-Q1", figure.GradeOFFICIAL, 100, false, true, false},
			{"2", "2023-Q2", figure.GradeOFFICIAL, 200, false, false, false},
		}, "1", "2"},
		"published behind one that is not": {[]stated{
			{"1", "2023-Q1", figure.GradeOFFICIAL, 100, false, false, false},
			{"2", "2023-Q2", figure.GradeOFFICIAL, 200, false, true, false},
		}, "2", "2"},
		"of one period, not published": {[]stated{
			{"1", "2023-Q1", figure.GradeOFFICIAL, 100, false, true, false},
			{"2", "2023-Q1", figure.GradeESTIMATE, 200, false, false, false},
		}, "1", "2"},
		"never one that waits for approval": {[]stated{
			{"1", "2023-Q1", figure.GradeOFFICIAL, 100, false, true, false},
			{"2", "2023-Q2", figure.GradeOFFICIAL, 200, false, false, true},
			{"3", "2023-Q1", figure.GradeESTIMATE, 300, false, false, true},
		}, "1", "1"},
		"waiting for approval, all of them": {[]stated{{"1", "2023-Q1", figure.GradeOFFICIAL, 100, false, false, true}}, "", ""},
		"not published at all":              {[]stated{{"1", "2023-Q1", figure.GradeOFFICIAL, 100, false, false, false}}, "", "1"},
	}
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		public, inspector := apitest.Serve(t, d, viewer.Public()), apitest.Serve(t, d, viewer.Inspector("test"))
		provinces := []string{"lao-cai", "hanoi", "nam-dinh", "da-nang", "hai-duong", "binh-duong", "khanh-hoa", "hoa-binh", "an-giang", "ca-mau"}
		for name, test := range tests {
			province := provinces[0]
			provinces = provinces[1:]
			t.Run(name, func(t *testing.T) {
				for _, f := range test.figures {
					f.add(t, d, province)
				}
				assert.Equal(t, test.public, latest(t, public, province))
				assert.Equal(t, test.inspector, latest(t, inspector, province))
			})
		}
	})
}

// latest asks for the latest figure of an agency for 1.1, and beside it for
// that of another agency, which has none.
func latest(t *testing.T, s *apitest.Server, code string) string {
	t.Helper()
	var got struct {
		Indicator struct {
			Latest, Other, Nobody *struct{ Value string }
		}
	}
	s.Get(t, `query($code: String!) { indicator(plan: "2021-2025", code: "1.1") {
		latest: latestFigure(agency: $code) { value }
		other: latestFigure(agency: "ha-giang") { value }
		nobody: latestFigure(agency: "no-such-agency") { value } } }`, map[string]any{"code": code}, &got)
	assert.Nil(t, got.Indicator.Other)
	assert.Nil(t, got.Indicator.Nobody)
	if got.Indicator.Latest == nil {
		return ""
	}
	return got.Indicator.Latest.Value
}

func TestEachAliasGetsTheFieldsItSelects(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		stated{"1", "2023-Q1", figure.GradeOFFICIAL, 100, false, true, false}.add(t, d, "lao-cai")
		s := apitest.Serve(t, d, viewer.Public())
		for _, aliases := range []string{
			`grade: latestFigure(agency: "lao-cai") { grade } stated: latestFigure(agency: "lao-cai") { statedValue } window: latestFigure(agency: "lao-cai") { window { code } }`,
			`window: latestFigure(agency: "lao-cai") { window { code } } stated: latestFigure(agency: "lao-cai") { statedValue } grade: latestFigure(agency: "lao-cai") { grade }`,
		} {
			answer := s.Ask(t, `{ indicator(plan: "2021-2025", code: "1.1") { `+aliases+` } }`, nil)
			assert.Empty(t, answer.Errors)
			assert.JSONEq(t, `{"indicator": {"grade": {"grade": "OFFICIAL"}, "stated": {"statedValue": "1"}, "window": {"window": {"code": "2023-Q1"}}}}`, string(answer.Data))
		}
	})
}

func (f stated) add(t *testing.T, d *apitest.Database, code string) {
	t.Helper()
	ctx := apitest.System()
	measure := d.Client.Indicator.Query().Where(indicator.Code("1.1"), indicator.HasPlanWith(plan.Code("2021-2025"))).OnlyX(ctx)
	province := d.Client.Agency.Query().Where(agency.Code(code)).OnlyX(ctx)
	window := d.Client.ReportingWindow.Query().Where(reportingwindow.Code(f.window)).OnlyX(ctx)
	at := time.Date(2023, 1, f.recorded, 0, 0, 0, 0, time.UTC)
	create := d.Client.Figure.Create().SetIndicator(measure).SetAgency(province).SetWindow(window).SetYear(2023).SetPeriodKey(f.window).
		SetGrade(f.grade).SetSource(figure.SourceDECLARED).SetStatedValue(decimal.RequireFromString(f.value)).SetRecordedAt(at)
	if f.superseded {
		create.SetSupersededAt(at)
	}
	if f.published {
		create.SetPublishedAt(at)
	}
	if !f.pending {
		create.SetApprovedAt(at)
	}
	create.ExecX(ctx)
}

func TestRollUpsAreExact(t *testing.T) {
	// A third, two thirds and three tenths: what binary fractions get wrong.
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		ctx := apitest.System()
		measure := d.Client.Indicator.Query().Where(indicator.Code("1.1"), indicator.HasPlanWith(plan.Code("2021-2025"))).OnlyX(ctx)
		window := d.Client.ReportingWindow.Query().Where(reportingwindow.Code("2023-Q1")).OnlyX(ctx)
		at := time.Date(2023, 4, 1, 0, 0, 0, 0, time.UTC)
		for code, fraction := range map[string][2]string{
			"lao-cai": {"21830518", "78553494"}, "ha-giang": {"1", "3"}, "hanoi": {"0.1", "0.3"}, "nam-dinh": {"1", "1"},
		} {
			d.Client.Figure.Create().SetIndicator(measure).SetAgencyID(d.Client.Agency.Query().Where(agency.Code(code)).OnlyIDX(ctx)).
				SetWindow(window).SetYear(2023).SetPeriodKey("2023-Q1").SetGrade(figure.GradeOFFICIAL).SetSource(figure.SourceDECLARED).
				SetNumerator(decimal.RequireFromString(fraction[0])).SetDenominator(decimal.RequireFromString(fraction[1])).
				SetRecordedAt(at).SetApprovedAt(at).SetPublishedAt(at).ExecX(ctx)
		}
		d.Client.Figure.Create().SetIndicator(measure).SetAgencyID(d.Client.Agency.Query().Where(agency.Code("ca-mau")).OnlyIDX(ctx)).
			SetWindow(window).SetYear(2023).SetPeriodKey("2023-Q1").SetGrade(figure.GradeOFFICIAL).SetSource(figure.SourceDECLARED).
			SetStatedValue(decimal.NewFromInt(1)).SetRecordedAt(at).ExecX(ctx) // waits for approval: it counts nowhere
		var got struct {
			RollUp []struct {
				Indicator                struct{ Code string }
				Window                   struct{ Code string }
				Count                    int
				Mean, ShareMeetingTarget *string
			}
		}
		apitest.Serve(t, d, viewer.Inspector("test")).Get(t, `{ rollUp(plan: "2021-2025", year: 2023) { indicator { code } window { code } count mean shareMeetingTarget } }`, nil, &got)
		assert.Len(t, got.RollUp, 55*4)
		for _, r := range got.RollUp {
			if r.Indicator.Code != "1.1" || r.Window.Code != "2023-Q1" {
				assert.Zero(t, r.Count)
				assert.Nil(t, r.Mean)
				continue
			}
			assert.Equal(t, 4, r.Count)
			// 27.790639077111 + twice 33.333333333333 + 100, by four.
			assert.Equal(t, "48.614326435944", *r.Mean)
			assert.Equal(t, "0.25", *r.ShareMeetingTarget, "only 100% meets 100%")
		}
	})
}
