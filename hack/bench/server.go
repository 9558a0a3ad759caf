package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"sync/atomic"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/instance"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// The servers that this program becomes when it starts itself with their name.
const (
	peerGraph   = "graph"   // an instance as it is shipped
	peerCounted = "counted" // the same, counting its statements: too slow to time
	// peerResolvers is an instance that answers everything by its resolvers.
	peerResolvers = "resolvers"
	peerLimit     = "limit" // one statement a request, its answer passed on as it is
)

var peers = map[string]func(ctx context.Context, url string) error{
	peerGraph:   func(ctx context.Context, url string) error { return serveGraph(ctx, url, false) },
	peerCounted: func(ctx context.Context, url string) error { return serveGraph(ctx, url, true) },
	peerLimit:   serveLimit,
}

// uncompiled are the settings of an instance that compiles no query.
var uncompiled = func() []string {
	if slices.ContainsFunc(config.Settings(), func(s config.Setting) bool { return s.Key == "compiled" }) {
		return []string{"TIENDO_COMPILED=false"}
	}
	return nil
}()

// budget lets one caller ask for as much as the benchmark does; what an operation
// costs is counted all the same.
var budget = []string{"TIENDO_LIMITS_BUDGET=2000000000", "TIENDO_LIMITS_BUDGET_WINDOW=1s"}

// The variables that a server is told by; arguments can be read by all.
const (
	peerURL     = "TIENDO_TEST_BENCH_URL"     // the database
	peerData    = "TIENDO_TEST_BENCH_DATA"    // a data folder, with the secret that tokens are signed with
	peerProfile = "TIENDO_TEST_BENCH_PROFILE" // a folder for profiles
	// peerStrangers lets several ask in turns, with the same roles.
	peerStrangers = "TIENDO_TEST_BENCH_STRANGERS"
)

// statementsPath answers how many statements a counted server has sent.
const statementsPath = "/statements"

// untilOrphaned ends the context with standard input: a server never outlives
// the benchmark, however that ends.
func untilOrphaned(ctx context.Context) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		_, _ = io.Copy(io.Discard, os.Stdin)
	}()
	return ctx
}

func listen() (net.Listener, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err == nil {
		fmt.Println(listener.Addr())
	}
	return listener, err
}

// serveGraph is an instance with the settings it is shipped with, access log
// included (to a file that keeps nothing), but for those in its environment. Who asks is the coordinator of every
// agency, without signing in, or, where there is a data folder, whoever the token
// says.
func serveGraph(ctx context.Context, url string, counted bool) error {
	c, err := config.Load(config.FromEnvironment(os.Environ()))
	if err != nil {
		return err
	}
	c.Limits.Budget, c.Limits.BudgetWindow = 2_000_000_000, time.Second // one caller stands for all
	d, err := database.Open(ctx, config.DatabaseURL(url), c.Database)
	if err != nil {
		return err
	}
	defer d.Close()
	var statements atomic.Int64
	if counted {
		driver := dialect.DebugWithContext(entsql.OpenDB(d.Dialect, d.DB), func(context.Context, ...any) { statements.Add(1) })
		d.Client = db.NewClient(db.Driver(driver))
	}
	nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(faults{nowhere}, nil))
	options := instance.Options{Config: c, Database: d, Logger: log, Version: "bench"}
	if c.DataDir = os.Getenv(peerData); c.DataDir != "" {
		secret, err := config.Secret(c)
		if err != nil {
			return err
		}
		options.Development = auth.NewDevelopment(secret, time.Now)
	} else {
		who := &access.Service{Store: instance.Store(d, time.Now)}
		v, err := who.SignIn(ctx, auth.Identity{Subject: coordinator.Subject, Name: coordinator.Name})
		if err != nil {
			return err
		}
		var strangers [16]uuid.UUID
		for n := range strangers {
			strangers[n] = v.Person
			if os.Getenv(peerStrangers) != "" {
				strangers[n] = uuid.New()
			}
		}
		var asked atomic.Int64
		options.Viewer = func(*http.Request) (viewer.Viewer, error) {
			who := v
			who.Person = strangers[asked.Add(1)%int64(len(strangers))]
			return who, nil
		}
	}
	server, err := instance.New(options)
	if err != nil {
		return err
	}
	listener, err := listen()
	if err != nil {
		return err
	}
	if !counted {
		return profiled(func() error { return server.Serve(untilOrphaned(ctx), listener) })
	}
	mux := http.NewServeMux()
	mux.Handle("/", server.Handler())
	mux.HandleFunc(statementsPath, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, statements.Load()) })
	return serveUntil(untilOrphaned(ctx), listener, mux)
}

// faults shows what an operator should see of a log, and writes the rest to
// where nothing is kept, at the same cost.
type faults struct{ rest io.Writer }

// Write writes one line of the log.
func (f faults) Write(line []byte) (int, error) {
	if bytes.Contains(line, []byte("level=WARN")) || bytes.Contains(line, []byte("level=ERROR")) {
		return os.Stderr.Write(line)
	}
	return f.rest.Write(line)
}

// serveUntil serves until the context ends.
func serveUntil(ctx context.Context, listener net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}
