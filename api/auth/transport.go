package auth

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/tiendo-vn/tiendo/api/config"
)

const (
	// mostAnswer bounds what is read of a provider's answer, in bytes.
	mostAnswer = 1 << 20
	// askTimeout is how long the provider may take to answer.
	askTimeout = 10 * time.Second
	// keysRest is how long fetched keys are not fetched again. Without it,
	// everybody who makes up a token would send a request to the provider.
	keysRest = 5 * time.Second
)

// newTransport is the way to the provider that the settings allow.
func newTransport(settings config.Auth) (http.RoundTripper, error) {
	base := http.DefaultTransport.(*http.Transport).Clone()
	if settings.CAFile != "" {
		pem, err := os.ReadFile(settings.CAFile)
		if err != nil {
			return nil, fmt.Errorf("auth.caFile: %w", err)
		}
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("auth.caFile %q: expected certificates in PEM", settings.CAFile)
		}
		base.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	return guarded{base, strings.HasPrefix(settings.Issuer, "https://")}, nil
}

// guarded bounds the answers, and does not follow a provider on https to
// anywhere else: who can change a key on its way can sign everything.
type guarded struct {
	next   http.RoundTripper
	secure bool
}

func (g guarded) RoundTrip(r *http.Request) (*http.Response, error) {
	if g.secure && r.URL.Scheme != "https" {
		return nil, fmt.Errorf("refused to leave https for %s", r.URL.Redacted())
	}
	answer, err := g.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answer.Body = http.MaxBytesReader(nil, answer.Body, mostAnswer)
	return answer, nil
}

// sparing answers a request that it has just seen answered from memory. It is
// for one address.
type sparing struct {
	next http.RoundTripper
	now  func() time.Time

	mu     sync.Mutex
	at     time.Time
	header http.Header
	body   []byte
}

func (s *sparing) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.body == nil || s.now().Sub(s.at) >= keysRest {
		answer, err := s.next.RoundTrip(r)
		if err != nil || answer.StatusCode != http.StatusOK {
			return answer, err
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			return nil, err
		}
		s.at, s.header, s.body = s.now(), answer.Header, body
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: s.header.Clone(), Body: io.NopCloser(bytes.NewReader(s.body)),
		ContentLength: int64(len(s.body)), Request: r,
	}, nil
}
