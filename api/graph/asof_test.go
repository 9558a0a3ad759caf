package graph_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// asked is everything that can be asked as of a time.
const asked = `
fragment F on Figure { id value grade state reopenedUntil prefilled recordedAt approvedAt publishedAt supersededAt
  window { code opensAt dueAt graceUntil locksAt } submission { status version late submittedAt approvedAt drafted approved }
  supersedes { id } supersededBy { id } reviews { action until } }
fragment S on Submission { id status version submittedAt approvedAt late drafted submitted returned approved changedAt window { dueAt }
  deadlines { dueAt graceUntil locksAt } submittedBy { name } reviewer { name } narratives { body answer answeredAt } reviews { action until figures { id } }
  figures(first: 15, orderBy: {field: RECORDED_AT}) { totalCount edges { cursor node { ...F } } } }
query Ask($at: Time) {
  figures(first: 200, asOf: $at, orderBy: {field: PERIOD, direction: DESC}) { totalCount edges { cursor node { ...F } } }
  approved: figures(first: 200, asOf: $at, where: {approvedAtNotNil: true, supersededAtIsNil: true}) { totalCount edges { node { id } } }
  submissions(first: 12, asOf: $at, orderBy: {field: SUBMITTED_AT}) { totalCount edges { cursor node { ...S } } }
  waiting: submissions(first: 50, asOf: $at, where: {status: SUBMITTED}) { totalCount edges { node { id } } }
  submission(agency: "a-0", window: "2023-Q1", asOf: $at) { ...S }
  rollUp(plan: "p", year: 2023, asOf: $at) { indicator { code figures(first: 9) { totalCount } } window { code dueAt } count mean shareMeetingTarget }
  indicator(plan: "p", code: "1") {
    figures(first: 50, asOf: $at, orderBy: {field: RECORDED_AT, direction: DESC}) { totalCount edges { node { ...F } } }
    a: latestFigure(agency: "a-0", asOf: $at) { ...F } b: latestFigure(agency: "a-1", asOf: $at) { ...F }
    disagreements(asOf: $at) { year gap figures { ...F } }
  }
  agency(code: "a-0") {
    duties(window: "2023-Q2", asOf: $at) { role narrative indicator { code } state dueAt late figure { ...F } lastFigure { ...F } target { value } submission { id status version late } window { dueAt } }
    revisions(asOf: $at) { count figures meanChange signedChange byIndicator { indicator { code } count meanChange signedChange } }
    submissions(first: 9, asOf: $at) { totalCount edges { node { ...S } } }
    figures(first: 9, asOf: $at) { totalCount edges { node { ...F } } }
  }
  reportingWindow(code: "2023-Q1") {
    progress(asOf: $at) { agencies owed drafted submitted returned approved late missing }
    progressByAgency(first: 9, asOf: $at) { totalCount edges { cursor node { agency { code submissions(first: 5) { edges { node { version } } } } owed drafted submitted returned approved late missing } } }
    submissions(first: 9, asOf: $at) { totalCount edges { node { ...S } } }
  }
}`

// answer asks everything as of a time, or as it is now where that is zero.
func answer(t *testing.T, s *apitest.Server, at time.Time) string {
	t.Helper()
	variables := map[string]any{}
	if !at.IsZero() {
		variables["at"] = at.Format(time.RFC3339Nano)
	}
	got := s.Ask(t, asked, variables)
	require.Empty(t, got.Errors)
	return string(got.Data)
}

// serve starts a server over the history and returns who asks.
func (h *history) serve(t *testing.T, d *apitest.Database) (*apitest.Clock, map[string]*apitest.Server) {
	t.Helper()
	s := apitest.SignedIn(t, d)
	s.Clock.Set(h.now)
	s.Grant(t, "reporter", viewer.RoleReporter, "a-0")
	s.Grant(t, "coordinator of all", viewer.RoleCoordinator, "g")
	s.Grant(t, "inspector", viewer.RoleInspector, "g")
	return s.Clock, map[string]*apitest.Server{
		"the public": s, "a reporter": s.As("reporter"), "a coordinator": s.As("coordinator of all"), "an inspector": s.As("inspector"),
	}
}

func TestWhatWasAnsweredIsAnsweredAgain(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("history ", seed), func(t *testing.T) {
			apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
				h := newHistory(d, seed)
				clock, readers := h.serve(t, d)
				type given struct {
					at   time.Time
					data string
				}
				answers := map[string][]given{}
				for n := range 60 {
					h.step()
					if n%15 != 14 {
						continue
					}
					h.tick()
					clock.Set(h.now)
					for name, s := range readers {
						then := answer(t, s, h.now)
						assert.Equal(t, answer(t, s, time.Time{}), then, "as of now is now, for %s", name)
						answers[name] = append(answers[name], given{h.now, then})
					}
				}
				for name, s := range readers {
					different := map[string]bool{}
					for n, g := range answers[name] {
						different[g.data] = true
						assert.Equal(t, g.data, answer(t, s, g.at), "answer %d to %s", n, name)
					}
					assert.Greater(t, len(different), 2, "%s saw a history", name)
				}
			})
		})
	}
}

func TestOneOperationAsksAsOfManyTimes(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		h := newHistory(d, 7)
		clock, readers := h.serve(t, d)
		s := readers["an inspector"]
		const fields = `{ latestFigure(agency: "a-0"%[1]s) { value window { dueAt } } disagreements(%[2]s) { year gap figures { value } } }`
		const progress = `{ progress%[1]s { submitted approved late missing } }`
		var want, query string
		for n := range 6 {
			for range 15 {
				h.step()
			}
			h.tick()
			clock.Set(h.now)
			at := fmt.Sprintf("asOf: %q", h.now.Format(time.RFC3339Nano))
			i := `indicator(plan: "p", code: "1") ` + fmt.Sprintf(fields, ", "+at, at)
			w := `reportingWindow(code: "2023-Q1") ` + fmt.Sprintf(progress, "("+at+")")
			part := fmt.Sprintf("i%d: %s w%d: %s ", n, i, n, w)
			alone := s.Ask(t, "{"+part+"}", nil)
			require.Empty(t, alone.Errors)
			want, query = want+","+string(alone.Data[1:len(alone.Data)-1]), query+part
		}
		together := s.Ask(t, "{"+query+"}", nil)
		require.Empty(t, together.Errors)
		assert.Equal(t, "{"+want[1:]+"}", string(together.Data))
		var parts map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(together.Data, &parts))
		assert.NotEqual(t, string(parts["w0"]), string(parts["w5"]), "the times differ")
	})
}

// An edge that may lead elsewhere later is kept on the row; each shape reads it
// of a report that somebody else submitted and reviewed since.
func TestAnEdgeLeadsWhereItLedThen(t *testing.T) {
	const report = `{ by: submittedBy { name } for: submittedFor { name } reviewer { name } texts: narratives { answer by: answeredBy { name } } }`
	const then = `{"by":{"name":"Lan"},"for":null,"reviewer":null,"texts":[{"answer":null,"by":null}]}`
	cases := map[string]struct{ query, want string }{
		"where the report is asked for itself": {
			`{ submission(agency: "a-0", window: "2023-Q1", asOf: $at) ` + report + ` }`, `{"submission":` + then + `}`},
		"under the second alias of node": {
			`{ submissions(asOf: $at) { edges { a: node { status } b: node ` + report + ` } } }`,
			`{"submissions":{"edges":[{"a":{"status":"SUBMITTED"},"b":` + then + `}]}}`},
		"under the second alias of edges": {
			`{ submissions(asOf: $at) { a: edges { node { status } } b: edges { node ` + report + ` } } }`,
			`{"submissions":{"a":[{"node":{"status":"SUBMITTED"}}],"b":[{"node":` + then + `}]}}`},
		"under the second alias of node, below an agency": {
			`{ agency(code: "a-0") { submissions(asOf: $at) { edges { a: node { status } ... { b: node ` + report + ` } } } } }`,
			`{"agency":{"submissions":{"edges":[{"a":{"status":"SUBMITTED"},"b":` + then + `}]}}}`},
		"under both aliases of an edge to the report": {
			`{ figures(asOf: $at) { edges { node { a: submission { status window { code } } b: submission ` + report + ` c: submission { reviews { action } } } } } }`,
			`{"figures":{"edges":[{"node":{"a":{"status":"SUBMITTED","window":{"code":"2023-Q1"}},"b":` + then + `,"c":{"reviews":[]}}}]}}`},
		"below a connection that two aliases share, where only the first asks further": {
			`{ submissions(asOf: $at) { edges {
				a: node { ...F figures { edges { node { submission ` + report + ` } } } } b: node { ...F } } } }
			fragment F on Submission { figures { edges { node { year } } } }`,
			`{"submissions":{"edges":[{"a":{"figures":{"edges":[{"node":{"year":2023,"submission":` + then + `}}]}},"b":{"figures":{"edges":[{"node":{"year":2023}}]}}}]}}`},
		"below what is found out, not stored": {
			`{ agency(code: "a-0") { duties(window: "2023-Q1", asOf: $at) { indicator { code } submission ` + report + ` } } }`,
			`{"agency":{"duties":[{"indicator":{"code":"1"},"submission":` + then + `},{"indicator":{"code":"2"},"submission":` + then +
				`},{"indicator":{"code":"3"},"submission":` + then + `},{"indicator":null,"submission":` + then + `}]}}`},
	}
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		h, ctx := newHistory(d, 1), apitest.System()
		clock, readers := h.serve(t, d)
		deputy := h.Person.Create().SetSubject("deputy").SetName("Minh").SaveX(ctx)
		r := h.Submission.Create().SetAgency(h.agencies[0]).SetWindow(h.windows[0]).SetCreatedAt(h.now).SetChangedAt(h.now).SaveX(ctx)
		h.add(r, h.measures[0]).ExecX(ctx)
		text := h.Narrative.Create().SetSubmission(r).SetAgencyID(r.AgencyID).SetKind(narrative.KindTREND).SetBody("Tăng").
			SetRecordedAt(h.now).SetRoutedTo(h.agencies[1]).SaveX(ctx)
		h.tick()
		h.bump(r).SetStatus(submission.StatusSUBMITTED).SetSubmittedAt(h.now).SetSubmittedBy(h.person).ExecX(ctx)
		h.tick()
		at := h.now
		h.tick()
		h.bump(r).SetStatus(submission.StatusAPPROVED).SetApprovedAt(h.now).SetSubmittedBy(deputy).SetSubmittedFor(h.person).SetReviewer(deputy).ExecX(ctx)
		text.Update().SetAnswer("Đã nhận").SetAnsweredAt(h.now).SetAnsweredBy(deputy).ExecX(ctx)
		clock.Set(h.now)
		for name, tc := range cases {
			t.Run(name, func(t *testing.T) {
				same(t, readers["an inspector"], "query($at: Time) "+tc.query, map[string]any{"at": at.Format(time.RFC3339Nano)}, tc.want)
			})
		}
	})
}

func TestTheFutureIsNotKnown(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		h := newHistory(d, 1)
		_, readers := h.serve(t, d)
		s := readers["an inspector"]
		got := s.Ask(t, `query($at: Time) { figures(asOf: $at) { totalCount } }`, map[string]any{"at": h.now.Add(time.Microsecond).Format(time.RFC3339Nano)}, "Accept-Language", "en")
		require.Len(t, got.Errors, 1)
		assert.Equal(t, "INVALID_INPUT", got.Errors[0].Extensions["code"])
		assert.Contains(t, got.Errors[0].Message, "asOf")
		assert.Equal(t, "null", string(got.Data))
		same(t, s, `query($at: Time) { figures(asOf: $at) { totalCount } }`, map[string]any{"at": h.now.Format(time.RFC3339Nano)}, `{"figures": {"totalCount": 0}}`)
	})
}
