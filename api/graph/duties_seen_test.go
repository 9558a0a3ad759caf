package graph_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestDutiesInAWindowAreNarrowed(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		all := dutiesIn(t, s, laoCai)
		narrowed := func(plan string, roles ...string) map[string]duty {
			variables := map[string]any{"agency": "lao-cai", "window": "2023-Q2"}
			if plan != "" {
				variables["plan"] = plan
			}
			if roles != nil {
				variables["roles"] = roles
			}
			return dutiesIn(t, s, variables)
		}
		assert.Contains(t, all, "TREND")
		assert.Len(t, narrowed("2021-2025"), len(all)-2, "all but the texts, which belong to no plan")
		assert.Empty(t, narrowed("no-such-plan"))
		assert.Empty(t, narrowed("", "LEAD"), "figures are owed by who measures or implements")
		assert.Empty(t, narrowed("", "MEASURE"))
		assert.Len(t, narrowed("", "IMPLEMENT", "LEAD"), len(all))
		assert.Empty(t, dutiesIn(t, s, map[string]any{"agency": "cac-dia-phuong", "window": "2023-Q2"}), "a group")
	})
}

func TestAnUnknownWindowIsNamed(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		got := s.Ask(t, dutiesOf, map[string]any{"agency": "lao-cai", "window": "2023-Q5"}, "Accept-Language", "en")
		require.Len(t, got.Errors, 1)
		assert.Equal(t, "INVALID_INPUT", got.Errors[0].Extensions["code"])
		assert.Contains(t, got.Errors[0].Message, "window")
		assert.Contains(t, got.Errors[0].Message, "2023-Q5")
	})
}

func TestWhereADutyStandsIsForThoseWhoMaySeeTheReport(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		newDesk(d)
		s.Clock.Set(submittedOn.AddDate(0, 0, 1))
		for name, who := range map[string]*apitest.Server{"the public": s, "another reporter": s.As("reporter-cuc-vt")} {
			for code, got := range dutiesIn(t, who, laoCai) {
				assert.Nil(t, got.State, "%s of %s", code, name)
				assert.Nil(t, got.DueAt)
				assert.Nil(t, got.Late)
				assert.Nil(t, got.Figure)
				assert.Nil(t, got.Submission)
			}
		}
		states := func(who *apitest.Server) map[string]string {
			found := map[string]string{}
			for code, got := range dutiesIn(t, who, laoCai) {
				if got.State != nil {
					found[code] = *got.State
				}
			}
			return found
		}
		whole := states(s.As("reporter-lao-cai"))
		assert.Equal(t, whole, states(s.As("coordinator")), "a role that reaches the agency")
		assert.Equal(t, whole, states(s.As("inspector")))

		measured := states(s.As("reviewer-cdsqg"))
		assert.Equal(t, "SUBMITTED", measured["1.4"])
		assert.Equal(t, "MISSING", measured["1.3"], "a draft is not shown to who measures")
		others := 0
		for code, got := range dutiesIn(t, s, laoCai) {
			if got.Indicator != nil && !slices.Contains(got.MeasuredBy, coded{"cuc-cdsqg"}) {
				assert.NotContains(t, measured, code, "measured by somebody else")
				others++
			}
		}
		assert.Positive(t, others)
		assert.Len(t, measured, len(whole)-others)
	})
}

func TestDutiesTakeAsManyStatementsForManyIndicators(t *testing.T) {
	const query = `{ agency(code: "a-0") { duties(window: "2023-Q1") { indicator { code name unit } through { code name } role state dueAt late
		figure { value state window { code } } lastFigure { value grade window { code } } target { year comparator value decidedBy { number } } measuredBy { code }
		submission { status submittedBy { name } } } } }`
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		grow(t, d, 2)
		s := apitest.Serve(t, d, viewer.System("test"))
		count := func() ([]string, int) {
			d.Statements().Reset()
			var got struct{ Agency struct{ Duties []any } }
			s.Get(t, query, nil, &got)
			return kinds(d.Statements().All()), len(got.Agency.Duties)
		}
		few, some := count()
		grow(t, d, 8)
		many, more := count()
		assert.Greater(t, more, 2*some)
		assert.Equal(t, few, many)
		assert.LessOrEqual(t, len(many), 30, fmt.Sprint(many))
	})
}
