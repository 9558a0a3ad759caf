package operatortest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"k8s.io/client-go/rest"
)

// Traffic is what goes over a connection to the API server: it is written down,
// and a test may answer in the server's place.
type Traffic struct {
	mu     sync.Mutex
	writes []string
	answer func(write int, r *http.Request) *http.Response
	ended  func(write int)
}

// Watch makes a configuration whose traffic is watched.
func Watch(config *rest.Config) (*rest.Config, *Traffic) {
	t := &Traffic{}
	watched := rest.CopyConfig(config)
	watched.Wrap(func(next http.RoundTripper) http.RoundTripper { return wire{t, next} })
	return watched, t
}

// Writes lists what was asked to be written: method and path. Leases are left
// out: they are renewed whatever happens.
func (t *Traffic) Writes() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.writes)
}

// Answer lets a function answer writes in the server's place: nil passes a write
// on. Writes are counted from 1.
func (t *Traffic) Answer(answer func(write int, r *http.Request) *http.Response) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.answer = answer
}

// Ended calls a function once a write has changed something and before its answer
// is seen: where a process may die.
func (t *Traffic) Ended(ended func(write int)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = ended
}

// Refuse is an answer of the API server that refuses.
func Refuse(r *http.Request, code int, reason string) *http.Response {
	body := fmt.Sprintf(`{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"injected","reason":%q,"code":%d}`, reason, code)
	return &http.Response{
		Status: http.StatusText(code), StatusCode: code, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:  http.Header{"Content-Type": {"application/json"}},
		Body:    io.NopCloser(bytes.NewReader([]byte(body))),
		Request: r,
	}
}

func (t *Traffic) write(r *http.Request) (n int, answer func(int, *http.Request) *http.Response, ended func(int)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.writes = append(t.writes, r.Method+" "+r.URL.Path)
	return len(t.writes), t.answer, t.ended
}

type wire struct {
	*Traffic
	next http.RoundTripper
}

// RoundTrip passes a request on, or answers it.
func (w wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet || strings.Contains(r.URL.Path, "/leases") {
		return w.next.RoundTrip(r)
	}
	n, answer, ended := w.write(r)
	if answer != nil {
		if response := answer(n, r); response != nil {
			return response, nil
		}
	}
	response, err := w.next.RoundTrip(r)
	if err == nil && changes(r, response) && ended != nil {
		ended(n)
	}
	return response, err
}

// versions are the resource versions that answers had last, by path: a patch that
// answers with the one before has changed nothing.
var versions sync.Map

// changes reports whether a write has changed something.
func changes(r *http.Request, response *http.Response) bool {
	if response.StatusCode >= 300 || r.URL.Query().Has("dryRun") {
		return false
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close() // it is all read, or err says why not
	response.Body = io.NopCloser(bytes.NewReader(body))
	var object struct {
		Metadata struct{ ResourceVersion string }
	}
	if err != nil || json.Unmarshal(body, &object) != nil {
		return true // not an object: take it for a change
	}
	before, _ := versions.Swap(r.URL.Path, object.Metadata.ResourceVersion)
	return before != object.Metadata.ResourceVersion
}
