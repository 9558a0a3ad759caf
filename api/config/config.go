// Package config holds every setting of the API server: one struct, one table
// that says how each field is written in a flag, in the environment and in the
// file, and one loader that reports all faults of all sources at once.
//
// Nothing else in the server reads flags, the environment or a settings file.
package config

import (
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"time"
)

// Config is a complete and checked set of settings. Get one from Load, or from
// Default in tests. Printing it in any way hides the database's password.
type Config struct {
	// Listen is the TCP address the server listens on.
	// Default "127.0.0.1:8080": reachable from this machine only, until somebody
	// decides otherwise.
	Listen string
	// MetricsListen is the TCP address of a second listener, for /metrics and
	// /healthz alone; Listen then has no /metrics, and a route that leads there
	// shows none. Default "": Listen has it.
	MetricsListen string
	// PublicURL is how clients reach the server, for the links it hands out: an
	// http or https URL, with a base path where a proxy serves it below one.
	// Default "": the address listened on; see BaseURL.
	PublicURL string
	// DatabaseURL names the database: postgres://…, postgresql://…, sqlite://…
	// or the path of an SQLite file. Default "": the embedded database, the file
	// tiendo.db in DataDir.
	DatabaseURL DatabaseURL
	// DatabaseURLFile is a file that holds DatabaseURL in its place, as a mounted
	// Secret does: Load reads it into that. Default "": no file.
	DatabaseURLFile string
	// DataDir is the folder for what the server keeps on its own disk. Default
	// $XDG_DATA_HOME/tiendo, else $HOME/.local/share/tiendo.
	DataDir string
	// SecretFile is the file with the instance's secret; see Secret. Default "":
	// the file secret.key in DataDir.
	SecretFile string
	// Development lets anybody be anybody, as one of the personas, instead of
	// asking a provider; only on a loopback address. Default false.
	Development bool
	// Auth names the provider that says who somebody is.
	Auth Auth
	// Log says what is logged, and how.
	Log Log
	// Limits bounds what one request may cost.
	Limits Limits
	// HTTP says how GraphQL goes over HTTP, and sets the server's clocks.
	HTTP HTTP
	// Database sets the connection pool and its clocks.
	Database Database
	// Introspection lets clients ask for the schema. Default true: the API is
	// public and documents itself.
	Introspection bool
	// Compiled answers queries with one statement each where it can, on
	// PostgreSQL; false leaves all of them to the resolvers. Default true.
	Compiled bool
	// TerseErrors keeps what a client sent out of the messages of errors: they say
	// what is wrong and where, not with which text. Default false in development
	// mode, else true.
	TerseErrors bool
	// Documents says which documents run: "open", whatever a client sends, or
	// "trusted", those that were published. Default "open".
	Documents string
	// Explorer serves the interactive explorer at "/". Default true.
	Explorer bool
	// PlanFile is the path of a plan bundle to use instead of the embedded one.
	// Default "": the embedded bundle.
	PlanFile string
	// PlanLoad lets the server load the plan when it starts, into a database that
	// has not seen it. Default true; with false somebody else does: tiendo plan
	// load.
	PlanLoad bool
	// Evidence says where the documents behind figures are kept.
	Evidence Evidence
	// Workbook bounds the workbooks that are read.
	Workbook Workbook
	// Links sets what holds for signed links.
	Links Links
	// Mail says how mail leaves the server, if at all.
	Mail Mail
	// Jobs sets the runner of work that may fail and is tried again.
	Jobs Jobs
	// Reminders sets when agencies are reminded of a reporting window.
	Reminders Reminders
}

// Log says what is logged, and how.
type Log struct {
	// Level is the least severe level that is written: debug, info, warn or
	// error. Default info.
	Level slog.Level
	// Format is "text" (for people) or "json" (for collectors). Default "text".
	Format string
}

// Limits bounds what one request may cost. A request beyond a limit is refused
// whole, with the figure measured and the limit in the error.
type Limits struct {
	// BodyBytes is the largest request body, in bytes. Default 1 MiB.
	BodyBytes int64
	// Depth is how many fields may be nested in each other. Default 15.
	// Introspection has a bound of its own, so that a lower figure does not lock
	// the usual tools out.
	Depth int
	// Complexity is the largest estimated cost of one operation, in units of one
	// field of one row. Default 200,000.
	Complexity int
	// Aliases is how many fields may carry an alias or repeat a sibling, counted
	// as executed. Default 100.
	Aliases int
	// RootFields is how many fields an operation may have at its top, each of
	// which is a resolver of its own. Default 50.
	RootFields int
	// Tokens is how many lexical tokens a document may have. Default 15,000.
	Tokens int
	// Streams is how many websockets and event streams may be open at once, whoever
	// opened them. Default 2,000.
	Streams int
	// Timeout is the longest a request may run before it is cancelled.
	// Default 30 s.
	Timeout time.Duration
	// Budget is what one caller may ask for in BudgetWindow, in the units of
	// Complexity: a person, a machine token or, of the public, an address. At least
	// Complexity, else what is allowed could never be had. 0 for no budgets. Default
	// 12,000,000: four large screens a second, or some ten thousand small pages.
	Budget int
	// BudgetWindow is the time in which an empty budget fills up. Default 1 min.
	BudgetWindow time.Duration
}

// HTTP says how GraphQL goes over HTTP, and sets the server's clocks. None of the
// clocks may be switched off: each of them is what keeps slow clients from holding
// connections for ever.
type HTTP struct {
	// Profile is the reading of GraphQL over HTTP: "current", the specification's
	// edition of September 2026, or "audits", the older draft that the audits of
	// npm's graphql-http check. Default "current".
	Profile string
	// Origins are the pages elsewhere, by scheme and host, that may use the API from
	// a browser; "*" alone for all. Default none: pages of the server's own host.
	Origins []string
	// ReadHeaderTimeout is how long a client may take to send its headers.
	// Default 5 s.
	ReadHeaderTimeout time.Duration
	// ReadTimeout is how long a client may take to send a whole request.
	// Default 30 s.
	ReadTimeout time.Duration
	// WriteTimeout is how long a request may take from its headers to the end of
	// the answer. Default 60 s; longer than Limits.Timeout, else answers are cut.
	WriteTimeout time.Duration
	// IdleTimeout is how long an unused connection is kept. Default 120 s.
	IdleTimeout time.Duration
	// ShutdownDelay is how long a stopping server that already says "not ready"
	// keeps accepting, so that load balancers can notice. Default 0 s.
	ShutdownDelay time.Duration
	// ShutdownGrace is how long requests in flight may take to finish once the
	// server stopped accepting; then they are cancelled. Default 20 s.
	ShutdownGrace time.Duration
	// TrustedProxies are the addresses and ranges of proxies in front, separated by
	// commas, whose X-Forwarded-For says which client of the public is asking.
	// Default "": the header is anybody's word, and a proxy is one client.
	TrustedProxies string
}

// Database sets the connection pool and its clocks.
type Database struct {
	// MaxOpen is the most connections open at once. Default 20.
	MaxOpen int
	// MaxIdle is the most connections kept without use; not above MaxOpen.
	// Default 20, as many as may be open: opening one costs more than most
	// statements.
	MaxIdle int
	// CompiledAtOnce is how many compiled queries run in the database at once; the
	// others wait in turn. Those that run at once share the database's processors
	// unevenly, so that of many some take several times as long as most: about four
	// for each processor, divided by the instances. A fifth of MaxOpen stays free for
	// changes and for what resolvers answer. Default 8.
	CompiledAtOnce int
	// ConnLifetime is the age at which a connection is replaced, so that the pool
	// follows a failover. Default 30 min.
	ConnLifetime time.Duration
	// ConnectTimeout is how long opening a connection may take. Default 5 s.
	ConnectTimeout time.Duration
	// StatementTimeout is how long one statement may run in the database.
	// Default 20 s.
	StatementTimeout time.Duration
	// Prepared is how many statements a connection to PostgreSQL keeps prepared;
	// 0 for none, behind a pooler that cannot. Default 200.
	Prepared int
	// RowSecurity lets PostgreSQL itself keep the rows of reports, roles and the
	// record from viewers that have nothing to do with them: a second wall behind
	// the rules of the program. tiendo migrate up puts it up or takes it down.
	// Sessions have to be the server's own: a pooler that shares them among clients
	// for each transaction mixes up for whom they work, so where Prepared is 0 this
	// has to be false. Default true.
	RowSecurity bool
}

// What the server keeps in DataDir unless another place is named.
const (
	embeddedFile   = "tiendo.db"
	secretFile     = "secret.key"
	evidenceFolder = "evidence"
)

// Embedded reports whether the server keeps its data in its own file, because
// no database was named. Only then does the server migrate by itself.
func (c Config) Embedded() bool { return c.DatabaseURL == "" && c.DatabaseURLFile == "" }

// Storage is where the data is: DatabaseURL or, where that is empty, the path
// of the embedded file. It is never empty.
func (c Config) Storage() DatabaseURL {
	if c.Embedded() {
		return DatabaseURL(filepath.Join(c.DataDir, embeddedFile))
	}
	return c.DatabaseURL
}

// BaseURL is what the server's links start with, without a slash at the end:
// PublicURL or, where that is empty, the address listened on, which only this
// machine can be expected to reach.
func (c Config) BaseURL() string {
	if c.PublicURL != "" {
		return strings.TrimRight(c.PublicURL, "/")
	}
	host, port, err := net.SplitHostPort(c.Listen)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip != nil && ip.IsUnspecified()) {
		return "http://localhost:" + port
	}
	return "http://" + c.Listen
}
