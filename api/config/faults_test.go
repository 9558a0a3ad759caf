package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
)

func TestFaults(t *testing.T) {
	for name, tc := range map[string]struct {
		key, value string
		want       string
	}{
		"listen without a port":       {"listen", "localhost", `listen = "localhost" (flag --listen): expected an address such as`},
		"listen with a named port":    {"listen", ":http", `an address such as`},
		"a port out of range":         {"listen", ":70000", `an address such as`},
		"an unknown level":            {"log.level", "loud", `log.level = "loud" (flag --log-level): expected one of debug, info, warn, error`},
		"an unknown format":           {"log.format", "xml", "expected one of text, json"},
		"bytes with a decimal unit":   {"limits.bodyBytes", "1MB", "512KiB or 1MiB"},
		"bytes beyond the most":       {"limits.bodyBytes", "4096MiB", "a number of bytes from 1024 to 67108864"},
		"bytes that overflow":         {"limits.bodyBytes", "99999999999999999999MiB", "a number of bytes"},
		"a negative depth":            {"limits.depth", "-1", "a whole number from 1 to 100"},
		"a depth with a fraction":     {"limits.depth", "1.5", "a whole number from 1 to 100"},
		"no complexity at all":        {"limits.complexity", "0", "a whole number"},
		"tokens too few for anything": {"limits.tokens", "1", "a whole number from 100"},
		"negative aliases":            {"limits.aliases", "-5", "a whole number from 0"},
		"no root fields":              {"limits.rootFields", "0", "a whole number from 1"},
		"a duration without a unit":   {"limits.timeout", "30", "a duration with its unit"},
		"a clock switched off":        {"http.readHeaderTimeout", "0s", "a duration with its unit"},
		"a negative grace":            {"http.shutdownGrace", "-1s", "a duration with its unit"},
		"an unknown profile":          {"http.profile", "2019", "expected one of current, audits"},
		"an origin with a path":       {"http.origins", "https://a.example/x", "origins such as https://app.example.vn"},
		"an origin in capitals":       {"http.origins", "https://A.example", "origins such as"},
		"an origin without scheme":    {"http.origins", "a.example", "origins such as"},
		"an origin with a wildcard":   {"http.origins", "https://*.example", "origins such as"},
		"all origins and one":         {"http.origins", "*, https://a.example", "origins such as"},
		"yes is not a boolean":        {"introspection", "yes", "introspection = \"yes\" (flag --introspection): expected true or false"},
		"an unknown database":         {"database.url", "mysql://db/x", `database.url = "mysql://db/x"`},
		"libpq's other notation":      {"database.url", "host=db password=s3cret", `database.url = "xxxxx"`},
		"a URL without a host":        {"database.url", "postgres:///x", "postgres://user:password@host"},
		"a path with a newline":       {"planFile", "a\nb", "a file's path"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := config.Load(config.FromEnvironment(home), config.FromFlags(map[string]any{tc.key: tc.value}))
			require.Error(t, err)
			assert.ErrorContains(t, err, tc.want)
			var faults config.Faults
			require.ErrorAs(t, err, &faults)
			require.Len(t, faults, 1)
			assert.Equal(t, tc.key, faults[0].Field)
		})
	}
}

func TestFaultsOfFilesAndVariables(t *testing.T) {
	for name, tc := range map[string]struct {
		file    string
		environ []string
		want    string
	}{
		"an unknown key":              {"limts: {depth: 3}", nil, "limts.depth (file "},
		"an unknown key in a section": {"limits: {dept: 3}", nil, "limits.dept (file "},
		"a section that is a number":  {"limits: 3", nil, "expected a section with settings in it"},
		"a list for a value":          {"listen: [a, b]", nil, "listen = "},
		"a file that is no YAML":      {"listen: [", nil, "expected a readable YAML file"},
		"a file that is a word":       {"hello", nil, "expected a readable YAML file"},
		"a key given twice":           {"listen: :1\nlisten: :2", nil, "expected a readable YAML file"},
		"a misspelt variable":         {"", []string{"TIENDO_DATABSE_URL=x"}, "TIENDO_DATABSE_URL (environment): expected a known setting"},
		"a wrong variable":            {"", []string{"TIENDO_LIMITS_DEPTH=x"}, `limits.depth = "x" (environment TIENDO_LIMITS_DEPTH)`},
		"a wrong alias":               {"", []string{"DATABASE_URL=oracle://x"}, `(environment DATABASE_URL)`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := config.Load(config.FromFile(writeFile(t, tc.file)), config.FromEnvironment(append(tc.environ, home...)))
			assert.ErrorContains(t, err, tc.want)
		})
	}
	_, err := config.Load(config.FromFile("/no/such/file.yaml"), config.FromEnvironment(home))
	assert.ErrorContains(t, err, `config = "/no/such/file.yaml" (flag --config): expected a readable YAML file: no such file`)
}

func TestFaultsBetweenFields(t *testing.T) {
	for name, tc := range map[string]struct {
		flags map[string]any
		want  string
	}{
		"answers would be cut":   {map[string]any{"http.writeTimeout": "10s"}, `http.writeTimeout = "10s" (flag --http-write-timeout): expected more than limits.timeout (30s)`},
		"bodies would be cut":    {map[string]any{"http.readTimeout": "1s"}, "http.readTimeout"},
		"more idle than open":    {map[string]any{"database.maxOpen": 2, "database.maxIdle": 3}, "database.maxIdle"},
		"nothing for changes":    {map[string]any{"database.maxOpen": 10, "database.compiledAtOnce": 9}, `database.compiledAtOnce = "9" (flag --database-compiled-at-once): expected at most 8, four fifths of database.maxOpen (10)`},
		"a wall before a pooler": {map[string]any{"database.prepared": 0}, "database.rowSecurity"},
		"no folder to write in":  {map[string]any{"dataDir": ""}, "dataDir"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := config.Load(config.FromEnvironment(home), config.FromFlags(tc.flags))
			assert.ErrorContains(t, err, tc.want)
		})
	}
	_, err := config.Load()
	assert.ErrorContains(t, err, "dataDir (default): expected a folder for the embedded database")
}

func TestAllFaultsAreReportedAtOnce(t *testing.T) {
	_, err := config.Load(
		config.FromFile(writeFile(t, "listen: nowhere\nlog: {level: loud}\nunknown: 1")),
		config.FromEnvironment(append([]string{"TIENDO_LIMITS_TOKENS=many", "TIENDO_NOPE=1"}, home...)),
		config.FromFlags(map[string]any{"explorer": "perhaps"}),
	)
	var faults config.Faults
	require.ErrorAs(t, err, &faults)
	var fields []string
	for _, f := range faults {
		fields = append(fields, f.Field)
		assert.NotEmpty(t, f.Want)
		assert.NotEmpty(t, f.Source)
	}
	assert.ElementsMatch(t, []string{"listen", "log.level", "unknown", "limits.tokens", "TIENDO_NOPE", "explorer"}, fields)
}

// However a password gets into the settings, and however they are printed, it
// does not come out.
func TestNoPasswordIsEverPrinted(t *testing.T) {
	for name, url := range map[string]string{
		"in its place":                "postgres://tiendo:s3cret@db:5432/tiendo",
		"in the query":                "postgres://tiendo@db/tiendo?password=s3cret",
		"unescaped slash":             "postgres://tiendo:1/s3cret@db/tiendo",
		"unescaped question mark":     "postgres://tiendo:1?s3cret@db/tiendo",
		"unescaped percent":           "postgres://tiendo:%s3cret@db/tiendo",
		"in libpq's notation":         "host=db password=s3cret",
		"of a database not supported": "mysql://root:s3cret@db/x",
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			c := config.Default()
			c.DatabaseURL = config.DatabaseURL(url)
			slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "config", c, "url", c.DatabaseURL, "nested", struct{ C config.Config }{c})
			fmt.Fprintf(&log, "%v %+v %#v %s %q %x", c, c, c, c.DatabaseURL, c.DatabaseURL, c.Limits)
			require.NoError(t, json.NewEncoder(&log).Encode(c))
			if _, err := config.Load(config.FromEnvironment([]string{"HOME=/h", "DATABASE_URL=" + url})); err != nil {
				fmt.Fprint(&log, err)
			}
			assert.NotContains(t, log.String(), "s3cret")
			assert.Contains(t, log.String(), "xxxxx")
		})
	}
	assert.Equal(t, "sqlite:///a/t.db?_pragma=foreign_keys(1)", config.DatabaseURL("sqlite:///a/t.db?_pragma=foreign_keys(1)").String())
}
