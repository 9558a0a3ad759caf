// Package setup puts the operator together: options in, a manager out.
package setup

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/netip"
	"time"

	"github.com/go-logr/logr"
)

// Options are what the operator is started with.
type Options struct {
	// Namespace is the operator's own. Required.
	Namespace string
	// MetricsAddress and HealthAddress are what is listened on; "0" for not at all.
	MetricsAddress, HealthAddress string
	// WebhookPort is the port of the webhooks, and WebhookCertDir the folder with
	// tls.crt and tls.key; an empty folder: no webhooks.
	WebhookPort    int
	WebhookCertDir string
	// LeaderElect lets one of several replicas work at a time.
	LeaderElect bool
	// IngressNamespaces and MonitoringNamespaces are where ingress controllers or
	// Gateways, and Prometheus, run: network policies let them in.
	IngressNamespaces, MonitoringNamespaces []string
	// CloudNativePGNamespace is where CloudNativePG's operator runs. Empty: nowhere.
	CloudNativePGNamespace string
	// EgressPorts are TCP ports, besides 443, that pods of tenants reach anywhere: a
	// sign-in provider's or a bucket's.
	EgressPorts []int32
	// TrustedProxies are where ingress controllers and Gateways ask servers from:
	// they are believed whom they ask for.
	TrustedProxies []netip.Prefix
	// Concurrency is how many Instances are worked on at once. Default: 8.
	Concurrency int
	// Answers asks a URL whether an Instance is ready; nil: by HTTP.
	Answers func(ctx context.Context, url string) error
	// Logger takes down what happens.
	Logger logr.Logger
	// SkipNameValidation lets tests put together several operators in one process.
	SkipNameValidation bool
}

func (o Options) concurrency() int {
	if o.Concurrency == 0 {
		return 8
	}
	return o.Concurrency
}

// webhookTLS keeps what is long outdated out.
func webhookTLS(c *tls.Config) { c.MinVersion = tls.VersionTLS12 }

// readyTimeout is how long an Instance may take to say whether it is ready: it
// gives up on its database a little earlier.
const readyTimeout = 4 * time.Second

// probes asks Instances. Connections are not kept: servers come and go.
// They cannot send the operator elsewhere: what answers there would be repeated to
// people who may not ask it.
var probes = &http.Client{
	Timeout:       readyTimeout,
	Transport:     &http.Transport{DisableKeepAlives: true, Proxy: nil},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}
