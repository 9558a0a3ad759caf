package server_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/catalogue"
	"github.com/tiendo-vn/tiendo/api/server"
)

// sent ends every name and word in a document that the schema does not know:
// outside development mode no error may repeat it.
const sent = "Zqx9"

var (
	name = regexp.MustCompile(`[\pL_][\pL\pN_]*`)
	// acting are the fields of the fake schema that wait, or fail in a way of their own.
	acting = regexp.MustCompile(`wait|slow|boom|fail|big|subscription`)
)

// schemaWords are those that mean something in a document over the fake schema.
var schemaWords = func() map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields("query mutation subscription fragment on true false null include skip if defer deprecated specifiedBy oneOf reason url") {
		words[w] = true
	}
	for typ, def := range schema.Types {
		words[typ] = true
		for _, f := range def.Fields {
			words[f.Name] = true
			for _, a := range f.Arguments {
				words[a.Name] = true
			}
		}
		for _, v := range def.EnumValues {
			words[v.Name] = true
		}
	}
	return words
}()

// marked is a document whose own words all end in the mark.
func marked(document string) string {
	return name.ReplaceAllStringFunc(document, func(w string) string {
		if schemaWords[w] {
			return w
		}
		return w + sent
	})
}

// knownCodes are those that clients may meet.
var knownCodes = func() map[string]bool {
	codes := map[string]bool{}
	for _, c := range catalogue.Requests() {
		codes[c.Code] = true
	}
	return codes
}()

// Whatever is sent as a document, the answer is one of GraphQL's: data, or a few
// short errors with a code that is documented. What is refused is repeated by
// no error.
func FuzzDocument(f *testing.F) {
	for _, document := range []string{
		"{name}", "{ n: name ...A } fragment A on Query { thing(id: \"x\") { children(first: 3) { id } } }", "", " ", "#", "{", "}", "{}", "{a:}", "{...A}", "{...{name}}",
		"{...A} fragment A on Query {...A}", "query A{name} query B{name}", "query A{name} query A{name}", "mutation{rename(name:\"a\")}", "mutation{rename}", "{__schema{types{name}}}",
		"{__type(name:\"secretWord\"){name}}", "{search(text:\"it's secret\"){...on Thing{id} ...on Other{id}}}", "query($v:Where={and:[{name:\"secretWord\"}]}){search(where:$v){__typename}}",
		"query($v:Unknown!){search(where:$v){__typename}}", "{search(where:{secretWord:1}){__typename}}", "{name @secretDirective}", "{name @include(if:\"secretWord\")}", "{name @skip}",
		"{thing{secretField}}", "{thing(secretArgument:1){id}}", "{thing}", "{name{secretField}}", "{name: thing{id} name}", "{a:name a:language}", "{search(atLeast:1e400){__typename}}",
		"{name}\x00", "{name}\xff", "\ufeff{name}", "{name(a:\"\\uD800\")}", "{name(a:\"\"\"block \\\"\"\" secretWord\"\"\")}", "{name(a:\"not closed)}", "{things(first:99999999999999999999){id}}",
		"{things(first:$secretVariable){id}}", "{thing{...on Other{id}}}", "{thing{...on Secret{id}}}", "{...on Query@defer{name}}", "fragment A on Query{name}", "type Secret { a: Int }",
		"{" + strings.Repeat("a{", 40) + "a" + strings.Repeat("}", 41), "{" + strings.Repeat("__typename ", 300) + "}", "{search(where:" + strings.Repeat("{and:", 40) + "[]" + strings.Repeat("}", 40) + "){__typename}}",
		"{" + strings.Repeat("name @include(if:true)", 210) + "}", "query(" + strings.Repeat("$a:Int ", 300) + "){name}", bomb(20, "Thing", "parent", "id") + "{thing{...F0}}", nested(16), chain(30) + "{thing{...F0}}",
	} {
		f.Add(document, `{}`, "")
	}
	f.Add("query A($n:Int){things(first:$n){id}}", `{"n":"secretWord"}`, "A")
	f.Add("query A($n:Int!){things(first:$n){id}}", `{"n":null}`, "B")
	f.Add("query A($w:Where!){search(where:$w){__typename}}", `{"w":{"and":[{"and":[{"secretWord":1}]}]}}`, "A")
	f.Add("query A($n:Int){things(first:$n){id}}", `{"n":1e99,"secretWord":[[[]]]}`, "secretWord")
	f.Add("query A($n:Int){things(first:$n){id}}", `[]`, "")
	f.Fuzz(func(t *testing.T, document, variables, operation string) {
		if len(document) > 64<<10 || acting.MatchString(document) {
			return
		}
		if !json.Valid([]byte(variables)) {
			variables = `{}`
		}
		asked, _ := json.Marshal(map[string]any{"query": document, "operationName": operation, "variables": json.RawMessage(variables)})
		check(t, start(t), string(asked))
		// The same in words that nobody knows, to a server that repeats none.
		asked, _ = json.Marshal(map[string]any{"query": marked(document), "operationName": marked(operation)})
		answer := check(t, start(t, terse), string(asked))
		if answer.status != http.StatusOK {
			assert.NotContains(t, answer.body, sent, "%s", asked)
		}
	})
}

// terse is how servers speak outside development mode.
func terse(o *server.Options) { o.Config.TerseErrors = true }

// An answered is an answer to a fuzzed request.
type answered struct {
	status int
	body   string
}

// check sends a request and holds what is so of every answer.
func check(t *testing.T, b *bench, body string) answered {
	t.Helper()
	w := b.do(http.MethodPost, "/graphql", body, header{"Accept": modern})
	got := w.Body.String()
	require.Contains(t, []int{http.StatusOK, http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity}, w.Code, got)
	require.True(t, utf8.ValidString(got), "%q", got)
	var read struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(got), &read), got)
	assert.Equal(t, w.Code == http.StatusOK, len(read.Data) > 0, got)
	assert.True(t, len(read.Data) > 0 || len(read.Errors) > 0, got)
	assert.LessOrEqual(t, len(read.Errors), 5, got)
	assert.LessOrEqual(t, len(got), 24<<10, "an answer that is short whatever was sent")
	for _, e := range read.Errors {
		assert.NotEmpty(t, e.Message, got)
		assert.LessOrEqual(t, len(e.Message), 1200, got)
		assert.True(t, knownCodes[e.Extensions.Code], "%q is in no list: %s", e.Extensions.Code, got)
	}
	return answered{w.Code, got}
}
