package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// A peer is a server under measurement, in a process of its own so that its
// processor time can be told from that of who asks.
type peer struct {
	name, address string
	command       *exec.Cmd
	stdin         io.Closer
	client        *http.Client
}

// startPeer starts this program as the server of the given name.
func startPeer(ctx context.Context, name, url string, concurrency int) (*peer, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	// Not compressing is what both would do behind a proxy that does.
	transport := &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: concurrency}
	p := &peer{name: name, command: exec.CommandContext(ctx, program, name), client: &http.Client{Transport: transport}}
	p.command.Env = append(os.Environ(), peerURL+"="+url)
	p.command.Stderr = os.Stderr
	if p.stdin, err = p.command.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		p.stop()
		return nil, fmt.Errorf("the server %q did not start", name)
	}
	p.address = "http://" + strings.TrimSpace(line)
	return p, nil
}

// stop closes the server's standard input, which ends it.
func (p *peer) stop() {
	p.client.CloseIdleConnections()
	p.stdin.Close()
	_ = p.command.Wait()
}

// ask sends a body and returns the answer; one with errors is an error.
func (p *peer) ask(ctx context.Context, screen string, body []byte) ([]byte, error) {
	path := "/graphql"
	if p.name == peerLimit {
		path = "/" + screen
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.address+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := p.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || bytes.Contains(raw, []byte(`"errors":`))) {
		err = fmt.Errorf("%s of %s: %s: %.500s", screen, p.name, response.Status, raw)
	}
	return raw, err
}

// countStatements returns how many statements the graph sends for each screen:
// unlike times, a number that no machine changes.
func countStatements(ctx context.Context, url string, requests []request) (map[string]int, error) {
	p, err := startPeer(ctx, peerCounted, url, 1)
	if err != nil {
		return nil, err
	}
	defer p.stop()
	sent := func() (int, error) {
		response, err := p.client.Get(p.address + statementsPath)
		if err != nil {
			return 0, err
		}
		defer response.Body.Close()
		raw, err := io.ReadAll(response.Body)
		if err != nil {
			return 0, err
		}
		return strconv.Atoi(string(raw))
	}
	counts := map[string]int{}
	for _, r := range requests {
		before, err := sent()
		if err != nil {
			return nil, err
		}
		if _, err := p.ask(ctx, r.name, r.bodies[len(r.bodies)-1]); err != nil {
			return nil, err
		}
		after, err := sent()
		if err != nil {
			return nil, err
		}
		counts[r.name] = after - before
	}
	return counts, nil
}
