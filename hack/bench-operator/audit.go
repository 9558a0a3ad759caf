package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// A write is one that the operator asked for, as the API server took it down.
type write struct {
	Verb       string
	RequestURI string
	ObjectRef  struct {
		Resource, Subresource, Namespace, Name string
	}
	ResponseStatus struct{ Code int }
	StageTimestamp time.Time
}

// what is the verb and the resource.
func (w write) what() string {
	if w.ObjectRef.Subresource != "" {
		return w.Verb + " " + w.ObjectRef.Resource + "/" + w.ObjectRef.Subresource
	}
	return w.Verb + " " + w.ObjectRef.Resource
}

func (w write) dryRun() bool  { return strings.Contains(w.RequestURI, "dryRun=") }
func (w write) event() bool   { return w.ObjectRef.Resource == "events" }
func (w write) refused() bool { return w.ResponseStatus.Code >= 400 }

// readAudit reads what the operator asked to be written. Leases are left out: they
// are renewed whatever happens.
func readAudit(file string) ([]write, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []write
	lines := bufio.NewReaderSize(f, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return all, nil // a line that is still being written is read the next time
		}
		if err != nil {
			return nil, err
		}
		var w write
		if err := json.Unmarshal(line, &w); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if w.ObjectRef.Resource != "leases" {
			all = append(all, w)
		}
	}
}

// A tally counts writes.
type tally struct {
	// kinds counts by verb and resource; trials and events are apart.
	kinds map[string]int
	// writes are those that are neither.
	writes, events, dryRuns, refused int
}

// all is everything that was asked for, whatever came of it.
func (t tally) all() int { return t.writes + t.events + t.dryRuns }

func count(all []write) tally {
	t := tally{kinds: map[string]int{}}
	for _, w := range all {
		switch {
		case w.dryRun():
			t.dryRuns++
			continue
		case w.event():
			t.events++
		default:
			t.writes++
		}
		if w.refused() {
			t.refused++
		}
		t.kinds[w.what()]++
	}
	return t
}
