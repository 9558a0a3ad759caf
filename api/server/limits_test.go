package server_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/server"
)

// nested is a query of the given depth.
func nested(depth int) string {
	return "{thing{" + strings.Repeat("parent{", depth-2) + "id" + strings.Repeat("}", depth)
}

// bomb is a chain of fragments that each use the next one twice: 2^links fields.
func bomb(links int, on, field, leaf string) string {
	var b strings.Builder
	for i := range links {
		fmt.Fprintf(&b, "fragment F%d on %s {%s{...F%d} y:%s{...F%d}} ", i, on, field, i+1, field, i+1)
	}
	fmt.Fprintf(&b, "fragment F%d on %s {%s}", links, on, leaf)
	return b.String()
}

func TestLimits(t *testing.T) {
	small := func(l *config.Limits) {
		l.Depth, l.Aliases, l.RootFields, l.Complexity, l.Tokens = 5, 3, 4, 50, 200
	}
	for name, tc := range map[string]struct {
		query    string
		wantCode string // none: passes
		wantText string
	}{
		"as deep as allowed":               {nested(5), "", ""},
		"one deeper":                       {nested(6), server.CodeTooDeep, "6 fields deep; the limit is 5"},
		"deeper through a fragment":        {"{thing{parent{...F}}} fragment F on Thing {parent{parent{id} ...on Thing{parent{parent{id}}}}}", server.CodeTooDeep, "6 fields deep; the limit is 5"},
		"a fragment in itself":             {"{thing{...F}} fragment F on Thing {parent{...F}}", "GRAPHQL_VALIDATION_FAILED", ""},
		"two fragments in each other":      {"{thing{...F}} fragment F on Thing {parent{...G}} fragment G on Thing {parent{...F}}", "GRAPHQL_VALIDATION_FAILED", ""},
		"a fragment that is missing":       {"{thing{...F}}", "GRAPHQL_VALIDATION_FAILED", ""},
		"as many aliases as allowed":       {"{a:name b:name c:name}", "", ""},
		"one alias more":                   {"{a:name b:name c:name d:name}", server.CodeTooManyAliases, "4 aliased or repeated fields; the limit is 3"},
		"aliases of __typename":            {"{a:__typename b:__typename c:__typename d:__typename}", server.CodeTooManyAliases, "4 aliased"},
		"aliases through fragments":        {"{a:thing{...F} b:thing{...F}} fragment F on Thing {x:id}", server.CodeTooManyAliases, "4 aliased"},
		"repeated fields":                  {"{name name name name name}", server.CodeTooManyAliases, "4 aliased or repeated"},
		"repeated fields in inline parts":  {"{...{name} ...on Query{name} ...on Query{name} name ...{name} ...on Query{name}}", server.CodeTooManyAliases, "4 aliased or repeated"},
		"repeated fields further in":       {"{thing{id id id id id}}", server.CodeTooManyAliases, "4 aliased"},
		"a fragment spread again":          {"{thing{...F ...F ...F ...F ...F}} fragment F on Thing {id}", server.CodeTooManyAliases, "4 aliased"},
		"one field for each type is usual": {"{search{...on Thing{id name} ...on Other{id name}}}", "", ""},
		"aliases in another operation":     {"query A{name} query B{a:name b:name c:name d:name}", server.CodeTooManyAliases, "4 aliased"},
		"too many at the top":              {"{name big wait fail language}", server.CodeTooManyRootFields, "5 fields at its top; the limit is 4"},
		"too many at the top by fragment":  {"{name big ...F} fragment F on Query {wait fail language}", server.CodeTooManyRootFields, "5 fields at its top"},
		"a page within the cost":           {"{things(first:40){id}}", "", ""},
		"a page beyond the cost":           {"{things(first:50){id}}", server.CodeTooComplex, "estimated cost of 51; the limit is 50"},
		"a page of pages":                  {"{things(first:10){children(first:10){id}}}", server.CodeTooComplex, "estimated cost of 111; the limit is 50"},
		"too many tokens":                  {"{name " + strings.Repeat("__typename ", 300) + "}", server.CodeTooLarge, "303 tokens; the limit is 200"},
		"too many tokens, as comments":     {"{name}" + strings.Repeat("\n#", 300), server.CodeTooLarge, "the limit is 200"},
		"an input too deep":                {"{search(where:" + strings.Repeat("{and:", 40) + "[]" + strings.Repeat("}", 40) + "){__typename}}", server.CodeTooDeep, "arguments 41 values deep; the limit is 32"},
		"a default too deep":               {"query($w:Where=" + strings.Repeat("{and:", 40) + "[]" + strings.Repeat("}", 40) + "){search(where:$w){__typename}}", server.CodeTooDeep, "41 values deep"},
		"a directive's value too deep":     {"{name @skip(if:" + strings.Repeat("[", 40) + strings.Repeat("]", 40) + ")}", server.CodeTooDeep, "40 values deep"},
		"@defer":                           {"{...@defer{name}}", server.CodeUnsupported, "@defer"},
		"@defer on a spread":               {"{...F @defer} fragment F on Query{name}", server.CodeUnsupported, "@defer"},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, limits(small))
			w := b.do("POST", "/graphql", request(t, tc.query), header{"Accept": modern})
			got := read(t, w)
			if tc.wantCode == "" {
				assert.Equal(t, 200, w.Code, "%s", w.Body)
				assert.Empty(t, got.Errors)
				return
			}
			assert.Equal(t, 422, w.Code, "%s", w.Body)
			assert.NotContains(t, got.keys, "data")
			assert.Equal(t, tc.wantCode, got.codes()[0], "%s", w.Body)
			assert.Contains(t, got.Errors[0].Message, tc.wantText)
		})
	}
}

// chain is n fragments of a field each, each using the next.
func chain(n int) string {
	var b strings.Builder
	for i := range n - 1 {
		fmt.Fprintf(&b, "fragment F%d on Thing{name ...F%d} ", i, i+1)
	}
	return b.String() + fmt.Sprintf("fragment F%d on Thing{name}", n-1)
}

func TestTheToolsMayAskForTheSchema(t *testing.T) {
	b := start(t, limits(func(l *config.Limits) { l.Depth = 3 }))
	w := b.post(introspection.Query)
	assert.Equal(t, 200, w.Code, "%s", w.Body)
	w = b.post(`{__type(name:"Thing"){name fields{name type{name ofType{name ofType{name}}}}}}`)
	assert.Equal(t, 200, w.Code, "%s", w.Body)

	w = b.post("{__schema{queryType{" + strings.Repeat("ofType{", 20) + "name" + strings.Repeat("}", 22) + "}")
	assert.Equal(t, []string{server.CodeTooDeep}, read(t, w).codes())
	assert.Contains(t, w.Body.String(), "the introspection is 23 fields deep; the limit is 20")
}

func TestIntrospectionCanBeSwitchedOff(t *testing.T) {
	b := start(t, func(o *server.Options) { o.Config.Introspection = false })
	for _, query := range []string{
		introspection.Query, `{__type(name:"Thing"){name}}`, "{...F} fragment F on Query{x:__schema{queryType{name}}}",
	} {
		w := b.post(query)
		assert.Equal(t, 422, w.Code)
		assert.Equal(t, []string{server.CodeIntrospection}, read(t, w).codes())
	}
	assert.Equal(t, 200, b.post("{__typename thing{__typename}}").Code)
}

func TestAtMostFiveErrors(t *testing.T) {
	fields := ""
	for i := range 50 {
		fields += fmt.Sprintf("nope%d ", i)
	}
	w := start(t).post("{" + fields + "}")
	assert.Equal(t, 422, w.Code)
	assert.Len(t, read(t, w).Errors, 5)
}

// A cached document is not screened again; what varies from request to request
// still is.
func TestCachedDocumentsKeepTheirLimits(t *testing.T) {
	b := start(t, limits(func(l *config.Limits) { l.Complexity = 50 }))
	send := func(first int) reply {
		body := fmt.Sprintf(`{"query":"query A($n:Int){things(first:$n){id}}","variables":{"n":%d}}`, first)
		return read(t, b.do("POST", "/graphql", body, header{"Accept": modern}))
	}
	assert.Empty(t, send(1).Errors)
	assert.Equal(t, []string{server.CodeTooComplex}, send(1000).codes())
	assert.Empty(t, send(2).Errors)
	w := b.do("POST", "/graphql", `{"query":"query A($n:Int){things(first:$n){id}}","operationName":"B"}`, nil)
	assert.Equal(t, []string{server.CodeOperation}, read(t, w).codes())
}

// Documents made to keep a core busy, at the default limits. Each took from
// seconds to minutes, or for ever, before it was measured ahead of validation.
func TestHostileDocumentsAreCheap(t *testing.T) {
	repeat := func(unit string, n int) string { return strings.Repeat(unit, n) }
	numbered := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, strings.ReplaceAll(format, "#", "%[1]d"), i)
		}
		return b.String()
	}
	for name, query := range map[string]string{
		"a field over and over":              "{" + repeat("__typename ", 14_000) + "}",
		"the same beyond the tokens":         "{" + repeat("__typename ", 90_000) + "}",
		"a field over and over, in parts":    "{" + repeat("...on Query{__typename} ", 2_400) + "}",
		"in a fragment nobody uses":          "{name} fragment F on Query {" + repeat("__typename ", 14_000) + "}",
		"in an operation nobody asks for":    "query A{name} query B{" + repeat("__typename ", 14_000) + "}",
		"fragments that double":              "{thing{...F0}} " + bomb(60, "Thing", "parent", "id"),
		"fragments that double, in the tool": `{__type(name:"Thing"){...F0}} ` + bomb(60, "__Type", "ofType", "name"),
		"many fragments with one field":      "{thing{" + numbered("...F# ", 1_600) + "}} " + numbered("fragment F# on Thing{name} ", 1_600),
		"many fragments with two fields":     "{thing{" + numbered("...F# ", 1_400) + "}} " + numbered("fragment F# on Thing{name id} ", 1_400),
		"a chain of fragments":               "{thing{...F0}} " + chain(1_600),
		"a chain in many places":             "{thing{...F0 " + numbered("...F# ", 1_000)[6:] + "}} " + chain(1_000),
		"fragments nobody knows":             "{thing{" + numbered("...F# ", 7_000) + "}}",
		"unknown fields":                     "{thing{" + numbered("nope# ", 14_000) + "}}",
		"fields of another type":             "{thing{" + numbered("...on T#{a} ", 2_400) + "}}",
		"unknown arguments":                  "{thing(" + numbered("a#:1 ", 4_000) + "){id}}",
		"unknown directives":                 "{name " + repeat("@x ", 7_000) + "}",
		"a directive over and over":          "{name " + repeat("@skip(if:true) ", 2_000) + "}",
		"variables nobody uses":              "query(" + numbered("$v#:Int ", 3_500) + "){name}",
		"variables everywhere":               "query(" + numbered("$v#:String ", 1_300) + "){search(where:{and:[" + numbered("{name:$v#}", 1_300) + "]}){__typename}}",
		"a deep input":                       "{search(where:" + repeat("{and:", 3_500) + "null" + repeat("}", 3_500) + "){__typename}}",
		"deep inline parts":                  "{" + repeat("...on Query{", 2_800) + "name" + repeat("}", 2_800) + "}",
		"one long name":                      "{" + repeat("x", 900_000) + "}",
		"one long string":                    `{search(text:"` + repeat("x", 900_000) + `"){__typename}}`,
		"many operations":                    numbered("query Q#{name} ", 2_900),
		"fragments up to the limit":          "{thing{" + numbered("...F# ", 200) + "}} " + numbered("fragment F# on Thing{name id "+repeat("parent{", 8)+"id"+repeat("}", 8)+"} ", 200),
		"a chain up to the limit, all over":  numbered("query Q#{thing{...F0 parent{...F0} children{...F0}}} ", 50) + chain(200),
		"aliases up to the limit, of chains": "{thing{" + numbered("a#:parent{...F0} ", 95) + "}} " + chain(200),
		"aliases to the limit in operations": numbered("query Q#{thing{"+repeat("a:parent{...F0 ", 11)+"id"+repeat("}", 11)+"}} ", 50) + chain(200),
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t)
			body := request(t, query)
			if strings.HasPrefix(query, "query Q0") {
				body = strings.Replace(body, "{", `{"operationName":"Q0",`, 1)
			}
			answered := make(chan *httptest.ResponseRecorder, 1)
			go func() { answered <- b.do("POST", "/graphql", body, header{"Accept": modern}) }()
			select {
			case w := <-answered:
				t.Logf("%d %s", w.Code, w.Body.String()[:min(w.Body.Len(), 150)])
				assert.LessOrEqual(t, len(read(t, w).Errors), 5)
			case <-time.After(time.Minute): // what grows with the square of the text takes many
				t.Fatal("there is no end to it")
			}
		})
	}
}

// Variables do not pass the parser: they are bounded on their own.
func TestDeepVariablesAreRefused(t *testing.T) {
	const levels = 4_000
	deep := strings.Repeat(`{"and":[`, levels) + strings.Repeat(`]}`, levels)
	w := start(t).do("POST", "/graphql", `{"query":"query($w:Where){search(where:$w){__typename}}","variables":{"w":`+deep+`}}`, header{"Accept": modern})
	assert.Equal(t, 422, w.Code)
	assert.Equal(t, []string{server.CodeTooDeep}, read(t, w).codes(), "%s", w.Body)
}
