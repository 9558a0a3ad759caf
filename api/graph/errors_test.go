package graph_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	entpage "github.com/tiendo-vn/tiendo/ent/page"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// forged returns a cursor that no answer gave, from its column and key.
func forged(column string, key any) string {
	return entpage.Cursor{ID: unknown, Value: key}.Under(column).String()
}

// kindless returns a cursor with a key of no kind.
func kindless(column string) string {
	order := entpage.OrderBy(column)
	return base64.StdEncoding.EncodeToString(slices.Concat(unknown[:], []byte{'['}, order[:], []byte("x]")))
}

// vietnamese finds letters that English does not have.
const vietnamese = "ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"

func TestFaultsHaveCodesAndSentences(t *testing.T) {
	deep := strings.Repeat("x", 201)
	cases := map[string]struct {
		query     string
		variables map[string]any
		wantCode  string
		wantPath  []any
	}{
		"a cursor that is none":                {`{ agencies(after: "x") { edges { cursor } } }`, nil, "INVALID_CURSOR", []any{"agencies", "after"}},
		"an empty cursor":                      {`{ agencies(before: "") { edges { cursor } } }`, nil, "INVALID_CURSOR", []any{"agencies", "before"}},
		"a cursor that is a number":            {`{ agencies(after: 1) { edges { cursor } } }`, nil, "INVALID_CURSOR", []any{"agencies", "after"}},
		"a cursor that is none, nested":        {`{ agency(code: "a-0") { children(after: "x") { edges { cursor } } } }`, nil, "INVALID_CURSOR", []any{"agency", "children", "after"}},
		"a cursor that is none, in a variable": {`query($c: Cursor) { agencies(after: $c) { edges { cursor } } }`, map[string]any{"c": "~"}, "INVALID_CURSOR", []any{"agencies", "after"}},
		"a cursor of another order":            {`query($c: Cursor) { agencies(after: $c, orderBy: {field: NAME}) { edges { cursor } } }`, map[string]any{"c": forged("code_key", "x")}, "CURSOR_ORDER", []any{"agencies"}},
		"a cursor of no order":                 {`query($c: Cursor) { agencies(after: $c, orderBy: {field: NAME}) { edges { cursor } } }`, map[string]any{"c": forged("id", nil)}, "CURSOR_ORDER", []any{"agencies"}},
		"a cursor of another order, nested":    {`query($c: Cursor) { agency(code: "a-0") { children(after: $c) { edges { cursor } } } }`, map[string]any{"c": forged("code_key", "x")}, "CURSOR_ORDER", []any{"agency"}},
		"a cursor with a key of another type":  {`query($c: Cursor) { assignments(after: $c, orderBy: {field: POSITION}) { edges { cursor } } }`, map[string]any{"c": forged("position", "x")}, "INVALID_CURSOR", []any{"assignments"}},
		"a cursor without a key":               {`query($c: Cursor) { assignments(after: $c, orderBy: {field: POSITION}) { edges { cursor } } }`, map[string]any{"c": forged("position", nil)}, "INVALID_CURSOR", []any{"assignments"}},
		"a cursor of no kind":                  {`query($c: Cursor) { agencies(after: $c, orderBy: {field: CODE}) { edges { cursor } } }`, map[string]any{"c": kindless("code_key")}, "INVALID_CURSOR", []any{"agencies", "after"}},
		"a cursor with NUL":                    {`query($c: Cursor) { agencies(after: $c, orderBy: {field: CODE}) { edges { cursor } } }`, map[string]any{"c": forged("code_key", "\x00")}, "INVALID_CURSOR", []any{"agencies"}},
		"a cursor at the end of time":          {`query($c: Cursor) { targets(after: $c) { edges { cursor } } }`, map[string]any{"c": forged("recorded_at", time.Unix(1<<40, 0))}, "CURSOR_ORDER", []any{"targets"}},
		"a cursor with a time beyond years":    {`query($c: Cursor) { figures(after: $c, orderBy: {field: RECORDED_AT}) { edges { cursor } } }`, map[string]any{"c": forged("recorded_at", time.Unix(1<<40, 0))}, "INVALID_CURSOR", []any{"figures"}},
		"a cursor of a search":                 {`query($c: Cursor) { search(text: "a", after: $c) { edges { cursor } } }`, map[string]any{"c": forged("search", "x")}, "INVALID_CURSOR", []any{"search"}},
		"a cursor of a list in a search":       {`query($c: Cursor) { search(text: "a", after: $c) { edges { cursor } } }`, map[string]any{"c": forged("id", nil)}, "CURSOR_ORDER", []any{"search"}},
		"fewer than none":                      {`{ agencies(first: -1) { edges { cursor } } }`, nil, "INVALID_PAGE_SIZE", []any{"agencies"}},
		"fewer than none, nested":              {`{ agency(code: "a-0") { members(last: -1) { edges { cursor } } } }`, nil, "INVALID_PAGE_SIZE", []any{"agency"}},
		"too many":                             {`{ agencies(first: 100000) { totalCount } }`, nil, "INVALID_PAGE_SIZE", []any{"agencies"}},
		"too many in a search":                 {`{ search(text: "a", first: 201) { totalCount } }`, nil, "INVALID_PAGE_SIZE", []any{"search"}},
		"too many, in a variable, nested":      {`query($n: Int) { agency(code: "a-0") { children(first: $n) { totalCount } } }`, map[string]any{"n": 201}, "INVALID_PAGE_SIZE", []any{"agency"}},
		"from both ends":                       {`{ agencies(first: 1, last: 1) { edges { cursor } } }`, nil, "FIRST_AND_LAST", []any{"agencies"}},
		"from both ends, nested":               {`{ agency(code: "a-0") { tasks(first: 1, last: 1) { edges { cursor } } } }`, nil, "FIRST_AND_LAST", []any{"agency", "tasks"}},
		"a day that does not exist":            {`{ agencies(where: {activeFrom: "2023-02-30"}) { totalCount } }`, nil, "INVALID_INPUT", []any{"agencies", "where", "activeFrom"}},
		"a date as a number, in a variable":    {`query($w: AgencyWhereInput) { agencies(where: $w) { totalCount } }`, map[string]any{"w": map[string]any{"activeFrom": 2023}}, "INVALID_INPUT", []any{"agencies", "where", "activeFrom"}},
		"a time without a zone":                {`{ targets(where: {recordedAtGT: "2023-04-02T00:00:00"}) { totalCount } }`, nil, "INVALID_INPUT", []any{"targets", "where", "recordedAtGT"}},
		"an empty time":                        {`{ targets(where: {recordedAtGT: ""}) { totalCount } }`, nil, "INVALID_INPUT", []any{"targets", "where", "recordedAtGT"}},
		"a condition that is empty":            {`{ agencies(where: {not: {}}) { totalCount } }`, nil, "EMPTY_CONDITION", []any{"agencies"}},
		"a condition that is empty, nested":    {`{ agency(code: "a-0") { children(where: {or: [{}, {code: "x"}]}) { totalCount } } }`, nil, "EMPTY_CONDITION", []any{"agency"}},
		"an empty condition on an edge":        {`{ agencies(where: {hasParentWith: [{}]}) { totalCount } }`, nil, "EMPTY_CONDITION", []any{"agencies"}},
		"a text that is too long":              {`query($t: String!) { search(text: $t) { totalCount } }`, map[string]any{"t": deep}, "INVALID_INPUT", []any{"search"}},
		"NUL in a code":                        {`query($t: String!) { agency(code: $t) { code } }`, map[string]any{"t": "a\x00"}, "INVALID_INPUT", []any{"agency", "code"}},
		"NUL in a literal":                     {`{ agency(code: "a\u0000") { code } }`, nil, "INVALID_INPUT", []any{"agency", "code"}},
		"NUL in a search":                      {`query($t: String!) { search(text: $t) { totalCount } }`, map[string]any{"t": "a\x00b"}, "INVALID_INPUT", []any{"search", "text"}},
		"NUL in a filter":                      {`query($t: String!) { agencies(where: {or: [{codeHasPrefix: $t}, {code: "x"}]}) { totalCount } }`, map[string]any{"t": "\x00"}, "INVALID_INPUT", []any{"agencies", "where", "or", 0.0, "codeHasPrefix"}},
		"NUL in a nested filter":               {`query($t: String!) { agency(code: "a-0") { children(where: {code: $t}) { totalCount } } }`, map[string]any{"t": "\x00"}, "INVALID_INPUT", []any{"agency", "children", "where", "code"}},
		"a field that does not exist":          {`{ nope }`, nil, "GRAPHQL_VALIDATION_FAILED", nil},
		"an order that does not exist":         {`{ agencies(orderBy: {field: NOPE}) { totalCount } }`, nil, "GRAPHQL_VALIDATION_FAILED", nil},
		"a kind that does not exist":           {`{ agencies(where: {kind: NOPE}) { totalCount } }`, nil, "GRAPHQL_VALIDATION_FAILED", nil},
		"a kind that does not exist, variable": {`query($k: AgencyKind) { agencies(where: {kind: $k}) { totalCount } }`, map[string]any{"k": "NOPE"}, "GRAPHQL_VALIDATION_FAILED", []any{"variable", "k"}},
		"a text for a number":                  {`{ agencies(first: "1") { totalCount } }`, nil, "GRAPHQL_VALIDATION_FAILED", nil},
		"a document that does not parse":       {`{`, nil, "GRAPHQL_PARSE_FAILED", nil},
	}
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		populate(t, d)
		s := apitest.Serve(t, d, readsAll)
		for name, tc := range cases {
			t.Run(name, func(t *testing.T) {
				for language, local := range map[string]bool{"": false, "en": false, "vi-VN,vi;q=0.9,en;q=0.8": true} {
					answer := s.Ask(t, tc.query, tc.variables, "Accept-Language", language)
					require.Len(t, answer.Errors, 1, "%s", answer.Data)
					e := answer.Errors[0]
					assert.Equal(t, tc.wantCode, e.Extensions["code"], e.Message)
					if tc.wantPath != nil {
						assert.Equal(t, tc.wantPath, e.Path)
					}
					assert.Equal(t, local, strings.ContainsAny(strings.ToLower(e.Message), vietnamese), e.Message)
					if c, given := tc.variables["c"]; given && tc.wantCode == "INVALID_CURSOR" {
						assert.Contains(t, e.Message, c)
					}
				}
				assert.NotContains(t, s.Log.String(), "unexpected error")
			})
		}
	})
}

func TestOddValuesAnswerTheSameOnBothDatabases(t *testing.T) {
	cases := map[string]struct{ query, want string }{
		"a year beyond 32 bits":     {`{ targets(where: {yearGT: 4000000000}) { totalCount } }`, `{"targets":{"totalCount":0}}`},
		"a list of nothing":         {`{ agencies(where: {codeIn: []}) { totalCount } }`, `{"agencies":{"totalCount":0}}`},
		"none of nothing":           {`{ agencies(where: {codeNotIn: []}) { totalCount } }`, `{"agencies":{"totalCount":9}}`},
		"conditions without any":    {`{ agencies(where: {and: [], or: []}) { totalCount } }`, `{"agencies":{"totalCount":9}}`},
		"an empty condition":        {`{ agencies(where: {}) { totalCount } }`, `{"agencies":{"totalCount":9}}`},
		"a null condition":          {`{ agencies(where: {code: null, not: null, hasParentWith: null}) { totalCount } }`, `{"agencies":{"totalCount":9}}`},
		"a prefix with wildcards":   {`{ agencies(where: {codeHasPrefix: "_-"}) { totalCount } }`, `{"agencies":{"totalCount":0}}`},
		"a prefix in capitals":      {`{ agencies(where: {codeHasPrefix: "A"}) { totalCount } }`, `{"agencies":{"totalCount":0}}`},
		"a time in another zone":    {`{ submissions(where: {submittedAtGTE: "2023-04-02T07:00:00.3+07:00", submittedAtLTE: "2023-04-02T07:00:00.3+07:00"}) { totalCount } }`, `{"submissions":{"totalCount":2}}`},
		"a time finer than is kept": {`{ submissions(where: {submittedAtLTE: "2023-04-02T00:00:00.3000007Z"}) { totalCount } }`, `{"submissions":{"totalCount":5}}`},
		"a date":                    {`{ reportingWindows(where: {coversFromLTE: "2023-04-02"}) { totalCount } }`, `{"reportingWindows":{"totalCount":2}}`},
		"characters beyond a plane": {`{ agency(code: "🇻🇳") { code } search(text: "🇻🇳") { totalCount } }`, `{"agency":null,"search":{"totalCount":0}}`},
	}
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		populate(t, d)
		s := apitest.Serve(t, d, readsAll)
		for name, tc := range cases {
			t.Run(name, func(t *testing.T) {
				answer := s.Ask(t, tc.query, nil)
				require.Empty(t, answer.Errors)
				assert.JSONEq(t, tc.want, string(answer.Data))
			})
		}
	})
}

func TestANumberBeyondAllMeasureIsNoFaultOfOurs(t *testing.T) {
	const huge = "99999999999999999999"
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		populate(t, d)
		s := apitest.Serve(t, d, readsAll)
		for _, query := range []string{
			`{ agencies(first: %s) { totalCount } }`, `{ agency(code: "a-0") { children(first: %s) { totalCount } } }`,
			`{ rollUp(plan: "2021-2025", year: %s) { count } }`, `{ targets(where: {year: %s}) { totalCount } }`,
		} {
			for _, e := range s.Ask(t, fmt.Sprintf(query, huge), nil).Errors {
				assert.NotEqual(t, "INTERNAL", e.Extensions["code"], query)
			}
		}
	})
}

func TestAnInternalFaultIsHiddenAndLogged(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.Serve(t, d, viewer.Public())
		require.NoError(t, d.DB.Close())
		for language, want := range map[string]string{
			"en": "Internal error; tell the administrator the requestId.", "vi": "Lỗi hệ thống; hãy báo mã yêu cầu (requestId) cho người quản trị.",
		} {
			answer := s.Ask(t, `{ agencies { totalCount } }`, nil, "Accept-Language", language)
			require.Len(t, answer.Errors, 1)
			e := answer.Errors[0]
			assert.Equal(t, want, e.Message)
			assert.Equal(t, []any{"agencies"}, e.Path)
			id := answer.Header.Get("X-Request-Id")
			assert.Equal(t, map[string]any{"code": "INTERNAL", "requestId": id}, e.Extensions)
			assert.NotEmpty(t, id)
			assert.Contains(t, s.Log.String(), "database is closed")
			assert.Contains(t, s.Log.String(), id)
		}
	})
}
