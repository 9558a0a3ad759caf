package differ_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/graph/differ"
)

// kept are operations whose statements are kept, each with values that are asked
// for one after the other: what is kept for one must answer for the next.
var kept = map[string]struct {
	query  string
	values []string
}{
	"names": {
		`query ($plan: String!, $code: String!, $agency: String!) {
		  indicator(plan: $plan, code: $code) { code name latestFigure(agency: $agency) { value window { code } } }
		  agency(code: $agency) { code name }
		}`,
		[]string{
			`{"plan":"2021-2025","code":"3.5","agency":"da-nang"}`, `{"plan":"2026-2030","code":"1.1","agency":"unit"}`,
			`{"plan":"2021-2025","code":"no such","agency":"no such"}`, `{"plan":"","code":"","agency":""}`,
			`{"plan":"2021-2025","code":"' OR TRUE --","agency":"$1"}`, `{"plan":"\ue000passed on:code\ue001","code":"3.5","agency":"\ue000passed on:plan\ue001"}`,
		},
	},
	"the same name twice": {
		`query ($a: String!, $b: String!) { one: agency(code: $a) { code } two: agency(code: $b) { code } both: agencies(where: {or: [{code: $a}, {code: $b}]}) { totalCount } }`,
		[]string{`{"a":"unit","b":"unit"}`, `{"a":"unit","b":"da-nang"}`, `{"a":"da-nang","b":"unit"}`},
	},
	"a filter that looks for a text, and one that holds patterns": {
		`query ($code: String, $part: String) { agencies(first: 3, where: {code: $code, codeHasPrefix: $part, codeNEQ: $part}, orderBy: {field: NAME}) { totalCount edges { cursor node { code name } } } }`,
		[]string{`{"code":"unit"}`, `{"part":"da"}`, `{"part":"d%"}`, `{"part":"_"}`, `{"code":"unit","part":null}`, `{"code":null}`, `{}`, `{"code":"da-nang","part":"da"}`},
	},
	"a filter as a whole": {
		`query ($where: SubmissionWhereInput) { submissions(where: $where) { totalCount edges { node { id status submittedBy { name } reviewer { name } } } } }`,
		[]string{`{}`, `{"where":{"status":"SUBMITTED"}}`, `{"where":{"status":"APPROVED"}}`, `{"where":{"windowCode":"2023-Q1"}}`, `{"where":{"windowCode":"2023-Q2"}}`, `{"where":null}`},
	},
	"sizes, orders and what is left out": {
		`query ($n: Int, $by: AgencyOrder, $with: Boolean!) { agencies(first: $n, orderBy: $by) { edges { node { code name @include(if: $with) } } pageInfo { hasNextPage } } }`,
		[]string{
			`{"n":2,"with":true}`, `{"n":3,"with":true}`, `{"n":3,"with":false}`, `{"n":3,"by":{"field":"NAME"},"with":true}`,
			`{"n":3,"by":{"field":"NAME","direction":"DESC"},"with":true}`, `{"n":-1,"with":true}`, `{"n":201,"with":true}`, `{"n":null,"with":true}`,
		},
	},
	"a search": {
		`query ($text: String!, $first: Int) { search(text: $text, first: $first) { totalCount edges { cursor score highlight node { id } } } }`,
		[]string{`{"text":"đổi"}`, `{"text":"doi ten","first":2}`, `{"text":"lào"}`, `{"text":"%"}`, `{"text":""}`},
	},
	"duties and dates of a window": {
		`query ($agency: String!, $window: String!, $own: String) {
		  agency(code: $agency) { duties(window: $window) { role indicator { code } narrative state late dueAt figure { id state } } a: duties(window: $own) { state } }
		  reportingWindow(code: $window) { deadlines(agency: $agency) { dueAt } }
		}`,
		[]string{
			`{"agency":"unit","window":"2023-Q1","own":"2023-Q2"}`, `{"agency":"da-nang","window":"2023-Q3"}`, `{"agency":"unit","window":"none","own":null}`,
			`{"agency":"unit","window":"2023-Q2","own":""}`, `{"agency":"none","window":"2023-Q2","own":"2023-Q2"}`,
		},
	},
	"a time": {
		`query ($at: Time, $code: String!) { agency(code: $code) { submissions { edges { node { status version } } } figures(asOf: $at) { totalCount } } }`,
		[]string{`{"code":"unit"}`, `{"code":"unit","at":"2024-01-01T00:00:00Z"}`, `{"code":"da-nang","at":"2023-06-01T00:00:00Z"}`, `{"code":"unit","at":"2999-01-01T00:00:00Z"}`},
	},
}

func TestAStatementThatIsKeptAnswersForWhateverIsAskedNext(t *testing.T) {
	d := apitest.Postgres(t)
	s := serve(t, d, newWorld(t, d))
	for _, round := range []string{"as they are", "renamed"} { // once all are kept, they answer again
		if round == "renamed" {
			_, err := d.DB.ExecContext(t.Context(), `UPDATE agencies SET name = 'Đổi tên', name_key = 'doi ten', search_text = 'doi ten ' || search_text`)
			require.NoError(t, err)
		}
		for name, c := range kept {
			compiled := 0
			for _, values := range c.values {
				for _, who := range asking {
					if s.both(t, name, request{viewer: who, language: "en", query: c.query, variables: values, id: "kept"}).Compiled {
						compiled++
					}
				}
			}
			assert.True(t, compiled > 0 || name == "a search", "%s: none is compiled", name)
		}
	}
}

func TestAStatementThatIsKeptTurnsPagesAndRefusesForeignCursors(t *testing.T) {
	d := apitest.Postgres(t)
	s := serve(t, d, newWorld(t, d))
	for _, c := range []struct{ by, other string }{{"CODE", "NAME"}, {"NAME", "CODE"}} {
		query := `query ($after: Cursor) { agencies(first: 3, after: $after, orderBy: {field: ` + c.by + `}) { edges { cursor node { code } } pageInfo { endCursor hasNextPage hasPreviousPage } } }`
		for _, who := range []string{"public", "coordinator"} {
			asked := func(after string) differ.Answer {
				return s.both(t, c.by, request{viewer: who, language: "vi", query: query, variables: after, id: "pages"})
			}
			pages := 0
			for after := `{}`; after != ""; pages++ {
				a := asked(after)
				require.True(t, a.Compiled)
				var data struct {
					Agencies struct {
						PageInfo struct {
							EndCursor   string
							HasNextPage bool
						}
					}
				}
				require.NoError(t, json.Unmarshal(a.Data, &data))
				after = ""
				if data.Agencies.PageInfo.HasNextPage {
					after = `{"after":"` + data.Agencies.PageInfo.EndCursor + `"}`
				}
			}
			assert.Greater(t, pages, 2)
			foreign := s.both(t, c.by, request{viewer: who, language: "vi", id: "pages", variables: `{}`,
				query: `{ agencies(first: 1, orderBy: {field: ` + c.other + `}) { pageInfo { endCursor } } }`})
			var data struct {
				Agencies struct{ PageInfo struct{ EndCursor string } }
			}
			require.NoError(t, json.Unmarshal(foreign.Data, &data))
			for _, after := range []string{`{"after":"` + data.Agencies.PageInfo.EndCursor + `"}`, `{"after":"!"}`, `{"after":""}`, `{"after":7}`} {
				assert.NotEmpty(t, asked(after).Errors, after)
			}
			assert.True(t, asked(`{"after":null}`).Compiled)
		}
	}
}

// What a search finds is in its statement, which is not kept: it is made anew.
func TestASearchFindsWhatWasAddedSince(t *testing.T) {
	d := apitest.Postgres(t)
	w := newWorld(t, d)
	s := serve(t, d, w)
	found := request{viewer: "public", language: "vi", query: `{ search(text: "moi nhat") { totalCount edges { node { ... on Agency { code } } } } viewer { name locale } }`, variables: `{}`, id: "search"}
	assert.Contains(t, string(s.both(t, "before", found).Data), `"totalCount":0`)
	_ = must(w.c.Agency.Create().SetCode("moi").SetName("Cục mới nhất").SetKind("UNIT").Save(w.ctx))(t)
	assert.Contains(t, string(s.both(t, "after", found).Data), `"totalCount":1`)
	found.language = "en"
	assert.Contains(t, string(s.both(t, "in English", found).Data), `"locale":"en"`)
}

// What the compiler collects of an operation that it cannot compile is what the
// resolvers collect after it.
func TestAnOperationThatFallsBackIsLeftAsItWas(t *testing.T) {
	d := apitest.Postgres(t)
	s := serve(t, d, newWorld(t, d))
	a := s.both(t, "names of types twice", request{viewer: "public", language: "en", variables: `{}`, id: "fallback",
		query: `{ search(text: "a") { edges { node { __typename ... on Agency { __typename revisions { count } } ... on Indicator { __typename code } } } } }`})
	assert.Equal(t, "Agency.revisions", a.Because)
	assert.Empty(t, a.Errors)
	b := s.both(t, "no rows", request{viewer: "coordinator", language: "en", variables: `{}`, id: "no rows", query: `{ agency(code: "ha-noi") { tasks(roles: [LEAD]) { __typename } } }`})
	assert.True(t, b.Compiled)
}

// both asks both servers, whose answers must be the same.
func (s *servers) both(t *testing.T, name string, r request) differ.Answer {
	t.Helper()
	a, b := ask(t, s.compiled, r), ask(t, s.resolved, r)
	assert.Empty(t, differ.Difference(a, b), "%s: %s asks with %s", name, r.viewer, r.variables)
	assert.NotEqual(t, "statement", a.Because, "%s: the statement fails for %s with %s", name, r.viewer, r.variables)
	return a
}
