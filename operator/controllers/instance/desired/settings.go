package desired

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// PortHTTP is the port of a server's pods that answers, and PortMetrics the one
// with its metrics, which no route leads to.
const (
	PortHTTP    = 8080
	PortMetrics = 9090
)

const (
	// shutdownDelay is how long a stopping server still accepts: proxies and routes
	// hear of its end a little later than it does.
	shutdownDelay = 10 * time.Second
	// shutdownGrace is how long requests in flight may take after that.
	shutdownGrace = 20 * time.Second
	// shutdownRest is for cutting off the rest and ending the process.
	shutdownRest = 10 * time.Second
)

// Where files are mounted. A missing Secret keeps a pod from starting, and its
// events say which.
const (
	databaseFolder = "/run/secrets/tiendo/database"
	keysFolder     = "/run/secrets/tiendo/keys"
	evidenceFolder = "/run/secrets/tiendo/evidence"
	providerFolder = "/run/tiendo/provider"
	planFolder     = "/run/tiendo/plan"
)

// Keys of Secrets and ConfigMaps, which are also names of files.
const (
	keyURL       = "url"
	keyCA        = "ca.crt"
	keySecret    = "secret.key"
	keyAccessKey = "accessKey"
	keySecretKey = "secretKey"
)

// A setting is a variable of the environment. None holds a secret: those are in
// files.
type setting struct{ name, value string }

// databaseSettings are the settings of every program that opens the database.
func databaseSettings(i Instance, connections int32) []setting {
	settings := []setting{
		{"TIENDO_LOG_FORMAT", "json"},
		{"TIENDO_DATABASE_URL_FILE", databaseFolder + "/" + keyURL},
	}
	if connections > 0 {
		settings = append(settings, setting{"TIENDO_DATABASE_MAX_OPEN", fmt.Sprint(connections)})
	}
	if i.Database.Kind == DatabaseCloudNativePG {
		// CloudNativePG's URL does not say how the connection is protected. These
		// are what lib/pq takes where the URL is silent.
		settings = append(settings,
			setting{"PGSSLMODE", "verify-full"},
			setting{"PGSSLROOTCERT", databaseFolder + "/" + keyCA})
	}
	return settings
}

// serverSettings are the settings of a server.
func serverSettings(i Instance) []setting {
	settings := append(databaseSettings(i, serverConnections(i)),
		setting{"TIENDO_LISTEN", fmt.Sprintf(":%d", PortHTTP)},
		setting{"TIENDO_METRICS_LISTEN", fmt.Sprintf(":%d", PortMetrics)},
		setting{"TIENDO_HTTP_SHUTDOWN_DELAY", shutdownDelay.String()},
		setting{"TIENDO_HTTP_SHUTDOWN_GRACE", shutdownGrace.String()},
		setting{"TIENDO_PUBLIC_URL", URL(i)},
		setting{"TIENDO_SECRET_FILE", keysFolder + "/" + keySecret},
		// A Job loads it, so that a bundle with a fault does not stop servers.
		setting{"TIENDO_PLAN_LOAD", "false"},
	)
	if len(i.TrustedProxies) > 0 {
		settings = append(settings, setting{"TIENDO_HTTP_TRUSTED_PROXIES", ranges(i.TrustedProxies)})
	}
	settings = append(settings, signInSettings(i.SignIn)...)
	return append(settings, evidenceSettings(i.Evidence)...)
}

func ranges(prefixes []netip.Prefix) string {
	texts := make([]string, len(prefixes))
	for n, prefix := range prefixes {
		texts[n] = prefix.String()
	}
	return strings.Join(texts, ",")
}

func signInSettings(s *SignIn) []setting {
	if s == nil {
		return []setting{{"TIENDO_AUTH_PUBLIC", "true"}}
	}
	settings := []setting{
		{"TIENDO_AUTH_ISSUER", s.Issuer},
		{"TIENDO_AUTH_AUDIENCE", s.Audience},
	}
	if s.CAConfigMap != "" {
		settings = append(settings, setting{"TIENDO_AUTH_CA_FILE", providerFolder + "/" + keyCA})
	}
	return settings
}

func evidenceSettings(e *Evidence) []setting {
	if e == nil {
		return []setting{{"TIENDO_EVIDENCE_OFF", "true"}}
	}
	return []setting{
		{"TIENDO_EVIDENCE_URL", e.URL},
		{"TIENDO_EVIDENCE_ACCESS_KEY_FILE", evidenceFolder + "/" + keyAccessKey},
		{"TIENDO_EVIDENCE_SECRET_KEY_FILE", evidenceFolder + "/" + keySecretKey},
	}
}

// memorySettings tell Go's collector of the limit a little below it, else a heap
// that could have been collected gets the server killed.
func memorySettings(r Resources) []setting {
	limit, ok := r.Limits[corev1.ResourceMemory]
	if !ok {
		return nil
	}
	return []setting{{"GOMEMLIMIT", fmt.Sprint(limit.Value() / 10 * 9)}}
}
