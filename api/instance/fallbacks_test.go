package instance_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/instance"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// served is an instance over a database with settings, asked in process.
func served(t *testing.T, d *apitest.Database, c config.Config) http.Handler {
	t.Helper()
	c.DataDir = t.TempDir()
	s, err := instance.New(instance.Options{Config: c, Database: d.Database, Viewer: func(*http.Request) (viewer.Viewer, error) { return viewer.Public(), nil }})
	require.NoError(t, err)
	return s.Handler()
}

func asked(h http.Handler, method, path, body string) string {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	h.ServeHTTP(w, r)
	return w.Body.String()
}

func TestAnAnswerSaysInDevelopmentHowItCameAbout(t *testing.T) {
	d := apitest.Postgres(t)
	settings := config.Default()
	settings.Development = true
	for name, test := range map[string]struct{ query, want string }{
		"compiled":                    {`{ plans { totalCount } }`, `"execution":{"compiled":true}`},
		"a field by hand":             {`{ submissions { edges { node { findings { check } } } } }`, `"execution":{"compiled":false,"because":"Submission.findings"}`},
		"an argument that is refused": {`{ plans(first: 201) { totalCount } }`, `"because":"Query.plans with a page of this size"`},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Contains(t, asked(served(t, d, settings), "POST", "/graphql", `{"query":"`+test.query+`"}`), test.want)
		})
	}
}

func TestOnlyDevelopmentSaysHowAnAnswerCameAbout(t *testing.T) {
	d := apitest.Postgres(t)
	assert.NotContains(t, asked(served(t, d, config.Default()), "POST", "/graphql", `{"query":"{ plans { totalCount } }"}`), "execution")
}

func TestQueriesThatAreNotCompiledAreCountedByField(t *testing.T) {
	d := apitest.Postgres(t)
	h := served(t, d, config.Default())
	asked(h, "POST", "/graphql", `{"query":"{ submissions { edges { node { findings { check } } } } }"}`)
	asked(h, "POST", "/graphql", `{"query":"{ plans { totalCount } }"}`)
	assert.Contains(t, asked(h, "GET", "/metrics", ""), `tiendo_graphql_fallbacks_total{field="Submission.findings"} 1`)
	assert.NotContains(t, asked(h, "GET", "/metrics", ""), `fallbacks_total{field="Query.plans"}`)
}

func TestCompilingCanBeSwitchedOff(t *testing.T) {
	d := apitest.Postgres(t)
	settings := config.Default()
	settings.Development, settings.Compiled = true, false
	answer := asked(served(t, d, settings), "POST", "/graphql", `{"query":"{ plans { totalCount } }"}`)
	assert.Contains(t, answer, `{"data":{"plans":{"totalCount":0}}`)
	assert.NotContains(t, answer, "execution")
}
