package server

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

// maxURIBytes bounds the address of a request, and with it what a GET carries.
const maxURIBytes = 16 << 10

// readPost takes the request from a POST's body.
func readPost(w http.ResponseWriter, r *http.Request, limit int64) (*request, *refusal) {
	if refused := checkContentType(r.Header); refused != nil {
		return nil, refused
	}
	if r.ContentLength > limit {
		// What is announced need not be waited for.
		return nil, refuse(http.StatusRequestEntityTooLarge, CodeBodyTooLarge,
			"the body has %d bytes; the limit is %d", r.ContentLength, limit)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if errors.As(err, new(*http.MaxBytesError)) {
		return nil, refuse(http.StatusRequestEntityTooLarge, CodeBodyTooLarge,
			"the body has more than %d bytes, which is the limit", limit)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return nil, refuse(http.StatusRequestTimeout, CodeTimeout, "the body took too long to come")
	}
	if err != nil {
		return nil, refuse(http.StatusBadRequest, CodeBadRequest, "the body ended before it was complete")
	}
	return decode("the body", body)
}

// checkContentType lets application/json in UTF-8 through and nothing else.
// Forms and multipart bodies are what a foreign page can send without asking
// first, with the user's cookies.
func checkContentType(h http.Header) *refusal {
	if encoding := h.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		return refuse(http.StatusUnsupportedMediaType, CodeMediaType, "the body must not be compressed (Content-Encoding %q)", shorten(encoding))
	}
	sent := h.Get("Content-Type")
	media, params, err := mime.ParseMediaType(sent)
	if err != nil || media != mediaJSON {
		return refuse(http.StatusUnsupportedMediaType, CodeMediaType, "the body must be application/json, not %q", shorten(sent))
	}
	if charset, ok := params["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
		return refuse(http.StatusUnsupportedMediaType, CodeMediaType, "the body must be in utf-8, not %q", shorten(charset))
	}
	return nil
}

// decode reads a request in JSON, which errors call by name. Numbers stay text:
// 86.97 must not become a float on its way to a decimal.
func decode(name string, body []byte) (*request, *refusal) {
	var sent struct {
		DocumentID    *string        `json:"documentId"`
		Query         *string        `json:"query"`
		OperationName *string        `json:"operationName"`
		Variables     map[string]any `json:"variables"`
		Extensions    map[string]any `json:"extensions"`
	}
	text := strings.TrimLeft(string(body), " \t\r\n")
	if strings.HasPrefix(text, "[") {
		return nil, malformed(CodeBatching, "a list of requests is not supported: send one request object")
	}
	if refused := checkText(name, text); refused != nil {
		return nil, refused
	}
	if err := unmarshal(text, &sent); errors.As(err, new(*json.UnmarshalTypeError)) {
		return nil, malformed(CodeBadRequest, "%s is not a GraphQL request: %s", name, explain(err))
	} else if err != nil {
		return nil, refuse(http.StatusBadRequest, CodeBadRequest, "%s is not JSON: %s", name, explain(err))
	}
	q := &request{RawParams: graphql.RawParams{Variables: sent.Variables, Extensions: sent.Extensions}}
	if sent.OperationName != nil {
		q.OperationName = *sent.OperationName
	}
	if refused := q.identify(sent.DocumentID); refused != nil {
		return nil, refused
	}
	if sent.Query != nil && strings.TrimSpace(*sent.Query) != "" {
		q.Query = *sent.Query
	} else if q.id == "" {
		return nil, malformed(CodeBadRequest, `the request has no "query" and no "documentId"`)
	}
	return q, nil
}

// malformed refuses what can be read and is no request.
func malformed(code, format string, args ...any) *refusal {
	return refuse(http.StatusUnprocessableEntity, code, format, args...)
}

// readGet takes the request from a GET's query string.
func readGet(r *http.Request, textByGet bool) (*request, *refusal) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, CodeBadRequest, "the query string is not well formed")
	}
	q := &request{RawParams: graphql.RawParams{OperationName: values.Get("operationName")}}
	if text := values.Get("query"); strings.TrimSpace(text) != "" {
		if !textByGet {
			return nil, methodNotAllowed("POST", "a GET carries the documentId of a document that is known here; send its text by POST")
		}
		q.Query = text
	}
	for name, into := range map[string]*map[string]any{"variables": &q.Variables, "extensions": &q.Extensions} {
		if text := values.Get(name); text != "" {
			if err := unmarshal(text, into); err != nil {
				return nil, malformed(CodeBadRequest, "the parameter %q is not a JSON object: %s", name, explain(err))
			}
		}
	}
	id := values.Get("documentId")
	if refused := q.identify(&id); refused != nil {
		return nil, refused
	}
	if q.Query == "" && q.id == "" {
		return nil, malformed(CodeBadRequest, `the request has no "documentId" parameter`)
	}
	return q, nil
}

// errTrailing is a second value behind the first.
var errTrailing = errors.New("there is text behind the JSON value")

func unmarshal(text string, into any) error {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errTrailing
	}
	return nil
}

// explain is a JSON error in the client's terms. The standard library's text
// names Go types, and gqlgen's repeats the whole body.
func explain(err error) string {
	if wrongType := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrongType) {
		if wrongType.Field == "" {
			return "expected an object, found " + wrongType.Value
		}
		return `"` + wrongType.Field + `" cannot be ` + wrongType.Value
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "the JSON ends too early"
	}
	return err.Error()
}

// shorten bounds what an error or a log line repeats of the client's text.
func shorten(s string) string {
	const most = 100
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}
