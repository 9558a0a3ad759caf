package graph_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/explorer"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// The screens that front ends are made of, each one request on the embedded
// plan. What a screen selects may grow here, never shrink.

// onPlan runs a test over the embedded plan, served to the public.
func onPlan(t *testing.T, test func(t *testing.T, s *apitest.Server)) {
	t.Helper()
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		test(t, apitest.Serve(t, d, viewer.Public()))
	})
}

// same fails unless what was asked is the wanted JSON.
func same(t *testing.T, s *apitest.Server, query string, variables map[string]any, want string) {
	t.Helper()
	var got json.RawMessage
	s.Get(t, query, variables, &got)
	assert.JSONEq(t, want, string(got))
}

type treeNode struct {
	Code, Name, Kind string
	Unit, Direction  *string
	LegalBases       []struct{ Number string }
	Targets          []struct {
		Year              int
		Kind, Text        string
		Comparator, Value *string
	}
	Assignments []struct {
		Role   string
		Agency struct{ Code, Name string }
	}
	Children []treeNode
}

func TestScreenPlanTree(t *testing.T) {
	const query = `query PlanTree($plan: String!) {
	  plan(code: $plan) {
	    name
	    legalDocument { number issuedOn }
	    indicators(where: { hasParent: false }, orderBy: { field: CODE, direction: ASC }) { edges { node { ...Node children { ...Node children { ...Node } } } } }
	  }
	}
	fragment Node on Indicator {
	  id code name kind unit direction
	  legalBases { number }
	  targets(orderBy: { field: YEAR, direction: ASC }) { year kind comparator value text note }
	  assignments(roles: [MEASURE, IMPLEMENT]) { role agency { code shortName name } }
	}`
	onPlan(t, func(t *testing.T, s *apitest.Server) {
		var got struct {
			Plan struct {
				Name          string
				LegalDocument struct {
					Number   string
					IssuedOn *string
				}
				Indicators struct{ Edges []struct{ Node treeNode } }
			}
		}
		s.Get(t, query, map[string]any{"plan": "2021-2025"}, &got)
		assert.Equal(t, "…/QĐ-BTTTT (2023)", got.Plan.LegalDocument.Number)
		assert.Nil(t, got.Plan.LegalDocument.IssuedOn, "blank in the text")

		rows, targets := map[string]treeNode{}, 0
		var order []string
		var visit func(nodes []treeNode)
		visit = func(nodes []treeNode) {
			for _, n := range nodes {
				rows[n.Code], targets = n, targets+len(n.Targets)
				order = append(order, n.Code)
				visit(n.Children)
			}
		}
		for _, e := range got.Plan.Indicators.Edges {
			visit([]treeNode{e.Node})
		}
		assert.Len(t, rows, 62)
		assert.Equal(t, 220, targets)
		assert.Equal(t, []string{"1", "1.1", "1.2"}, order[:3])
		assert.Equal(t, []string{"1.7", "1.7.1", "1.7.2", "1.8", "1.9", "1.10", "2"}, order[slices.Index(order, "1.7"):][:7], "in the order of the codes")

		measure := rows["1.5"]
		assert.Equal(t, "Tỷ lệ dịch vụ công trực tuyến phát sinh hồ sơ", measure.Name)
		assert.Equal(t, "PERCENT", *measure.Unit)
		assert.Equal(t, "942/QĐ-TTg", measure.LegalBases[0].Number)
		require.Len(t, measure.Targets, 4)
		assert.Equal(t, "30.14", *measure.Targets[0].Value)
		assert.Equal(t, []string{"BASELINE", "PLAN", "PLAN", "GOAL"}, []string{measure.Targets[0].Kind, measure.Targets[1].Kind, measure.Targets[2].Kind, measure.Targets[3].Kind})
		require.Len(t, measure.Assignments, 2)
		assert.Equal(t, "IMPLEMENT", measure.Assignments[0].Role)
		assert.Equal(t, "Các bộ, ngành, địa phương", measure.Assignments[0].Agency.Name)
		assert.Equal(t, "cuc-cdsqg", measure.Assignments[1].Agency.Code)

		dash := rows["1.1"].Targets[2]
		assert.Equal(t, "-", dash.Text)
		assert.Nil(t, dash.Value, "nothing planned is not zero")
		assert.Nil(t, dash.Comparator)
		assert.Equal(t, "GT", *rows["1.7.1"].Targets[3].Comparator)
		assert.Nil(t, rows["1.7"].Unit, "a heading")
		assert.Equal(t, "DOWN", *rows["5.1"].Direction, "a rank")
	})
}

func TestScreenIndicatorDetail(t *testing.T) {
	const query = `query IndicatorDetail($plan: String!, $code: String!) {
	  indicator(plan: $plan, code: $code) {
	    name
	    sameAs { plan { code } code name }
	    targetHistory { year text value decidedBy { number } supersededAt }
	    figures(first: 50, orderBy: { field: PERIOD, direction: DESC }) {
	      edges { node { value numerator denominator grade source window { code } agency { code } supersedes { id value } } }
	      pageInfo { hasNextPage }
	    }
	    disagreements { year gap figures { value source legalDocument { number } } }
	  }
	}`
	onPlan(t, func(t *testing.T, s *apitest.Server) {
		same(t, s, query, map[string]any{"plan": "2021-2025", "code": "1.5"}, `{"indicator": {
		  "name": "Tỷ lệ dịch vụ công trực tuyến phát sinh hồ sơ",
		  "sameAs": [{"plan": {"code": "committee-2022"}, "code": "KQ2022/a/4", "name": "Tỷ lệ dịch vụ công trực tuyến phát sinh hồ sơ"}],
		  "targetHistory": [
		    {"year": 2022, "text": "30.14%", "value": "30.14", "decidedBy": {"number": "…/QĐ-BTTTT (2023)"}, "supersededAt": null},
		    {"year": 2023, "text": "50%", "value": "50", "decidedBy": {"number": "…/QĐ-BTTTT (2023)"}, "supersededAt": null},
		    {"year": 2024, "text": "100%", "value": "100", "decidedBy": {"number": "…/QĐ-BTTTT (2023)"}, "supersededAt": null},
		    {"year": 2025, "text": "100%", "value": "100", "decidedBy": {"number": "…/QĐ-BTTTT (2023)"}, "supersededAt": null}],
		  "figures": {"edges": [{"node": {"value": "30.14", "numerator": null, "denominator": null, "grade": "OFFICIAL", "source": "DOCUMENT",
		    "window": null, "agency": {"code": "cuc-cdsqg"}, "supersedes": null}}], "pageInfo": {"hasNextPage": false}},
		  "disagreements": [{"year": 2022, "gap": "49.86", "figures": [
		    {"value": "30.14", "source": "DOCUMENT", "legalDocument": {"number": "…/QĐ-BTTTT (2023)"}},
		    {"value": "80", "source": "DOCUMENT", "legalDocument": {"number": "Báo cáo tóm tắt 25/02/2023"}}]}]}}`)
		same(t, s, query, map[string]any{"plan": "2021-2025", "code": "99"}, `{"indicator": null}`)
		same(t, s, query, map[string]any{"plan": "no such plan", "code": "1.5"}, `{"indicator": null}`)
	})
}

func TestScreenDisagreements(t *testing.T) {
	onPlan(t, func(t *testing.T, s *apitest.Server) {
		var got struct {
			Indicators struct {
				Edges []struct {
					Node struct {
						Code          string
						Disagreements []struct {
							Year int
							Gap  string
						}
					}
				}
			}
		}
		s.Get(t, `{ indicators(first: 200) { edges { node { code disagreements { year gap } } } } }`, nil, &got)
		gaps := map[string]string{}
		for _, e := range got.Indicators.Edges {
			for _, d := range e.Node.Disagreements {
				assert.Equal(t, 2022, d.Year)
				gaps[e.Node.Code] = d.Gap
			}
		}
		assert.Contains(t, gaps, "1.5")
		assert.Contains(t, gaps, "1.6")
		assert.Contains(t, gaps, "4.18")
		assert.NotContains(t, gaps, "3.6", "both documents state the same")
		assert.Len(t, gaps, 6, "three measures, in each of two plans")
		assert.Equal(t, gaps["1.5"], gaps["KQ2022/a/4"], "seen from either side")
	})
}

func TestScreenWhoMeasures(t *testing.T) {
	onPlan(t, func(t *testing.T, s *apitest.Server) {
		for code, want := range map[string]string{
			"1.6":   `[{"code": "cuc-vt"}]`,
			"1.7":   `[{"code": "cuc-vt"}]`,
			"1.7.1": `[{"code": "cuc-vt"}]`,
			"1.7.2": `[{"code": "cuc-vt"}]`,
			"1":     `[]`,
		} {
			same(t, s, `query($code: String!) { indicator(plan: "2021-2025", code: $code) { measuredBy { code } } }`,
				map[string]any{"code": code}, `{"indicator": {"measuredBy": `+want+`}}`)
		}
	})
}

func TestScreenDuties(t *testing.T) {
	const query = `query Duties($agency: String!) {
	  agency(code: $agency) {
	    name kind parent { code } memberOf { code name }
	    duties { role indicator { code name unit } task { code title } through { code name } inheritedFrom { code } scope }
	    tasks(year: 2023, roles: [LEAD, COORDINATE], first: 20) { totalCount edges { node { code title schedule { text from to } indicators { code } } } }
	  }
	}`
	onPlan(t, func(t *testing.T, s *apitest.Server) {
		type coded struct{ Code, Name string }
		var got struct {
			Agency struct {
				Name, Kind string
				MemberOf   []coded
				Duties     []struct {
					Role      string
					Indicator *coded
					Task      *coded
					Through   *coded
					Scope     *string
				}
				Tasks struct {
					TotalCount int
					Edges      []struct {
						Node struct {
							Code     string
							Schedule struct{ From, To int }
						}
					}
				}
			}
		}
		s.Get(t, query, map[string]any{"agency": "lao-cai"}, &got)
		assert.Equal(t, "Tỉnh Lào Cai", got.Agency.Name)
		assert.Equal(t, "PROVINCE", got.Agency.Kind)
		assert.Contains(t, got.Agency.MemberOf, coded{"cac-dia-phuong", "Các địa phương"})
		duties := map[string]string{}
		for _, d := range got.Agency.Duties {
			what, through := d.Indicator, ""
			if what == nil {
				what = d.Task
			}
			if d.Through != nil {
				through = d.Through.Name
			}
			duties[what.Code+" "+d.Role] = through
		}
		assert.Equal(t, "Các bộ, ngành, địa phương", duties["1.1 IMPLEMENT"])
		assert.Equal(t, "Các địa phương", duties["3.5.2 IMPLEMENT"])
		assert.Equal(t, "", duties["KH2023/2/t LEAD"])
		assert.Equal(t, "", duties["KH2023/2/u LEAD"])
		assert.Positive(t, got.Agency.Tasks.TotalCount)
		assert.LessOrEqual(t, len(got.Agency.Tasks.Edges), 20)
		same(t, s, query, map[string]any{"agency": "no-such-agency"}, `{"agency": null}`)
	})
}

func TestScreenWhatRestsOnADocument(t *testing.T) {
	const query = `query WhatRestsOn($number: String!) {
	  legalDocument(number: $number) {
	    title issuer issuedOn amends { number } replaces { number }
	    indicators { totalCount }
	    targets { totalCount }
	    tasks(first: 100) { totalCount edges { node { code title } } }
	    windows { totalCount }
	  }
	}`
	type counted struct{ TotalCount int }
	type answer struct {
		LegalDocument *struct {
			Title, IssuedOn              string
			Indicators, Targets, Windows counted
			Tasks                        struct {
				TotalCount int
				Edges      []struct{ Node struct{ Code, Title string } }
			}
		}
	}
	onPlan(t, func(t *testing.T, s *apitest.Server) {
		var got answer
		s.Get(t, query, map[string]any{"number": "942/QĐ-TTg"}, &got)
		d := got.LegalDocument
		require.NotNil(t, d)
		assert.Equal(t, "2021-06-15", d.IssuedOn)
		assert.Positive(t, d.Indicators.TotalCount)
		assert.Equal(t, 165, d.Tasks.TotalCount, "annex 03 of the action plan and the decision's own annex")
		assert.Len(t, d.Tasks.Edges, 100)
		assert.Zero(t, d.Targets.TotalCount)
		assert.Zero(t, d.Windows.TotalCount)

		got = answer{}
		s.Get(t, query, map[string]any{"number": "…/QĐ-BTTTT (2023)"}, &got)
		assert.Equal(t, 220, got.LegalDocument.Targets.TotalCount)
		assert.Equal(t, 20, got.LegalDocument.Windows.TotalCount)

		got = answer{}
		s.Get(t, query, map[string]any{"number": "942"}, &got)
		assert.Nil(t, got.LegalDocument)
	})
}

func TestScreenTheQuarter(t *testing.T) {
	onPlan(t, func(t *testing.T, s *apitest.Server) {
		same(t, s, `{ reportingWindow(code: "2023-Q1") {
			coversFrom coversTo opensAt dueAt graceUntil locksAt opensAtLocal dueAtLocal graceUntilLocal locksAtLocal
			expectedGrade requiredNarratives section legalDocument { number } } }`, nil, `{"reportingWindow": {
			"coversFrom": "2022-12-01", "coversTo": "2023-03-31",
			"opensAt": "2023-02-28T17:00:00Z", "dueAt": "2023-04-02T16:59:59.999Z", "graceUntil": "2023-04-02T16:59:59.999Z", "locksAt": "2023-05-31T16:59:59.999Z",
			"opensAtLocal": "2023-03-01T00:00:00+07:00", "dueAtLocal": "2023-04-02T23:59:59.999+07:00", "graceUntilLocal": "2023-04-02T23:59:59.999+07:00", "locksAtLocal": "2023-05-31T23:59:59.999+07:00",
			"expectedGrade": "PRELIMINARY", "requiredNarratives": [], "section": "II.2.a", "legalDocument": {"number": "…/QĐ-BTTTT (2023)"}}}`)
		same(t, s, `{ reportingWindow(code: "2023-Q2") { dueAtLocal requiredNarratives } }`, nil,
			`{"reportingWindow": {"dueAtLocal": "2023-07-04T23:59:59.999+07:00", "requiredNarratives": ["TREND", "PROPOSAL"]}}`)
		same(t, s, `{ reportingWindow(code: "2023-Q5") { dueAt } }`, nil, `{"reportingWindow": null}`)
		same(t, s, `{ reportingWindows(first: 2, where: { year: 2023 }, orderBy: { field: DUE_AT, direction: ASC }) { totalCount edges { node { code } } } }`, nil,
			`{"reportingWindows": {"totalCount": 4, "edges": [{"node": {"code": "2023-Q1"}}, {"node": {"code": "2023-Q2"}}]}}`)
	})
}

func TestScreenSearch(t *testing.T) {
	const query = `query Find($text: String!) {
	  search(text: $text, kinds: [INDICATOR, TASK, AGENCY, LEGAL_DOCUMENT], first: 1) {
	    edges { score highlight node { __typename ... on Indicator { code name } ... on Task { code title } ... on Agency { code name } ... on LegalDocument { number title } } }
	  }
	}`
	onPlan(t, func(t *testing.T, s *apitest.Server) {
		same(t, s, query, map[string]any{"text": "hoa binh"}, `{"search": {"edges": [{"score": 940, "highlight": "Tỉnh «Hòa» «Bình»", "node": {"__typename": "Agency", "code": "hoa-binh", "name": "Tỉnh Hòa Bình"}}]}}`)
	})
}

func TestScreenNodes(t *testing.T) {
	onPlan(t, func(t *testing.T, s *apitest.Server) {
		var ids struct {
			Agency        struct{ ID string }
			LegalDocument struct{ ID string }
			Indicator     struct{ ID string }
			Task          struct{ ID string }
		}
		s.Get(t, `{ agency(code: "lao-cai") { id } legalDocument(number: "942/QĐ-TTg") { id } indicator(plan: "2021-2025", code: "1.5") { id } task(plan: "2021-2025", code: "749/02/6") { id } }`, nil, &ids)
		same(t, s, `query Any($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Agency { code } ... on LegalDocument { number } ... on Indicator { code } ... on Task { code } } }`,
			map[string]any{"ids": []string{ids.Task.ID, ids.Agency.ID, ids.Agency.ID, ids.Indicator.ID, ids.LegalDocument.ID}},
			`{"nodes": [{"__typename": "Task", "code": "749/02/6"}, {"__typename": "Agency", "code": "lao-cai"}, {"__typename": "Agency", "code": "lao-cai"},
			 {"__typename": "Indicator", "code": "1.5"}, {"__typename": "LegalDocument", "number": "942/QĐ-TTg"}]}`)
		same(t, s, `query($id: ID!) { node(id: $id) { __typename ... on Task { title } } }`, map[string]any{"id": ids.Agency.ID}, `{"node": {"__typename": "Agency"}}`)
	})
}

func TestTheExamplesOfTheExplorerAreAnswered(t *testing.T) {
	onPlan(t, func(t *testing.T, s *apitest.Server) {
		for _, example := range explorer.Examples() {
			t.Run(example.Name, func(t *testing.T) {
				var variables map[string]any
				if example.Variables != nil {
					require.NoError(t, json.Unmarshal(example.Variables, &variables))
				}
				answer := s.Ask(t, example.Query, variables)
				require.Empty(t, answer.Errors)
				var roots map[string]any
				require.NoError(t, json.Unmarshal(answer.Data, &roots))
				for name, found := range roots {
					assert.NotNil(t, found, "%s: an example finds what it names", name)
				}
			})
		}
	})
}
