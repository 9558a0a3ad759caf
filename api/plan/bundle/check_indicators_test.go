package bundle_test

import "testing"

func TestCheckIndicators(t *testing.T) {
	runFaultCases(t, map[string]faultCase{
		"a plan that is unknown":            {[]change{{"{plan: p, code: \"1\", name: Nhóm, kind: GROUP}", "{plan: q, code: \"1\", name: Nhóm, kind: GROUP}"}, {"    parent: \"1\"\n", ""}}, "", `indicators[1].plan "q": expected the code of a plan`},
		"a code given twice":                {[]change{{"code: \"1.3\"", "code: \"1.2\""}}, "code: \"1.2\"\n    name: Mốc", `indicators[1.2].code "1.2": expected a code that is unique in its plan (the first is at @{code: "1.2"}@)`},
		"a parent that is unknown":          {[]change{{"parent: \"1\"", "parent: \"9.9\""}}, "", `indicators[1.1].parent "9.9": expected the code of an indicator of plan p`},
		"a row below itself":                {[]change{{"parent: \"1\"", "parent: \"1.1\""}}, "", `indicators[1.1].parent "1.1": expected a tree without a circle (1.1 → 1.1)`},
		"a legal basis that is unknown":     {[]change{{"legalBases: [1/QĐ]", "legalBases: [1/QĐ, 9/QĐ]"}}, "", `indicators[1.1].legalBases[1] "9/QĐ": expected the number of a legal document`},
		"the same measure in no plan":       {[]change{{"sameAs: [{plan: p,", "sameAs: [{plan: q,"}}, "", `indicators[1.2].sameAs[1.1].plan "q": expected the code of a plan`},
		"the same measure without a plan":   {[]change{{"sameAs: [{plan: p, ", "sameAs: [{"}}, "", `indicators[1.2].sameAs[1.1].plan: expected a value: the field is required`},
		"an unknown measure as the same":    {[]change{{"sameAs: [{plan: p, code: \"1.1\"}]", "sameAs: [{plan: p, code: \"9\"}]"}}, "", `indicators[1.2].sameAs[9].code "9": expected the code of an indicator of plan p`},
		"a measure that is the same as it":  {[]change{{"sameAs: [{plan: p, code: \"1.1\"}]", "sameAs: [{plan: p, code: \"1.2\"}]"}}, "", `indicators[1.2].sameAs[1.2].code "1.2": expected another indicator than this one`},
		"a heading with a unit":             {[]change{{"name: Nhóm, kind: GROUP}", "name: Nhóm, kind: GROUP, unit: RANK}"}}, "", `indicators[1].unit "RANK": expected null for a GROUP`},
		"a heading with a direction":        {[]change{{"name: Nhóm, kind: GROUP}", "name: Nhóm, kind: GROUP, direction: UP}"}}, "", `indicators[1].direction "UP": expected null for a GROUP`},
		"a heading with targets":            {[]change{{"name: Nhóm, kind: GROUP}", "name: Nhóm, kind: GROUP, targets: [{year: 2025, kind: GOAL, text: \"-\"}]}"}}, "", `indicators[1].targets: expected no targets for a GROUP`},
		"a measure without a unit":          {[]change{{"    unit: RANK\n", ""}}, "  - plan: p\n    code: \"1.2\"", `indicators[1.2].unit: expected a unit: one of PERCENT, RANK, MILESTONE`},
		"a measure without a direction":     {[]change{{"    direction: DOWN\n", ""}}, "  - plan: p\n    code: \"1.2\"", `indicators[1.2].direction: expected a direction: one of UP, DOWN`},
		"a milestone with a direction":      {[]change{{"unit: MILESTONE", "unit: MILESTONE\n    direction: UP"}}, "direction: UP\n    targets:\n      - {year: 2023", `indicators[1.3].direction "UP": expected null for a MILESTONE`},
		"an assignment of nobody":           {[]change{{"{role: IMPLEMENT, agencies: [cac-bo, hanoi]}", "{role: IMPLEMENT, agencies: []}"}}, "", `indicators[1.1].assignments[1].agencies: expected agencies, or the printed text`},
		"an assignment of an unknown":       {[]change{{"agencies: [cac-bo, hanoi]", "agencies: [cac-bo, ha-noi]"}}, "", `indicators[1.1].assignments[1].agencies[1] "ha-noi": expected the code of an agency`},
		"an assignment given twice":         {[]change{{"role: IMPLEMENT, agencies: [cac-bo, hanoi]", "role: MEASURE, agencies: [cac-bo, cuc-vt]"}}, "", `indicators[1.1].assignments[1].agencies[1] "cuc-vt": expected an agency that has the role MEASURE once (the first is at @{agencies: [cuc-vt], text}@)`},
		"an assignment in an unknown role":  {[]change{{"role: IMPLEMENT", "role: HELP"}}, "", `indicators[1.1].assignments[1].role "HELP": expected one of LEAD, COORDINATE, MEASURE, IMPLEMENT`},
		"a part for somebody not assigned":  {[]change{{"scopes: {hanoi: trường học}", "scopes: {btttt: trường học}"}}, "", `tasks[t1].assignments[0].scopes.btttt "btttt": expected the code of an agency of this assignment`},
		"a legal basis that is only a text": {[]change{{"legalBases: [1/QĐ]", "legalBases: 1/QĐ"}}, "", `indicators[1.1].legalBases "1/QĐ": expected a list (- item)`},
	})
}

func TestCheckTargets(t *testing.T) {
	const (
		base   = `{year: 2022, kind: BASELINE, text: "86,97%", comparator: EQ, value: 86.97}`
		none   = `{year: 2024, kind: PLAN, text: "-"}`
		goal   = `{year: 2025, kind: GOAL, text: "Trên 90%", comparator: GT, value: 90, decidedBy: 2/QĐ}`
		top    = `{year: 2025, kind: GOAL, text: Top 50, comparator: TOP, value: 50}`
		points = `{year: 2023, kind: PLAN, text: Quý I/2023, dueOn: 2023-03-31, quarter: 1}`
	)
	runFaultCases(t, map[string]faultCase{
		"a value that is not the printed one":   {[]change{{base, `{year: 2022, kind: BASELINE, text: "86,97%", comparator: EQ, value: 89.67}`}}, "", `indicators[1.1].targets[2022 BASELINE].value "89.67": expected 86.97, as printed: "86,97%"`},
		"a value that is missing":               {[]change{{base, `{year: 2022, kind: BASELINE, text: "86,97%", comparator: EQ}`}}, "", `indicators[1.1].targets[2022 BASELINE].value: expected 86.97, as printed: "86,97%"`},
		"zero for a dash":                       {[]change{{none, `{year: 2024, kind: PLAN, text: "-", value: 0}`}}, "", `indicators[1.1].targets[2024 PLAN].value "0": expected null, as printed: "-"`},
		"a comparator that is not the printed":  {[]change{{goal, `{year: 2025, kind: GOAL, text: "Trên 90%", comparator: GTE, value: 90}`}}, "", `indicators[1.1].targets[2025 GOAL].comparator "GTE": expected GT, as printed: "Trên 90%"`},
		"a text that nobody understands":        {[]change{{goal, `{year: 2025, kind: GOAL, text: khoảng 90%, comparator: EQ, value: 90}`}}, "", `indicators[1.1].targets[2025 GOAL].text "khoảng 90%": expected a text such as 98%, 86,97%, ≥ 80%, Trên 50% or -`},
		"a rank in percent":                     {[]change{{top, `{year: 2025, kind: GOAL, text: "50%", comparator: EQ, value: 50}`}}, "", `indicators[1.2].targets[2025 GOAL].text "50%": expected a text such as 86, Top 50 or -`},
		"rank zero":                             {[]change{{top, `{year: 2025, kind: GOAL, text: "0", comparator: EQ, value: 0}`}}, "", `indicators[1.2].targets[2025 GOAL].value "0": expected a rank: a whole number from 1`},
		"a share over 100":                      {[]change{{goal, `{year: 2025, kind: GOAL, text: "120%", comparator: EQ, value: 120}`}}, "", `indicators[1.1].targets[2025 GOAL].value "120": expected a percentage from 0 to 100 (an indicator that may leave this range says allowsOver100: true)`},
		"a plan for a year before the plan":     {[]change{{none, `{year: 2020, kind: PLAN, text: "-"}`}}, "", `indicators[1.1].targets[2020 PLAN].year "2020": expected a year of plan p: 2021 to 2025`},
		"a goal for a year behind the plan":     {[]change{{none, `{year: 2026, kind: GOAL, text: "-"}`}}, "", `indicators[1.1].targets[2026 GOAL].year "2026": expected a year of plan p: 2021 to 2025`},
		"a base year behind the plan":           {[]change{{none, `{year: 2026, kind: BASELINE, text: "-"}`}}, "", `indicators[1.1].targets[2026 BASELINE].year "2026": expected a year up to 2025, the end of plan p`},
		"two targets of a kind for a year":      {[]change{{none, `{year: 2022, kind: BASELINE, text: "-"}`}}, "", `indicators[1.1].targets[2022 BASELINE].year "2022": expected one BASELINE target for the year (the first is at @{text: "86,97%", comparator}@)`},
		"a deciding document that is unknown":   {[]change{{"decidedBy: 2/QĐ", "decidedBy: 9/QĐ"}}, "", `indicators[1.1].targets[2025 GOAL].decidedBy "9/QĐ": expected the number of a legal document`},
		"a due day that is not the last one":    {[]change{{points, `{year: 2023, kind: PLAN, text: Quý I/2023, dueOn: 2023-03-30, quarter: 1}`}}, "", `indicators[1.3].targets[2023 PLAN].dueOn "2023-03-30": expected 2023-03-31, as printed: "Quý I/2023"`},
		"a quarter that is not the printed one": {[]change{{points, `{year: 2023, kind: PLAN, text: Quý I/2023, dueOn: 2023-03-31, quarter: 2}`}}, "", `indicators[1.3].targets[2023 PLAN].quarter "2": expected 1, as printed: "Quý I/2023"`},
		"a quarter for a month":                 {[]change{{points, `{year: 2023, kind: PLAN, text: Tháng 3/2023, dueOn: 2023-03-31, quarter: 1}`}}, "", `indicators[1.3].targets[2023 PLAN].quarter "1": expected null, as printed: "Tháng 3/2023"`},
	})
}
