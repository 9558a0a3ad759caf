package graph_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// parents are two rows of each type with connections, the first with rows in
// all of them.
func (w *world) parents() map[string][2]uuid.UUID {
	return map[string][2]uuid.UUID{
		"Agency":          {w.agencies[0].ID, w.agencies[1].ID},
		"Plan":            {w.plans[0].ID, w.plans[1].ID},
		"LegalDocument":   {w.documents[0].ID, w.documents[1].ID},
		"Indicator":       {w.indicators[0].ID, w.indicators[1].ID},
		"ReportingWindow": {w.windows[0].ID, w.windows[1].ID},
		"Submission":      {w.submissions[0].ID, w.submissions[1].ID},
	}
}

// below reads a connection of the first of some nodes: of one node alone, the
// page is cut by the statement; of several, row by row.
func below(t *testing.T, s *apitest.Server, typ, field string, ids ...string) reader {
	return func(args, node string) page {
		t.Helper()
		var answer struct{ Nodes []map[string]page }
		s.Get(t, fmt.Sprintf(`query($ids: [ID!]!) { nodes(ids: $ids) { ... on %s { %s } } }`, typ, selection(field, args, node)),
			map[string]any{"ids": ids}, &answer)
		return answer.Nodes[0][field]
	}
}

func TestEveryNestedConnectionPagesUnderEveryOrder(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		parents := populate(t, d).parents()
		s := apitest.Serve(t, d, readsAll)
		g := learn(t, s)
		for _, typ := range g.Types {
			if typ.Name == "Query" {
				continue
			}
			for _, c := range g.connections(typ.Name) {
				if !slices.ContainsFunc(g.typ(c.Node).Fields, func(f fieldInfo) bool { return f.Name == "id" }) {
					continue // sums, which have a test of their own
				}
				require.Contains(t, parents, typ.Name, "name rows with connections")
				ids := []string{gid.Of(typ.Name, parents[typ.Name][0]).String(), gid.Of(typ.Name, parents[typ.Name][1]).String()}
				for _, order := range append(g.orders(c), "") {
					for _, direction := range []string{"ASC", "DESC"} {
						t.Run(typ.Name+" "+c.Field+" by "+order+" "+direction, func(t *testing.T) {
							alone := pageThrough(t, below(t, s, typ.Name, c.Field, ids[0]), order, direction, 2)
							among := pageThrough(t, below(t, s, typ.Name, c.Field, ids...), order, direction, 2)
							assert.Equal(t, alone, among)
						})
					}
				}
			}
		}
	})
}

// cursors finds cursors in an answer: they differ with every run.
var cursors = regexp.MustCompile(`("c(?:ursor)?":)"[\w+/=]{24,}"`)

func TestAFieldMayBeAskedInAnyShape(t *testing.T) {
	eight := strings.TrimSuffix(strings.Repeat(`{"node":{"kind":"PROVINCE"}},`, 8), ",")
	cases := map[string]struct{ query, want string }{
		"under aliases all the way": {
			`{ p: plan(code: "2021-2025") { i: indicators(first: 1, orderBy: {field: CODE}) { t: totalCount e: edges { c: cursor n: node { code } } } } }`,
			`{"p":{"i":{"t":8,"e":[{"c":"*","n":{"code":"3.5"}}]}}}`},
		"with misleading aliases": {
			`{ plan(code: "2021-2025") { edges: indicators(first: 1, orderBy: {field: CODE}) { edges: totalCount node: edges { pageInfo: node { totalCount: code } } totalCount: pageInfo { edges: hasNextPage } } } }`,
			`{"plan":{"edges":{"edges":8,"node":[{"pageInfo":{"totalCount":"3.5"}}],"totalCount":{"edges":true}}}}`},
		"in fragments": {
			`{ plan(code: "2021-2025") { ...P } }
			fragment P on Plan { indicators(first: 1, orderBy: {field: CODE}) { ...C } }
			fragment C on IndicatorConnection { ... on IndicatorConnection { totalCount } edges { ...E } }
			fragment E on IndicatorEdge { node { ... on Node { ... on Indicator { code } } } }`,
			`{"plan":{"indicators":{"totalCount":8,"edges":[{"node":{"code":"3.5"}}]}}}`},
		"twice under two aliases with different arguments": {
			`{ plan(code: "2021-2025") {
				a: indicators(first: 1, orderBy: {field: CODE}) { edges { node { code } } }
				b: indicators(last: 1, orderBy: {field: CODE}, where: {codeHasPrefix: "3"}) { totalCount edges { node { code } } } } }`,
			`{"plan":{"a":{"edges":[{"node":{"code":"3.5"}}]},"b":{"totalCount":4,"edges":[{"node":{"code":"3.10"}}]}}}`},
		"twice at the root": {
			`{ a: plans(first: 1, orderBy: {field: CODE}) { edges { node { code } } } b: plans(first: 1, orderBy: {field: CODE, direction: DESC}) { totalCount edges { node { code } } } }`,
			`{"a":{"edges":[{"node":{"code":"900"}}]},"b":{"totalCount":3,"edges":[{"node":{"code":"2026-2030"}}]}}`},
		"through two aliases of an edge that lead to one row": {
			`{ agencies(where: {code: "a-1"}) { edges { node {
				a: parent { children(first: 1, orderBy: {field: CODE}) { edges { node { code } } } }
				b: parent { children(first: 3, orderBy: {field: CODE}) { edges { node { code } } } } } } } }`,
			`{"agencies":{"edges":[{"node":{"a":{"children":{"edges":[{"node":{"code":"a-1"}}]}},"b":{"children":{"edges":[{"node":{"code":"a-1"}},{"node":{"code":"a-2"}},{"node":{"code":"a-3"}}]}}}}]}}`},
		"through edges asked twice": {
			`{ agencies(where: {code: "a-0"}) {
				a: edges { cursor node { children(first: 1, orderBy: {field: CODE}) { edges { node { code } } } } }
				b: edges { x: node { children(first: 3, orderBy: {field: CODE}) { edges { node { code } } } } } } }`,
			`{"agencies":{"a":[{"cursor":"*","node":{"children":{"edges":[{"node":{"code":"a-1"}}]}}}],"b":[{"x":{"children":{"edges":[{"node":{"code":"a-1"}},{"node":{"code":"a-2"}},{"node":{"code":"a-3"}}]}}}]}}`},
		"with variables that are null": {
			`query($n: Int, $c: Cursor, $o: AgencyOrder, $w: AgencyWhereInput) { agency(code: "a-0") { children(first: $n, last: $n, after: $c, before: $c, orderBy: $o, where: $w) { totalCount edges { node { kind } } } } }`,
			`{"agency":{"children":{"totalCount":8,"edges":[` + eight + `]}}}`},
		"with fields left out by a directive": {
			`{ plan(code: "2021-2025") { indicators(first: 0) { totalCount @skip(if: true) edges @include(if: false) { cursor } pageInfo { hasNextPage } } } }`,
			`{"plan":{"indicators":{"pageInfo":{"hasNextPage":true}}}}`},
		"of unlike types by one name with different arguments": {
			`query($ids: [ID!]!) { nodes(ids: $ids) {
				... on Plan { tasks(first: 1, orderBy: {field: CODE}) { edges { node { code } } } }
				... on LegalDocument { tasks(first: 3, orderBy: {field: CODE}) { edges { node { code } } } } } }`,
			`{"nodes":[{"tasks":{"edges":[{"node":{"code":"3.5"}}]}},{"tasks":{"edges":[{"node":{"code":"3.5"}},{"node":{"code":"3.5.2"}},{"node":{"code":"3.5.10"}}]}}]}`},
		"with arguments nobody may give, in a fragment on another type than the page's": {
			`{ plans(first: 1, orderBy: {field: CODE}) { edges { node { code ... on Node { ... on LegalDocument { tasks(first: 1, last: 1) { totalCount } } } } } } }`,
			`{"plans":{"edges":[{"node":{"code":"900"}}]}}`},
		"with arguments nobody may give, in a fragment on another type than the node's": {
			`{ plan(code: "900") { code ... on Node { ... on LegalDocument { tasks(first: 1, last: 1) { totalCount } } } } }`,
			`{"plan":{"code":"900"}}`},
		"with arguments nobody may give, in a fragment on the type of what leads there": {
			`query($ids: [ID!]!) { nodes(ids: $ids) { ... on Plan { indicators(first: 1, orderBy: {field: CODE}) {
				edges { node { code ... on Node { ... on Plan { tasks(first: 1, last: 1) { totalCount } } } } } } } } }`,
			`{"nodes":[{"indicators":{"edges":[{"node":{"code":"3.5"}}]}},{}]}`},
		"of an interface under aliases": {
			`query($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Node { i: id @skip(if: true) } ... on Plan { c: code } ... on LegalDocument { c: number } } }`,
			`{"nodes":[{"__typename":"Plan","c":"2021-2025"},{"__typename":"LegalDocument","c":"942/QĐ-TTg"}]}`},
	}
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := populate(t, d)
		s := apitest.Serve(t, d, viewer.Public())
		for name, tc := range cases {
			t.Run(name, func(t *testing.T) {
				answer := s.Ask(t, tc.query, map[string]any{"ids": []string{
					gid.Of("Plan", w.plans[0].ID).String(), gid.Of("LegalDocument", w.documents[0].ID).String()}})
				require.Empty(t, answer.Errors)
				assert.JSONEq(t, tc.want, cursors.ReplaceAllString(string(answer.Data), `$1"*"`))
			})
		}
	})
}
