package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A crowd is clients who each ask for one change until they have an answer, at
// one server and then at the next.
type crowd struct {
	drafts  []*draft
	servers [2]struct {
		address string
		up      chan struct{}
	}
	// sent and answered have a place for everybody.
	sent, answered chan struct{}
	lost           atomic.Int64
	given          [][2]string // the answer of each server to each client
	faults         []error
	group          sync.WaitGroup
	ctx            context.Context
	http           *http.Client
}

// newCrowd returns a crowd that waits for its first server.
func newCrowd(ctx context.Context, drafts []*draft) *crowd {
	n := len(drafts)
	c := &crowd{drafts: drafts, sent: make(chan struct{}, n), answered: make(chan struct{}, n), given: make([][2]string, n), faults: make([]error, n),
		ctx: ctx, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: n}}}
	for n := range c.servers {
		c.servers[n].up = make(chan struct{})
	}
	for n := range drafts {
		c.group.Go(func() { c.faults[n] = c.client(n) })
	}
	return c
}

// meet tells everybody the address of a server.
func (c *crowd) meet(server int, address string) {
	c.servers[server].address = address
	close(c.servers[server].up)
}

// client asks until there is an answer. An error that a server answers is none
// that asking again is for.
func (c *crowd) client(n int) error {
	for server := range c.servers {
		select {
		case <-c.servers[server].up:
		case <-c.ctx.Done():
			return c.ctx.Err()
		}
		ctx := c.ctx
		if server == 0 {
			var once sync.Once
			ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(wrote httptrace.WroteRequestInfo) {
				if wrote.Err == nil {
					once.Do(func() { c.sent <- struct{}{} })
				}
			}})
		}
		answer, err := c.ask(ctx, n, server)
		if err != nil {
			continue
		}
		c.given[n][server] = answer
		if server == 0 && c.lost.Add(1) <= answersLost {
			continue
		}
		if server == 0 {
			c.answered <- struct{}{}
		}
		return c.drafts[n].check(answer)
	}
	return fmt.Errorf("no answer")
}

// ask asks for the client's change; the error says that no answer came.
func (c *crowd) ask(ctx context.Context, n, server int) (string, error) {
	d := c.drafts[n]
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+c.servers[server].address+"/graphql", strings.NewReader(d.body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+d.token)
	w, err := c.http.Do(r)
	if err != nil {
		return "", err
	}
	defer w.Body.Close()
	var answer struct{ Errors, Data json.RawMessage } // what it costs is of each request
	if err := json.NewDecoder(w.Body).Decode(&answer); err != nil {
		return "", err
	}
	if answer.Errors != nil {
		return string(answer.Errors), nil
	}
	return `{"data":` + string(answer.Data) + `}`, nil
}

// wait waits until something has happened so many times.
func (c *crowd) wait(t *testing.T, what <-chan struct{}, times int, name string) {
	t.Helper()
	for n := range times {
		select {
		case <-what:
		case <-c.ctx.Done():
			t.Fatalf("%d %s of %d: %v", n, name, times, c.ctx.Err())
		}
	}
}

// leave waits until everybody has an answer, and returns how many had it from
// each server. An answer that was lost is given once more as it was.
func (c *crowd) leave(t *testing.T, last *process) (before, after int) {
	t.Helper()
	c.group.Wait()
	for n, err := range c.faults {
		require.NoError(t, err, "client %d\n%s", n, last.log)
		lost, answer := c.given[n][0], c.given[n][1]
		if answer == "" {
			before++
			continue
		}
		after++
		if lost != "" {
			assert.Equal(t, lost, answer, "client %d", n)
		}
	}
	return before, after
}

// assertRepeatable checks that what the server that was killed has answered is
// what the other answers.
func (c *crowd) assertRepeatable(t *testing.T, last *process) {
	t.Helper()
	for n, given := range c.given {
		if given[0] == "" {
			continue
		}
		again, err := c.ask(c.ctx, n, 1)
		require.NoError(t, err, "client %d\n%s", n, last.log)
		assert.Equal(t, given[0], again, "client %d", n)
	}
}
