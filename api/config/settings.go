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
	// refused is what a fault shows of a value; nil: all of it.
	refused func(string) string
}

// settings lists every setting in the order of Config.
var settings = []setting{
	text("listen", func(c *Config) *string { return &c.Listen }, validAddress,
		"an address such as 127.0.0.1:8080 or :8080", "TCP address to listen on"),
	text("metricsListen", func(c *Config) *string { return &c.MetricsListen }, validOptionalAddress,
		"an address such as :9090", "TCP address for /metrics alone, which the other then lacks; empty: the other has it"),
	address("publicUrl", func(c *Config) *string { return &c.PublicURL }, validPublicURL, wantPublicURL, "how clients reach the server, for links; empty: the address listened on"),
	databaseURL("database.url", "PostgreSQL URL or SQLite file; empty: a file in the data folder"),
	filePath("database.urlFile", func(c *Config) *string { return &c.DatabaseURLFile }, "file that holds the database's URL, in the place of database.url"),
	text("dataDir", func(c *Config) *string { return &c.DataDir }, validPath, "a folder's path", "folder for the server's own data"),
	filePath("secretFile", func(c *Config) *string { return &c.SecretFile }, "file with the secret that signs links; empty: secret.key in the data folder, made where missing"),
	boolean("development", func(c *Config) *bool { return &c.Development }, "personas for everybody instead of a provider, on a loopback address only"),
	boolean("auth.public", func(c *Config) *bool { return &c.Auth.Public }, "nobody signs in: everybody reads what is published, and nobody writes"),
	address("auth.issuer", func(c *Config) *string { return &c.Auth.Issuer }, validIssuer, wantIssuer, "OpenID Connect provider, as its tokens name it"),
	text("auth.audience", func(c *Config) *string { return &c.Auth.Audience }, validLine, "a client id", "client id that tokens must be made for"),
	claim("auth.subjectClaim", func(c *Config) *string { return &c.Auth.SubjectClaim }, "claim that tells people apart"),
	claim("auth.nameClaim", func(c *Config) *string { return &c.Auth.NameClaim }, "claim with the name to show"),
	claim("auth.emailClaim", func(c *Config) *string { return &c.Auth.EmailClaim }, "claim with the mail address"),
	duration("auth.clockSkew", func(c *Config) *time.Duration { return &c.Auth.ClockSkew }, 0, 5*time.Minute, "how far the provider's clock may be off"),
	filePath("auth.caFile", func(c *Config) *string { return &c.Auth.CAFile }, "PEM certificates to trust for the provider; empty: the system's"),
	level("log.level", func(c *Config) *slog.Level { return &c.Log.Level }, "least severe level to log"),
	choice("log.format", func(c *Config) *string { return &c.Log.Format }, "how log lines are written", "text", "json"),
	bytes("limits.bodyBytes", func(c *Config) *int64 { return &c.Limits.BodyBytes }, 1<<10, 64<<20, "largest request body"),
	number("limits.depth", func(c *Config) *int { return &c.Limits.Depth }, 1, 100, "deepest nesting of fields"),
	number("limits.complexity", func(c *Config) *int { return &c.Limits.Complexity }, 1, 100_000_000, "largest estimated cost of an operation"),
	number("limits.aliases", func(c *Config) *int { return &c.Limits.Aliases }, 0, 10_000, "most aliased or repeated fields in an operation"),
	number("limits.rootFields", func(c *Config) *int { return &c.Limits.RootFields }, 1, 10_000, "most fields at the top of an operation"),
	number("limits.tokens", func(c *Config) *int { return &c.Limits.Tokens }, 100, 1_000_000, "most tokens in a document"),
	number("limits.streams", func(c *Config) *int { return &c.Limits.Streams }, 1, 1_000_000, "most websockets and event streams open at once"),
	duration("limits.timeout", func(c *Config) *time.Duration { return &c.Limits.Timeout }, time.Millisecond, time.Hour, "longest a request may run"),
	choice("http.profile", func(c *Config) *string { return &c.HTTP.Profile }, "reading of GraphQL over HTTP: the current specification, or the draft that graphql-http audits", ProfileCurrent, ProfileAudits),
	origins("http.origins", func(c *Config) *[]string { return &c.HTTP.Origins }, "pages elsewhere that may use the API from a browser"),
	number("limits.budget", func(c *Config) *int { return &c.Limits.Budget }, 0, 2_000_000_000, "cost that one caller may ask for in a window; 0: any"),
	duration("limits.budgetWindow", func(c *Config) *time.Duration { return &c.Limits.BudgetWindow }, time.Second, 24*time.Hour, "time in which a caller's budget fills up"),
	duration("http.readHeaderTimeout", func(c *Config) *time.Duration { return &c.HTTP.ReadHeaderTimeout }, time.Millisecond, time.Hour, "longest wait for a request's headers"),
	duration("http.readTimeout", func(c *Config) *time.Duration { return &c.HTTP.ReadTimeout }, time.Millisecond, time.Hour, "longest wait for a whole request"),
	duration("http.writeTimeout", func(c *Config) *time.Duration { return &c.HTTP.WriteTimeout }, time.Millisecond, 2*time.Hour, "longest time to the end of an answer"),
	duration("http.idleTimeout", func(c *Config) *time.Duration { return &c.HTTP.IdleTimeout }, time.Millisecond, time.Hour, "how long an unused connection is kept"),
	duration("http.shutdownDelay", func(c *Config) *time.Duration { return &c.HTTP.ShutdownDelay }, 0, 10*time.Minute, "how long to keep accepting after readiness is withdrawn"),
	duration("http.shutdownGrace", func(c *Config) *time.Duration { return &c.HTTP.ShutdownGrace }, 0, time.Hour, "how long requests may finish when stopping"),
	text("http.trustedProxies", func(c *Config) *string { return &c.HTTP.TrustedProxies }, validProxies,
		"addresses and ranges such as 10.0.0.0/8, separated by commas", "proxies whose X-Forwarded-For is believed; empty: none"),
	number("database.maxOpen", func(c *Config) *int { return &c.Database.MaxOpen }, 1, 10_000, "most open connections"),
	number("database.maxIdle", func(c *Config) *int { return &c.Database.MaxIdle }, 0, 10_000, "most idle connections"),
	number("database.compiledAtOnce", func(c *Config) *int { return &c.Database.CompiledAtOnce }, 1, 10_000, "compiled queries that run at once, about four for each processor of the database"),
	duration("database.connLifetime", func(c *Config) *time.Duration { return &c.Database.ConnLifetime }, time.Second, 24*time.Hour, "age at which a connection is replaced"),
	duration("database.connectTimeout", func(c *Config) *time.Duration { return &c.Database.ConnectTimeout }, time.Millisecond, 10*time.Minute, "longest wait for a connection"),
	duration("database.statementTimeout", func(c *Config) *time.Duration { return &c.Database.StatementTimeout }, time.Millisecond, time.Hour, "longest a statement may run"),
	number("database.prepared", func(c *Config) *int { return &c.Database.Prepared }, 0, 10_000, "statements a PostgreSQL connection keeps prepared"),
	boolean("database.rowSecurity", func(c *Config) *bool { return &c.Database.RowSecurity }, "let PostgreSQL keep rows of reports from viewers as well; migrate up applies it"),
	boolean("introspection", func(c *Config) *bool { return &c.Introspection }, "let clients ask for the schema"),
	boolean("compiled", func(c *Config) *bool { return &c.Compiled }, "answer a query with one statement where that can be, on PostgreSQL"),
	boolean("terseErrors", func(c *Config) *bool { return &c.TerseErrors }, "messages of errors repeat nothing of what was sent; by default outside development mode"),
	choice("documents", func(c *Config) *string { return &c.Documents }, "which documents run: what clients send, or published ones alone", DocumentsOpen, DocumentsTrusted),
	boolean("explorer", func(c *Config) *bool { return &c.Explorer }, `serve the explorer at "/"`),
	filePath("planFile", func(c *Config) *string { return &c.PlanFile }, "plan bundle instead of the embedded one"),
	boolean("planLoad", func(c *Config) *bool { return &c.PlanLoad }, "load the plan when the server starts, where the database has not seen it"),
	boolean("evidence.off", func(c *Config) *bool { return &c.Evidence.Off }, "keep no evidence: none is taken, and no place is needed for it"),
	address("evidence.url", func(c *Config) *string { return &c.Evidence.URL }, validEvidenceURL, wantEvidenceURL, "folder or S3 bucket for evidence; empty: evidence in the data folder"),
	bytes("evidence.maxBytes", func(c *Config) *int64 { return &c.Evidence.MaxBytes }, 1<<10, 1<<30, "largest document of evidence"),
	filePath("evidence.accessKeyFile", func(c *Config) *string { return &c.Evidence.AccessKeyFile }, "file with the bucket's access key"),
	filePath("evidence.secretKeyFile", func(c *Config) *string { return &c.Evidence.SecretKeyFile }, "file with the bucket's secret key"),
	bytes("workbook.maxBytes", func(c *Config) *int64 { return &c.Workbook.MaxBytes }, 1<<10, 64<<20, "largest workbook"),
	duration("links.lifetime", func(c *Config) *time.Duration { return &c.Links.Lifetime }, 10*time.Second, 24*time.Hour, "how long a signed link works"),
	address("mail.url", func(c *Config) *string { return &c.Mail.URL }, validMailURL, wantMailURL, "mail server; empty: no mail"),
	filePath("mail.passwordFile", func(c *Config) *string { return &c.Mail.PasswordFile }, "file with the mail server's password"),
	text("mail.from", func(c *Config) *string { return &c.Mail.From }, validSender, "a mail address, or a name with one in <>", "sender of every mail"),
	number("jobs.maxAttempts", func(c *Config) *int { return &c.Jobs.MaxAttempts }, 1, 100, "tries before a job is given up"),
	duration("jobs.interval", func(c *Config) *time.Duration { return &c.Jobs.Interval }, 100*time.Millisecond, time.Hour, "how often to look for jobs"),
	duration("reminders.before", func(c *Config) *time.Duration { return &c.Reminders.Before }, time.Minute, 90*24*time.Hour, "first reminder, before a window is due"),
	duration("reminders.escalateAfter", func(c *Config) *time.Duration { return &c.Reminders.EscalateAfter }, time.Minute, 90*24*time.Hour, "telling somebody above, after a window was due"),
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
