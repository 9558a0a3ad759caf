package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// released is a made-up schema that clients rely on.
const released = `
type Query { "An a." a("Which." id: ID!, "How many." first: Int = 5): A  "Another." c: Int }
"An a." type A { "Its b." b: Int!  "Its kind." kind: Kind! }
"Kinds." enum Kind { "One." ONE  "Two." TWO }
"What to look for." input Where { "Its b." b: Int  "Its c." c: Int! }
`

// repository is a folder with a made-up schema, and pages that fit it.
func repository(t *testing.T, sdl string) paths {
	t.Helper()
	p := at(t.TempDir())
	require.NoError(t, os.MkdirAll(p.released, 0o755))
	require.NoError(t, os.WriteFile(p.schema, []byte(sdl), 0o644))
	return p
}

// change makes the schema another one.
func (p paths) change(t *testing.T, before, after string) {
	t.Helper()
	require.Contains(t, released, before)
	require.NoError(t, os.WriteFile(p.schema, []byte(strings.Replace(released, before, after, 1)), 0o644))
}

// says is what verify says: to the terminal, and as faults.
func (p paths) says(t *testing.T) (told string, faults string) {
	t.Helper()
	var out strings.Builder
	if err := verify(t.Context(), p, today, &out); err != nil {
		faults = err.Error()
	}
	return out.String(), faults
}

func TestWhatBreaksClientsIsAFault(t *testing.T) {
	cases := map[string]struct{ before, after, want string }{
		"a field that is gone":               {`"Another." c: Int`, ``, "Field 'c' was removed from object type 'Query'"},
		"a type that is gone":                {`"What to look for." input Where { "Its b." b: Int  "Its c." c: Int! }`, ``, "Type 'Where' was removed"},
		"a value that is gone":               {`"Two." TWO`, ``, "Enum value 'TWO' was removed from enum 'Kind'"},
		"an argument that is gone":           {`, "How many." first: Int = 5`, ``, "Argument 'first: Int' was removed from field 'Query.a'"},
		"an argument that is needed now":     {`"How many." first: Int = 5`, `"How many." first: Int = 5, "New." new: Int!`, "Argument 'new: Int!' added to field 'Query.a'"},
		"a field that may be null now":       {`"Its b." b: Int!  "Its kind."`, `"Its b." b: Int  "Its kind."`, "Field 'A.b' changed type from 'Int!' to 'Int'"},
		"a field of another type":            {`"Another." c: Int`, `"Another." c: String`, "Field 'Query.c' changed type from 'Int' to 'String'"},
		"a field of an input that is needed": {`"Its b." b: Int  "Its c."`, `"Its b." b: Int!  "Its c."`, "Input field 'Where.b' changed type from 'Int' to 'Int!'"},
		"a new field of an input, needed":    {`"Its c." c: Int!`, `"Its c." c: Int!  "Its d." d: Int!`, "Input field 'd' of type 'Int!' was added to input object type 'Where'"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			p := repository(t, released)
			require.NoError(t, release(t.Context(), p, "1.0.0"))
			p.change(t, tc.before, tc.after)
			_, faults := p.says(t)
			assert.Contains(t, faults, "breaks clients of 1.0.0: "+tc.want)
		})
	}
}

func TestWhatBreaksClientsNeedsAReleaseThatSaysSo(t *testing.T) {
	p := repository(t, released)
	require.NoError(t, release(t.Context(), p, "1.0.0"))
	_, faults := p.says(t)
	require.Empty(t, faults, "nothing has changed yet")
	p.change(t, `"Two." TWO`, ``)
	assert.ErrorContains(t, release(t.Context(), p, "1.1.0"), "1.1.0 cannot follow 1.0.0: Enum value 'TWO' was removed")
	require.NoError(t, release(t.Context(), p, "2.0.0"))
	_, faults = p.says(t)
	assert.Empty(t, faults)
}

func TestWhatIsDangerousIsToldAndNoFault(t *testing.T) {
	p := repository(t, released)
	require.NoError(t, release(t.Context(), p, "1.0.0"))
	p.change(t, `"Two." TWO`, `"Two." TWO "Three." THREE`)
	require.NoError(t, write(t.Context(), p))
	told, faults := p.says(t)
	assert.Empty(t, faults)
	assert.Contains(t, told, "dangerous for clients of 1.0.0: Enum value 'THREE' was added to enum 'Kind'")
}

func TestWhatIsNewIsNoFault(t *testing.T) {
	p := repository(t, released)
	require.NoError(t, release(t.Context(), p, "1.0.0"))
	p.change(t, `"Another." c: Int`, `"Another." c: Int "New." d: Int`)
	require.NoError(t, write(t.Context(), p))
	told, faults := p.says(t)
	assert.Empty(t, faults)
	assert.Empty(t, told)
}

func TestAPromiseIsJudgedInTheSchemasFile(t *testing.T) {
	p := repository(t, strings.Replace(released, `"Another." `, "", 1))
	require.NoError(t, write(t.Context(), p))
	_, faults := p.says(t)
	assert.Equal(t, "Query.c has no description", faults)
}

func TestAStalePageIsAFault(t *testing.T) {
	for name, path := range map[string]func(paths) string{
		"the changelog": func(p paths) string { return p.changelog },
		"the codes":     func(p paths) string { return p.codes },
	} {
		t.Run(name, func(t *testing.T) {
			p := repository(t, released)
			require.NoError(t, release(t.Context(), p, "1.0.0"))
			require.NoError(t, os.WriteFile(path(p), []byte("something else"), 0o644))
			_, faults := p.says(t)
			assert.Equal(t, path(p)+" is stale: run go run ./hack/schema write", faults)
		})
	}
}

func TestTheChangelogTellsWhatChanged(t *testing.T) {
	p := repository(t, released)
	require.NoError(t, release(t.Context(), p, "0.9.0"))
	p.change(t, `"Two." TWO`, ``)
	require.NoError(t, release(t.Context(), p, "0.10.0"), "before the first version the second number says that it breaks")
	p.change(t, `"Two." TWO`, `"Three." THREE`)
	require.NoError(t, write(t.Context(), p))
	text, err := os.ReadFile(p.changelog)
	require.NoError(t, err)
	_, body, _ := strings.Cut(string(text), "\n\n## ")
	assert.Equal(t, `Unreleased

### Dangerous: a client may have to be changed

- Enum value `+"`THREE` was added to enum `Kind`"+`

## 0.10.0

### Breaking

- Enum value `+"`TWO` was removed from enum `Kind`"+`

## 0.9.0

The first release.
`, body)
}

func TestReleasesAreVersionsThatGoUp(t *testing.T) {
	p := repository(t, released)
	require.NoError(t, release(t.Context(), p, "1.2.0"))
	for name, want := range map[string]string{
		"1.2.0": "is not newer", "1.1.9": "is not newer", "1.3": "is no version", "v2.0.0": "is no version", "01.3.0": "is no version", "": "is no version",
	} {
		assert.ErrorContains(t, release(t.Context(), p, name), want, name)
	}
	require.NoError(t, os.WriteFile(filepath.Join(p.released, "latest.graphql"), nil, 0o644))
	_, err := releases(p.released)
	assert.ErrorContains(t, err, "latest.graphql: expected a version, such as 1.2.0.graphql")
}

func TestWithoutNpmItSaysSo(t *testing.T) {
	p := repository(t, released)
	require.NoError(t, release(t.Context(), p, "1.0.0"))
	t.Setenv("PATH", t.TempDir())
	_, faults := p.says(t)
	assert.Contains(t, faults, "node is missing: it is needed to compare the schema")
}

func TestTheRepositoryKeepsItsPromises(t *testing.T) {
	sdl, err := os.ReadFile("../../api/graph/schema.graphql")
	require.NoError(t, err)
	faults, err := promises(string(sdl), today)
	require.NoError(t, err)
	assert.Empty(t, faults)
}
