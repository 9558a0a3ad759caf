package plan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/plan"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
)

func TestTheDiffOfANewBundleAddsEverythingAndWritesNothing(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		changes, err := plan.Diff(t.Context(), d.Client, smallWith(t))
		require.NoError(t, err)
		assert.Empty(t, d.Statements().Writes())
		assert.Equal(t, []string{
			"add Agency bo-a", "add Agency chinh-phu", "add Agency cuc-b", "add Agency cac-bo",
			"add AgencyMembership cac-bo bo-a",
			"add LegalDocument 2/QĐ", "add LegalDocument 1/QĐ", "add LegalDocument 0/QĐ",
			"add AgencySuccession cuc-b bo-a 2025-03-01",
			"add Plan p", "add Plan q",
			"add Indicator p 1", "add Indicator p 1.1", "add Indicator p 1.2", "add Indicator q X",
			"add Target p 1.1 2021 BASELINE", "add Target p 1.1 2023 PLAN", "add Target p 1.1 2025 GOAL",
			"add Task p p/1",
			"add Assignment indicator p 1.1 MEASURE cuc-b", "add Assignment indicator p 1.1 MEASURE bo-a",
			"add Assignment task p p/1 LEAD bo-a",
			"add ReportingWindow 2023-Q1",
			"add Figure p 1.1 cuc-b 2022 2/QĐ OFFICIAL",
		}, lines(changes))
	})
}

func TestTheDiffSaysWhatALoadDoes(t *testing.T) {
	changed := []string{
		"kind: MINISTRY, parent: chinh-phu", "kind: MINISTRY",
		"from: 2021-01-01", "from: 2021-02-01",
		"legalBases: [1/QĐ]", "legalBases: [1/QĐ, 2/QĐ]",
		"expectedResults: [Một, Hai]", "expectedResults: []",
		"2023-05-31T23:59:59.999+07:00", "2023-06-30T23:59:59.999+07:00",
	}
	want := []string{
		`update Agency bo-a: parent "chinh-phu" -> null`,
		`update AgencyMembership cac-bo bo-a: valid_from "2021-01-01" -> "2021-02-01"`,
		`update Indicator p 1.1: legal_bases ["1/QĐ"] -> ["1/QĐ","2/QĐ"]`,
		`update Task p p/1: expected_results ["Một","Hai"] -> null`,
		`update ReportingWindow 2023-Q1: locks_at "2023-05-31T16:59:59.999Z" -> "2023-06-30T16:59:59.999Z"`,
	}
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		load(t, d, smallWith(t), 0)
		b := smallWith(t, changed...)
		changes, err := plan.Diff(t.Context(), d.Client, b)
		require.NoError(t, err)
		assert.Equal(t, want, lines(changes))
		assert.Equal(t, want, lines(load(t, d, b, 1).Changes))
		assert.False(t, load(t, d, b, 2).Written)
	})
}

func TestWhatTheBundleLacksIsKeptAndReported(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		load(t, d, smallWith(t), 0)
		report := load(t, d, smallWith(t,
			"  - {predecessor: cuc-b, successor: bo-a, kind: MERGE, effectiveOn: 2025-03-01, legalDocument: 2/QĐ}\n", "",
			"successions:\n", "",
			", replaces: [0/QĐ]", "",
			"  - {number: 0/QĐ, kind: DECISION, title: Cũ}\n", "",
			"agencies: [cuc-b, bo-a]", "agencies: [cuc-b]",
			"sameAs: [{plan: q, code: X}]", "sameAs: []", ", sameAs: [{plan: p, code: \"1.1\"}]", "",
			"      - {year: 2023, kind: PLAN, text: \"-\"}\n", "",
		), 1)
		assert.Empty(t, lines(report.Changes))
		assert.Equal(t, []string{
			"keep LegalDocument 0/QĐ",
			"keep LegalDocument 2/QĐ replaces 0/QĐ",
			"keep AgencySuccession cuc-b bo-a 2025-03-01",
			"keep Indicator q X same_as p 1.1",
			"keep Target p 1.1 2023 PLAN",
			"keep Assignment indicator p 1.1 MEASURE bo-a",
		}, lines(report.Kept))
		ctx := apitest.System()
		assert.Equal(t, 3, d.Client.LegalDocument.Query().CountX(ctx))
		assert.Equal(t, 3, d.Client.Target.Query().CountX(ctx))
		assert.Equal(t, 3, d.Client.Assignment.Query().Where(assignment.ValidToIsNil()).CountX(ctx))
	})
}

func TestWhatAgenciesAddedIsNotTheBundles(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		ctx := apitest.System()
		load(t, d, smallWith(t), 0)
		owner := d.Client.Agency.Query().Where(agency.Code("bo-a")).OnlyX(ctx)
		above := d.Client.Indicator.Query().Where(indicator.Code("1")).OnlyX(ctx)
		d.Client.Indicator.Create().SetPlanID(above.PlanID).SetCode("BA.1").SetName("Riêng").
			SetKind(indicator.KindINDICATOR).SetUnit(indicator.UnitPERCENT).SetOwner(owner).SaveX(ctx)
		report := load(t, d, smallWith(t), 1)
		assert.False(t, report.Written)
		assert.Empty(t, lines(report.Kept))
	})
}
