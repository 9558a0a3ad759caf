package bundle_test

import (
	"strings"
	"testing"
)

func TestCheckLegalDocuments(t *testing.T) {
	runFaultCases(t, map[string]faultCase{
		"a number given twice":                {[]change{{"{number: 2/QĐ, kind: DECISION, title: Quyết định sửa đổi, replaces: [1/QĐ]}", "{number: 1/QĐ, kind: DECISION, title: Nữa}"}, {", decidedBy: 2/QĐ", ""}}, "", `legalDocuments[1/QĐ].number "1/QĐ": expected a code that is unique in the bundle (the first is at @{title: Quyết định, issuer}@)`},
		"an issuer that is unknown":           {[]change{{"issuer: btttt", "issuer: bo-x"}}, "", `legalDocuments[1/QĐ].issuer "bo-x": expected the code of an agency`},
		"a replaced document that is unknown": {[]change{{"replaces: [1/QĐ]", "replaces: [9/QĐ]"}}, "", `legalDocuments[2/QĐ].replaces[0] "9/QĐ": expected the number of a legal document`},
		"an amended document that is unknown": {[]change{{"replaces: [1/QĐ]", "amends: [1/QĐ, 9/QĐ]"}}, "", `legalDocuments[2/QĐ].amends[1] "9/QĐ": expected the number of a legal document`},
		"two documents that change another":   {[]change{{"issuer: btttt,", "issuer: btttt, amends: [2/QĐ],"}}, "", `legalDocuments[1/QĐ].amends "2/QĐ": expected documents without a circle (1/QĐ → 2/QĐ → 1/QĐ)`},
		"a kind of its own":                   {[]change{{"kind: DECISION, title: Quyết định,", "kind: LETTER, title: Quyết định,"}}, "", `legalDocuments[1/QĐ].kind "LETTER": expected one of LAW, RESOLUTION, DECREE, DECISION, DIRECTIVE, CIRCULAR, REPORT, PLAN`},
	})
}

func TestCheckPlans(t *testing.T) {
	runFaultCases(t, map[string]faultCase{
		"a code given twice":               {[]change{{"indicators:\n", "  - {code: p, name: Nữa, version: \"1\", legalDocument: 1/QĐ, yearFrom: 2021, yearTo: 2025}\nindicators:\n"}}, "name: Nữa", `plans[p].code "p": expected a code that is unique in the bundle (the first is at @{name: Kế hoạch}@)`},
		"a document that is unknown":       {[]change{{"version: \"1\", legalDocument: 1/QĐ", "version: \"1\", legalDocument: 9/QĐ"}}, "", `plans[p].legalDocument "9/QĐ": expected the number of a legal document`},
		"a last year before the first one": {[]change{{"yearFrom: 2021, yearTo: 2025", "yearFrom: 2026, yearTo: 2025"}}, "", `plans[p].yearTo "2025": expected a year not before yearFrom (2026)`},
		"no years":                         {[]change{{"yearFrom: 2021, yearTo: 2025", "yearTo: 2025"}}, "", `plans[p].yearFrom: expected a value: the field is required`},
	})
}

func TestCheckTexts(t *testing.T) {
	runFaultCases(t, map[string]faultCase{
		"a text that is not composed":    {[]change{{"title: Nhiệm vụ", "title: Nhie\u0323\u0302m vu\u0323"}}, "", "tasks[t1].title \"Nhie\u0323\u0302m vu\u0323\": expected a text in Unicode normal form NFC"},
		"a NUL byte":                     {[]change{{"title: Nhiệm vụ", `title: "Nhiệm\0 vụ"`}}, "", `tasks[t1].title "Nhiệm\x00 vụ": expected a text without control characters (found U+0000)`},
		"a tab":                          {[]change{{"title: Nhiệm vụ", `title: "Nhiệm\tvụ"`}}, "", `tasks[t1].title "Nhiệm\tvụ": expected a text without control characters (found U+0009)`},
		"a space at the end":             {[]change{{"title: Nhiệm vụ", `title: "Nhiệm vụ "`}}, "", `tasks[t1].title "Nhiệm vụ ": expected a text without space at its ends`},
		"a control character in a list":  {[]change{{"title: Nhiệm vụ", "title: Nhiệm vụ\n    expectedResults:\n      - a\n      - \"b\\a\""}}, `- "b`, `tasks[t1].expectedResults[1] "b\a": expected a text without control characters (found U+0007)`},
		"a code that is too long":        {[]change{{"code: t1", "code: " + strings.Repeat("t", 65)}}, "", `tasks[` + strings.Repeat("t", 65) + `].code "` + strings.Repeat("t", 65) + `": expected a text of at most 64 bytes`},
		"an empty item":                  {[]change{{"title: Nhiệm vụ", "title: Nhiệm vụ\n    expectedResults: [\"\"]"}}, "expectedResults", `tasks[t1].expectedResults[0]: expected a value: an item may not be empty`},
		"a control character in a scope": {[]change{{"scopes: {hanoi: trường học}", `scopes: {hanoi: "trường\u0085"}`}}, "", `tasks[t1].assignments[0].scopes.hanoi "trường\u0085": expected a text without control characters (found U+0085)`},
	})
}
