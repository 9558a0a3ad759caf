package bundle_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
)

// sound is a small bundle without a fault. Tests change one thing in it.
const sound = `bundle: {code: test, version: "1", title: A test}
agencies:
  - {code: btttt, name: Bộ Thông tin và Truyền thông, kind: MINISTRY}
  - {code: bo-ca, name: Bộ Công an, kind: MINISTRY}
  - {code: cuc-vt, name: Cục Viễn thông, kind: UNIT, parent: btttt, activeFrom: 2020-01-01}
  - {code: hanoi, name: Thành phố Hà Nội, kind: PROVINCE, officialCode: "01"}
  - {code: cac-bo, name: Các bộ, kind: GROUP}
  - {code: tat-ca, name: Các bộ và địa phương, kind: GROUP}
memberships:
  - group: cac-bo
    select: {kinds: [MINISTRY]}
  - group: tat-ca
    members: [hanoi]
    select:
      groups: [cac-bo]
successions:
  - {predecessor: btttt, successor: bo-ca, kind: MERGE, effectiveOn: 2025-03-01, legalDocument: 1/QĐ}
legalDocuments:
  - {number: 1/QĐ, kind: DECISION, title: Quyết định, issuer: btttt, issuedOn: 2021-01-01}
  - {number: 2/QĐ, kind: DECISION, title: Quyết định sửa đổi, replaces: [1/QĐ]}
plans:
  - {code: p, name: Kế hoạch, version: "1", legalDocument: 1/QĐ, yearFrom: 2021, yearTo: 2025}
indicators:
  - {plan: p, code: "1", name: Nhóm, kind: GROUP}
  - plan: p
    code: "1.1"
    parent: "1"
    name: Tỷ lệ
    kind: INDICATOR
    unit: PERCENT
    direction: UP
    legalBases: [1/QĐ]
    assignments:
      - {role: MEASURE, agencies: [cuc-vt], text: Cục Viễn thông}
      - {role: IMPLEMENT, agencies: [cac-bo, hanoi]}
    targets:
      - {year: 2022, kind: BASELINE, text: "86,97%", comparator: EQ, value: 86.97}
      - {year: 2024, kind: PLAN, text: "-"}
      - {year: 2025, kind: GOAL, text: "Trên 90%", comparator: GT, value: 90, decidedBy: 2/QĐ}
  - plan: p
    code: "1.2"
    name: Thứ hạng
    kind: INDICATOR
    unit: RANK
    direction: DOWN
    sameAs: [{plan: p, code: "1.1"}]
    targets:
      - {year: 2025, kind: GOAL, text: Top 50, comparator: TOP, value: 50}
  - plan: p
    code: "1.3"
    name: Mốc
    kind: INDICATOR
    unit: MILESTONE
    targets:
      - {year: 2023, kind: PLAN, text: Quý I/2023, dueOn: 2023-03-31, quarter: 1}
tasks:
  - plan: p
    code: t1
    title: Nhiệm vụ
    schedule: {text: 2021-2025, kind: RANGE, from: 2021, to: 2025}
    status: OPEN
    indicators: [{code: "1.1"}]
    assignments:
      - {role: LEAD, agencies: [hanoi], scopes: {hanoi: trường học}}
    legalDocument: 1/QĐ
reportingWindows:
  - code: 2023-Q1
    year: 2023
    quarter: 1
    coversFrom: 2022-12-01
    coversTo: 2023-03-31
    opensAt: 2023-03-01T00:00:00+07:00
    dueAt: 2023-04-02T23:59:59.999+07:00
    graceUntil: 2023-04-03T23:59:59.999+07:00
    locksAt: 2023-05-31T23:59:59.999+07:00
    expectedGrade: PRELIMINARY
    requiredNarratives: [TREND]
    legalDocument: 1/QĐ
figures:
  - indicator: {plan: p, code: "1.1"}
    agency: cuc-vt
    year: 2022
    window: 2023-Q1
    grade: OFFICIAL
    source: DOCUMENT
    legalDocument: 1/QĐ
    text: "86,97%"
    value: 86.97
    recordedOn: 2023-03-01
`

// change replaces one piece of the sound bundle.
type change struct{ from, to string }

// edit applies changes to the sound bundle. Each piece must be in it.
func edit(t *testing.T, changes ...change) string {
	t.Helper()
	text := sound
	for _, c := range changes {
		require.Contains(t, text, c.from)
		text = strings.Replace(text, c.from, c.to, 1)
	}
	return text
}

// files makes a file system of names and contents.
func files(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i+1 < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

// faultsOf loads one file and returns its faults.
func faultsOf(t *testing.T, text string) bundle.Faults {
	t.Helper()
	_, err := bundle.Load(files("plan.yaml", text))
	if err == nil {
		return nil
	}
	var faults bundle.Faults
	require.ErrorAs(t, err, &faults)
	return faults
}

// at is the place of a piece of text, as faults print it.
func at(t *testing.T, text, piece string) string {
	t.Helper()
	before, _, found := strings.Cut(text, piece)
	require.True(t, found, "%q is not in the file", piece)
	return fmt.Sprintf("plan.yaml:%d", strings.Count(before, "\n")+1)
}

// faultCase changes the sound bundle and says which one fault that makes.
type faultCase struct {
	changes []change
	// line is a piece of the line of the fault; by default the new text of the
	// first change.
	line string
	// want is the fault without its place. "@{piece}" stands for the place of a
	// piece of the changed file.
	want string
}

func runFaultCases(t *testing.T, cases map[string]faultCase) {
	t.Helper()
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			text := edit(t, test.changes...)
			line := test.line
			if line == "" {
				line = test.changes[0].to
			}
			want := test.want
			for strings.Contains(want, "@{") {
				before, rest, _ := strings.Cut(want, "@{")
				piece, after, _ := strings.Cut(rest, "}@")
				want = before + at(t, text, piece) + after
			}
			require.Equal(t, at(t, text, line)+": "+want, faultsOf(t, text).Error())
		})
	}
}
