package bundle_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
)

func TestAllFaultsAreReportedAtOnceInOrder(t *testing.T) {
	text := edit(t,
		change{"name: Cục Viễn thông", "nam: Cục Viễn thông"},
		change{"issuedOn: 2021-01-01", "issuedOn: 2021-02-31"},
		change{"parent: \"1\"", "parent: \"9.9\""},
		change{"text: \"86,97%\", comparator: EQ, value: 86.97", "text: \"86,97%\", comparator: EQ, value: 89.67"},
		change{"status: OPEN", "status: LATE"},
		change{"graceUntil: 2023-04-03", "graceUntil: 2023-04-01"},
	)
	require.Equal(t, bundle.Faults{
		{File: "plan.yaml", Line: 5, Field: "agencies[cuc-vt].nam", Expected: "one of the keys code, name, nameEn, shortName, kind, parent, officialCode, activeFrom, activeTo, source"},
		{File: "plan.yaml", Line: 5, Field: "agencies[cuc-vt].name", Expected: "a value: the field is required"},
		{File: "plan.yaml", Line: 19, Field: "legalDocuments[1/QĐ].issuedOn", Value: "2021-02-31", Expected: "a date such as 2023-04-02"},
		{File: "plan.yaml", Line: 27, Field: "indicators[1.1].parent", Value: "9.9", Expected: "the code of an indicator of plan p"},
		{File: "plan.yaml", Line: 37, Field: "indicators[1.1].targets[2022 BASELINE].value", Value: "89.67", Expected: `86.97, as printed: "86,97%"`},
		{File: "plan.yaml", Line: 61, Field: "tasks[t1].status", Value: "LATE", Expected: "one of OPEN, DONE"},
		{File: "plan.yaml", Line: 74, Field: "reportingWindows[2023-Q1].graceUntil", Value: "2023-04-01T23:59:59.999+07:00", Expected: "a moment not before dueAt (2023-04-02T23:59:59.999+07:00)"},
	}, faultsOf(t, text))
}

func TestAFaultSaysWhereWhatAndWhatWasExpected(t *testing.T) {
	fault := bundle.Fault{File: "plan.yaml", Line: 12, Field: "indicators[3.5.1].parent", Value: "9.9", Expected: "the code of an indicator of plan 2021-2025"}
	require.EqualError(t, fault, `plan.yaml:12: indicators[3.5.1].parent "9.9": expected the code of an indicator of plan 2021-2025`)
	require.NoError(t, bundle.Faults{}.Err())
}

func TestAFileThatIsNotYAMLIsReportedWithoutItsConsequences(t *testing.T) {
	_, err := bundle.Load(files("a.yaml", sound[:200]+"\n: : :", "b.yaml", sound))
	var faults bundle.Faults
	require.ErrorAs(t, err, &faults)
	for _, fault := range faults {
		require.Equal(t, "a.yaml", fault.File)
	}
}

// FuzzLoad holds that no input makes the reader panic.
func FuzzLoad(f *testing.F) {
	f.Add(sound)
	f.Add("agencies: [{code: a, parent: a}, {code: a}]\nindicators: [{plan: p, code: a, parent: b}]")
	f.Add("memberships: [{group: a, select: {groups: [a, b]}}, {group: b, select: {groups: [a]}}]")
	f.Add("figures: [{indicator: null}, {indicator: {}}, {numerator: 1, denominator: 0}]\n? [x]\n: y")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := bundle.Load(files("plan.yaml", text))
		require.NotNil(t, b)
		if err != nil {
			_, err = json.Marshal(err.Error())
			require.NoError(t, err)
		}
	})
}
