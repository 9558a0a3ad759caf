package graph_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/plan"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
)

// A line is figures of one cell that follow each other.
type line struct {
	code, window string
	values       []string // a fraction is written n/d; ? before it says that it was never approved
}

// add adds the figures of a line, a day apart, the first on the first day.
func (l line) add(t *testing.T, d *apitest.Database, first time.Time) {
	t.Helper()
	ctx, c := apitest.System(), d.Client
	measure := c.Indicator.Query().Where(indicator.Code(l.code), indicator.HasPlanWith(plan.Code("2021-2025"))).OnlyIDX(ctx)
	w := c.ReportingWindow.Query().Where(reportingwindow.Code(l.window)).OnlyX(ctx)
	var last *db.Figure
	var inForce []*db.Figure
	for n, value := range l.values {
		at := first.AddDate(0, 0, n)
		create := c.Figure.Create().SetIndicatorID(measure).SetAgencyID(c.Agency.Query().Where(agency.Code("lao-cai")).OnlyIDX(ctx)).
			SetWindow(w).SetYear(w.Year).SetPeriodKey(w.Code).SetGrade(figure.GradePRELIMINARY).SetSource(figure.SourceDECLARED).SetRecordedAt(at)
		approved := value[0] != '?'
		if !approved {
			value = value[1:]
		}
		var upper, lower int64
		if k, _ := fmt.Sscanf(value, "%d/%d", &upper, &lower); k == 2 {
			create.SetNumerator(decimal.NewFromInt(upper)).SetDenominator(decimal.NewFromInt(lower))
		} else {
			create.SetStatedValue(decimal.RequireFromString(value))
		}
		var replaces *uuid.UUID
		if last != nil {
			replaces = &last.ID
		}
		if approved {
			create.SetApprovedAt(at).SetPublishedAt(at)
			for _, old := range inForce {
				c.Figure.UpdateOne(old).SetSupersededAt(at).ExecX(ctx)
			}
			inForce = nil
		} else {
			create.SetSupersededAt(at.Add(time.Hour)) // a draft that another took the place of
		}
		last = create.SetNillableSupersedesID(replaces).SaveX(ctx)
		if approved {
			inForce = append(inForce, last)
		}
	}
}

const revisionsOf = `query($year: Int, $at: Time) { agency(code: "lao-cai") { revisions(year: $year, asOf: $at) {
	count figures meanChange signedChange byIndicator { indicator { code plan { code } } count meanChange signedChange } } } }`

// revised asks for statistics; an indicator is shown as code count mean signed.
func revised(t *testing.T, s *apitest.Server, variables map[string]any) (whole string, byIndicator []string) {
	t.Helper()
	var got struct {
		Agency struct {
			Revisions struct {
				Count, Figures           int
				MeanChange, SignedChange *string
				ByIndicator              []struct {
					Indicator                struct{ Code string }
					Count                    int
					MeanChange, SignedChange string
				}
			}
		}
	}
	s.Get(t, revisionsOf, variables, &got)
	r := got.Agency.Revisions
	text := func(s *string) string {
		if s == nil {
			return "-"
		}
		return *s
	}
	for _, i := range r.ByIndicator {
		byIndicator = append(byIndicator, fmt.Sprintf("%s %d %s %s", i.Indicator.Code, i.Count, i.MeanChange, i.SignedChange))
	}
	return fmt.Sprintf("%d of %d: %s %s", r.Count, r.Figures, text(r.MeanChange), text(r.SignedChange)), byIndicator
}

func TestHowFiguresWereRevised(t *testing.T) {
	first := time.Date(2023, 4, 1, 0, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		lines       []line
		whole       string
		byIndicator []string
	}{
		"no figure":                 {nil, "0 of 0: - -", nil},
		"none of them":              {[]line{{"1.1", "2023-Q1", []string{"10"}}}, "0 of 1: - -", nil},
		"up":                        {[]line{{"1.1", "2023-Q1", []string{"10", "12.5"}}}, "1 of 1: 2.5 2.5", []string{"1.1 1 2.5 2.5"}},
		"down":                      {[]line{{"1.1", "2023-Q1", []string{"10", "7.5"}}}, "1 of 1: 2.5 -2.5", []string{"1.1 1 2.5 -2.5"}},
		"up and down":               {[]line{{"1.1", "2023-Q1", []string{"10", "13", "12"}}}, "2 of 1: 2 1", []string{"1.1 2 2 1"}},
		"a draft replaced no other": {[]line{{"1.1", "2023-Q1", []string{"?1", "?2", "10"}}}, "0 of 1: - -", nil},
		"drafts lie between":        {[]line{{"1.1", "2023-Q1", []string{"10", "?99", "?98", "13"}}}, "1 of 1: 3 3", []string{"1.1 1 3 3"}},
		"fractions, in percent":     {[]line{{"1.1", "2023-Q1", []string{"1/3", "2/3"}}}, "1 of 1: 33.333333333334 33.333333333334", []string{"1.1 1 33.333333333334 33.333333333334"}},
		"several, the most first": {[]line{
			{"1.1", "2023-Q1", []string{"10", "11"}}, {"1.2", "2023-Q1", []string{"10", "9", "7"}}, {"1.3", "2023-Q1", []string{"5"}}, {"1.1", "2023-Q2", []string{"4", "4"}},
		}, "4 of 4: 1 -0.5", []string{"1.1 2 0.5 0.5", "1.2 2 1.5 -1.5"}},
		"means are exact to 12 digits": {[]line{
			{"1.1", "2023-Q1", []string{"0", "1"}}, {"1.1", "2023-Q2", []string{"0", "0"}}, {"1.1", "2023-Q3", []string{"0", "0"}},
		}, "3 of 3: 0.333333333333 0.333333333333", []string{"1.1 3 0.333333333333 0.333333333333"}},
	}
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				_, err := d.DB.ExecContext(apitest.System(), `DELETE FROM figures WHERE submission_id IS NULL AND legal_document_id IS NULL`)
				require.NoError(t, err)
				for _, l := range test.lines {
					l.add(t, d, first)
				}
				for _, who := range []*apitest.Server{s, s.As("reporter-lao-cai")} {
					whole, byIndicator := revised(t, who, nil)
					assert.Equal(t, test.whole, whole)
					assert.Equal(t, test.byIndicator, byIndicator)
				}
			})
		}
	})
}

func TestRevisionsOfAYearAndAsOfATime(t *testing.T) {
	first := time.Date(2023, 4, 1, 0, 0, 0, 0, time.UTC)
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		line{"1.1", "2022-Q4", []string{"1", "2"}}.add(t, d, first)
		line{"1.1", "2023-Q1", []string{"10", "15", "16"}}.add(t, d, first)
		of := func(variables map[string]any) string {
			whole, _ := revised(t, s, variables)
			return whole
		}
		assert.Equal(t, "3 of 2: 2.333333333333 2.333333333333", of(nil))
		assert.Equal(t, "2 of 1: 3 3", of(map[string]any{"year": 2023}))
		assert.Equal(t, "1 of 1: 1 1", of(map[string]any{"year": 2022}))
		assert.Equal(t, "0 of 0: - -", of(map[string]any{"year": 2021}))
		assert.Equal(t, "1 of 1: 5 5", of(map[string]any{"year": 2023, "at": first.AddDate(0, 0, 1).Format(time.RFC3339)}))
		assert.Equal(t, "0 of 1: - -", of(map[string]any{"year": 2023, "at": first.Format(time.RFC3339)}))
		assert.Equal(t, "0 of 0: - -", of(map[string]any{"year": 2023, "at": first.AddDate(0, 0, -1).Format(time.RFC3339)}))
	})
}

func TestThePublicSeesRevisionsOfWhatIsPublished(t *testing.T) {
	first := time.Date(2023, 4, 1, 0, 0, 0, 0, time.UTC)
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		line{"1.1", "2023-Q1", []string{"10", "15"}}.add(t, d, first)
		d.Client.Figure.Update().Where(figure.RecordedAt(first.AddDate(0, 0, 1))).ClearPublishedAt().ExecX(apitest.System())
		whole, _ := revised(t, s, nil)
		assert.Equal(t, "0 of 0: - -", whole, "the figure in force is not public, and what it replaced is no longer in force")
		whole, _ = revised(t, s.As("reporter-lao-cai"), nil)
		assert.Equal(t, "1 of 1: 5 5", whole)
		var raw json.RawMessage
		s.Get(t, revisionsOf, map[string]any{"year": 2023}, &raw)
		assert.NotContains(t, string(raw), "15")
	})
}
