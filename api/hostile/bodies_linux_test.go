package hostile

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const (
	badRequest  = "400 BAD_REQUEST"
	noRequest   = "422 BAD_REQUEST"
	batched     = "422 BATCHING_NOT_SUPPORTED"
	badMedia    = "415 UNSUPPORTED_MEDIA_TYPE"
	badMethod   = "405 METHOD_NOT_ALLOWED"
	badName     = "422 OPERATION_NOT_FOUND"
	badToken    = "401 UNAUTHENTICATED"
	noAnswer    = "406 NOT_ACCEPTABLE"
	bodyTooBig  = "413 BODY_TOO_LARGE"
	headTooBig  = "431"
	unknownHere = "404"
)

// typed is an attack by a body of some media type, with header lines in pairs.
func typed(name, media, body, want string, header ...string) attack {
	return attack{name: name, want: want, send: func(t *testing.T, s *server) outcome {
		return s.do(t, http.MethodPost, "/graphql", strings.NewReader(body), append(header, "Content-Type", media)...)
	}}
}

// gets is an attack by a GET, or whatever method is named.
func gets(name, method, path, want string, header ...string) attack {
	return attack{name: name, want: want, send: func(t *testing.T, s *server) outcome {
		return s.do(t, method, path, nil, header...)
	}}
}

// probes asks for something that is not there, and must not be told more.
func probes(a attack) attack {
	a.probe = true
	return a
}

// squeezed is a body of 100 MB in a hundred kilobytes.
func squeezed() string {
	var body bytes.Buffer
	w := gzip.NewWriter(&body)
	_, _ = w.Write(bytes.Repeat([]byte{' '}, 100<<20)) // a buffer takes what it is given
	_ = w.Close()
	return body.String()
}

const (
	plainRequest = `{"query":"{ __typename }"}`
	writes       = `mutation { openSubmission(input: {agency: "` + marker + `", window: "a"}) { userErrors { code } } }`
	formRequest  = `query=%7B__typename%7D`
)

const multipartRequest = "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n" + plainRequest +
	"\r\n--x\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n{}\r\n--x--\r\n"

// bodies are requests that are not what a GraphQL request is.
var bodies = []attack{
	says("a body of 10 MB", head+"Content-Length: 10485760\r\n\r\n"+strings.Repeat(marker+" ", 10<<20/8), bodyTooBig),
	says("a body of 10 MB whose length is not told", head+"Transfer-Encoding: chunked\r\n\r\na00000\r\n"+strings.Repeat(marker+" ", 10<<20/8), bodyTooBig),
	{name: "a compressed bomb", want: badMedia, send: func(t *testing.T, s *server) outcome {
		bomb := squeezed()
		return says("", head+"Content-Encoding: gzip\r\nContent-Length: "+fmt.Sprint(len(bomb))+"\r\n\r\n"+bomb, "").send(t, s)
	}},
	typed("a form", "application/x-www-form-urlencoded", formRequest, badMedia),
	typed("a multipart upload", "multipart/form-data; boundary=x", multipartRequest, badMedia),
	typed("text/plain", "text/plain", plainRequest, badMedia),
	typed("a document", "application/graphql", "{ __typename }", badMedia),
	typed("a media type of 50 KB", "application/"+strings.Repeat(marker, 7_000), plainRequest, badMedia),
	typed("no media type at all", marker, plainRequest, badMedia),
	typed("JSON in UTF-16", "application/json; charset=utf-16", plainRequest, badMedia),
	typed("JSON with a charset of its own", "application/json; charset="+marker, plainRequest, badMedia),
	posts("an encoding of its own", plainRequest, badMedia, "Content-Encoding", marker),
	posts("a batch", "["+plainRequest+","+plainRequest+"]", batched),
	posts("a batch of 10,000", "["+strings.Repeat(plainRequest+",", 10_000)+plainRequest+"]", batched),
	posts("100,000 arrays in each other", strings.Repeat("[", 100_000), batched),
	posts("100,000 arrays in each other in variables", `{"query":"{ __typename }","variables":{"a":`+strings.Repeat("[", 100_000), badRequest),
	posts("100,000 objects in each other in extensions", `{"query":"{ __typename }","extensions":`+strings.Repeat(`{"a":`, 100_000), badRequest),
	posts("a key twice", `{"query":"{ __typename }","query":"{ `+marker+` }"}`, noRequest),
	posts("a key in capitals", `{"QUERY":"{ __typename }"}`, noRequest),
	posts("20,000 keys", `{"query":"{ __typename }"`+list(20_000, `,"`+marker+`%d":1`)+`}`, crowded),
	posts("two values", plainRequest+plainRequest, badRequest),
	posts("no JSON", marker, badRequest),
	posts("JSON that ends too early", `{"query":"`+marker, badRequest),
	posts("nothing", "", badRequest),
	posts("null", "null", noRequest),
	posts("a text", `"`+marker+`"`, noRequest),
	posts("a query that is a number", `{"query":5}`, noRequest),
	posts("variables that are a text", `{"query":"{ __typename }","variables":"`+marker+`"}`, noRequest),
	posts("variables that are a list", `{"query":"{ __typename }","variables":["`+marker+`"]}`, noRequest),
	posts("an operationName that is an object", `{"query":"{ __typename }","operationName":{"`+marker+`":1}}`, noRequest),
	posts("an operationName that is not there", `{"query":"query a { __typename }","operationName":"`+marker+`"}`, badName),
	posts("an operationName of 900 KB", `{"query":"query a { __typename }","operationName":"`+strings.Repeat(marker, 125_000)+`"}`, badName),
	posts("no operationName for two operations", `{"query":"query `+marker+` { __typename } query b { __typename }"}`, badName),
	posts("an operationName that is a fragment's", `{"query":"{ ...`+marker+` } fragment `+marker+` on Query { __typename }","operationName":"`+marker+`"}`, badName),
	posts("bytes that are no UTF-8", "{\"query\":\"{ a\xff\xfe"+marker+" }\"}", badRequest),
	probes(posts("half a character", `{"query":"{ agency(code: \"\ud800`+marker+`\") { code } }"}`, served)),
	posts("a byte order mark", "\ufeff"+plainRequest, badRequest),
	asks("letters that look like others", "{ аgencies { totalCount } "+marker+" }", nil, unparsable),
	asks("text from right to left", "{ \u202e"+marker+"\u202c }", nil, unparsable),
	asks("blanks of no width", "{ __typename\u200b }", nil, unparsable),
	asks("line breaks of no editor", "{ agency(code: \"a\u2028b\") { "+marker+" } }", nil, invalid),
	gets("a mutation by GET", http.MethodGet, "/graphql?query="+url.QueryEscape(writes), badMethod),
	gets("a subscription by GET", http.MethodGet, "/graphql?query="+url.QueryEscape(`subscription { progressChanged(window: "`+marker+`") { __typename } }`), badMethod),
	gets("a query by GET", http.MethodGet, "/graphql?query="+url.QueryEscape("{ "+marker+" }"), badMethod),
	gets("a GET without a query", http.MethodGet, "/graphql?"+marker+"=1", noRequest),
	gets("a query string that is none", http.MethodGet, "/graphql?query=%zz"+marker, badRequest),
	gets("a query of 100 KB by GET", http.MethodGet, "/graphql?query="+strings.Repeat(marker, 15_000), headTooBig),
	gets("PUT", http.MethodPut, "/graphql", badMethod),
	gets("DELETE", http.MethodDelete, "/graphql", badMethod),
	gets("TRACE", http.MethodTrace, "/graphql", badMethod, "Cookie", marker),
	gets("a method of its own", marker, "/graphql", badMethod),
	gets("another page's question", http.MethodOptions, "/graphql", badMethod, "Origin", "https://"+marker+".example", "Access-Control-Request-Method", "POST"),
	gets("answers of no kind", http.MethodGet, "/graphql?query={__typename}", noAnswer, "Accept", "text/"+marker),
	gets("10,000 kinds of answer", http.MethodGet, "/graphql?query={__typename}", noAnswer, "Accept", strings.Repeat("a/b;q=0.1,", 5_000)),
	posts("10,000 languages", request("{ "+marker+" }", nil), invalid, "Accept-Language", strings.Repeat("xx-yy;q=0.1,", 4_500)),
	posts("a token of 50 KB", plainRequest, badToken, "Authorization", "Bearer "+strings.Repeat("a", 50_000)),
	posts("a token that nobody signed", plainRequest, badToken, "Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIx"+marker+"In0."),
	posts("another way to sign in", plainRequest, badToken, "Authorization", "Basic "+marker),
	probes(posts("a question for a trace", plainRequest, served, "Apollo-Federation-Include-Trace", "ftv1", "X-Apollo-Tracing", "1", "X-Debug", marker)),
	probes(posts("a question for a trace in extensions", `{"query":"{ __typename }","extensions":{"tracing":true,"debug":"`+marker+`"}}`, served)),
	probes(attack{name: "debug mode", want: served, send: func(t *testing.T, s *server) outcome {
		return s.do(t, http.MethodPost, "/graphql?debug=1&trace="+marker, strings.NewReader(plainRequest), "Content-Type", "application/json")
	}}),
	shut(gets("a profile", http.MethodGet, "/debug/pprof/profile?"+marker, unknownHere)),
	shut(gets("variables of the process", http.MethodGet, "/debug/vars", unknownHere)),
	shut(gets("an explorer", http.MethodGet, "/", unknownHere)),
	shut(gets("another explorer", http.MethodGet, "/graphiql", unknownHere)),
	shut(gets("a playground", http.MethodGet, "/playground?"+marker, unknownHere)),
	gets("people to be", http.MethodGet, "/personas", unknownHere),
	gets("the way out of the folder", http.MethodGet, "/..%2f..%2fetc/passwd"+marker, unknownHere),
	gets("a file of nobody", http.MethodPut, "/files/"+marker, "405"),
	probes(asks("SQL in a text", byCode, map[string]any{"c": "' OR 1=1; DROP TABLE agencies; -- " + marker}, served)),
	probes(asks("SQL in a filter", byCodes, map[string]any{"c": []any{`") OR (1=1`, "$1", marker}}, served)),
	probes(asks("SQL in a search", bySearch, map[string]any{"t": "%' UNION SELECT 1; --" + marker}, served)),
	signed("a webhook into the house", request(`mutation($u: String!) { createWebhook(input: {agency: "lao-cai", url: $u}) { userErrors { code message } } }`,
		map[string]any{"u": "http://169.254.169.254/latest/" + marker}), served),
}
