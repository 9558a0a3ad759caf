package documents_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/documents"
)

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func manifest(t *testing.T, of map[string]string) string {
	t.Helper()
	text, err := json.Marshal(of)
	require.NoError(t, err)
	return write(t, "persisted-documents.json", string(text))
}

func TestDocumentsAreReadToTheByte(t *testing.T) {
	const spaced = "query A {\n  viewer { name } # đ\n}\n"
	all, err := documents.Read([]string{
		write(t, "a.graphql", spaced),
		manifest(t, map[string]string{documents.Hash(one): one, "sha256:" + documents.Hash(two): two}),
		write(t, "again.gql", one),
	})
	require.NoError(t, err)
	texts := map[string]string{}
	for _, d := range all {
		texts[d.Hash] = d.Text
	}
	assert.Equal(t, map[string]string{documents.Hash(spaced): spaced, documents.Hash(one): one, documents.Hash(two): two}, texts)
	// The example of the specification's appendix on persisted documents.
	assert.Equal(t, "71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b", documents.Hash("query($id:ID!){user(id:$id){name}}"))
}

func TestFaultsOfFilesOfDocuments(t *testing.T) {
	_, err := documents.Read([]string{
		manifest(t, map[string]string{"abc": one, documents.Hash(one): two}),
		write(t, "list.json", `["{viewer{name}}"]`),
		write(t, "two.json", `{}{}`),
		write(t, "nested.json", `{"a":{"b":"c"}}`),
		write(t, "a.txt", one),
		write(t, "nul.graphql", "{viewer{name}}\x00"),
		write(t, "latin.graphql", "# \xe9"),
		filepath.Join(t.TempDir(), "missing.graphql"),
	})
	require.Error(t, err)
	faults := strings.Split(err.Error(), "\n")
	require.Len(t, faults, 9)
	for n, want := range []string{
		"json: " + documents.Hash(one), "abc: expected the SHA-256 of its document, " + documents.Hash(one), "list.json: expected a manifest", "behind the JSON value",
		"nested.json: expected a manifest", "a.txt: expected a .json manifest or a .graphql file", "nul.graphql: expected text in UTF-8 without NUL",
		"latin.graphql: expected text", "no such file",
	} {
		assert.Contains(t, faults[n], want)
	}
}
