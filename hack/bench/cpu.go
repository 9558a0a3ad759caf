package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of /proc/<pid>/stat: Linux shows programs a hundred a second,
// whatever its own clock.
const tick = 10 * time.Millisecond

// usage is what /proc/<pid>/stat says of a process.
type usage struct {
	parent   int
	own      time.Duration // of the process
	children time.Duration // of children that ended and were waited for
}

func usageOf(pid string) (usage, error) {
	raw, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	if err != nil {
		return usage{}, err
	}
	// The name before the last parenthesis may hold anything, blanks included.
	text := string(raw)
	fields := strings.Fields(text[strings.LastIndexByte(text, ')')+1:])
	if len(fields) < 15 {
		return usage{}, fmt.Errorf("/proc/%s/stat has %d fields", pid, len(fields))
	}
	number := func(n int) time.Duration {
		v, _ := strconv.ParseInt(fields[n], 10, 64)
		return time.Duration(v)
	}
	return usage{parent: int(number(1)), own: (number(11) + number(12)) * tick, children: (number(13) + number(14)) * tick}, nil
}

// processTime is the processor time a process has used.
func processTime(pid int) (time.Duration, error) {
	u, err := usageOf(strconv.Itoa(pid))
	return u.own, err
}

// A postgresClock reads the processor time of a PostgreSQL on this machine.
type postgresClock struct{ postmaster int }

// newPostgresClock finds the process that all others of the cluster are
// children of.
func newPostgresClock(ctx context.Context, db *sql.DB) (postgresClock, error) {
	var folder string
	if err := db.QueryRowContext(ctx, `SHOW data_directory`).Scan(&folder); err != nil {
		return postgresClock{}, err
	}
	raw, err := os.ReadFile(filepath.Join(folder, "postmaster.pid"))
	if err != nil {
		return postgresClock{}, fmt.Errorf("PostgreSQL's processor time cannot be read: it has to run on this machine, in a folder this user may read: %w", err)
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		return postgresClock{}, fmt.Errorf("postmaster.pid begins with %q", first)
	}
	return postgresClock{postmaster: pid}, nil
}

// read sums over the first process, its children, and the children that ended:
// parallel workers live for one statement only. One that ends while the others are
// listed is counted nowhere, so it begins again until none does.
func (c postgresClock) read() (time.Duration, error) {
	for {
		before, err := usageOf(strconv.Itoa(c.postmaster))
		if err != nil {
			return 0, err
		}
		living, err := c.children()
		if err != nil {
			return 0, err
		}
		after, err := usageOf(strconv.Itoa(c.postmaster))
		if err != nil {
			return 0, err
		}
		if after.children == before.children {
			return after.own + after.children + living, nil
		}
	}
}

// children sums over the first process's children.
func (c postgresClock) children() (time.Duration, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return 0, err
	}
	var total time.Duration
	for _, e := range entries {
		if _, err := strconv.Atoi(e.Name()); err != nil {
			continue
		}
		if u, err := usageOf(e.Name()); err == nil && u.parent == c.postmaster {
			total += u.own
		}
	}
	return total, nil
}
