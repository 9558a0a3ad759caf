package bundle_test

import "testing"

func TestCheckReportingWindows(t *testing.T) {
	const second = `  - {code: 2023-Q2, year: 2023, quarter: 2, coversFrom: 2023-03-31, coversTo: 2023-06-30, opensAt: 2023-06-01T00:00:00+07:00,
     dueAt: 2023-07-04T23:59:59+07:00, graceUntil: 2023-07-04T23:59:59+07:00, locksAt: 2023-07-04T23:59:59+07:00, expectedGrade: OFFICIAL, legalDocument: 1/QĐ}
figures:`
	runFaultCases(t, map[string]faultCase{
		"a window that is due before it opens":   {[]change{{"opensAt: 2023-03-01T00", "opensAt: 2023-04-03T00"}}, "dueAt:", `reportingWindows[2023-Q1].dueAt "2023-04-02T23:59:59.999+07:00": expected a moment not before opensAt (2023-04-03T00:00:00+07:00)`},
		"a grace that ends before the due time":  {[]change{{"graceUntil: 2023-04-03", "graceUntil: 2023-04-01"}}, "", `reportingWindows[2023-Q1].graceUntil "2023-04-01T23:59:59.999+07:00": expected a moment not before dueAt (2023-04-02T23:59:59.999+07:00)`},
		"a window that locks in its grace":       {[]change{{"locksAt: 2023-05-31", "locksAt: 2023-04-03T00:00:00+07:00 #"}}, "", `reportingWindows[2023-Q1].locksAt "2023-04-03T00:00:00+07:00": expected a moment not before graceUntil (2023-04-03T23:59:59.999+07:00)`},
		"a span that ends before it starts":      {[]change{{"coversTo: 2023-03-31", "coversTo: 2022-11-30"}}, "", `reportingWindows[2023-Q1].coversTo "2022-11-30": expected a day not before coversFrom (2022-12-01)`},
		"two windows that cover one day":         {[]change{{"figures:", second}}, "  - {code: 2023-Q2", `reportingWindows[2023-Q2].coversFrom "2023-03-31": expected a day after 2023-03-31, the last one that 2023-Q1 covers (@{  - code: 2023-Q1}@)`},
		"a code given twice":                     {[]change{{"figures:", second}, {"code: 2023-Q2", "code: 2023-Q1"}, {"coversFrom: 2023-03-31", "coversFrom: 2023-04-01"}}, "  - {code: 2023-Q1", `reportingWindows[2023-Q1].code "2023-Q1": expected a code that is unique in the bundle (the first is at @{  - code: 2023-Q1}@)`},
		"a fifth quarter":                        {[]change{{"year: 2023\n    quarter: 1", "year: 2023\n    quarter: 5"}}, "    quarter: 5", `reportingWindows[2023-Q1].quarter "5": expected a quarter from 1 to 4`},
		"a grade of its own":                     {[]change{{"expectedGrade: PRELIMINARY", "expectedGrade: FINAL"}}, "", `reportingWindows[2023-Q1].expectedGrade "FINAL": expected one of ESTIMATE, PRELIMINARY, OFFICIAL`},
		"a narrative of its own":                 {[]change{{"requiredNarratives: [TREND]", "requiredNarratives: [TREND, NEWS]"}}, "", `reportingWindows[2023-Q1].requiredNarratives[1] "NEWS": expected one of TREND, DIFFICULTY, PROPOSAL`},
		"a legal basis that is unknown":          {[]change{{"[TREND]\n    legalDocument: 1/QĐ", "[TREND]\n    legalDocument: 9/QĐ"}}, "    legalDocument: 9/QĐ", `reportingWindows[2023-Q1].legalDocument "9/QĐ": expected the number of a legal document`},
		"no due time":                            {[]change{{"    dueAt: 2023-04-02T23:59:59.999+07:00\n", ""}}, "  - code: 2023-Q1", `reportingWindows[2023-Q1].dueAt: expected a value: the field is required`},
		"a due time that is a day":               {[]change{{"dueAt: 2023-04-02T23:59:59.999+07:00", "dueAt: 2023-04-02"}}, "", `reportingWindows[2023-Q1].dueAt "2023-04-02": expected a moment with the zone +07:00, such as 2023-04-02T23:59:59.999+07:00`},
		"a first day that is not on a calendar ": {[]change{{"coversFrom: 2022-12-01", "coversFrom: 2022-13-01"}}, "", `reportingWindows[2023-Q1].coversFrom "2022-13-01": expected a date such as 2023-04-02`},
	})
}

func TestCheckFigures(t *testing.T) {
	const (
		head  = `  - indicator: {plan: p, code: "1.1"}` + "\n    agency: cuc-vt"
		value = "    text: \"86,97%\"\n    value: 86.97"
	)
	runFaultCases(t, map[string]faultCase{
		"an indicator that is unknown":             {[]change{{head, `  - indicator: {plan: p, code: "9"}` + "\n    agency: cuc-vt"}}, "", `figures[0].indicator.code "9": expected the code of an indicator of plan p`},
		"a heading":                                {[]change{{head, `  - indicator: {plan: p, code: "1"}` + "\n    agency: cuc-vt"}}, "", `figures[0].indicator.code "1": expected an indicator that is measured (this one is a GROUP)`},
		"no indicator":                             {[]change{{head, "  - agency: cuc-vt"}}, "", `figures[0].indicator: expected a value: the field is required`},
		"an agency that is unknown":                {[]change{{"    agency: cuc-vt", "    agency: cuc-x"}}, "", `figures[0].agency "cuc-x": expected the code of an agency`},
		"a group for an agency":                    {[]change{{"    agency: cuc-vt", "    agency: cac-bo"}}, "", `figures[0].agency "cac-bo": expected an agency that is not a group`},
		"a window that is unknown":                 {[]change{{"window: 2023-Q1", "window: 2023-Q9"}}, "", `figures[0].window "2023-Q9": expected the code of a reporting window`},
		"a year outside the plan":                  {[]change{{"year: 2022\n    window", "year: 2019\n    window"}}, "    year: 2019", `figures[0].year "2019": expected a year of plan p: 2021 to 2025`},
		"a source of its own":                      {[]change{{"source: DOCUMENT", "source: PAPER"}}, "", `figures[0].source "PAPER": expected one of DECLARED, MEASURED, STATISTICS_OFFICE, DOCUMENT`},
		"a document that is unknown":               {[]change{{"source: DOCUMENT\n    legalDocument: 1/QĐ", "source: DOCUMENT\n    legalDocument: 9/QĐ"}}, "    legalDocument: 9/QĐ", `figures[0].legalDocument "9/QĐ": expected the number of a legal document`},
		"a printed figure without its document":    {[]change{{"source: DOCUMENT\n    legalDocument: 1/QĐ", "source: DOCUMENT"}}, head, `figures[0].legalDocument: expected the number of the document that prints the figure`},
		"a value that is not the printed one":      {[]change{{value, "    text: \"86,97%\"\n    value: 86.79"}}, "    value: 86.79", `figures[0].value "86.79": expected 86.97, as printed: "86,97%"`},
		"a text that is no figure":                 {[]change{{value, "    text: \"> 86%\"\n    value: 86"}}, "", `figures[0].text "> 86%": expected a printed value such as 86,97% or 86`},
		"no value":                                 {[]change{{value, "    text: \"86,97%\""}}, head, `figures[0].value: expected a value, or numerator and denominator`},
		"a value given twice":                      {[]change{{value, "    value: 50\n    numerator: 1\n    denominator: 2"}}, "    value: 50", `figures[0].value "50": expected either value, or numerator and denominator`},
		"a numerator alone":                        {[]change{{value, "    numerator: 1"}}, head, `figures[0].denominator: expected a denominator for the numerator`},
		"a denominator alone":                      {[]change{{value, "    denominator: 1"}}, head, `figures[0].numerator: expected a numerator for the denominator`},
		"a denominator of zero":                    {[]change{{value, "    numerator: 1\n    denominator: 0"}}, "    denominator: 0", `figures[0].denominator "0": expected a denominator above 0`},
		"a share over 100":                         {[]change{{value, "    numerator: 3\n    denominator: 2"}}, "    numerator: 3", `figures[0].numerator "150": expected a percentage from 0 to 100 (an indicator that may leave this range says allowsOver100: true)`},
		"a share that does not round to the print": {[]change{{value, "    text: \"94,03%\"\n    numerator: 12269\n    denominator: 13047"}}, "    numerator: 12269", `figures[0].numerator "12269": expected 94.03, as printed: "94,03%"`},
	})
}

func TestAShareThatRoundsToThePrintedTextIsSound(t *testing.T) {
	text := edit(t, change{"    text: \"86,97%\"\n    value: 86.97", "    text: \"94,04%\"\n    numerator: 12269\n    denominator: 13047"})
	if faults := faultsOf(t, text); len(faults) > 0 {
		t.Fatal(faults)
	}
}
