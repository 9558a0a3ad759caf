package plan_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/plan"
	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/event"
)

// small is a bundle with a row of every entity.
const small = `
bundle: {code: small, version: "1", title: A small plan}
agencies:
  - {code: bo-a, name: Bộ A, kind: MINISTRY, parent: chinh-phu}
  - {code: chinh-phu, name: Chính phủ, kind: NATIONAL}
  - {code: cuc-b, name: Cục Bờ biển, nameEn: Coast, shortName: CB, kind: UNIT, parent: bo-a}
  - {code: cac-bo, name: Các bộ, kind: GROUP}
memberships:
  - {group: cac-bo, select: {kinds: [MINISTRY]}, from: 2021-01-01}
successions:
  - {predecessor: cuc-b, successor: bo-a, kind: MERGE, effectiveOn: 2025-03-01, legalDocument: 2/QĐ}
legalDocuments:
  - {number: 2/QĐ, kind: DECISION, title: Sửa đổi, issuer: bo-a, issuedOn: 2022-05-06, amends: [1/QĐ], replaces: [0/QĐ]}
  - {number: 1/QĐ, kind: DECISION, title: Kế hoạch, issuedOn: 2021-01-02}
  - {number: 0/QĐ, kind: DECISION, title: Cũ}
plans:
  - {code: p, name: Kế hoạch P, version: "1", legalDocument: 1/QĐ, yearFrom: 2021, yearTo: 2025}
  - {code: q, name: Kế hoạch Q, version: "1", legalDocument: 2/QĐ, yearFrom: 2021, yearTo: 2025}
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
    sameAs: [{plan: q, code: X}]
    assignments:
      - {role: MEASURE, agencies: [cuc-b, bo-a], text: "Cục B, Bộ A"}
      - {role: IMPLEMENT, text: Doanh nghiệp}
    targets:
      - {year: 2021, kind: BASELINE, text: "1,5%", comparator: EQ, value: 1.5}
      - {year: 2023, kind: PLAN, text: "-"}
      - {year: 2025, kind: GOAL, text: "≥ 80%", comparator: GTE, value: 80}
  - {plan: p, code: "1.2", parent: "1", name: Xếp hạng, kind: INDICATOR, unit: RANK, direction: DOWN}
  - {plan: q, code: X, name: Tỷ lệ, kind: INDICATOR, unit: PERCENT, direction: UP, sameAs: [{plan: p, code: "1.1"}]}
tasks:
  - plan: p
    code: p/1
    group: Nhóm việc
    title: Làm việc
    expectedResults: [Một, Hai]
    schedule: {text: Quý I/2023, kind: QUARTER, from: 2023, to: 2023, quarter: 1}
    status: OPEN
    indicators: [{code: "1.1"}]
    assignments:
      - {role: LEAD, agencies: [bo-a], text: Bộ A, scopes: {bo-a: một phần}}
    source: Phụ lục, hàng 1
reportingWindows:
  - code: 2023-Q1
    year: 2023
    quarter: 1
    coversFrom: 2022-12-01
    coversTo: 2023-03-31
    opensAt: 2023-03-01T00:00:00+07:00
    dueAt: 2023-04-02T23:59:59.999+07:00
    graceUntil: 2023-04-02T23:59:59.999+07:00
    locksAt: 2023-05-31T23:59:59.999+07:00
    expectedGrade: PRELIMINARY
    requiredNarratives: [TREND]
    legalDocument: 1/QĐ
figures:
  - indicator: {plan: p, code: "1.1"}
    agency: cuc-b
    year: 2022
    grade: OFFICIAL
    source: DOCUMENT
    legalDocument: 2/QĐ
    text: "30,14%"
    value: 30.14
    note: Ước
    recordedOn: 2023-02-25
    sourceRef: trang 3
`

// smallWith is the small bundle after replacements of old by new text. A text
// that is not there fails the test.
func smallWith(t *testing.T, replacements ...string) *bundle.Bundle {
	t.Helper()
	text := small
	for i := 0; i < len(replacements); i += 2 {
		require.Contains(t, text, replacements[i])
		text = strings.Replace(text, replacements[i], replacements[i+1], 1)
	}
	b, err := bundle.Load(fstest.MapFS{"small.yaml": {Data: []byte(text)}})
	require.NoError(t, err)
	return b
}

// clock is a time with more digits than the databases keep.
var clock = time.Date(2026, 1, 2, 3, 4, 5, 678901234, time.UTC)

// load loads a bundle at a given number of hours after the clock began.
func load(t *testing.T, d *apitest.Database, b *bundle.Bundle, hours int) plan.Report {
	t.Helper()
	now := func() time.Time { return clock.Add(time.Duration(hours) * time.Hour) }
	report, err := plan.Load(t.Context(), d.Client, b, plan.Options{Now: now})
	require.NoError(t, err)
	return report
}

// lines are changes as text.
func lines(changes []plan.Change) []string {
	texts := make([]string, len(changes))
	for i, c := range changes {
		texts[i] = c.String()
	}
	return texts
}

// oneEvent finds the only event of an action.
func oneEvent(t *testing.T, d *apitest.Database, action string) *db.Event {
	t.Helper()
	e, err := d.Client.Event.Query().Where(event.Action(action)).Only(apitest.System())
	require.NoError(t, err)
	return e
}
