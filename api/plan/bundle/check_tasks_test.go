package bundle_test

import "testing"

func TestCheckTasks(t *testing.T) {
	const schedule = "schedule: {text: 2021-2025, kind: RANGE, from: 2021, to: 2025}"
	runFaultCases(t, map[string]faultCase{
		"a plan that is unknown":              {[]change{{"tasks:\n  - plan: p", "tasks:\n  - plan: q"}}, "  - plan: q", `tasks[t1].plan "q": expected the code of a plan`},
		"a code given twice":                  {[]change{{"reportingWindows:", "  - {plan: p, code: t1, title: Nữa, status: OPEN}\nreportingWindows:"}}, "title: Nữa", `tasks[t1].code "t1": expected a code that is unique in its plan (the first is at @{code: t1}@)`},
		"no status":                           {[]change{{"    status: OPEN\n", ""}}, "  - plan: p\n    code: t1", `tasks[t1].status: expected a value: the field is required`},
		"a status of its own":                 {[]change{{"status: OPEN", "status: LATE"}}, "", `tasks[t1].status "LATE": expected one of OPEN, DONE`},
		"a document that is unknown":          {[]change{{"trường học}}\n    legalDocument: 1/QĐ", "trường học}}\n    legalDocument: 9/QĐ"}}, "    legalDocument: 9/QĐ", `tasks[t1].legalDocument "9/QĐ": expected the number of a legal document`},
		"an indicator that is unknown":        {[]change{{"indicators: [{code: \"1.1\"}]", "indicators: [{code: \"9\"}]"}}, "", `tasks[t1].indicators[9].code "9": expected the code of an indicator of plan p`},
		"an indicator of an unknown plan":     {[]change{{"indicators: [{code: \"1.1\"}]", "indicators: [{plan: q, code: \"1.1\"}]"}}, "", `tasks[t1].indicators[1.1].plan "q": expected the code of a plan`},
		"an indicator named twice":            {[]change{{"indicators: [{code: \"1.1\"}]", "indicators: [{code: \"1.1\"}, {plan: p, code: \"1.1\"}]"}}, "", `tasks[t1].indicators[1.1].code "1.1": expected an indicator that is named once (the first is at @{indicators: [{code}@)`},
		"a schedule outside the plan":         {[]change{{schedule, "schedule: {kind: RANGE, from: 2020, to: 2025}"}}, "", `tasks[t1].schedule.from "2020": expected a year of plan p: 2021 to 2025`},
		"a schedule that ends before it":      {[]change{{schedule, "schedule: {kind: RANGE, from: 2023, to: 2022}"}}, "", `tasks[t1].schedule.to "2022": expected a year not before from (2023)`},
		"a year that is two":                  {[]change{{schedule, "schedule: {kind: YEAR, from: 2023, to: 2024}"}}, "", `tasks[t1].schedule.to "2024": expected 2023, the same year as from`},
		"a range without its end":             {[]change{{schedule, "schedule: {kind: RANGE, from: 2023}"}}, "", `tasks[t1].schedule.to: expected the last year of a RANGE`},
		"a quarter without its number":        {[]change{{schedule, "schedule: {kind: QUARTER, from: 2023, to: 2023}"}}, "", `tasks[t1].schedule.quarter: expected a quarter from 1 to 4`},
		"a quarter for a whole year":          {[]change{{schedule, "schedule: {kind: YEAR, from: 2023, to: 2023, quarter: 2}"}}, "", `tasks[t1].schedule.quarter "2": expected null for a YEAR`},
		"years for a task of every year":      {[]change{{schedule, "schedule: {kind: ANNUAL, from: 2021, to: 2021}"}}, "", `tasks[t1].schedule.kind "ANNUAL": expected RANGE, YEAR or QUARTER for a schedule with years`},
		"a schedule with a kind of its own":   {[]change{{schedule, "schedule: {kind: SOON}"}}, "", `tasks[t1].schedule.kind "SOON": expected one of RANGE, YEAR, QUARTER, ANNUAL, ONGOING`},
		"an assignment of an agency twice":    {[]change{{"agencies: [hanoi], scopes", "agencies: [hanoi, hanoi], scopes"}}, "", `tasks[t1].assignments[0].agencies[1] "hanoi": expected an agency that has the role LEAD once (the first is at @{agencies: [hanoi, hanoi]}@)`},
		"an assignment to an unknown agency":  {[]change{{"agencies: [hanoi], scopes: {hanoi: trường học}", "agencies: [x]"}}, "", `tasks[t1].assignments[0].agencies[0] "x": expected the code of an agency`},
		"a schedule that is not a mapping":    {[]change{{schedule, "schedule: 2021-2025"}}, "", `tasks[t1].schedule "2021-2025": expected a mapping (key: value)`},
		"an indicator given by its code only": {[]change{{"indicators: [{code: \"1.1\"}]", "indicators: [\"1.1\"]"}}, "", `tasks[t1].indicators[0] "1.1": expected a mapping (key: value)`},
	})
}
