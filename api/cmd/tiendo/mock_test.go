package main

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A mock is `tiendo serve --mock` in a process and an empty folder of its own.
type mockServer struct {
	*process
	dir string
	// answers are all bodies so far.
	answers []string
}

// startMock starts a mock with nothing in its environment but a time zone: no
// home, no place for temporary files but the folder.
func startMock(t *testing.T, zone string) *mockServer {
	t.Helper()
	dir := t.TempDir()
	return &mockServer{startWith(t, []string{"TZ=" + zone, "TMPDIR=" + dir}, dir, "--mock"), dir, nil}
}

// ask posts an operation with a token, "" for none, and reads the data of the
// answer into to.
func (m *mockServer) ask(t *testing.T, token, query string, variables map[string]any, to any) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	require.NoError(t, err)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+m.address+"/graphql", strings.NewReader(string(body)))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	m.answers = append(m.answers, fmt.Sprint(w.StatusCode, " ", string(text)))
	require.NotContains(t, string(text), "GRAPHQL_VALIDATION_FAILED")
	require.NoError(t, json.Unmarshal(text, &struct{ Data any }{to}), "%s", text)
}

// reset lets it begin anew.
func (m *mockServer) reset(t *testing.T) {
	t.Helper()
	w, err := http.Post("http://"+m.address+"/mock/reset", "", nil)
	require.NoError(t, err)
	require.NoError(t, w.Body.Close())
	require.Equal(t, http.StatusNoContent, w.StatusCode)
	m.answers = nil
}

// read asks for a bit of everything, as several people.
func (m *mockServer) read(t *testing.T) {
	t.Helper()
	const submissions = `query($first: Int, $after: Cursor) { submissions(first: $first, after: $after, orderBy: {field: SUBMITTED_AT, direction: DESC}) {
		totalCount pageInfo { hasNextPage endCursor }
		edges { cursor node { id status version createdAt submittedAt late agency { code } window { code } reviews { id at action comment by { name } }
			narratives { id kind body } figures(first: 50) { edges { cursor node { id value grade state recordedAt indicator { id code } } } } } } } }`
	var page struct {
		Submissions struct{ PageInfo struct{ EndCursor string } }
	}
	m.ask(t, "coordinator", submissions, map[string]any{"first": 3}, &page)
	require.NotEmpty(t, page.Submissions.PageInfo.EndCursor)
	m.ask(t, "coordinator", submissions, map[string]any{"after": page.Submissions.PageInfo.EndCursor}, &page)
	for _, token := range []string{"", "reporter-lao-cai", "reviewer-cdsqg", "admin"} {
		m.ask(t, token, `{ viewer { name person { id } roles { role agency { code } } }
			agency(code: "lao-cai") { id duties(window: "2024-Q4") { indicator { id code } state dueAt late figure { id value } lastFigure { id value } target { id text } viewerCan { edit submit reasons { code message } } } }
			reportingWindow(code: "2024-Q4") { id dueAtLocal progress { agencies owed drafted submitted returned approved missing } }
			plans { edges { cursor node { id code } } } submission(agency: "hcm", window: "2024-Q3") { id version reviews { id at } } }`, nil, &struct{}{})
	}
	m.ask(t, "", `{ search(text: "chu ky so", first: 5) { edges { score node { __typename ... on Node { id } } } } nodes(ids: ["nonsense"]) { id } }`, nil, &struct{}{})
	m.ask(t, "nobody", `{ viewer { name } }`, nil, &struct{}{})
}

// work plays a report through: a bad figure, a good one, handed in, sent back,
// put right and approved.
func (m *mockServer) work(t *testing.T) {
	t.Helper()
	const answer = `submission { id version status changedAt figures { edges { node { id value state recordedAt indicator { code } } } } } userErrors { code path message }`
	type payload struct {
		Submission *struct {
			ID, Status string
			Version    int
			Figures    struct {
				Edges []struct {
					Node struct {
						ID, Value, State string
						Indicator        struct{ Code string }
					}
				}
			}
		}
		Cells      []struct{ UserErrors []struct{ Code string } }
		UserErrors []struct{ Code string }
	}
	do := func(token, mutation, fields string, input map[string]any) payload {
		t.Helper()
		var got struct{ Made payload }
		m.ask(t, token, fmt.Sprintf(`mutation($input: %s%sInput!) { made: %s(input: $input) { %s %s } }`,
			strings.ToUpper(mutation[:1]), mutation[1:], mutation, fields, answer), map[string]any{"input": input}, &got)
		return got.Made
	}
	put := func(value string) payload {
		return do("reporter-lao-cai", "putFigures", "cells { figure { id } userErrors { code path message } }", map[string]any{
			"agency": "lao-cai", "window": "2024-Q4", "cells": []any{map[string]any{"code": "1.9", "value": value}}})
	}
	step := func(token, mutation, status string, on payload, more map[string]any) payload {
		t.Helper()
		input := map[string]any{"id": on.Submission.ID, "version": on.Submission.Version, "clientMutationId": fmt.Sprint(mutation, on.Submission.Version)}
		for name, value := range more {
			input[name] = value
		}
		got := do(token, mutation, "", input)
		require.Empty(t, got.UserErrors, mutation)
		require.Equal(t, status, got.Submission.Status, mutation)
		return got
	}
	bad := put("940")
	require.Len(t, bad.Cells, 1)
	require.NotEmpty(t, bad.Cells[0].UserErrors)
	now := step("reporter-lao-cai", "submitSubmission", "SUBMITTED", put("94.2"), nil)
	var figure string
	for _, e := range now.Submission.Figures.Edges {
		if e.Node.Indicator.Code == "1.9" {
			figure = e.Node.ID
			assert.Equal(t, "94.2", e.Node.Value)
		}
	}
	require.NotEmpty(t, figure)
	step("reviewer-cdsqg", "returnSubmission", "RETURNED", now, map[string]any{"figures": []any{map[string]any{"id": figure, "comment": "Sai kỳ."}}})
	now = step("reporter-lao-cai", "submitSubmission", "SUBMITTED", put("93.9"), nil)
	now = step("reviewer-cdsqg", "approveSubmission", "APPROVED", now, nil)
	for _, e := range now.Submission.Figures.Edges {
		assert.Equal(t, "APPROVED", e.Node.State, e.Node.Indicator.Code)
	}
}

func TestMocksAnswerTheSameToTheByte(t *testing.T) {
	one, other := startMock(t, "Asia/Ho_Chi_Minh"), startMock(t, "America/Lima")
	for _, m := range []*mockServer{one, other} {
		m.read(t)
		m.work(t)
		m.read(t)
	}
	require.Equal(t, len(one.answers), len(other.answers))
	for n, answer := range one.answers {
		assert.Equal(t, answer, other.answers[n])
	}
	first := other.answers
	one.reset(t)
	one.read(t)
	one.work(t)
	one.read(t)
	assert.Equal(t, first, one.answers, "and again after a reset")
}

func TestAMockLeavesNothingOnDisk(t *testing.T) {
	m := startMock(t, "UTC")
	m.work(t)
	m.read(t)
	assertNoFiles(t, m)
	assert.NotContains(t, m.log.String(), "level=ERROR")
	m.kill()
	require.NoError(t, filepath.WalkDir(m.dir, func(path string, entry fs.DirEntry, err error) error {
		// A library of code generators, which the model's annotations link, makes an
		// empty folder of this name wherever it is linked.
		if path != m.dir && entry.Name() != "goimports" {
			assert.Fail(t, "it left something", path)
		}
		return err
	}))
}

func TestAMockTakesPagesOfOtherHosts(t *testing.T) {
	m := startMock(t, "UTC")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+m.address+"/graphql", strings.NewReader(`{"query": "{ viewer { name } }"}`))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", "http://localhost:5173")
	w, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	require.NoError(t, w.Body.Close())
	assert.Equal(t, http.StatusOK, w.StatusCode)
	assert.NotEmpty(t, w.Header.Get("Access-Control-Allow-Origin"))
	assert.Empty(t, w.Header.Get("RateLimit"), "it has no budgets")
}

// assertNoFiles looks at what the process has open. Only Linux tells; elsewhere
// the folder that stays empty has to do.
func assertNoFiles(t *testing.T, m *mockServer) {
	t.Helper()
	if runtime.GOOS != "linux" {
		return
	}
	open, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", m.command.Process.Pid))
	require.NoError(t, err)
	require.NotEmpty(t, open)
	for _, fd := range open {
		// What the kernel shows of itself is on no disk, and a connection may have
		// closed meanwhile.
		name, err := os.Readlink(fd)
		if err != nil || !strings.HasPrefix(name, "/") || strings.HasPrefix(name, "/proc/") || strings.HasPrefix(name, "/sys/") {
			continue
		}
		if info, err := os.Stat(fd); err == nil {
			assert.False(t, info.Mode().IsRegular(), "it has %s open", name)
		}
	}
}
