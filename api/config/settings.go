package config

import (
	"log/slog"
	"strings"
	"time"
	"unicode"
)

// A setting ties one field of Config to its key, and knows what may stand
// there. The table below is the only list of settings: the loader, the command
// line's help and the log of settings in force are made from it.
type setting struct {
	key  string // path in the file, "limits.bodyBytes"
	help string // a phrase for the command's help
	want string // what a fault says was expected
	set  func(*Config, string) bool
	show func(Config) string
}

// settings lists every setting in the order of Config.
var settings = []setting{
	text("listen", func(c *Config) *string { return &c.Listen }, validAddress,
		"an address such as 127.0.0.1:8080 or :8080", "TCP address to listen on"),
	databaseURL("database.url", "PostgreSQL URL or SQLite file; empty: a file in the data folder"),
	text("dataDir", func(c *Config) *string { return &c.DataDir }, validPath, "a folder's path", "folder for the server's own data"),
	level("log.level", func(c *Config) *slog.Level { return &c.Log.Level }, "least severe level to log"),
	choice("log.format", func(c *Config) *string { return &c.Log.Format }, "how log lines are written", "text", "json"),
	bytes("limits.bodyBytes", func(c *Config) *int64 { return &c.Limits.BodyBytes }, 1<<10, 64<<20, "largest request body"),
	number("limits.depth", func(c *Config) *int { return &c.Limits.Depth }, 1, 100, "deepest nesting of fields"),
	number("limits.complexity", func(c *Config) *int { return &c.Limits.Complexity }, 1, 100_000_000, "largest estimated cost of an operation"),
	number("limits.aliases", func(c *Config) *int { return &c.Limits.Aliases }, 0, 10_000, "most aliased or repeated fields in an operation"),
	number("limits.rootFields", func(c *Config) *int { return &c.Limits.RootFields }, 1, 10_000, "most fields at the top of an operation"),
	number("limits.tokens", func(c *Config) *int { return &c.Limits.Tokens }, 100, 1_000_000, "most tokens in a document"),
	duration("limits.timeout", func(c *Config) *time.Duration { return &c.Limits.Timeout }, time.Millisecond, time.Hour, "longest a request may run"),
	duration("http.readHeaderTimeout", func(c *Config) *time.Duration { return &c.HTTP.ReadHeaderTimeout }, time.Millisecond, time.Hour, "longest wait for a request's headers"),
	duration("http.readTimeout", func(c *Config) *time.Duration { return &c.HTTP.ReadTimeout }, time.Millisecond, time.Hour, "longest wait for a whole request"),
	duration("http.writeTimeout", func(c *Config) *time.Duration { return &c.HTTP.WriteTimeout }, time.Millisecond, 2*time.Hour, "longest time to the end of an answer"),
	duration("http.idleTimeout", func(c *Config) *time.Duration { return &c.HTTP.IdleTimeout }, time.Millisecond, time.Hour, "how long an unused connection is kept"),
	duration("http.shutdownDelay", func(c *Config) *time.Duration { return &c.HTTP.ShutdownDelay }, 0, 10*time.Minute, "how long to keep accepting after readiness is withdrawn"),
	duration("http.shutdownGrace", func(c *Config) *time.Duration { return &c.HTTP.ShutdownGrace }, 0, time.Hour, "how long requests may finish when stopping"),
	number("database.maxOpen", func(c *Config) *int { return &c.Database.MaxOpen }, 1, 10_000, "most open connections"),
	number("database.maxIdle", func(c *Config) *int { return &c.Database.MaxIdle }, 0, 10_000, "most idle connections"),
	duration("database.connLifetime", func(c *Config) *time.Duration { return &c.Database.ConnLifetime }, time.Second, 24*time.Hour, "age at which a connection is replaced"),
	duration("database.connectTimeout", func(c *Config) *time.Duration { return &c.Database.ConnectTimeout }, time.Millisecond, 10*time.Minute, "longest wait for a connection"),
	duration("database.statementTimeout", func(c *Config) *time.Duration { return &c.Database.StatementTimeout }, time.Millisecond, time.Hour, "longest a statement may run"),
	boolean("introspection", func(c *Config) *bool { return &c.Introspection }, "let clients ask for the schema"),
	boolean("explorer", func(c *Config) *bool { return &c.Explorer }, `serve the explorer at "/"`),
	text("planFile", func(c *Config) *string { return &c.PlanFile }, validPath, "a file's path", "plan bundle instead of the embedded one"),
}

// Setting describes one setting to people: for the command's flags and help.
type Setting struct {
	Key     string // in the file: "limits.bodyBytes"
	Env     string // in the environment: "TIENDO_LIMITS_BODY_BYTES"
	Flag    string // on the command line, without dashes: "limits-body-bytes"
	Default string // as it would be written; empty where it depends
	Want    string // what is accepted
	Help    string
}

// Settings lists every setting there is.
func Settings() []Setting {
	list := make([]Setting, len(settings))
	for i, s := range settings {
		list[i] = Setting{
			Key: s.key, Env: envName(s.key), Flag: FlagName(s.key),
			Default: s.show(Default()), Want: s.want, Help: s.help,
		}
	}
	return list
}

// FlagName is a key as a flag: "limits.bodyBytes" becomes "limits-body-bytes".
func FlagName(key string) string {
	var b strings.Builder
	for _, r := range key {
		switch {
		case r == '.':
			b.WriteByte('-')
		case unicode.IsUpper(r):
			b.WriteByte('-')
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// envName is a key in the environment: "limits.bodyBytes" becomes
// "TIENDO_LIMITS_BODY_BYTES".
func envName(key string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(FlagName(key), "-", "_"))
}
