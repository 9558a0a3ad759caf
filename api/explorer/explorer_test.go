package explorer_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/tiendo-vn/tiendo/api/explorer"
)

// files is everything the page loads, with the type it has to come as.
var files = map[string]string{
	"/":              "text/html; charset=utf-8",
	"/app.js":        "text/javascript; charset=utf-8",
	"/app.css":       "text/css; charset=utf-8",
	"/favicon.svg":   "image/svg+xml",
	"/LICENSES.txt":  "text/plain; charset=utf-8",
	"/examples.json": "application/json; charset=utf-8",
}

// call sends one request; header holds names and values in turn.
func call(t *testing.T, method, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	explorer.Handler(explorer.Options{}).ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, res *http.Response) []byte {
	t.Helper()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestFilesAreServedWithTheirTypeAndPolicy(t *testing.T) {
	for path, wantType := range files {
		t.Run(path, func(t *testing.T) {
			res := call(t, "GET", path)
			if res.StatusCode != http.StatusOK {
				t.Fatalf("status %d", res.StatusCode)
			}
			want := map[string]string{
				"Content-Type":           wantType,
				"X-Content-Type-Options": "nosniff",
				"Referrer-Policy":        "no-referrer",
				"Cache-Control":          "no-cache",
			}
			for name, value := range want {
				if got := res.Header.Get(name); got != value {
					t.Errorf("%s: got %q, want %q", name, got, value)
				}
			}
			csp := res.Header.Get("Content-Security-Policy")
			for _, want := range []string{"default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
				if !strings.Contains(csp, want) {
					t.Errorf("policy lacks %s: %s", want, csp)
				}
			}
			if strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") {
				t.Errorf("policy is not strict: %s", csp)
			}
			if len(body(t, res)) == 0 {
				t.Error("empty")
			}
		})
	}
}

func TestPageNamesTheEndpoint(t *testing.T) {
	tests := map[string]struct{ endpoint, want string }{
		"the default":                    {"", `content="/graphql"`},
		"another path":                   {"/api/query", `content="/api/query"`},
		"a path that tries to be markup": {`"><script>`, `content="&#34;&gt;&lt;script&gt;"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			explorer.Handler(explorer.Options{Endpoint: tt.endpoint}).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
			if !strings.Contains(w.Body.String(), tt.want) {
				t.Errorf("want %s in\n%s", tt.want, w.Body)
			}
		})
	}
}

func TestMethodsAndUnknownFiles(t *testing.T) {
	tests := map[string]struct {
		method, path string
		want         int
	}{
		"HEAD of the page":           {"HEAD", "/", http.StatusOK},
		"HEAD of a packed file":      {"HEAD", "/app.js", http.StatusOK},
		"POST":                       {"POST", "/", http.StatusMethodNotAllowed},
		"OPTIONS":                    {"OPTIONS", "/app.js", http.StatusMethodNotAllowed},
		"a file that does not exist": {"GET", "/nothing.js", http.StatusNotFound},
		"the packed name":            {"GET", "/app.js.gz", http.StatusNotFound},
		"a way out of the folder":    {"GET", "/../explorer.go", http.StatusNotFound},
		"an example as a file":       {"GET", "/examples/6-reporting-windows.graphql", http.StatusNotFound},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			res := call(t, tt.method, tt.path, "Accept-Encoding", "gzip")
			if res.StatusCode != tt.want {
				t.Errorf("status %d, want %d", res.StatusCode, tt.want)
			}
			if got := res.Header.Get("Allow"); (got == "GET, HEAD") != (tt.want == http.StatusMethodNotAllowed) {
				t.Errorf("Allow: %q", got)
			}
			if tt.method == "HEAD" && len(body(t, res)) > 0 {
				t.Error("HEAD has a body")
			}
		})
	}
}

func TestGzipAndIdentityHoldTheSame(t *testing.T) {
	for _, path := range []string{"/app.js", "/app.css"} {
		t.Run(path, func(t *testing.T) {
			packed := call(t, "GET", path, "Accept-Encoding", "br, gzip;q=0.5")
			plain := call(t, "GET", path, "Accept-Encoding", "gzip;q=0, identity")
			if got := packed.Header.Get("Content-Encoding"); got != "gzip" {
				t.Fatalf("want gzip, got %q", got)
			}
			if got := plain.Header.Get("Content-Encoding"); got != "" {
				t.Fatalf("want identity, got %q", got)
			}
			r, err := gzip.NewReader(packed.Body)
			if err != nil {
				t.Fatal(err)
			}
			unpacked, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(unpacked, body(t, plain)) {
				t.Error("the two differ")
			}
			if packed.Header.Get("ETag") == plain.Header.Get("ETag") {
				t.Error("one strong ETag for different bytes")
			}
			if packed.Header.Get("Vary") != "Accept-Encoding" || plain.Header.Get("Vary") != "Accept-Encoding" {
				t.Error("a cache is not told that the encoding varies")
			}
		})
	}
}

func TestUnchangedFilesAreNotSentAgain(t *testing.T) {
	for path := range files {
		for _, encoding := range []string{"gzip", "identity"} {
			t.Run(path+" "+encoding, func(t *testing.T) {
				etag := call(t, "GET", path, "Accept-Encoding", encoding).Header.Get("ETag")
				if !strings.HasPrefix(etag, `"`) {
					t.Fatalf("no strong ETag: %q", etag)
				}
				again := call(t, "GET", path, "Accept-Encoding", encoding, "If-None-Match", etag)
				if again.StatusCode != http.StatusNotModified || len(body(t, again)) > 0 {
					t.Errorf("status %d, want 304 without a body", again.StatusCode)
				}
			})
		}
	}
}

// loads finds what a browser would fetch by itself from a page or a stylesheet.
var loads = map[string]*regexp.Regexp{
	"/":            regexp.MustCompile(`(?i)(?:src|href|srcset|action)\s*=\s*["']?([^"'\s>]+)`),
	"/app.css":     regexp.MustCompile(`(?i)(?:url\(|@import)\s*["']?([^"')\s]+)`),
	"/favicon.svg": regexp.MustCompile(`(?i)(?:href\s*=\s*|url\()["']?([^"')\s>]+)`),
}

func TestNothingIsLoadedFromAnotherHost(t *testing.T) {
	external := regexp.MustCompile(`(?i)^(?:[a-z]+:)?//`)
	for path, pattern := range loads {
		for _, match := range pattern.FindAllStringSubmatch(string(body(t, call(t, "GET", path))), -1) {
			if external.MatchString(match[1]) {
				t.Errorf("%s loads %s", path, match[1])
			}
		}
	}
	page := string(body(t, call(t, "GET", "/")))
	if regexp.MustCompile(`(?i)<script[^>]*>[^<]|<style|\son\w+\s*=|\sstyle\s*=`).MatchString(page) {
		t.Error("the page holds an inline script or style, which the policy forbids")
	}

	// The script may hold addresses as text: links to read, names of XML
	// namespaces. None may stand where a script fetches or imports from.
	script := string(body(t, call(t, "GET", "/app.js")))
	fetches := regexp.MustCompile("(?:fetch|import|importScripts|Worker|WebSocket|EventSource|URL)\\(\\s*[\"'`](?:https?:|wss?:)?//[^\"'`]*")
	if found := fetches.FindAllString(script, -1); len(found) > 0 {
		t.Errorf("the script fetches %q", found)
	}
}
