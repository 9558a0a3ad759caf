package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/live"
)

// patience covers the packages' first installation.
const patience = 5 * time.Minute

// The committed table is what the audits come to. It is written by the program,
// never by this test.
func TestTheAuditsOfGraphQLHTTP(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	audits, err := auditProfile(ctx, config.ProfileAudits)
	require.NoError(t, err)
	require.Len(t, audits, 61)
	for _, f := range audits {
		assert.Equal(t, "ok", f.Status, "%s %s: %s", f.ID, f.Name, f.Reason)
	}

	current, err := auditProfile(ctx, config.ProfileCurrent)
	require.NoError(t, err)
	require.Len(t, current, 61)
	for _, f := range current {
		assert.NotEqual(t, "error", f.Status, "%s %s: %s", f.ID, f.Name, f.Reason)
		_, explained := differences[f.ID]
		assert.Equal(t, f.Status != "ok", explained, "%s %s: %s", f.ID, f.Name, f.Reason)
	}

	var table strings.Builder
	write(&table, audits, current)
	committed, err := os.ReadFile("AUDITS.md")
	require.NoError(t, err)
	assert.Equal(t, string(committed), table.String(), "run go run ./hack/conformance -write hack/conformance/AUDITS.md")
}

// What a reference client got for one operation.
type got struct {
	Events []struct {
		Data json.RawMessage `json:"data"`
	} `json:"events"`
	Errors []struct {
		Message    string         `json:"message"`
		Extensions map[string]any `json:"extensions"`
	} `json:"errors"`
	raw string
}

// drive lets a client run operations, and calls progress as long as it runs.
func drive(t *testing.T, script, url string, operations []map[string]any, progress func()) []got {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	list, err := json.Marshal(operations)
	require.NoError(t, err)
	cmd, err := node(ctx, script, url, string(list))
	require.NoError(t, err)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := make(chan got)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			var line got
			if assert.NoError(t, json.Unmarshal(scanner.Bytes(), &line), "%s", scanner.Text()) {
				line.raw = scanner.Text()
				lines <- line
			}
		}
	}()
	var all []got
	for ticker := time.NewTicker(10 * time.Millisecond); ; {
		select {
		case line, open := <-lines:
			if !open {
				ticker.Stop()
				require.NoError(t, cmd.Wait())
				return all
			}
			all = append(all, line)
		case <-ticker.C:
			progress()
		}
	}
}

func TestTheReferenceClients(t *testing.T) {
	d := apitest.PlannedSQLite(t)
	for name, script := range map[string]string{"graphql-ws over a websocket": "websocket.mjs", "graphql-sse in distinct connections": "events.mjs"} {
		t.Run(name, func(t *testing.T) {
			hub := &live.Hub{}
			endpoint, stop, err := serve(config.ProfileCurrent, d.Database, hub)
			require.NoError(t, err)
			defer stop()
			if script == "websocket.mjs" {
				endpoint = strings.Replace(endpoint, "http", "ws", 1)
			}
			all := drive(t, script, endpoint, []map[string]any{
				{"query": `query Q($code: String!) { agency(code: $code) { code } }`, "variables": map[string]any{"code": "lao-cai"}},
				{"query": `subscription { progressChanged(window: "2023-Q1") { kind } }`},
				{"query": `{ nothingOfTheKind }`},
				{"query": `subscription { progressChanged(window: "2023-Q1") { kind } }`},
			}, hub.Refetch)
			require.Len(t, all, 4)
			require.Len(t, all[0].Events, 1)
			assert.JSONEq(t, `{"agency":{"code":"lao-cai"}}`, string(all[0].Events[0].Data))
			for _, n := range []int{1, 3} {
				assert.Empty(t, all[n].Errors)
				require.Len(t, all[n].Events, 1)
				assert.JSONEq(t, `{"progressChanged":{"kind":"REFETCH"}}`, string(all[n].Events[0].Data))
			}
			// A stream carries what a websocket has a message of its own for.
			assert.Contains(t, all[2].raw, "GRAPHQL_VALIDATION_FAILED")
		})
	}
}
