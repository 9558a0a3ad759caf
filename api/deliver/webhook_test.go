package deliver_test

import (
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/deliver"
)

// sentAt is when the tests' requests are sent.
var sentAt = time.Date(2023, 4, 1, 1, 0, 0, 0, time.UTC)

// receiver is a system that gets webhooks by TLS.
type receiver struct {
	*httptest.Server
	hits  atomic.Int32
	roots *x509.CertPool
}

func receive(t *testing.T, handler http.HandlerFunc) *receiver {
	t.Helper()
	r := &receiver{roots: x509.NewCertPool()}
	r.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.hits.Add(1)
		handler(w, req)
	}))
	r.Config.ErrorLog = quiet
	r.StartTLS()
	r.roots.AddCert(r.Certificate())
	t.Cleanup(r.Close)
	return r
}

// at is the receiver under another host name.
func (r *receiver) at(host string) string {
	_, port, _ := net.SplitHostPort(r.Listener.Addr().String())
	return "https://" + net.JoinHostPort(host, port) + "/hook?token=t0p"
}

func endpoint(url string) deliver.Endpoint { return deliver.Endpoint{URL: url, Secret: vectorSecret} }

func post(t *testing.T, w *deliver.Webhooks, url string) error {
	t.Helper()
	return w.Post(t.Context(), endpoint(url), "msg_1", sentAt, []byte(`{"type":"digest"}`))
}

func answer(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
}

func TestAReceiverCanVerifyWhatItGets(t *testing.T) {
	var header http.Header
	var method string
	var body []byte
	r := receive(t, func(w http.ResponseWriter, req *http.Request) {
		header, method = req.Header, req.Method
		body, _ = io.ReadAll(req.Body)
		w.WriteHeader(http.StatusNoContent)
	})
	w := deliver.NewWebhooks(deliver.WebhookSettings{Loopback: true, Roots: r.roots})
	require.NoError(t, post(t, w, r.URL+"/hook"))
	assert.Equal(t, "POST", method)
	assert.Equal(t, `{"type":"digest"}`, string(body))
	assert.Equal(t, "application/json", header.Get("Content-Type"))
	assert.Equal(t, "msg_1", header.Get("webhook-id"))
	assert.Equal(t, "1680310800", header.Get("webhook-timestamp"))
	assert.NoError(t, deliver.Verify(vectorSecret, header, body, sentAt, time.Minute))
}

func TestTheStatusDecidesAboutAnotherTry(t *testing.T) {
	const sent, again, never = "sent", "again", "never"
	for status, want := range map[int]string{
		200: sent, 202: sent, 204: sent, 299: sent,
		429: again, 500: again, 502: again, 503: again, 504: again,
		300: never, 304: never, 400: never, 401: never, 404: never, 408: never, 410: never, 418: never,
	} {
		r := receive(t, answer(status))
		w := deliver.NewWebhooks(deliver.WebhookSettings{Loopback: true, Roots: r.roots})
		err := post(t, w, r.at("127.0.0.1"))
		assert.EqualValues(t, 1, r.hits.Load())
		if want == sent {
			assert.NoError(t, err, status)
			continue
		}
		var failure *deliver.Error
		require.ErrorAs(t, err, &failure, status)
		assert.Equal(t, deliver.ChannelWebhook, failure.Channel)
		assert.Equal(t, status, failure.Code)
		assert.Equal(t, want == again, deliver.Retryable(err), status)
		assert.NotContains(t, err.Error(), "t0p", "the URL may hold a token")
	}
}

func TestNoRedirectIsFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		target := receive(t, answer(200))
		r := receive(t, func(w http.ResponseWriter, req *http.Request) { http.Redirect(w, req, target.URL, status) })
		w := deliver.NewWebhooks(deliver.WebhookSettings{Loopback: true, Roots: r.roots})
		err := post(t, w, r.URL)
		require.ErrorContains(t, err, "answered 30")
		assert.False(t, deliver.Retryable(err))
		assert.Zero(t, target.hits.Load())
	}
}

func TestRetryAfterIsHeard(t *testing.T) {
	for name, tc := range map[string]struct {
		status int
		header string
		want   time.Duration
	}{
		"seconds":                      {429, "120", 2 * time.Minute},
		"seconds of a server in need":  {503, "5", 5 * time.Second},
		"a date":                       {503, sentAt.Add(time.Hour).Format(http.TimeFormat), time.Hour},
		"a date that has passed":       {503, sentAt.Add(-time.Hour).Format(http.TimeFormat), 0},
		"longer than a day":            {429, "4000000000", 24 * time.Hour},
		"a date in another century":    {429, "Fri, 02 Apr 2123 00:00:00 GMT", 24 * time.Hour},
		"no header":                    {429, "", 0},
		"less than nothing":            {429, "-5", 0},
		"words":                        {429, "soon", 0},
		"a status that says never":     {404, "120", 0},
		"a number beyond all counting": {429, "99999999999999999999", 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := receive(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", tc.header)
				w.WriteHeader(tc.status)
			})
			w := deliver.NewWebhooks(deliver.WebhookSettings{Loopback: true, Roots: r.roots})
			var failure *deliver.Error
			require.ErrorAs(t, post(t, w, r.URL), &failure)
			assert.Equal(t, tc.want, failure.After)
		})
	}
}

func TestAnAnswerIsReadWithinBounds(t *testing.T) {
	t.Run("an endless body", func(t *testing.T) {
		over := make(chan struct{})
		r := receive(t, func(w http.ResponseWriter, _ *http.Request) {
			defer close(over)
			for {
				if _, err := w.Write(make([]byte, 4096)); err != nil {
					return
				}
			}
		})
		w := deliver.NewWebhooks(deliver.WebhookSettings{Loopback: true, Roots: r.roots, Timeout: time.Hour})
		require.NoError(t, post(t, w, r.URL))
		<-over
	})
	t.Run("an endless header", func(t *testing.T) {
		r := receive(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Long", strings.Repeat("x", 1<<20))
		})
		w := deliver.NewWebhooks(deliver.WebhookSettings{Loopback: true, Roots: r.roots})
		err := post(t, w, r.URL)
		require.ErrorContains(t, err, "no answer in HTTP")
		assert.True(t, deliver.Retryable(err))
	})
}
