package deliver

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"
)

const (
	// defaultTimeout is within what the specification recommends, 15 to 30 s.
	defaultTimeout = 20 * time.Second
	// maxAnswer and maxAnswerHeader bound what is read of an answer, in bytes.
	// Nothing in it matters but the status.
	maxAnswer       = 16 << 10
	maxAnswerHeader = 64 << 10
	// maxAfter bounds the wait that a receiver may ask for.
	maxAfter = 24 * time.Hour
)

// WebhookSettings say where requests may go. The zero value is the safe one: the
// open internet, by https.
type WebhookSettings struct {
	// Loopback lets requests go to this machine, by http too: for development.
	Loopback bool
	// Networks may be connected to although they are not public, such as the
	// government's own network.
	Networks []netip.Prefix
	// Roots are the authorities that vouch for receivers; nil for the system's.
	Roots *x509.CertPool
	// Timeout is how long one request may take. Default 20 s.
	Timeout time.Duration
}

// Webhooks posts signed requests, as the Standard Webhooks specification 1.0.0
// has them. It may be used by many at once.
type Webhooks struct {
	guard     guard
	timeout   time.Duration
	dialer    *net.Dialer
	transport *http.Transport
}

// NewWebhooks makes the client. It opens nothing. It knows no proxy, whatever
// the environment says: a proxy would connect where we refuse to.
func NewWebhooks(settings WebhookSettings) *Webhooks {
	g := guard{loopback: settings.Loopback, networks: settings.Networks}
	dialer := &net.Dialer{Control: g.control}
	w := &Webhooks{guard: g, timeout: settings.Timeout, dialer: dialer, transport: &http.Transport{
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{RootCAs: settings.Roots, MinVersion: tls.VersionTLS12},
		DisableKeepAlives:      true, // a digest now and then is not worth an open connection
		DisableCompression:     true,
		MaxResponseHeaderBytes: maxAnswerHeader,
	}}
	if w.timeout <= 0 {
		w.timeout = defaultTimeout
	}
	return w
}

// Post sends body, which is JSON, signed with the endpoint's secret. The id is
// the event's and the same in each try; at is the time of this try. No error
// means that the receiver answered 2xx.
//
// Errors are of type *Error. Worth another try are 429, 5xx, everything the
// network does and the end of ctx; Error.After is what Retry-After asked for, at
// most a day. Everything else is for good: a redirect (none is followed), other
// statuses, a faulty endpoint, an address that may not be connected to. Code 410
// says that the receiver wants no more: switch the endpoint off.
func (w *Webhooks) Post(ctx context.Context, endpoint Endpoint, id string, at time.Time, body []byte) error {
	key, err := endpoint.Secret.key()
	if err := errors.Join(w.checkURL(endpoint.URL), err, checkID(id)); err != nil {
		return &Error{Channel: ChannelWebhook, Permanent: true, text: err.Error(), cause: err}
	}
	ctx, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	request, err := newRequest(ctx, endpoint.URL, key, id, at, body)
	if err != nil {
		return &Error{Channel: ChannelWebhook, Permanent: true, text: "url: expected https://host/path"}
	}
	// The transport alone: a client would follow redirects.
	response, err := w.transport.RoundTrip(request)
	if err != nil {
		return failed(ctx, request.URL.Host, err)
	}
	defer func() { _ = response.Body.Close() }()
	// Lets small answers be sent to their end; what is in them says nothing.
	_, _ = io.CopyN(io.Discard, response.Body, maxAnswer)
	return judge(request.URL.Host, response, at)
}

func newRequest(ctx context.Context, url string, key []byte, id string, at time.Time, body []byte) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	timestamp := strconv.FormatInt(at.Unix(), 10)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "tiendo")
	request.Header.Set(HeaderID, id)
	request.Header.Set(HeaderTimestamp, timestamp)
	request.Header.Set(HeaderSignature, signatureV1+base64.StdEncoding.EncodeToString(sign(key, id, timestamp, body)))
	return request, nil
}

// judge makes the error that an answer means.
func judge(host string, response *http.Response, at time.Time) error {
	status := response.StatusCode
	if status/100 == 2 {
		return nil
	}
	failure := &Error{Channel: ChannelWebhook, Code: status, text: fmt.Sprintf("%s answered %d", host, status)}
	failure.Permanent = status != http.StatusTooManyRequests && status/100 != 5
	if !failure.Permanent {
		failure.After = retryAfter(response.Header.Get("Retry-After"), at)
	}
	return failure
}

// retryAfter reads the header's two forms, seconds and a date; 0 for anything
// else.
func retryAfter(value string, now time.Time) time.Duration {
	after := time.Duration(0)
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		after = time.Duration(seconds) * time.Second
	} else if date, err := http.ParseTime(value); err == nil {
		after = date.Sub(now)
	}
	return min(max(after, 0), maxAfter)
}

// failed makes the error of a request without an answer. The net package's own
// words name our address and our name server's, and http's repeat what came
// instead of an answer: neither is the business of who registered the endpoint.
func failed(ctx context.Context, host string, err error) *Error {
	failure := &Error{Channel: ChannelWebhook, text: "no answer in HTTP"}
	var lookup *net.DNSError
	var operation *net.OpError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.Is(err, ErrAddress):
		failure.Permanent, failure.cause, failure.text = true, ErrAddress, ErrAddress.Error()
	case ctx.Err() != nil:
		failure.cause, failure.text = ctx.Err(), ctx.Err().Error()
	case errors.As(err, &lookup):
		failure.text = "the name could not be looked up"
		if lookup.IsNotFound {
			failure.text = "there is no such name"
		}
	case errors.As(err, &certificate):
		failure.text = line(certificate.Error(), 200)
	case errors.As(err, &operation):
		failure.text = operation.Op + ": " + line(operation.Err.Error(), 200)
	}
	failure.text = host + ": " + failure.text
	return failure
}
