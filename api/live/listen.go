package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"time"

	"github.com/lib/pq"

	"github.com/tiendo-vn/tiendo/api/config"
)

// Source is the PostgreSQL that changes come from.
type Source struct {
	// URL is the database's, as the pool has it: its TLS settings count here too.
	// It must lead to PostgreSQL itself, or to a pooler that keeps a session for
	// each client: others do not carry notifications.
	URL config.DatabaseURL
	// Dialer connects as the pool does. One that gives up on a silent peer must
	// bear more than 3 s of silence. Nil: a plain net.Dialer.
	Dialer pq.DialerContext

	pace pace
}

// pace is how long the parts of listening take.
type pace struct {
	ping    time.Duration // between two signs of life
	silence time.Duration // for one to be answered
	first   time.Duration // before the first attempt to connect again
	most    time.Duration // before any
}

// usual notices a dead connection within a quarter of a minute.
var usual = pace{ping: 3 * time.Second, silence: 12 * time.Second, first: 250 * time.Millisecond, most: 15 * time.Second}

// Listen hands the changes that replicas send to the hub, until the context ends;
// then it returns nil, and nothing of it runs any more. A connection that is lost
// is replaced, at growing intervals, and each new one begins with a Refetch to all
// subscribers, because changes may have been missed. The only error is a URL that
// cannot be used.
func Listen(ctx context.Context, from Source, hub *Hub, log *slog.Logger) error {
	if from.pace == (pace{}) {
		from.pace = usual
	}
	name, err := connection(from.URL)
	if err != nil {
		return fmt.Errorf("live: %w", err)
	}
	wait := from.pace.first
	for {
		s := session{name: name, from: from, hub: hub, log: log}
		err := s.run(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if s.heard {
			wait = from.pace.first
		}
		// Replicas lose the database together, and must not come back as one.
		pause := wait/2 + rand.N(wait/2+1)
		log.WarnContext(ctx, "changes are not heard from the database", "error", err, "retryIn", pause)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
		wait = min(2*wait, from.pace.most)
	}
}

// connection is the URL with the defaults that listening has.
func connection(of config.DatabaseURL) (string, error) {
	parsed, err := url.Parse(string(of))
	if err != nil || parsed.Scheme != "postgres" && parsed.Scheme != "postgresql" {
		return "", errors.New("not the URL of a PostgreSQL database") // the error would repeat the password
	}
	query := parsed.Query()
	for key, value := range map[string]string{"application_name": "tiendo-live", "connect_timeout": "5"} {
		if !query.Has(key) {
			query.Set(key, value)
		}
	}
	parsed.RawQuery = query.Encode()
	if _, err := pq.NewConfig(parsed.String()); err != nil {
		return "", fmt.Errorf("URL of the database: %w", err)
	}
	return parsed.String(), nil
}
