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
	"strings"
	"syscall"
)

// buildProgram builds the program as it is shipped into a folder, and returns
// its path.
func buildProgram(ctx context.Context, folder string) (string, error) {
	program := filepath.Join(folder, "tiendo")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", program, "./api/cmd/tiendo")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return "", fmt.Errorf("go build: %w", err)
	}
	return program, nil
}

var servingAt = regexp.MustCompile(`http://[0-9.:]+`)

// startServer starts `tiendo serve` on a free port of this machine, in
// development mode: what lies in the data folder is the server's own. Settings
// are NAME=value; the log is written to log.
func startServer(ctx context.Context, program, data string, connections int, log io.Writer, settings ...string) (*peer, error) {
	p := &peer{name: peerGraph, command: exec.CommandContext(ctx, program, "serve")}
	p.command.Env = append([]string{"PATH=" + os.Getenv("PATH"), "TIENDO_DATA_DIR=" + data, "TIENDO_LISTEN=127.0.0.1:0", "TIENDO_DEVELOPMENT=true",
		"TIENDO_LIMITS_BUDGET=2000000000", "TIENDO_LIMITS_BUDGET_WINDOW=1s"}, settings...)
	p.command.Stderr = log
	p.client = newClient(connections)
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	p.end = func() { _ = p.command.Process.Signal(syscall.SIGTERM) }
	// What it greets people with afterwards fits the pipe.
	line, err := bufio.NewReader(out).ReadString('\n')
	if p.address = servingAt.FindString(line); p.address == "" {
		p.stop()
		return nil, fmt.Errorf("tiendo serve said %q: %w", line, err)
	}
	return p, nil
}

// newClient returns a client that keeps so many connections. It asks for no
// compression: both servers would leave that to a proxy.
func newClient(connections int) *http.Client {
	return &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: connections}}
}

// faultsIn returns the warnings and errors in a log.
func faultsIn(path string) string {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	var faults []string
	for line := range strings.Lines(string(raw)) {
		if strings.Contains(line, "level=WARN") || strings.Contains(line, "level=ERROR") {
			faults = append(faults, line)
		}
	}
	return strings.Join(faults, "")
}
