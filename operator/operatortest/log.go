package operatortest

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/go-logr/logr"
)

// Log returns a logger whose last lines are shown where the test fails.
func Log(t testing.TB) logr.Logger {
	lines := &tail{}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the operator's log ends:\n%s", lines)
		}
	})
	return logr.FromSlogHandler(slog.NewTextHandler(lines, nil))
}

// kept is how many lines of a log are shown.
const kept = 30

// tail keeps the last lines that are written to it.
type tail struct {
	mu    sync.Mutex
	lines [][]byte
}

// Write takes one line.
func (l *tail) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines[max(0, len(l.lines)-kept+1):], bytes.Clone(line))
	return len(line), nil
}

// String is the lines.
func (l *tail) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var b strings.Builder
	for _, line := range l.lines {
		b.Write(line)
	}
	return b.String()
}
