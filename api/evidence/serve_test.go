package evidence_test

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzhttp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/evidence"
)

// served is a server that offers one stored file, as the API's server would: it
// answers errors and cuts the connection on a panic. The wrapper stands around it.
func served(t *testing.T, store evidence.Store, hash string, size int64, name, media string, wrap func(http.Handler) http.Handler) (*http.Client, string) {
	t.Helper()
	var handler http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if caught := recover(); caught != nil {
				err, ok := caught.(error)
				assert.True(t, ok && errors.Is(err, evidence.ErrCorrupt), "%v", caught)
				panic(http.ErrAbortHandler)
			}
		}()
		file, _, err := store.Open(r.Context(), hash)
		if err == nil {
			err = evidence.Serve(w, r, file, size, name, media)
		}
		if err != nil {
			assert.ErrorIs(t, err, evidence.ErrCorrupt)
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	server := httptest.NewServer(wrap(handler))
	t.Cleanup(server.Close)
	return server.Client(), server.URL
}

func plain(h http.Handler) http.Handler { return h }

func compressed(h http.Handler) http.Handler { return gzhttp.GzipHandler(h) }

func TestAFileIsServedForSavingAndNeverInPlace(t *testing.T) {
	eachStore(t, func(t *testing.T, store kept) {
		for _, size := range sizes {
			content := noise(size)
			require.NoError(t, store.Put(t.Context(), blob(content)))
			client, url := served(t, store, hashOf(content), int64(size), "Đề án đô thị \"quý\"; a=b.pdf", "application/pdf", plain)
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				request, err := http.NewRequestWithContext(t.Context(), method, url, nil)
				require.NoError(t, err)
				response, err := client.Do(request)
				require.NoError(t, err)
				body, err := io.ReadAll(response.Body)
				require.NoError(t, err)
				require.NoError(t, response.Body.Close())
				require.Equal(t, http.StatusOK, response.StatusCode)
				require.Equal(t, method == http.MethodGet, bytes.Equal(content, body))
				require.EqualValues(t, size, response.ContentLength)
				h := response.Header
				assert.Equal(t, "application/pdf", h.Get("Content-Type"))
				assert.Equal(t, `attachment; filename="De an do thi _quy_; a=b.pdf"; filename*=UTF-8''`+
					"%C4%90%E1%BB%81%20%C3%A1n%20%C4%91%C3%B4%20th%E1%BB%8B%20_qu%C3%BD_%3B%20a%3Db.pdf",
					h.Get("Content-Disposition"))
				assert.Equal(t, "nosniff", h.Get("X-Content-Type-Options"))
				assert.Equal(t, "sandbox; default-src 'none'", h.Get("Content-Security-Policy"))
				assert.Equal(t, "private, no-store", h.Get("Cache-Control"))
				assert.Equal(t, "same-origin", h.Get("Cross-Origin-Resource-Policy"))
				assert.Equal(t, "no-referrer", h.Get("Referrer-Policy"))
			}
		}
	})
}

func TestTheNameAndTypeOfARecordAreNotTrusted(t *testing.T) {
	for name, tc := range map[string]struct{ name, media, wantName, wantType string }{
		"a text":                          {"a.csv", "text/csv", "a.csv", "text/csv; charset=utf-8"},
		"a type that may not be served":   {"a.html", "text/html", "a.html.bin", "application/octet-stream"},
		"no type":                         {"a", "", "a.bin", "application/octet-stream"},
		"a name that would split headers": {"a\r\nX: y.pdf", "application/pdf", "aX_ y.pdf", "application/pdf"},
		"a name with a percent sign":      {"86%.pdf", "application/pdf", "86%.pdf", "application/pdf"},
		"a name with a plus sign":         {"a+b c.pdf", "application/pdf", "a+b c.pdf", "application/pdf"},
		"a name in another script":        {"đề án 計画.pdf", "application/pdf", "đề án 計画.pdf", "application/pdf"},
	} {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			err := evidence.Serve(w, httptest.NewRequest(http.MethodGet, "/", nil), io.NopCloser(strings.NewReader("x")), 1, tc.name, tc.media)
			require.NoError(t, err)
			assert.Equal(t, tc.wantType, w.Header().Get("Content-Type"))
			kind, params, err := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
			if err != nil { // ParseMediaType takes a name in both forms for a name given twice
				first, rest, found := strings.Cut(w.Header().Get("Content-Disposition"), ` filename="`)
				require.True(t, found)
				_, rest, found = strings.Cut(rest, `"; `)
				require.True(t, found)
				kind, params, err = mime.ParseMediaType(first + rest)
			}
			require.NoError(t, err)
			assert.Equal(t, "attachment", kind)
			assert.Equal(t, tc.wantName, params["filename"])
		})
	}
}

func TestOnlyReadingIsServed(t *testing.T) {
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions} {
		file := &closing{Reader: strings.NewReader("x")}
		w := httptest.NewRecorder()
		require.NoError(t, evidence.Serve(w, httptest.NewRequest(method, "/", nil), file, 1, "x", "text/plain"))
		assert.Equal(t, http.StatusMethodNotAllowed, w.Code)
		assert.Equal(t, "GET, HEAD", w.Header().Get("Allow"))
		assert.Equal(t, "use GET\n", w.Body.String())
		assert.True(t, file.closed)
	}
}

type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

func TestADamagedFileIsNeverServedAsAWholeOne(t *testing.T) {
	eachStore(t, func(t *testing.T, store kept) {
		for _, size := range sizes {
			for way, wrap := range map[string]func(http.Handler) http.Handler{"plain": plain, "compressed": compressed} {
				content := bytes.Repeat([]byte("a"), size)
				store.spoilAfter(t, content, func(c []byte) []byte { c = bytes.Clone(c); c[0]++; return c })
				client, url := served(t, store, hashOf(content), int64(size), "x", "text/plain", wrap)
				response, err := client.Get(url)
				if err != nil {
					continue // cut off before anything came
				}
				body, err := io.ReadAll(response.Body)
				require.NoError(t, response.Body.Close())
				if response.StatusCode == http.StatusOK {
					require.Error(t, err, "%d bytes, %s", size, way)
					require.Greater(t, size, 64<<10, "a small file gets an honest status")
				}
				require.Less(t, len(body), size)
			}
		}
	})
}

func TestASizeThatIsNotTheRecordedOneIsAFault(t *testing.T) {
	for _, size := range []int{1, 10, 64 << 10, 200_000} {
		content := string(noise(size))
		for _, recorded := range []int{size - 1, size + 1, size + 100_000} {
			w := httptest.NewRecorder()
			file := &closing{Reader: strings.NewReader(content)}
			serve := func() (err error) {
				defer func() {
					if caught, ok := recover().(error); ok {
						err = caught
					}
				}()
				return evidence.Serve(w, httptest.NewRequest(http.MethodGet, "/", nil), file, int64(recorded), "x", "text/plain")
			}
			require.ErrorIs(t, serve(), evidence.ErrCorrupt, "%d bytes, recorded as %d", size, recorded)
			assert.True(t, file.closed)
			assert.LessOrEqual(t, w.Body.Len(), recorded)
			if size < 64<<10 {
				assert.Empty(t, w.Header(), "nothing was sent yet")
			}
		}
	}
}

func TestSomeoneWhoStopsReceivingIsNoFault(t *testing.T) {
	content := string(noise(300_000))
	for _, stopsAfter := range []int{0, 1, 3} {
		w := &leaving{ResponseRecorder: httptest.NewRecorder(), after: stopsAfter}
		assert.NoError(t, evidence.Serve(w, httptest.NewRequest(http.MethodGet, "/", nil),
			io.NopCloser(strings.NewReader(content)), int64(len(content)), "x", "text/plain"))
		assert.Less(t, w.Body.Len(), len(content))
	}
}

// leaving is a receiver that goes away after some writes.
type leaving struct {
	*httptest.ResponseRecorder
	after int
}

func (l *leaving) Write(p []byte) (int, error) {
	if l.after--; l.after < 0 {
		return 0, errors.New("gone")
	}
	return l.ResponseRecorder.Write(p)
}
