package config_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
)

// home is an environment in which the defaults can be worked out.
var home = []string{"HOME=/home/lan"}

func writeFile(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tiendo.yaml")
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func TestWithoutSourcesTheDefaultsHold(t *testing.T) {
	got, err := config.Load(config.FromEnvironment(home))
	require.NoError(t, err)

	want := config.Default()
	want.TerseErrors = true
	want.DataDir = "/home/lan/.local/share/tiendo"
	assert.Equal(t, want, got)
	assert.True(t, got.Embedded())
	assert.Equal(t, config.DatabaseURL("/home/lan/.local/share/tiendo/tiendo.db"), got.Storage())
}

func TestPrecedence(t *testing.T) {
	type sources struct {
		flag any
		env  string
		file string
	}
	for name, tc := range map[string]struct {
		sources
		want int
	}{
		"the default, when nobody says anything":        {sources{}, 15},
		"the file beats the default":                    {sources{file: "limits: {depth: 11}"}, 11},
		"the environment beats the file":                {sources{env: "12", file: "limits: {depth: 11}"}, 12},
		"a flag beats everything":                       {sources{flag: 13, env: "12", file: "limits: {depth: 11}"}, 13},
		"an empty variable does not hide the file":      {sources{env: "", file: "limits: {depth: 11}"}, 11},
		"a key without a value does not hide a default": {sources{file: "limits: {depth: }"}, 15},
		"a section without content is no fault":         {sources{file: "limits: {}"}, 15},
	} {
		t.Run(name, func(t *testing.T) {
			flags := map[string]any{}
			if tc.flag != nil {
				flags["limits.depth"] = tc.flag
			}
			got, err := config.Load( // in another order on purpose
				config.FromFlags(flags),
				config.FromEnvironment(append([]string{"TIENDO_LIMITS_DEPTH=" + tc.env}, home...)),
				config.FromFile(writeFile(t, tc.file)),
			)
			require.NoError(t, err)
			assert.Equal(t, tc.want, got.Limits.Depth)
		})
	}
}

func TestEveryKindOfValueFromEverySource(t *testing.T) {
	file := writeFile(t, `
listen: ":9090"
log: {level: debug, format: json}
http: {profile: audits, origins: "https://a.example, http://localhost:5173"}
limits: {bodyBytes: 512KiB, complexity: 1e6, timeout: 10s}
explorer: false
database: {url: "sqlite:///var/lib/tiendo/t.db", maxOpen: 5}
`)
	got, err := config.Load(config.FromFile(file),
		config.FromEnvironment([]string{"TIENDO_INTROSPECTION=false", "TIENDO_HTTP_SHUTDOWN_GRACE=1m", "TIENDO_LIMITS_TOKENS=200"}),
		config.FromFlags(map[string]any{"http.idleTimeout": 7 * time.Second, "log.level": slog.LevelWarn, "limits.aliases": 3}),
	)
	require.NoError(t, err)
	assert.Equal(t, ":9090", got.Listen)
	assert.Equal(t, config.Log{Level: slog.LevelWarn, Format: "json"}, got.Log)
	assert.Equal(t, int64(512<<10), got.Limits.BodyBytes)
	assert.Equal(t, 1_000_000, got.Limits.Complexity)
	assert.Equal(t, 10*time.Second, got.Limits.Timeout)
	assert.Equal(t, 200, got.Limits.Tokens)
	assert.Equal(t, 3, got.Limits.Aliases)
	assert.Equal(t, time.Minute, got.HTTP.ShutdownGrace)
	assert.Equal(t, config.ProfileAudits, got.HTTP.Profile)
	assert.Equal(t, []string{"https://a.example", "http://localhost:5173"}, got.HTTP.Origins)
	assert.Equal(t, 7*time.Second, got.HTTP.IdleTimeout)
	assert.False(t, got.Explorer)
	assert.False(t, got.Introspection)
	assert.Equal(t, config.DatabaseURL("sqlite:///var/lib/tiendo/t.db"), got.Storage())
	assert.Equal(t, 5, got.Database.MaxIdle, "a default follows the pool's size")
	assert.Equal(t, 4, got.Database.CompiledAtOnce, "a default leaves a part of the pool to others")
}

func TestTheDatabaseURLAndItsAlias(t *testing.T) {
	const own, alias = "TIENDO_DATABASE_URL=postgres://db/own", "DATABASE_URL=postgres://db/alias"
	for name, tc := range map[string]struct {
		environ []string
		want    config.DatabaseURL
	}{
		"the alias serves where nothing else is set": {[]string{alias}, "postgres://db/alias"},
		"the own name wins, alias first":             {[]string{alias, own}, "postgres://db/own"},
		"the own name wins, alias last":              {[]string{own, alias}, "postgres://db/own"},
		"an empty own name leaves the alias":         {[]string{"TIENDO_DATABASE_URL=", alias}, "postgres://db/alias"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := config.Load(config.FromEnvironment(tc.environ))
			require.NoError(t, err)
			assert.Equal(t, tc.want, got.DatabaseURL)
		})
	}
}

func TestTheDataFolderFollowsXDG(t *testing.T) {
	for name, tc := range map[string]struct {
		environ []string
		want    string
	}{
		"XDG_DATA_HOME is used":            {[]string{"XDG_DATA_HOME=/data", "HOME=/home/lan"}, "/data/tiendo"},
		"a relative one is ignored":        {[]string{"XDG_DATA_HOME=data", "HOME=/home/lan"}, "/home/lan/.local/share/tiendo"},
		"an explicit folder beats both":    {[]string{"XDG_DATA_HOME=/data", "TIENDO_DATA_DIR=/srv"}, "/srv"},
		"with a database no home is asked": {[]string{"DATABASE_URL=postgres://db/x"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := config.Load(config.FromEnvironment(tc.environ))
			require.NoError(t, err)
			assert.Equal(t, tc.want, got.DataDir)
		})
	}
}

func TestForeignVariablesAreLeftAlone(t *testing.T) {
	_, err := config.Load(config.FromEnvironment(append([]string{
		"TIENDO_CONFIG=/etc/tiendo.yaml", "TIENDO_TEST_POSTGRES=x", "TIENDO_TOKEN=secret",
		"TIENDO_SERVICE_HOST=10.0.0.1", "TIENDO_SERVICE_PORT_HTTP=80", "TIENDO_PORT=tcp://10.0.0.1:80",
		"TIENDO_DB_PORT_5432_TCP_ADDR=10.0.0.2",
	}, home...), "TIENDO_TOKEN"))
	require.NoError(t, err)
}

func TestSettingsDescribeThemselves(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range config.Settings() {
		assert.NotEmpty(t, s.Help, s.Key)
		assert.NotEmpty(t, s.Want, s.Key)
		assert.False(t, seen[s.Env], "two settings share %s", s.Env)
		seen[s.Env] = true
	}
	assert.True(t, seen["TIENDO_LIMITS_BODY_BYTES"])
	assert.Equal(t, "limits-body-bytes", config.FlagName("limits.bodyBytes"))
}

// Every default must pass the same rules as a value somebody writes.
func TestDefaultsAreValidValues(t *testing.T) {
	flags := map[string]any{}
	for _, s := range config.Settings() {
		flags[s.Key] = s.Default
	}
	flags["dataDir"] = "/srv"
	got, err := config.Load(config.FromFlags(flags))
	require.NoError(t, err)
	want := config.Default()
	want.DataDir = "/srv"
	assert.Equal(t, want, got)
}
