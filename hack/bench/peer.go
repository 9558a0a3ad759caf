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
	"slices"
	"strconv"
	"strings"
)

// A peer is a server under measurement, in a process of its own so that its
// processor time can be told from that of who asks.
type peer struct {
	name, address string
	command       *exec.Cmd
	end           func() // asks it to end
	client        *http.Client
	token         string // sent with every request, where it is not empty
}

// startPeer starts this program as the server of the given name. Settings are
// NAME=value; those of whoever started the benchmark are not passed on.
func startPeer(ctx context.Context, name, url string, connections int, settings ...string) (*peer, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, program, name)
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "TIENDO_") && !strings.HasPrefix(pair, "DATABASE_URL=") {
			command.Env = append(command.Env, pair)
		}
	}
	command.Env = slices.Concat(command.Env, []string{peerURL + "=" + url}, budget, settings)
	return start(name, command, connections)
}

// start starts a server that prints its address, and ends with its standard input.
func start(name string, command *exec.Cmd, connections int) (*peer, error) {
	p := &peer{name: name, command: command, client: newClient(connections)}
	p.command.Stderr = os.Stderr
	stdin, err := p.command.StdinPipe()
	if err != nil {
		return nil, err
	}
	p.end = func() { stdin.Close() }
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

// stop ends the server and waits for it.
func (p *peer) stop() {
	p.client.CloseIdleConnections()
	p.end()
	_ = p.command.Wait()
}

// ask sends a body of a request and returns the answer; one with errors is an
// error.
func (p *peer) ask(ctx context.Context, r request, body []byte) ([]byte, error) {
	method, path := http.MethodPost, "/graphql"
	switch {
	case r.link != "":
		method, path = r.method, r.link
	case p.name == peerLimit:
		path = "/" + r.name
	}
	raw, err := p.send(ctx, method, path, p.token, body)
	if err != nil {
		err = fmt.Errorf("%s of %s: %w", r.name, p.name, err)
	}
	return raw, err
}

// send sends a request with a token and returns the answer; one with errors is
// an error.
func (p *peer) send(ctx context.Context, method, path, token string, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, p.address+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := p.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || bytes.Contains(raw, []byte(`"errors":`))) {
		err = fmt.Errorf("%s: %.500s", response.Status, raw)
	}
	return raw, err
}

// statements returns how many statements a counted server has sent so far.
func (p *peer) statements(ctx context.Context) (int, error) {
	raw, err := p.send(ctx, http.MethodGet, statementsPath, "", nil)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(string(raw))
}

// countStatements returns how many statements the graph sends for each screen:
// unlike times, a number that no machine changes.
func countStatements(ctx context.Context, p *peer, requests []request) (map[string]int, error) {
	counts := map[string]int{}
	for _, r := range requests {
		count, err := p.counting(ctx, func() error {
			_, err := p.ask(ctx, r, r.bodies[len(r.bodies)-1])
			return err
		})
		if err != nil {
			return nil, err
		}
		counts[r.name] = count
	}
	return counts, nil
}

// counting returns how many statements a counted server sends for what is done.
func (p *peer) counting(ctx context.Context, do func() error) (int, error) {
	before, err := p.statements(ctx)
	if err != nil {
		return 0, err
	}
	if err := do(); err != nil {
		return 0, err
	}
	after, err := p.statements(ctx)
	return after - before, err
}
