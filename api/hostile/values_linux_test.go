package hostile

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	badID     = partial + "INVALID_ID"
	badInput  = partial + "INVALID_INPUT"
	badCursor = partial + "INVALID_CURSOR"
	badSize   = partial + "INVALID_PAGE_SIZE"
)

// in is a value in itself, n times.
func in(n int, key string, inmost any) any {
	for range n {
		inmost = map[string]any{key: inmost}
	}
	return inmost
}

// many is one value n times.
func many(n int, value any) []any {
	all := make([]any, n)
	for i := range all {
		all[i] = value
	}
	return all
}

const (
	byWhere    = "query($w: FigureWhereInput) { figures(where: $w) { totalCount } }"
	byIDs      = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
	byID       = "query($id: ID!) { node(id: $id) { id } }"
	bySize     = "query($n: Int) { agencies(first: $n) { totalCount } }"
	byCursor   = "query($c: Cursor) { agencies(first: 1, after: $c) { totalCount } }"
	bySearch   = "query($t: String!) { search(text: $t) { edges { score } } }"
	byCode     = "query($c: String!) { agency(code: $c) { code } }"
	byCodes    = "query($c: [String!]) { agencies(where: {codeIn: $c}) { totalCount } }"
	byTime     = "query($t: Time) { figures(asOf: $t) { totalCount } }"
	putFigures = "mutation($i: PutFiguresInput!) { putFigures(input: $i) { userErrors { code } cells { userErrors { code } } } }"
)

// figure is a report of one figure.
func figure(value any) map[string]any {
	return map[string]any{"i": map[string]any{
		"agency": "lao-cai", "window": "2023-Q1", "version": 1, "clientMutationId": marker,
		"cells": []any{map[string]any{"plan": "2021-2025", "code": "1.1", "value": value}},
	}}
}

// arguments are values that cost, break or leak something.
var arguments = []attack{
	asks("where 1,000 deep", "{ figures(where: "+nested(1_000, "{not: %s}", "{year: 1}")+") { totalCount } }", nil, tooDeep),
	asks("where 3,000 deep in variables", byWhere, map[string]any{"w": in(3_000, "not", map[string]any{"year": 1})}, tooDeep),
	asks("where 9,000 deep in variables", byWhere, map[string]any{"w": in(9_000, "not", map[string]any{"year": 1})}, tooDeep),
	asks("where over 40 edges", byWhere, map[string]any{"w": in(1, "hasIndicatorWith", in(40, "hasChildrenWith", map[string]any{"code": marker}))}, tooDeep),
	asks("where of 3,000 conditions", "{ figures(where: {or: ["+strings.Repeat("{year: 1}", 2_900)+"]}) { totalCount } }", nil, crowded),
	asks("where of 20,000 conditions in variables", byWhere, map[string]any{"w": map[string]any{"or": many(20_000, map[string]any{"year": 1})}}, crowded),
	asks("where that doubles 14 times", byWhere, map[string]any{"w": double(14)}, crowded),
	asks("a list of 40,000", byCodes, map[string]any{"c": many(40_000, marker)}, crowded),
	asks("a list of 40,000 in the document", "{ agencies(where: {codeIn: ["+strings.Repeat("\"a\" ", 40_000)+"]}) { totalCount } }", nil, tooLarge),
	asks("a list of 14,000 in the document", "{ agencies(where: {codeIn: ["+strings.Repeat("\"a\" ", 14_000)+"]}) { totalCount } }", nil, crowded),
	asks("40,000 ids", byIDs, map[string]any{"ids": many(40_000, "AQ"+strings.Repeat("A", 10))}, crowded),
	asks("900 ids that are none", byIDs, map[string]any{"ids": many(900, marker)}, badID),
	asks("a page of 1,000,000,000", "{ agencies(first: 1000000000) { totalCount } }", nil, badSize),
	asks("a page of 1,000,000,000 in variables", bySize, map[string]any{"n": 1_000_000_000}, badSize),
	asks("a page from the end of 1,000,000,000", "{ agencies(last: 1000000000) { totalCount } }", nil, badSize),
	asks("a page of -1", "{ agencies(first: -1) { totalCount } }", nil, badSize),
	asks("a page of 9,999,999,999", bySize, map[string]any{"n": 9_999_999_999}, badSize),
	asks("a page of 1e400", bySize, map[string]any{"n": json.Number("1e400")}, invalid),
	asks("a page of 1e9", bySize, map[string]any{"n": json.Number("1e9")}, invalid),
	asks("a page of a text", bySize, map[string]any{"n": marker}, invalid),
	asks("a page of an object", bySize, map[string]any{"n": map[string]any{marker: 1}}, invalid),
	asks("a page from both ends", "{ agencies(first: 1, last: 1) { totalCount } }", nil, partial+"FIRST_AND_LAST"),
	asks("NUL in a text", byCode, map[string]any{"c": marker + "\x00"}, badInput),
	asks("NUL in a text of the document", "{ agency(code: \""+marker+`\u0000`+"\") { code } }", nil, badInput),
	asks("NUL in a search", bySearch, map[string]any{"t": marker + "\x00"}, badInput),
	asks("NUL in a filter", "query($c: String) { agencies(where: {codeContains: $c}) { totalCount } }", map[string]any{"c": marker + "\x00"}, invalid),
	asks("NUL in a name", "{ a\x00"+marker+" }", nil, unparsable),
	asks("NUL in a cursor", byCursor, map[string]any{"c": marker + "\x00"}, badCursor),
	asks("NUL in an id", byID, map[string]any{"id": marker + "\x00"}, badID),
	asks("no cursor", byCursor, map[string]any{"c": marker}, badCursor),
	asks("a cursor of bytes", byCursor, map[string]any{"c": base64.RawURLEncoding.EncodeToString([]byte("\xff\xff" + marker))}, badCursor),
	asks("a cursor that is a number", byCursor, map[string]any{"c": 5}, badCursor),
	asks("a cursor of 900 KB", byCursor, map[string]any{"c": strings.Repeat(marker, 125_000)}, badCursor),
	{name: "a cursor of another order", want: partial + "CURSOR_ORDER", send: otherOrder},
	asks("an id that is none", byID, map[string]any{"id": marker}, badID),
	asks("an id of 900 KB", byID, map[string]any{"id": strings.Repeat(marker, 125_000)}, badID),
	asks("an id that is a number", byID, map[string]any{"id": json.Number(strings.Repeat("9", 500_000))}, badID),
	asks("an unknown choice", "query($k: AgencyKind) { agencies(where: {kind: $k}) { totalCount } }", map[string]any{"k": marker}, invalid),
	asks("a member that is not there", byWhere, map[string]any{"w": map[string]any{marker: 1}}, invalid),
	asks("a list for an object", byWhere, map[string]any{"w": []any{marker}}, invalid),
	asks("an object for a text", byCode, map[string]any{"c": map[string]any{marker: marker}}, invalid),
	asks("no value for what needs one", byCode, nil, invalid),
	asks("20,000 variables that nobody asked for", "{ __typename }", spare(20_000), crowded),
	asks("a variable with a deep object", "{ __typename }", map[string]any{marker: in(4_000, marker, 1)}, tooDeep),
	asks("a time in the year 99999", byTime, map[string]any{"t": "99999-01-01T00:00:00Z"}, badInput),
	asks("a time that is a text", byTime, map[string]any{"t": marker}, badInput),
	asks("a time of 900 KB", byTime, map[string]any{"t": strings.Repeat(marker, 125_000)}, badInput),
	asks("a search of 900 KB", bySearch, map[string]any{"t": strings.Repeat(marker+" ", 112_000)}, badInput),
	asks("a search that swells", bySearch, map[string]any{"t": strings.Repeat("\ufdfa", 50_000)}, badInput),
	asks("a search of 100,000 accents", bySearch, map[string]any{"t": "a" + strings.Repeat("\u0301", 100_000)}, badInput),
	asks("a search of 50,000 words", bySearch, map[string]any{"t": strings.Repeat("a ", 50_000)}, badInput),
	signed("a decimal of 1e1000000000", request(putFigures, figure(json.Number("1e1000000000"))), badInput),
	signed("a decimal of 1e-2147483649", request(putFigures, figure("1e-2147483649")), badInput),
	signed("a decimal of 1e1000000 in a text", request(putFigures, figure("1e1000000")), badInput),
	signed("a decimal of 400,000 digits", request(putFigures, figure(json.Number(strings.Repeat("7", 400_000)))), badInput),
	signed("a decimal of a text", request(putFigures, figure(marker)), badInput),
	signed("not a number", request(putFigures, figure("NaN")), badInput),
	signed("an infinite decimal", request(putFigures, figure("Infinity")), badInput),
	signed("a decimal in hexadecimal", request(putFigures, figure("0x1F")), badInput),
	signed("40,000 figures", request(putFigures, map[string]any{"i": map[string]any{"agency": "lao-cai", "window": "2023-Q1", "cells": many(20_000, map[string]any{"code": "1"})}}), crowded),
}

// double is a condition that holds itself twice, and again.
func double(n int) any {
	var w any = map[string]any{"year": 1}
	for range n {
		w = map[string]any{"and": []any{w, w}}
	}
	return w
}

// spare is variables beside those asked for.
func spare(n int) map[string]any {
	all := map[string]any{}
	for i := range n {
		all[marker+string(rune('a'+i%26))+strings.Repeat("x", i/26%40)+string(rune('a'+i/1040))] = i
	}
	return all
}

// otherOrder takes a cursor along from one order to another.
func otherOrder(t *testing.T, s *server) outcome {
	t.Helper()
	first := s.post(t, request("{ agencies(first: 1, orderBy: {field: CODE}) { pageInfo { endCursor } } }", nil))
	var answer struct {
		Data struct {
			Agencies struct{ PageInfo struct{ EndCursor string } }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(first.text), &answer))
	require.NotEmpty(t, answer.Data.Agencies.PageInfo.EndCursor, first.text)
	return s.post(t, request("query($c: Cursor) { agencies(first: 1, after: $c, orderBy: {field: NAME}) { edges { cursor } } }",
		map[string]any{"c": answer.Data.Agencies.PageInfo.EndCursor}))
}
