package operatortest

import (
	"io"
	"net/http"
	"time"

	"k8s.io/client-go/rest"
)

// Lag makes a configuration whose watches tell everything late, so that caches
// are behind; zero changes nothing.
func Lag(config *rest.Config, by time.Duration) *rest.Config {
	if by == 0 {
		return config
	}
	late := rest.CopyConfig(config)
	late.Wrap(func(next http.RoundTripper) http.RoundTripper { return lagging{next, by} })
	return late
}

type lagging struct {
	next http.RoundTripper
	by   time.Duration
}

// RoundTrip passes a request on.
func (l lagging) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := l.next.RoundTrip(r)
	if err == nil && r.URL.Query().Get("watch") == "true" {
		response.Body = lateBody{response.Body, l.by}
	}
	return response, err
}

type lateBody struct {
	io.ReadCloser
	by time.Duration
}

// Read reads what came, and tells it late.
func (b lateBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	<-time.After(b.by)
	return n, err
}
