package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A footprint is what the program takes before anybody asks it anything.
type footprint struct {
	binary int64 // bytes
	memory int64 // resident bytes, idle
	first  float64
	start  float64 // milliseconds from exec to the first answer
}

// measureFootprint starts the program on an embedded database: once on an empty
// folder, where it loads the plan, and then several times on what is there.
func measureFootprint(ctx context.Context, program string) (*footprint, error) {
	info, err := os.Stat(program)
	if err != nil {
		return nil, err
	}
	data, err := os.MkdirTemp(filepath.Dir(program), "data.")
	if err != nil {
		return nil, err
	}
	f := &footprint{binary: info.Size()}
	var starts []float64
	for n := range 6 {
		took, memory, err := startProgram(ctx, program, data)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			f.first = took
			continue
		}
		starts, f.memory = append(starts, took), memory
	}
	f.start = median(starts, func(v float64) float64 { return v })
	return f, nil
}

// startProgram returns how long `tiendo serve` takes to its first answer, and
// what it keeps in memory when it has been idle for a moment.
func startProgram(ctx context.Context, program, data string) (took float64, memory int64, err error) {
	start := time.Now()
	p, err := startServer(ctx, program, data, 1, os.Stderr, "TIENDO_LOG_LEVEL=warn")
	if err != nil {
		return 0, 0, err
	}
	defer p.stop()
	if err := firstAnswer(ctx, p); err != nil {
		return 0, 0, err
	}
	took = milliseconds(time.Since(start))
	time.Sleep(2 * time.Second)
	memory, err = residentMemory(p.command.Process.Pid)
	return took, memory, err
}

// firstAnswer asks for the plan's name until it gets it.
func firstAnswer(ctx context.Context, p *peer) error {
	deadline := time.Now().Add(10 * time.Second)
	for {
		raw, err := p.send(ctx, http.MethodPost, "/graphql", "", []byte(`{"query":"{ plan(code: \"2021-2025\") { name } }"}`))
		if err == nil && strings.Contains(string(raw), `"name":"`) {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("tiendo serve does not answer: %s: %w", raw, err)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// residentMemory reads VmRSS, which is in kibibytes.
func residentMemory(pid int) (int64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, after, ok := strings.Cut(string(raw), "VmRSS:")
	fields := strings.Fields(after)
	if !ok || len(fields) == 0 {
		return 0, fmt.Errorf("/proc/%d/status has no VmRSS", pid)
	}
	kib, err := strconv.ParseInt(fields[0], 10, 64)
	return kib << 10, err
}
