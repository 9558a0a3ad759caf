package apitest

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/instance"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A Server is an instance over a database, asked over HTTP: by the viewer it
// was started with, or by whom the handle is.
type Server struct {
	*Database
	URL string
	// Log is everything the server logged.
	Log *Log
	// Clock is the server's time, and Access gives roles; both are nil where the
	// server has one fixed viewer.
	Clock  *Clock
	Access *access.Service

	// Config is the server's settings.
	Config config.Config

	development *auth.Development
	token       func(*testing.T) string
}

// Serve starts a server whose every request comes from v.
func Serve(t *testing.T, d *Database, v viewer.Viewer) *Server {
	t.Helper()
	return start(t, d, instance.Options{Config: config.Default(), Viewer: func(*http.Request) (viewer.Viewer, error) { return v, nil }})
}

// start starts a server with the folder and the address of a test.
func start(t *testing.T, d *Database, o instance.Options) *Server {
	t.Helper()
	log := &Log{}
	o.Database, o.Version = d.Database, "test"
	o.Config.Limits.Budget = 0 // a test may ask for more than anybody
	o.Logger = slog.New(slog.NewJSONHandler(log, nil))
	h := httptest.NewUnstartedServer(nil)
	t.Cleanup(h.Close)
	o.Config.DataDir, o.Config.PublicURL = t.TempDir(), "http://"+h.Listener.Addr().String()
	var err error
	if o.Files, err = instance.OpenFiles(o.Config); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Files.Close() })
	s, err := instance.New(o)
	if err != nil {
		t.Fatal(err)
	}
	h.Config.Handler = s.Handler()
	h.Start()
	return &Server{Database: d, URL: h.URL, Log: log, Config: o.Config}
}

// An Answer is what a request got back.
type Answer struct {
	Status int
	Header http.Header
	Data   json.RawMessage `json:"data"`
	Errors []struct {
		Message    string         `json:"message"`
		Path       []any          `json:"path"`
		Extensions map[string]any `json:"extensions"`
	} `json:"errors"`
	// Extensions say in development mode how the answer came about.
	Extensions struct {
		Execution struct {
			Compiled bool   `json:"compiled"`
			Because  string `json:"because"`
		} `json:"execution"`
	} `json:"extensions"`
}

// Ask posts a query with variables, and header lines in pairs.
func (s *Server) Ask(t *testing.T, query string, variables map[string]any, header ...string) Answer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	for n := 0; n+1 < len(header); n += 2 {
		r.Header.Set(header[n], header[n+1])
	}
	s.authorize(t, r)
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	answer := Answer{Status: w.StatusCode, Header: w.Header}
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return answer
}

// Get asks a query that must succeed and reads its data into to.
func (s *Server) Get(t *testing.T, query string, variables map[string]any, to any) {
	t.Helper()
	answer := s.Ask(t, query, variables)
	if len(answer.Errors) > 0 {
		t.Fatalf("got errors %+v", answer.Errors)
	}
	if err := json.Unmarshal(answer.Data, to); err != nil {
		t.Fatalf("%v in %s", err, answer.Data)
	}
}
