package differ_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/graph/differ"
)

// asOf are times at which the story stands in different places.
var asOf = []string{"", "asOf: \"2023-04-10T00:00:00Z\"", "asOf: \"2023-06-18T07:00:00+07:00\"", "asOf: \"0000-01-01T00:00:00Z\""}

// ofForms are questions to fields with forms that random operations seldom ask
// with arguments that find something. {at} is one of asOf.
func ofForms() map[string][]string {
	every := func(question string, values ...string) (all []string) {
		for _, v := range values {
			all = append(all, strings.ReplaceAll(question, "{}", v))
		}
		return all
	}
	inEach := func(question string) []string {
		return every(question, "all", "provinces", "ministry", "department", "unit", "meter", "other", "office", "viettel", "da-nang", "quang-nam", "an-giang")
	}
	const hit = `edges { cursor score highlight node { __typename ... on Node { id } ... on Agency { name parent { code } } ... on Task { title } ... on Indicator { plan { code } } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount`
	const due = `role indicator { code } task { code } through { code } inheritedFrom { code } scope narrative state dueAt late figure { id value state }`
	return map[string][]string{
		"search": append(every(`{ search(text: "{}") { `+hit+` } }`, "da nang", "Đà Nẵng", "an", "3.5", "bo", "duong tru", "ty le", "942", "", "zzz"),
			`{ search(text: "bo") { edges { node { ... on Agency { __typename code } } node { __typename ... on Agency { code } } } } }`,
			`{ search(text: "a", kinds: [AGENCY], first: 2) { `+hit+` } a: search(text: "a", first: 0) { `+hit+` } b: search(text: "a", kinds: []) { totalCount } }`),
		"values": {
			`{ tasks { edges { node { schedule { text kind from to quarter __typename } } } } }`,
			`{ submissions(first: 60) { edges { node { evidence { size } narratives { id unanswered } } } } machineTokens { edges { node { scopes } } } }`,
			`{ webhooks { edges { node { id } } } viewer { name } }`,
		},
		"answers":   inEach(`{ agency(code: "{}") { answersOwed { id kind answer } all: answersOwed(open: false) { id unanswered } } }`),
		"standings": {`{ figures(first: 200, {at}) { edges { node { id state reopenedUntil evidence { id name } } } } }`},
		"deadlines": append(inEach(`{ reportingWindows { edges { node { code deadlines(agency: "{}") { opensAt dueAt graceUntil locksAt } } } } }`),
			`{ submissions(first: 200, {at}) { edges { node { deadlines { opensAt dueAt graceUntil locksAt } } } } }`),
		"disagreements": {
			`{ indicators { edges { node { code disagreements { year gap figures { id value legalDocument { number } } } then: disagreements({at}) { gap a: figures { id state } figures { value } } } } } }`,
			`{ indicator(plan: "2021-2025", code: "3.5.1") { disagreements { figures { indicator { code measuredBy { code } } } } } }`,
		},
		"tasks": append(inEach(`{ agency(code: "{}") { tasks(first: 2) { totalCount edges { cursor node { code } } pageInfo { hasNextPage endCursor } } t: tasks(roles: [COORDINATE], year: 2022, last: 1) { edges { node { code } } } } }`),
			inEach(`{ agency(code: "{}") { tasks(roles: [], status: OPEN, indicator: "3.5.1", orderBy: {field: CODE, direction: DESC}) { totalCount edges { cursor node { title } } } } }`)...),
		"duties": append(inEach(`{ agency(code: "{}") { duties({at}) { role indicator { code plan { code } } task { code } through { code } inheritedFrom { code } scope narrative state viewerCan { edit } } } }`),
			inEach(`{ agency(code: "{}") { a: duties(plan: "2021-2025", roles: [IMPLEMENT, LEAD]) { role indicator { code } } b: duties(roles: []) { __typename } c: duties(plan: "") { scope } } }`)...),
		"duties of a window": append(append(every(`{ agency(code: "{}") { q1: duties(window: "2023-Q1", {at}) { `+due+` } q2: duties(window: "2023-Q2", {at}) { `+due+` } q3: duties(window: "2023-Q3", {at}) { `+due+` } q4: duties(window: "2023-Q4", {at}) { `+due+` } } }`, "unit", "da-nang", "quang-nam"),
			inEach(`{ agency(code: "{}") { a: duties(window: "2023-Q3", plan: "2021-2025", roles: [IMPLEMENT]) { role indicator { code } } b: duties(window: "2023-Q1", roles: [LEAD]) { role } c: duties(window: "none") { role } } }`)...),
			every(`{ agency(code: "{}") { duties(window: "2023-Q1", {at}) { target { id value } measuredBy { code parent { code } } lastFigure { id value period: year } window { code dueAt deadlines(agency: "unit") { dueAt } } submission { id status late } } } }`, "meter", "da-nang")...),
		"viewer": {`{ viewer { name signedIn until locale person { id name } roles { role until agency { code name } through { id name } } } checks { code severity sentence } }`},
	}
}

func TestFormsAnswerAsResolversDo(t *testing.T) {
	d := apitest.Postgres(t)
	s := serve(t, d, newWorld(t, d))
	for name, questions := range ofForms() {
		t.Run(name, func(t *testing.T) {
			for _, question := range questions {
				for n, at := range asOf {
					if n > 0 && !strings.Contains(question, "{at}") {
						break
					}
					query := strings.NewReplacer("({at})", map[bool]string{true: "", false: "(" + at + ")"}[at == ""], "{at}", at).Replace(question)
					for number, who := range asking {
						s.sameBothWays(t, request{viewer: who, language: []string{"vi", "en"}[number%2], query: query, variables: "{}", id: "forms"})
					}
				}
			}
		})
	}
}

// sameBothWays asks in both ways. The answer is to come from one statement, or
// to be an error, which the resolvers write.
func (s *servers) sameBothWays(t *testing.T, r request) {
	a, b := ask(t, s.compiled, r), ask(t, s.resolved, r)
	if difference := differ.Difference(a, b); difference != "" {
		t.Errorf("%s asked by %s:\n%s\n%s", r.query, r.viewer, difference, lastLine(s.log.String()))
	}
	if len(b.Errors) == 0 {
		assert.True(t, a.Compiled, "%s asked by %s is not compiled because of %s\n%s", r.query, r.viewer, a.Because, lastLine(s.log.String()))
	}
	require.NotEmpty(t, b.Data, "%s is refused: %s", r.query, b.Errors)
	assert.False(t, broken(b), fmt.Sprint(b.Errors))
}
