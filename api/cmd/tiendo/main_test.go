package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
)

// clean gives the commands an environment with nothing but a data folder.
func clean(t *testing.T) string {
	t.Helper()
	for _, line := range os.Environ() {
		if name, _, _ := strings.Cut(line, "="); strings.HasPrefix(name, "TIENDO_") && name != "TIENDO_TEST_POSTGRES" {
			t.Setenv(name, "")
			require.NoError(t, os.Unsetenv(name))
		}
	}
	dir := filepath.Join(t.TempDir(), "data")
	t.Setenv("TIENDO_DATA_DIR", dir)
	return dir
}

// tiendo runs a command and returns what it printed.
func tiendo(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(t.Context(), args, &out)
	return out.String(), err
}

// serve runs the server in development mode until the test, or stop, ends it.
func serve(t *testing.T, args ...string) (address string, stop func()) {
	t.Helper()
	address, _, stop = serveAs(t, append([]string{"--development", "true"}, args...)...)
	return address, stop
}

// serveAs runs the server in any mode; said is what it has printed since its
// first line.
func serveAs(t *testing.T, args ...string) (address string, said func() string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	read, write := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0", "--log-level", "error"}, args...), write)
		ended <- err
		write.CloseWithError(io.EOF)
	}()
	lines := bufio.NewReader(read)
	greeting, err := lines.ReadString('\n')
	if err != nil {
		cancel()
		t.Fatalf("the server said %q and ended with %v", greeting, <-ended)
	}
	rest := &apitest.Log{}
	go io.Copy(rest, lines)
	_, after, found := strings.Cut(greeting, "http://")
	require.True(t, found, greeting)
	address, _, _ = strings.Cut(after, "/")
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			cancel()
			assert.NoError(t, <-ended)
		}
	}
	t.Cleanup(stop)
	return address, rest.String, stop
}

// ask asks a server a query.
func ask(t *testing.T, address, query string) string {
	t.Helper()
	_, body := askAs(t, address, query, "")
	return body
}

// askAs is ask with a token, "" for none, and returns the status as well. What an
// answer says of its own cost is left out.
func askAs(t *testing.T, address, query, token string) (int, string) {
	t.Helper()
	text, err := json.Marshal(map[string]string{"query": query})
	require.NoError(t, err)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+address+"/graphql", bytes.NewReader(text))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer w.Body.Close()
	var answer map[string]json.RawMessage
	require.NoError(t, json.NewDecoder(w.Body).Decode(&answer))
	delete(answer, "extensions")
	body, err := json.Marshal(answer)
	require.NoError(t, err)
	return w.StatusCode, string(body)
}

func TestServeOnAFreshFolderAnswers(t *testing.T) {
	clean(t)
	address, stop := serve(t)
	assert.JSONEq(t, `{"data": {"agency": {"name": "Tỉnh Lào Cai"}}}`, ask(t, address, `{ agency(code: "lao-cai") { name } }`))
	ready, err := http.Get("http://" + address + "/readyz")
	require.NoError(t, err)
	ready.Body.Close()
	assert.Equal(t, http.StatusOK, ready.StatusCode)
	stop()
}

func TestASecondStartWritesNothing(t *testing.T) {
	dir := clean(t)
	_, stop := serve(t)
	stop()
	before := rows(t, dir)
	_, stop = serve(t)
	stop()
	assert.Equal(t, before, rows(t, dir))
	assert.Equal(t, 1+len(auth.Personas()), before["events"], "the plan, and a role for each persona")
	assert.Positive(t, before["figures"])
}

// rows counts the rows of every table, but for what the work of the day adds while
// a server runs: jobs, and the seal with its event.
func rows(t *testing.T, dir string) map[string]int {
	t.Helper()
	d, err := database.Open(t.Context(), config.DatabaseURL(filepath.Join(dir, "tiendo.db")), config.Default().Database)
	require.NoError(t, err)
	defer d.Close()
	names, err := d.DB.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
	require.NoError(t, err)
	defer names.Close()
	counts := map[string]int{}
	var tables []string
	for names.Next() {
		var name string
		require.NoError(t, names.Scan(&name))
		if name != "jobs" && name != "seals" {
			tables = append(tables, name)
		}
	}
	for _, name := range tables {
		all := "SELECT count(*) FROM " + name
		if name == "events" {
			all += " WHERE entity <> 'Seal'"
		}
		var n int
		require.NoError(t, d.DB.QueryRow(all).Scan(&n))
		counts[name] = n
	}
	return counts
}

func TestServeRefusesADatabaseThatIsBehind(t *testing.T) {
	clean(t)
	t.Setenv("TIENDO_DATABASE_URL", string(apitest.EmptyPostgresURL(t)))
	_, err := tiendo(t, "serve", "--development", "true", "--listen", "127.0.0.1:0")
	require.Error(t, err)
	assert.ErrorContains(t, err, "tiendo migrate up")
}

func TestServeOnAMigratedPostgresAnswers(t *testing.T) {
	clean(t)
	t.Setenv("TIENDO_DATABASE_URL", string(apitest.EmptyPostgresURL(t)))
	_, err := tiendo(t, "migrate", "up")
	require.NoError(t, err)
	address, stop := serve(t)
	assert.JSONEq(t, `{"data": {"plan": {"version": "2023"}}}`, ask(t, address, `{ plan(code: "2021-2025") { version } }`))
	stop()
}

func TestServeLeavesThePlanToSomebodyElse(t *testing.T) {
	for name, url := range map[string]func(*testing.T) string{
		"the embedded database": func(*testing.T) string { return "" },
		"PostgreSQL":            func(t *testing.T) string { return string(apitest.EmptyPostgresURL(t)) },
	} {
		t.Run(name, func(t *testing.T) {
			clean(t)
			if u := url(t); u != "" {
				t.Setenv("TIENDO_DATABASE_URL", u)
			}
			_, err := tiendo(t, "migrate", "up")
			require.NoError(t, err)
			address, _, stop := serveAs(t, "--auth-public", "true", "--plan-load", "false", "--plan-file", "no-such-bundle.yaml")
			const query = `{ plan(code: "2021-2025") { version } }`
			assert.JSONEq(t, `{"data": {"plan": null}}`, ask(t, address, query), "nobody looks for the bundle either")
			_, err = tiendo(t, "plan", "load")
			require.NoError(t, err)
			assert.JSONEq(t, `{"data": {"plan": {"version": "2023"}}}`, ask(t, address, query))
			stop()
		})
	}
}

func TestServeNamesAnAddressThatIsTaken(t *testing.T) {
	clean(t)
	address, _ := serve(t)
	_, err := tiendo(t, "serve", "--development", "true", "--listen", address)
	assert.ErrorContains(t, err, address)
}

func TestMigrate(t *testing.T) {
	for name, url := range map[string]func(*testing.T) string{
		"the embedded database": func(*testing.T) string { return "" },
		"PostgreSQL":            func(t *testing.T) string { return string(apitest.EmptyPostgresURL(t)) },
	} {
		t.Run(name, func(t *testing.T) {
			clean(t)
			if u := url(t); u != "" {
				t.Setenv("TIENDO_DATABASE_URL", u)
			}
			status, err := tiendo(t, "migrate", "status")
			require.NoError(t, err)
			assert.Regexp(t, `(?m)^pending +\d+_\w+\.sql$`, status)

			made, err := tiendo(t, "migrate", "up")
			require.NoError(t, err)
			assert.Regexp(t, `(?m)^applied \d+_\w+\.sql$`, made)
			made, err = tiendo(t, "migrate", "up")
			require.NoError(t, err)
			assert.Equal(t, "nothing to do\n", made)

			status, err = tiendo(t, "migrate", "status")
			require.NoError(t, err)
			assert.NotContains(t, status, "pending")
			assert.Regexp(t, `(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ +\d+_\w+\.sql$`, status)
		})
	}
}

const faulty = `bundle: {code: small, version: "1", title: A small plan}
agencies:
  - {code: bo-a, name: Bộ A, kind: MINISTRY, parent: nobody}
  - {code: bo-a, name: Bộ A, kind: KINGDOM}
legalDocuments:
  - {number: 1/QĐ, kind: DECISION, title: Kế hoạch, issuedOn: 2021-02-30}
plans:
  - {code: p, name: Kế hoạch P, version: "1", legalDocument: 9/QĐ, yearFrom: 2021, yearTo: 2025}
`

func TestPlanCheckNamesEveryFaultWithItsPlace(t *testing.T) {
	clean(t)
	path := filepath.Join(t.TempDir(), "bundle.yaml")
	require.NoError(t, os.WriteFile(path, []byte(faulty), 0o600))
	_, err := tiendo(t, "plan", "check", path)
	require.Error(t, err)
	for _, line := range []string{"bundle.yaml:3", "bundle.yaml:4", "bundle.yaml:6"} {
		assert.ErrorContains(t, err, line)
	}
}

func TestPlanCheckOfTheEmbeddedBundle(t *testing.T) {
	clean(t)
	out, err := tiendo(t, "plan", "check")
	require.NoError(t, err)
	assert.Contains(t, out, "no fault (178 agencies")
}

func TestPlanDiffAndLoad(t *testing.T) {
	clean(t)
	changes, err := tiendo(t, "plan", "diff")
	require.NoError(t, err)
	assert.Contains(t, changes, "lao-cai")
	_, err = tiendo(t, "plan", "load")
	require.NoError(t, err)
	changes, err = tiendo(t, "plan", "diff")
	require.NoError(t, err)
	assert.Equal(t, "no change\n", changes)
}

// A Job that is tried again while its first try still runs.
func TestLoadsOfThePlanAtOnce(t *testing.T) {
	onEither(t, func(t *testing.T, d *database.Database) {
		_, err := tiendo(t, "migrate", "up")
		require.NoError(t, err)
		const loads = 3
		said := make(chan string, loads)
		for range loads {
			go func() {
				out, err := tiendo(t, "plan", "load")
				assert.NoError(t, err)
				said <- out
			}()
		}
		nothing := 0
		for range loads {
			if strings.Contains(<-said, "nothing to do: this bundle is loaded already\n") {
				nothing++
			}
		}
		assert.Equal(t, loads-1, nothing)
		var events int
		require.NoError(t, d.DB.QueryRow("SELECT count(*) FROM events").Scan(&events))
		assert.Equal(t, 1, events)

		out, err := tiendo(t, "plan", "load")
		require.NoError(t, err)
		assert.Contains(t, out, "0 added, 0 updated, 0 superseded")
		assert.Contains(t, out, "nothing to do: this bundle is loaded already\n")
	})
}

func TestABundleThatIsNotThere(t *testing.T) {
	clean(t)
	for _, command := range []string{"check", "diff", "load"} {
		_, err := tiendo(t, "plan", command, "no-such-bundle.yaml")
		assert.ErrorContains(t, err, "no-such-bundle.yaml", command)
	}
}

func TestSchemaPrintsTheCommittedSchema(t *testing.T) {
	committed, err := os.ReadFile("../../graph/schema.graphql")
	require.NoError(t, err)
	printed, err := tiendo(t, "schema")
	require.NoError(t, err)
	assert.Equal(t, string(committed), printed)
}

func TestVersion(t *testing.T) {
	out, err := tiendo(t, "version")
	require.NoError(t, err)
	assert.NotEmpty(t, strings.TrimSpace(out), "a build without a stamp knows something of itself")

	release = "1.2.0-test"
	t.Cleanup(func() { release = "" })
	out, err = tiendo(t, "version")
	require.NoError(t, err)
	assert.Equal(t, "1.2.0-test\n", out)
	clean(t)
	address, _ := serve(t)
	_, body := get(t, "http://"+address+"/metrics", "", "")
	assert.Regexp(t, `(?m)^tiendo_build_info\{go="go[^"]+",version="1\.2\.0-test"\} 1$`, body)
	_, body = get(t, "http://"+address+"/readyz", "", "")
	assert.Equal(t, "ready\n", body)
}

func TestWrongUseIsExplained(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		env  map[string]string
		want []string
	}{
		"an unknown flag":          {[]string{"serve", "--no-such-flag"}, nil, []string{"--no-such-flag"}},
		"an unknown command":       {[]string{"fly"}, nil, []string{"fly"}},
		"no command":               {nil, nil, []string{"expected one of"}},
		"half a command":           {[]string{"migrate"}, nil, []string{"expected one of"}},
		"an unknown variable":      {[]string{"migrate", "status"}, map[string]string{"TIENDO_LISTEM": ":1"}, []string{"TIENDO_LISTEM"}},
		"a file that is not there": {[]string{"migrate", "status", "--config", "no-such-file.yaml"}, nil, []string{"no-such-file.yaml"}},
		"every fault of the settings at once": {
			[]string{"migrate", "status", "--limits-depth", "deep"},
			map[string]string{"TIENDO_LISTEN": "nowhere", "TIENDO_LOG_FORMAT": "xml"},
			[]string{"limits.depth", "deep", "TIENDO_LISTEN", "nowhere", "TIENDO_LOG_FORMAT", "xml"},
		},
		"a password is not repeated": {[]string{"migrate", "status"}, map[string]string{"TIENDO_DATABASE_URL": "postgres://u:s3cret@127.0.0.1:1/x?sslmode=disable"}, []string{"postgres://u:xxxxx@127.0.0.1:1/x"}},
	} {
		t.Run(name, func(t *testing.T) {
			clean(t)
			for name, value := range test.env {
				t.Setenv(name, value)
			}
			_, err := tiendo(t, test.args...)
			require.Error(t, err)
			for _, want := range test.want {
				assert.ErrorContains(t, err, want)
			}
			assert.NotContains(t, err.Error(), "s3cret")
		})
	}
}

func TestASettingOnTheCommandLineWinsOverTheEnvironment(t *testing.T) {
	clean(t)
	elsewhere := filepath.Join(t.TempDir(), "elsewhere.db")
	t.Setenv("TIENDO_DATABASE_URL", "postgres://127.0.0.1:1/nothing")
	_, err := tiendo(t, "migrate", "up", "--database-url", elsewhere)
	require.NoError(t, err)
	_, err = os.Stat(elsewhere)
	assert.NoError(t, err)
}
