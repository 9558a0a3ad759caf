package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/documents"
)

// onEachDatabase runs a test with TIENDO_DATABASE_URL naming a migrated one.
func onEachDatabase(t *testing.T, test func(*testing.T)) {
	for name, url := range map[string]func(*testing.T) string{
		"the embedded database": func(*testing.T) string { return "" },
		"PostgreSQL":            func(t *testing.T) string { return string(apitest.EmptyPostgresURL(t)) },
	} {
		t.Run(name, func(t *testing.T) {
			clean(t)
			if u := url(t); u != "" {
				t.Setenv("TIENDO_DATABASE_URL", u)
				_, err := tiendo(t, "migrate", "up")
				require.NoError(t, err)
			}
			test(t)
		})
	}
}

func written(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

const whoIAm = "query WhoIAm { viewer { name } }"

func TestTrustedDocumentsFromPublicationToRetirement(t *testing.T) {
	onEachDatabase(t, func(t *testing.T) {
		text, err := json.Marshal(map[string]string{documents.Hash(whoIAm): whoIAm})
		require.NoError(t, err)
		manifest := written(t, "persisted-documents.json", string(text))
		publish := []string{"documents", "publish", "--client", "web", "--client-version", "1.2.0", manifest, written(t, "plans.graphql", "{plans{totalCount}}")}
		out, err := tiendo(t, publish...)
		require.NoError(t, err)
		assert.Equal(t, "web 1.2.0: 2 new, 0 known\n", out)
		out, err = tiendo(t, publish...)
		require.NoError(t, err)
		assert.Equal(t, "web 1.2.0: 0 new, 2 known\n", out)

		out, err = tiendo(t, "documents", "list")
		require.NoError(t, err)
		lines := strings.Split(strings.TrimSpace(out), "\n")
		require.Len(t, lines, 3)
		assert.Regexp(t, `web +1\.2\.0 +sha256:`+documents.Hash(whoIAm)+` +WhoIAm +20`, out)
		assert.Contains(t, out, "(query)")

		address, _, stop := serveAs(t, "--auth-public", "true", "--documents", "trusted", "--plan-load", "false")
		byID := "http://" + address + "/graphql?documentId=sha256:" + documents.Hash(whoIAm)
		status, body := get(t, byID, "", "")
		assert.Equal(t, http.StatusOK, status)
		assert.Contains(t, body, `"data":{"viewer":{"name":"public"}}`)
		status, body = askAs(t, address, "{viewer{name roles{role}}}", "")
		assert.Equal(t, http.StatusForbidden, status)
		assert.Contains(t, body, "DOCUMENT_NOT_TRUSTED")
		stop()

		out, err = tiendo(t, "documents", "usage", "--field", "Person.name")
		require.NoError(t, err)
		assert.Contains(t, out, "nobody has used Person.name since")
		out, err = tiendo(t, "documents", "usage")
		require.NoError(t, err)
		assert.Regexp(t, `\(unnamed\) +WhoIAm +1 +20\d\d-\d\d-\d\d +`+documents.Hash(whoIAm), out, "the stop has added it")
		out, err = tiendo(t, "documents", "usage", "--field", "Viewer.name", "--since", "2026-01-01")
		require.NoError(t, err)
		assert.Regexp(t, `\(unnamed\) +1 +20`, out)
		assert.Contains(t, out, "WhoIAm")

		out, err = tiendo(t, "documents", "retire", "--client", "web", "--client-version", "1.2.0")
		require.NoError(t, err)
		assert.Equal(t, "retired: 2\n", out)
		out, err = tiendo(t, "documents", "list")
		require.NoError(t, err)
		assert.Equal(t, "no documents\n", out)
		out, err = tiendo(t, "documents", "list", "--all", "--client", "web")
		require.NoError(t, err)
		assert.Equal(t, 3, strings.Count(out, "\n"))
		address, _, _ = serveAs(t, "--auth-public", "true", "--documents", "trusted", "--plan-load", "false")
		status, _ = get(t, "http://"+address+"/graphql?documentId=sha256:"+documents.Hash(whoIAm), "", "")
		assert.Equal(t, http.StatusForbidden, status)
	})
}

// One fault keeps all back, and all are named.
func TestDocumentsWithFaultsAreNotPublished(t *testing.T) {
	clean(t)
	good := written(t, "good.graphql", whoIAm)
	out, err := tiendo(t, "documents", "publish", "--client", "web", "--client-version", "1", good,
		written(t, "unknown.graphql", "{\n  nothingOfTheKind\n}"),
		written(t, "deep.graphql", strings.Repeat("{plan", 30)+strings.Repeat("}", 30)),
		written(t, "syntax.graphql", "{"),
		written(t, "wrong.json", `{"abc":"{viewer{name}}"}`))
	assert.Empty(t, out)
	for _, want := range []string{
		`unknown.graphql:2:3: Cannot query field "nothingOfTheKind"`, "deep.graphql: the query is", "the limit is 15",
		"syntax.graphql:1:2: Expected Name", "wrong.json: abc: expected the SHA-256",
	} {
		assert.ErrorContains(t, err, want)
	}
	out, err = tiendo(t, "documents", "list", "--all")
	require.NoError(t, err)
	assert.Equal(t, "no documents\n", out)
	for name, args := range map[string][]string{
		`client "a b"`:         {"publish", "--client", "a b", "--client-version", "1", good},
		`client-version "1\n"`: {"publish", "--client", "a", "--client-version", "1\n", good},
		"by accident":          {"retire"},
	} {
		_, err := tiendo(t, append([]string{"documents"}, args...)...)
		assert.ErrorContains(t, err, name)
	}
}
