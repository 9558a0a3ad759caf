package cost_test

import (
	"encoding/json"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"

	"github.com/tiendo-vn/tiendo/api/server/cost"
)

const directives = `
	directive @cost(weight: String!) on FIELD_DEFINITION
	directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!]) on FIELD_DEFINITION
`

var schema = gqlparser.MustLoadSchema(&ast.Source{Input: directives + `
	type Query {
		name: String  cheap: String @cost(weight: "0")  dear: String @cost(weight: "700")
		a: A  either: Either  node: Node  nodes(ids: [ID!]!): [Node]!
		page(first: Int, last: Int, where: Where): Page!  five(first: Int = 5): Page!
		found(most: Int): Found! @listSize(assumedSize: 7, slicingArguments: ["most"], sizedFields: ["hits"])
		list: [A!]!  long: [A!]! @cost(weight: "20") @listSize(assumedSize: 90)
	}
	input Where { code: String  codeIn: [String!]  and: [Where!]  hasAWith: [Where!] }
	interface Node { id: ID! }
	type A implements Node { id: ID!  a: String  list: [A!]!  page(first: Int): Page! }
	type B implements Node { id: ID!  b: String @cost(weight: "40") }
	union Either = A | B
	type Page { edges: [Edge!]!  total: Int @cost(weight: "30")  pageInfo: String }
	type Edge { cursor: String  node: A! }
	type Found { hits: [A!]!  other: [A!]! }
	type Mutation { set(input: Where): A }
	type Subscription { ticks: A }
`})

func model() *cost.Model {
	return cost.New(schema, cost.Defaults{Page: 50, MaxPage: 200, List: 4, Mutation: 1000})
}

func operation(t *testing.T, query string) *ast.OperationDefinition {
	t.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	require.NoError(t, err)
	require.Empty(t, validator.Validate(schema, doc)) //nolint:staticcheck // the default rules
	return doc.Operations[0]
}

func TestWhatOperationsCost(t *testing.T) {
	thousand := strings.TrimSuffix(strings.Repeat(`"x",`, 1000), ",")
	cases := map[string]struct {
		query     string
		variables string
		want      int
	}{
		"a field":                                 {`{name}`, ``, 1},
		"a field that says what it costs":         {`{dear}`, ``, 700},
		"a field that costs nothing":              {`{cheap}`, ``, 0},
		"what every type has":                     {`{__typename a{__typename id}}`, ``, 2},
		"the schema":                              {`{__schema{types{name fields{name}}}}`, ``, 12_000},
		"a type of the schema":                    {`{__type(name: "A"){fields{name}}}`, ``, 200},
		"a list":                                  {`{list{id a}}`, ``, 1 + 4*2},
		"a list in a list":                        {`{list{list{id}}}`, ``, 1 + 4*(1+4)},
		"a list that says how long it is":         {`{long{id}}`, ``, 20 + 90},
		"a page without a size":                   {`{page{edges{node{id}}}}`, ``, 1 + 1 + 50*2},
		"a page's own figures once":               {`{page(first: 10){total pageInfo edges{cursor}}}`, ``, 1 + 30 + 1 + 1 + 10},
		"a page with a size":                      {`{page(first: 10){edges{node{id}}}}`, ``, 1 + 1 + 10*2},
		"a page from the end":                     {`{page(last: 3){edges{cursor}}}`, ``, 1 + 1 + 3},
		"a page of nothing":                       {`{page(first: 0){edges{cursor}}}`, ``, 1 + 1 + 1},
		"a page that will be refused":             {`{page(first: 1000000000){edges{cursor}}}`, ``, 1 + 1 + 200},
		"a page with a size by default":           {`{five{edges{cursor}}}`, ``, 1 + 1 + 5},
		"a page in a fragment":                    {`{page(first: 10){...P}} fragment P on Page {total edges{cursor}}`, ``, 1 + 30 + 1 + 10},
		"a page of pages":                         {`{page(first: 10){edges{node{page(first: 20){edges{cursor}}}}}}`, ``, 2 + 10*(1+2+20)},
		"one fragment on pages of two sizes":      {`{a: page(first: 1){...P} b: page(first: 2){...P}} fragment P on Page {edges{cursor}}`, ``, 2 + 1 + 2 + 2},
		"a size by variable":                      {`query($n: Int){page(first: $n){edges{cursor}}}`, `{"n": 7}`, 2 + 7},
		"a size by variable that is null":         {`query($n: Int){page(first: $n){edges{cursor}}}`, `{"n": null}`, 2 + 50},
		"a size by variable that is not given":    {`query($n: Int){page(first: $n){edges{cursor}}}`, ``, 2 + 50},
		"the end where the beginning is null":     {`query($n: Int, $m: Int){page(first: $n, last: $m){edges{cursor}}}`, `{"m": 3}`, 2 + 3},
		"a size by variable beyond the largest":   {`query($n: Int){page(first: $n){edges{cursor}}}`, `{"n": 2147483647}`, 2 + 200},
		"a negative size":                         {`query($n: Int){page(first: $n){edges{cursor}}}`, `{"n": -1}`, 2 + 1},
		"fields that repeat by name":              {`{found(most: 3){hits{id} other{id}}}`, ``, 1 + 1 + 3 + 1 + 4},
		"fields that repeat as assumed":           {`{found{hits{id}}}`, ``, 1 + 1 + 7},
		"as many as there are ids":                {`{nodes(ids: ["a","b","c"]){id}}`, ``, 1 + 3},
		"as many ids as a variable has":           {`query($ids: [ID!]!){nodes(ids: $ids){id}}`, `{"ids": ["a","b"]}`, 1 + 2},
		"the dearest of the types":                {`{either{...on A{id a} ...on B{b}}}`, ``, 1 + 40},
		"the dearest of the types, with the rest": {`{node{id ...on A{a} ...on B{b} ...on Node{id}}}`, ``, 1 + 1 + 40 + 1},
		"the dearest by variables":                {`query($n: Int){node{...on A{page(first: $n){edges{cursor}}} ...on B{b}}}`, `{"n": 100}`, 1 + 2 + 100},
		"the other by variables":                  {`query($n: Int){node{...on A{page(first: $n){edges{cursor}}} ...on B{b}}}`, `{"n": 1}`, 1 + 40},
		"what is included":                        {`query($x: Boolean!){name dear @include(if: $x)}`, `{"x": true}`, 701},
		"what is not included":                    {`query($x: Boolean!){name dear @include(if: $x)}`, `{"x": false}`, 1},
		"what is skipped":                         {`query($x: Boolean!){name ...on Query @skip(if: $x){dear}}`, `{"x": true}`, 1},
		"what the document skips":                 {`{name dear @skip(if: true)}`, ``, 701},
		"every value of a filter":                 {`{page(first: 1, where: {code: "x", and: [{code: "y"}, {codeIn: ["a", "b"]}]}){total}}`, ``, 1 + 30 + 1 + 1 + 2 + 3},
		"every value of a filter by variable":     {`query($w: Where){page(first: 1, where: $w){total}}`, `{"w": {"code": "x", "codeIn": ["a", "b"]}}`, 1 + 30 + 1 + 1 + 2},
		"a variable in a filter":                  {`query($c: String){page(first: 1, where: {code: $c}){total}}`, `{"c": "x"}`, 1 + 30 + 2},
		"a thousand values in a filter":           {`{page(first: 1, where: {codeIn: [` + thousand + `]}){total}}`, ``, 1 + 30 + 1001},
		"a change":                                {`mutation{set(input: {code: "x"}){id}}`, ``, 1000 + 2 + 1},
		"an event":                                {`subscription{ticks{id}}`, ``, 2},
		"repeats count again":                     {`{dear dear x: dear}`, ``, 2100},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			var variables map[string]any
			if tc.variables != "" {
				d := json.NewDecoder(strings.NewReader(tc.variables))
				d.UseNumber()
				require.NoError(t, d.Decode(&variables))
			}
			m, op := model(), operation(t, tc.query)
			assert.Equal(t, tc.want, m.Of(op, variables))
			assert.Equal(t, tc.want, m.Of(op, variables), "and the same when it is known")
		})
	}
}

func TestCostsDoNotRunOver(t *testing.T) {
	query := strings.Repeat(`page(first: 200){edges{node{`, 12) + `id` + strings.Repeat(`}}}`, 12)
	assert.Equal(t, 1<<40, model().Of(operation(t, `{a{`+query+`}}`), nil))
}

func TestAnUnusedOperationIsForgotten(t *testing.T) {
	m := model()
	for range 100 {
		m.Of(operation(t, `{name}`), nil)
	}
	assert.Eventually(t, func() bool { runtime.GC(); return m.Known() == 0 }, 10*time.Second, time.Millisecond)
}

func TestADirectiveSaysANumber(t *testing.T) {
	for _, weight := range []string{"dear", "-1", "1.5", ""} {
		bad := gqlparser.MustLoadSchema(&ast.Source{Input: directives + `type Query { a: Int @cost(weight: "` + weight + `") }`})
		assert.PanicsWithValue(t, `cost: @cost(weight: "`+weight+`"): expected a whole number from 0`,
			func() { cost.New(bad, cost.Defaults{}) })
	}
}
