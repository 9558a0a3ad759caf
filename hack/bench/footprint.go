package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A footprint is what the program takes before anybody asks it anything.
type footprint struct {
	binary int64 // bytes
	memory int64 // resident bytes, idle
	first  float64
	start  float64 // milliseconds from exec to the first answer
}

// measureFootprint builds the program as it is shipped and starts it on an
// embedded database: once on an empty folder, where it loads the plan, and then
// several times on what is there.
func measureFootprint(ctx context.Context) (*footprint, error) {
	folder, err := os.MkdirTemp("", "tiendo-bench.")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	program := filepath.Join(folder, "tiendo")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", program, "./api/cmd/tiendo")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return nil, fmt.Errorf("go build: %w", err)
	}
	info, err := os.Stat(program)
	if err != nil {
		return nil, err
	}
	f := &footprint{binary: info.Size()}
	var starts []float64
	for n := range 6 {
		took, memory, err := startProgram(ctx, program, filepath.Join(folder, "data"))
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

var servingAt = regexp.MustCompile(`http://[0-9.:]+`)

// startProgram returns how long `tiendo serve` takes to its first answer, and
// what it keeps in memory when it has been idle for a moment.
func startProgram(ctx context.Context, program, data string) (took float64, memory int64, err error) {
	serve := exec.CommandContext(ctx, program, "serve")
	serve.Env = []string{"PATH=" + os.Getenv("PATH"), "TIENDO_DATA_DIR=" + data, "TIENDO_LISTEN=127.0.0.1:0", "TIENDO_LOG_LEVEL=warn"}
	serve.Stderr = os.Stderr
	out, err := serve.StdoutPipe()
	if err != nil {
		return 0, 0, err
	}
	start := time.Now()
	if err := serve.Start(); err != nil {
		return 0, 0, err
	}
	defer func() {
		_ = serve.Process.Signal(syscall.SIGTERM)
		_ = serve.Wait()
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	address := servingAt.FindString(line)
	if err != nil || address == "" {
		return 0, 0, fmt.Errorf("tiendo serve said %q: %v", line, err)
	}
	if err := firstAnswer(ctx, address); err != nil {
		return 0, 0, err
	}
	took = milliseconds(time.Since(start))
	time.Sleep(2 * time.Second)
	memory, err = residentMemory(serve.Process.Pid)
	return took, memory, err
}

// firstAnswer asks for the plan's name until it gets it.
func firstAnswer(ctx context.Context, address string) error {
	deadline := time.Now().Add(10 * time.Second)
	for {
		body := strings.NewReader(`{"query":"{ plan(code: \"2021-2025\") { name } }"}`)
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, address+"/graphql", body)
		if err != nil {
			return err
		}
		r.Header.Set("Content-Type", "application/json")
		response, err := http.DefaultClient.Do(r)
		if err == nil {
			raw, _ := io.ReadAll(response.Body)
			response.Body.Close()
			if response.StatusCode == http.StatusOK && strings.Contains(string(raw), `"name":"`) {
				return nil
			}
			err = fmt.Errorf("%s: %s", response.Status, raw)
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("tiendo serve does not answer: %w", err)
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
