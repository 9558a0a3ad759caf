package hostile

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// processor is the processor time of the server's threads, to the nanosecond:
// /proc/<pid>/stat counts in hundredths of a second.
func (s *server) processor(t *testing.T) time.Duration {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", s.pid))
	require.NoError(t, err)
	require.NotEmpty(t, threads, "the server has ended\n%s", s.log)
	var total time.Duration
	for _, thread := range threads {
		raw, err := os.ReadFile(thread)
		if err != nil {
			continue // the thread has just ended
		}
		ran, _, _ := strings.Cut(string(raw), " ")
		n, err := strconv.ParseInt(ran, 10, 64)
		require.NoError(t, err)
		total += time.Duration(n)
	}
	return total
}

// rest waits until the server does next to nothing, and returns the processor
// time it has used: what it still does after an answer is the request's as well.
func (s *server) rest(t *testing.T) time.Duration {
	t.Helper()
	const look, still, most = 4 * time.Millisecond, 200 * time.Microsecond, 500
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	last := s.processor(t)
	for range most {
		<-ticker.C
		now := s.processor(t)
		if now-last < still {
			return now
		}
		last = now
	}
	return last
}

// resident is the memory that the server holds, in bytes.
func (s *server) resident(t *testing.T) int {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pid))
	require.NoError(t, err)
	_, after, _ := strings.Cut(string(raw), "VmRSS:")
	n, err := strconv.Atoi(strings.Fields(after)[0])
	require.NoError(t, err)
	return n << 10
}

// metrics reads what the server says of itself.
func (s *server) metrics(t *testing.T) map[string]float64 {
	t.Helper()
	w, err := http.Get("http://" + s.address + "/metrics")
	require.NoError(t, err)
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	values := map[string]float64{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			values[name] = n
		}
	}
	return values
}

// A footprint is what a server at rest holds on to.
type footprint struct {
	live       int // bytes in use after a collection
	resident   int
	goroutines int
	open       int // file descriptors, connections among them
	pool       int // connections to the database, which it keeps
}

// collections is how often the server's memory was collected, and live what was
// in use after the last time: the next one comes when it has doubled.
func (s *server) collections(t *testing.T) (count float64, live int) {
	m := s.metrics(t)
	return m["go_gc_duration_seconds_count"], int(m["go_memstats_next_gc_bytes"]) / 2
}

// settled waits until the server has collected its memory twice, which ordinary
// requests make it do, and returns what it holds then.
func (s *server) settled(t *testing.T) footprint {
	t.Helper()
	began, _ := s.collections(t)
	var f footprint
	for {
		for range 20 {
			s.ordinary(t)
		}
		count, live := s.collections(t)
		if count >= began+3 {
			f.live = live
			break
		}
	}
	http.DefaultClient.CloseIdleConnections()
	s.rest(t)
	m := s.metrics(t)
	f.goroutines, f.pool = int(m["go_goroutines"]), int(m["tiendo_database_connections_open"])
	f.resident = s.resident(t)
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.pid))
	require.NoError(t, err)
	f.open = len(open)
	return f
}
