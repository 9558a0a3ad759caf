package graph_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// counted is how far something is.
type far struct{ Agencies, Owed, Drafted, Submitted, Returned, Approved, Late, Missing int }

type progressPage struct {
	TotalCount int
	PageInfo   struct {
		HasNextPage, HasPreviousPage bool
		EndCursor                    *string
	}
	Edges []struct {
		Cursor string
		Node   struct {
			Agency struct{ Code, Name, Kind string }
			far
		}
	}
}

func (p progressPage) codes() (codes []string) {
	for _, e := range p.Edges {
		codes = append(codes, e.Node.Agency.Code)
	}
	return codes
}

// progressIn asks how far 2023-Q1 is.
func progressIn(t *testing.T, s *apitest.Server, arguments string) (*far, progressPage) {
	t.Helper()
	var got struct {
		ReportingWindow struct {
			Progress         *far
			ProgressByAgency progressPage
		}
	}
	s.Get(t, `{ reportingWindow(code: "2023-Q1") { progress { agencies owed drafted submitted returned approved late missing }
		progressByAgency(`+arguments+`) { totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
			edges { cursor node { agency { code name kind } owed drafted submitted returned approved late missing } } } } }`, nil, &got)
	return got.ReportingWindow.Progress, got.ReportingWindow.ProgressByAgency
}

// reports adds reports for 2023-Q1 with counts.
func reports(d *apitest.Database, at time.Time) {
	ctx := apitest.System()
	w := d.Client.ReportingWindow.Query().Where(reportingwindow.Code("2023-Q1")).OnlyIDX(ctx)
	for code, r := range map[string]struct {
		drafted, submitted, returned, approved int
		late                                   bool
	}{
		"lao-cai": {1, 2, 3, 4, true}, "ha-giang": {0, 0, 0, 20, false}, "hanoi": {5, 0, 0, 0, true}, "da-nang": {0, 900, 0, 0, false},
	} {
		d.Client.Submission.Create().SetAgencyID(d.Client.Agency.Query().Where(agency.Code(code)).OnlyIDX(ctx)).SetWindowID(w).
			SetCreatedAt(at).SetChangedAt(at).SetStatus(submission.StatusSUBMITTED).SetSubmittedAt(at).SetLate(r.late).
			SetDrafted(r.drafted).SetSubmitted(r.submitted).SetReturned(r.returned).SetApproved(r.approved).ExecX(ctx)
	}
}

func TestHowFarAWindowIs(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		before := s.Clock.Now()
		s.Clock.Advance(time.Hour)
		reports(d, s.Clock.Now())
		coordinator := s.As("coordinator")
		total, provinces := progressIn(t, coordinator, `kind: PROVINCE, first: 63, orderBy: {field: MISSING, direction: DESC}`)
		require.NotNil(t, total)
		assert.Equal(t, 63, provinces.TotalCount)
		assert.Len(t, provinces.Edges, 63)

		rows := map[string]far{}
		for n, e := range provinces.Edges {
			rows[e.Node.Agency.Code] = e.Node.far
			assert.NotEmpty(t, e.Node.Agency.Name)
			assert.Equal(t, "PROVINCE", e.Node.Agency.Kind)
			if n > 0 {
				assert.LessOrEqual(t, e.Node.Missing, provinces.Edges[n-1].Node.Missing)
			}
		}
		owed := rows["lao-cai"].Owed
		assert.Equal(t, len(dutiesIn(t, s, map[string]any{"agency": "lao-cai", "window": "2023-Q1"})), owed)
		assert.Equal(t, far{0, owed, 1, 2, 3, 4, 6, owed - 6}, rows["lao-cai"], "drafted and returned ones are missing too")
		assert.Equal(t, far{0, owed, 0, 0, 0, 20, 0, owed - 20}, rows["ha-giang"])
		assert.Equal(t, far{0, owed, 5, 0, 0, 0, 0, owed}, rows["hanoi"], "nothing that came came late")
		assert.Equal(t, 0, rows["da-nang"].Missing, "never below nothing")
		assert.Equal(t, far{0, owed, 0, 0, 0, 0, 0, owed}, rows["nam-dinh"])

		var sum far
		for after := ""; ; {
			_, page := progressIn(t, coordinator, `first: 20, orderBy: {field: CODE}`+after)
			for _, e := range page.Edges {
				sum.Agencies++
				sum.Owed, sum.Missing, sum.Late = sum.Owed+e.Node.Owed, sum.Missing+e.Node.Missing, sum.Late+e.Node.Late
			}
			if !page.PageInfo.HasNextPage {
				assert.Equal(t, page.TotalCount, sum.Agencies)
				break
			}
			after = `, after: "` + *page.PageInfo.EndCursor + `"`
		}
		assert.Equal(t, far{sum.Agencies, sum.Owed, 6, 902, 3, 24, sum.Late, sum.Missing}, *total, "the total is of all of them")

		then := fmt.Sprintf("asOf: %q", before.Format(time.RFC3339Nano))
		var earlier struct{ ReportingWindow struct{ Progress far } }
		coordinator.Get(t, `{ reportingWindow(code: "2023-Q1") { progress(`+then+`) { agencies owed submitted approved late missing } } }`, nil, &earlier)
		assert.Equal(t, far{Agencies: total.Agencies, Owed: total.Owed, Missing: total.Owed}, earlier.ReportingWindow.Progress)
	})
}

func TestProgressIsOfAgenciesInReach(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		reports(d, s.Clock.Now())
		s.Grant(t, "idle", viewer.RoleReporter, "vnpt")

		total, page := progressIn(t, s, `first: 5`)
		assert.Nil(t, total, "the public sees no report")
		assert.Zero(t, page.TotalCount)
		assert.Empty(t, page.Edges)

		total, page = progressIn(t, s.As("reporter-lao-cai"), `first: 5`)
		assert.Equal(t, 1, total.Agencies)
		assert.Equal(t, []string{"lao-cai"}, page.codes())

		total, page = progressIn(t, s.As("idle"), `first: 5`)
		require.NotNil(t, total, "there are agencies in reach")
		assert.Equal(t, far{}, *total, "but they owe nothing")
		assert.Empty(t, page.Edges)

		all, _ := progressIn(t, s.As("inspector"), `first: 5`)
		assert.Greater(t, all.Agencies, 63)
	})
}

func TestProgressPagesUnderEveryOrder(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		reports(d, s.Clock.Now())
		coordinator := s.As("coordinator")
		for _, field := range []string{"CODE", "OWED", "APPROVED", "LATE", "MISSING"} {
			for _, direction := range []string{"ASC", "DESC"} {
				order := `orderBy: {field: ` + field + `, direction: ` + direction + `}`
				_, whole := progressIn(t, coordinator, `first: 200, `+order)
				var paged []string
				after, previous := "", false
				for {
					_, page := progressIn(t, coordinator, `first: 17, `+order+after)
					assert.Equal(t, previous, page.PageInfo.HasPreviousPage, order)
					paged = append(paged, page.codes()...)
					if !page.PageInfo.HasNextPage {
						break
					}
					require.Less(t, len(paged), whole.TotalCount, order)
					after, previous = `, after: "`+*page.PageInfo.EndCursor+`"`, true
				}
				assert.Equal(t, whole.codes(), paged, order)
			}
		}
		_, least := progressIn(t, coordinator, `first: 1, orderBy: {field: APPROVED, direction: DESC}`)
		assert.Equal(t, []string{"ha-giang"}, least.codes())
		_, usual := progressIn(t, coordinator, `first: null`)
		_, most := progressIn(t, coordinator, `orderBy: {field: MISSING, direction: DESC}`)
		assert.Equal(t, most.codes(), usual.codes(), "by what is missing, most first")
		assert.Len(t, usual.Edges, 50)
		_, none := progressIn(t, coordinator, `first: 0`)
		assert.True(t, none.PageInfo.HasNextPage)
	})
}

func TestPagesOfProgressThatAreRefused(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		coordinator := s.As("coordinator")
		_, page := progressIn(t, coordinator, `first: 3`)
		var windows struct {
			ReportingWindows struct{ Edges []struct{ Cursor string } }
		}
		s.Get(t, `{ reportingWindows(first: 1) { edges { cursor } } }`, nil, &windows)
		for name, test := range map[string]struct{ arguments, code string }{
			"too many":                  {`first: 201`, "INVALID_PAGE_SIZE"},
			"fewer than none":           {`first: -1`, "INVALID_PAGE_SIZE"},
			"a cursor of another order": {`orderBy: {field: CODE}, after: "` + *page.PageInfo.EndCursor + `"`, "CURSOR_ORDER"},
			"a cursor of another list":  {`after: "` + windows.ReportingWindows.Edges[0].Cursor + `"`, "CURSOR_ORDER"},
			"what is no cursor":         {`after: "x"`, "INVALID_CURSOR"},
		} {
			got := coordinator.Ask(t, `{ reportingWindow(code: "2023-Q1") { progressByAgency(`+test.arguments+`) { totalCount } } }`, nil)
			require.Len(t, got.Errors, 1, name)
			assert.Equal(t, test.code, got.Errors[0].Extensions["code"], name)
		}
	})
}

func TestProgressTakesAsManyStatementsForManyAgenciesAndWindows(t *testing.T) {
	const query = `{ reportingWindows(first: 20) { edges { node { code progress { owed missing } deadlines(agency: "a-0") { dueAt }
		progressByAgency(first: 5) { edges { node { agency { code parent { code } memberOf { code } } missing } } } } } } }`
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		grow(t, d, 2)
		s := apitest.Serve(t, d, viewer.System("test"))
		count := func() []string {
			d.Statements().Reset()
			answer := s.Ask(t, query, nil)
			require.Empty(t, answer.Errors)
			return kinds(d.Statements().All())
		}
		few := count()
		grow(t, d, 8)
		assert.Equal(t, few, count())
	})
}

func TestDeadlinesAreForThoseWhoMaySeeTheReports(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		const query = `{ reportingWindow(code: "2023-Q1") { a: deadlines(agency: "lao-cai") { dueAt } b: deadlines(agency: "ha-giang") { dueAt } c: deadlines(agency: "no-such-agency") { dueAt } } }`
		const due = `{"dueAt": "2023-04-02T16:59:59.999Z"}`
		same(t, s, query, nil, `{"reportingWindow": {"a": null, "b": null, "c": null}}`)
		same(t, s.As("reporter-lao-cai"), query, nil, `{"reportingWindow": {"a": `+due+`, "b": null, "c": null}}`)
		same(t, s.As("reviewer-cdsqg"), query, nil, `{"reportingWindow": {"a": null, "b": null, "c": null}}`)
		same(t, s.As("coordinator"), query, nil, `{"reportingWindow": {"a": `+due+`, "b": `+due+`, "c": null}}`)
		same(t, s.As("inspector"), query, nil, `{"reportingWindow": {"a": `+due+`, "b": `+due+`, "c": null}}`)
	})
}
