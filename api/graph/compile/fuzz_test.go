package compile_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tiendo-vn/tiendo/api/graph/differ"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/page"
	"github.com/tiendo-vn/tiendo/ent/relation"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// mark begins every text of a client's: it must come into no statement.
const mark = "zQ9mark"

var (
	now = time.Date(2023, 10, 20, 8, 30, 0, 0, time.UTC)
	key = uuid.MustParse("0190a3c0-1234-7000-8000-000000000001")
)

// Texts that mean something to PostgreSQL, to Go or to JSON.
var hostile = []string{
	"", "'", "''", "\\", `\'`, `"`, `\"`, "$1", "$1::text", "$$", ";", "'; DROP TABLE agencies; --", "') OR true --", "/*", "*/", "\x00", "\x01", "a\x00'b", "\n", "%", "_",
	"E'\\''", "đ", "\u2028", "\U0010ffff", "?", ":a", "@a", "{}", "{a,b}", "{\"a'", "NULL", "null", "1.5", "1e400", "NaN", "t1.id", strings.Repeat("'", 50),
}

// pool has a text wherever a client may send one, and one of everything else.
func pool(schema *ast.Schema, text string) *differ.Pool {
	quoted, _ := json.Marshal(mark + text)
	p := differ.NewPool()
	p.Words = []string{string(quoted)}
	p.Times, p.Future = []string{`"2023-04-02T17:00:00Z"`}, []string{`"2123-01-01T00:00:00Z"`}
	for name, of := range db.Relations {
		p.IDs[name] = []string{`"` + gid.Of(name, key).String() + `"`}
		for field, column := range of.Columns {
			if column.Kind == relation.Text {
				p.Fields[name+"."+field] = p.Words
			}
		}
		order := schema.Types[name+"OrderField"]
		if order == nil {
			continue
		}
		p.AddCursor(name+"Connection", "", page.Cursor{ID: key}.Under("id").String())
		for _, v := range order.EnumValues {
			column := strings.ToLower(v.Name)
			if _, sorted := of.Kinds[column+"_key"]; sorted {
				column += "_key"
			}
			c := page.Cursor{ID: key, Value: mark + text}
			switch of.Kinds[column] {
			case relation.Int:
				c.Value = 2023
			case relation.Time, relation.Date:
				c.Value = now
			}
			p.AddCursor(name+"Connection", v.Name, c.Under(column).String())
		}
	}
	return p
}

// askers are who may ask: the conditions of access differ.
var askers = []viewer.Viewer{
	viewer.Public(), {Name: "reads-all", ReadAll: true},
	{Name: "reporter", Person: key, Grants: []viewer.Grant{{Role: viewer.RoleReporter, Agency: key}}, Below: map[uuid.UUID][]uuid.UUID{key: {key}}},
	{Name: "reviewer", Person: key, Grants: []viewer.Grant{{Role: viewer.RoleReviewer, Agency: key}, {Role: viewer.RoleAdmin, Agency: key}}},
}

// Any valid operation is compiled into one statement or falls back by the name
// of a field, whatever the texts in it: they are parameters, and no part of the
// statement.
func FuzzOperation(f *testing.F) {
	for n, text := range hostile {
		for m := range uint64(8) {
			f.Add(uint64(1), uint64(n)*8+m, text)
		}
	}
	schema := compiling().Schema()
	f.Fuzz(func(t *testing.T, seed, number uint64, text string) {
		g := &differ.Generator{Schema: schema, Pool: pool(schema, text)}
		o, err := g.Operation(seed, number)
		if err != nil {
			return // the generator gave up
		}
		query, variables := o.Text()
		ran := run(t, askers[number%uint64(len(askers))], query, variables)
		ran.check(t)
		assert.NotContains(t, ran.all, mark, "%s\n%s", query, variables)
	})
}

// The same holds for documents that nobody generated, and for values of
// variables of any form.
func FuzzDocument(f *testing.F) {
	id := gid.Of("Agency", key).String()
	for _, text := range hostile {
		quoted, _ := json.Marshal(text)
		f.Add(`query($c: String!) { agency(code: $c) { name duties(windowCode: $c) { indicator { code } } } }`, `{"c":`+string(quoted)+`}`)
		f.Add(`{ agency(code: `+string(quoted)+`) { id } indicators(where: {or: [{codeHasPrefix: `+string(quoted)+`}, {nameIn: [`+string(quoted)+`]}]}) { totalCount } }`, ``)
	}
	for _, document := range []string{
		`{ __typename __schema { queryType { name } } }`, `{ viewer { name roles { role } } }`, `mutation { saveDraft(input: {}) { submission { id } } }`,
		`query A($i: ID!, $n: Int = 2, $o: AgencyOrder = {field: NAME}) { node(id: $i) { ...A } } fragment A on Agency { children(first: $n, orderBy: $o) { edges { cursor node { id } } pageInfo { endCursor } } }`,
		`query($i: [ID!]!) { nodes(ids: $i) { __typename ... on Agency { parent { parent { code } } } ... on Node @skip(if: true) { id } } }`,
		`{ figures(first: 3, last: 3) { totalCount } rollUp(plan: "p", year: 2147483647) { count mean } }`,
		`{ figures(asOf: "2023-01-01T00:00:00Z", where: {not: {}, and: [], or: [{}]}) { edges { node { value text } } } }`,
		`{ indicator(plan: "", code: "") { latestFigure(agency: "'") { value } measuredBy { code } disagreements { gap } } search(text: "'") { edges { node { __typename } } } }`,
		`{ submissions(after: "` + page.Cursor{ID: key, Value: "'"}.Under("code_key").String() + `", orderBy: {field: SUBMITTED_AT, direction: DESC}) { pageInfo { hasNextPage } } }`,
	} {
		f.Add(document, `{"i":"`+id+`"}`)
		f.Add(document, `{"i":["`+id+`",null],"n":-1,"o":{"field":"'"}}`)
		f.Add(document, `{"i":[],"n":1e99,"o":null}`)
	}
	f.Fuzz(func(t *testing.T, query, variables string) {
		if len(query) > 4096 {
			return // the server measures documents before
		}
		for _, v := range askers {
			run(t, v, query, variables).check(t)
		}
	})
}

// check holds what is so of every operation.
func (r ran) check(t *testing.T) {
	if !r.valid {
		return
	}
	require.NoError(t, r.fault, "an operation falls back for a field, not for a fault")
	if r.fellBack != "" {
		assert.Zero(t, r.statements, "%s was found when it was too late", r.fellBack)
		return
	}
	require.Equal(t, 1, r.statements)
	used, err := lexed(r.text)
	require.NoError(t, err, r.text)
	for n, arg := range r.args {
		text, _ := arg.Value.(string)
		assert.NotContains(t, text, "\x00", "a text that PostgreSQL refuses")
		assert.NotZero(t, used[n+1], "parameter %d of\n%s", n+1, r.text)
	}
	assert.Len(t, used, len(r.args), r.text)
	assert.JSONEq(t, answered, string(r.data))
}

func TestTheLexerKnowsWhatIsNoStatement(t *testing.T) {
	for text, good := range map[string]bool{
		`SELECT 'a''b' || "c""d" || $1::text`: true, `SELECT E'\'' || 'a\'`: true, `SELECT (a[1] ->> 'b') - -1`: true, `SELECT 'ké;--/*' `: true,
		`SELECT 'a`: false, `SELECT E'\'`: false, `SELECT ")`: false, `SELECT (1`: false, `SELECT 1)`: false, `SELECT (a]`: false, `SELECT 1; SELECT 2`: false,
		`SELECT 1 -- a`: false, `SELECT 1 /* a */`: false, `SELECT $$a$$`: false, `SELECT $a`: false, `SELECT é`: false, "SELECT 'a\x00'": false, `SELECT \a`: false,
	} {
		_, err := lexed(text)
		assert.Equal(t, good, err == nil, "%s: %v", text, err)
	}
	used, err := lexed("SELECT $1, '$2', $3, $1")
	require.NoError(t, err)
	assert.Equal(t, map[int]int{1: 2, 3: 1}, used)
}

// asking is a context of somebody who asks.
func asking(t testing.TB, v viewer.Viewer) context.Context {
	return graphql.StartOperationTrace(viewer.NewContext(t.Context(), v))
}

// parameters reads the variables of a request, in JSON; what is none is no
// variables.
func parameters(query, variables string) *graphql.RawParams {
	given := map[string]any{}
	decoder := json.NewDecoder(strings.NewReader(variables))
	decoder.UseNumber()
	if decoder.Decode(&given) != nil {
		given = map[string]any{}
	}
	return &graphql.RawParams{Query: query, Variables: given}
}

// A fuzz target that is always answered by the resolvers holds nothing.
func TestMostFuzzedOperationsAreCompiled(t *testing.T) {
	schema := compiling().Schema()
	valid, compiled, marked := 0, 0, 0
	for n := range uint64(300) {
		g := &differ.Generator{Schema: schema, Pool: pool(schema, "'")}
		o, err := g.Operation(2, n)
		require.NoError(t, err)
		query, variables := o.Text()
		r := run(t, askers[n%uint64(len(askers))], query, variables)
		if r.valid {
			valid++
		}
		if r.statements > 0 {
			compiled++
		}
		if strings.Contains(fmt.Sprint(r.args), mark) {
			marked++
		}
	}
	assert.Greater(t, valid, 270)
	assert.Greater(t, compiled, 150)
	assert.Greater(t, marked, 60, "statements with a text of the client's among their parameters")
}
