package apitest

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/instance"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// SignedIn gives the personas of development mode their roles, and starts a
// server at which people sign in: s.As(key) is one of them, s itself the public.
// Its time is s.Clock. Personas whose agency the database lacks have no role.
func SignedIn(t *testing.T, d *Database) *Server {
	t.Helper()
	s := SignedInWith(t, d, NewClock(time.Now()), config.Default())
	if err := s.Access.AppointPersonas(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// SignedInWith starts such a server with a clock and settings of the test's own,
// and gives nobody a role: over a database where they have theirs.
func SignedInWith(t *testing.T, d *Database, clock *Clock, settings config.Config) *Server {
	t.Helper()
	// One key for all tests: tokens of one server are good at another over the
	// same database, as those of two replicas are.
	key := sha256.Sum256([]byte("apitest"))
	development := auth.NewDevelopment(key[:], clock.Now)
	s := start(t, d, instance.Options{Config: settings, Development: development, Now: clock.Now})
	s.Clock, s.development = clock, development
	s.Access = &access.Service{Store: instance.Store(d.Database, clock.Now)}
	return s
}

// As returns a handle that sends the token of a persona with every request. Any
// other key is somebody who has no role, until the test gives one.
func (s *Server) As(key string) *Server {
	as := *s
	as.token = func(t *testing.T) string {
		t.Helper()
		token, err := s.development.Token(s.Persona(key))
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	return &as
}

// Persona returns the persona of a key, or somebody who has no role.
func (s *Server) Persona(key string) auth.Persona {
	for _, p := range auth.Personas() {
		if p.Key == key {
			return p
		}
	}
	return auth.Somebody(key, key)
}

// WithToken returns a handle that sends a token with every request.
func (s *Server) WithToken(token string) *Server {
	as := *s
	as.token = func(*testing.T) string { return token }
	return &as
}

// Token is the token the handle sends; empty for the public.
func (s *Server) Token(t *testing.T) string {
	t.Helper()
	if s.token == nil {
		return ""
	}
	return s.token(t)
}

// Grant gives somebody, a persona or any other key, a role at an agency.
func (s *Server) Grant(t *testing.T, key string, role viewer.Role, agency string) {
	t.Helper()
	p := s.Persona(key)
	_, err := s.Access.Appoint(t.Context(), "test", access.Appointment{
		Who: auth.Identity{Subject: p.Subject, Name: p.Name}, Role: role, Agency: agency,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Viewer returns who the handle is at the server, for tests below HTTP.
func (s *Server) Viewer(t *testing.T) viewer.Viewer {
	t.Helper()
	token := s.Token(t)
	if token == "" {
		return viewer.Public()
	}
	who, err := s.development.Verify(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.Access.SignIn(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Do posts a mutation whose payload is the one field of its answer, reads the
// payload into to, and returns the codes of its userErrors. The payload must
// select userErrors { code }.
func (s *Server) Do(t *testing.T, mutation string, variables map[string]any, to any) []string {
	t.Helper()
	var answer map[string]json.RawMessage
	s.Get(t, mutation, variables, &answer)
	var codes []string
	for _, payload := range answer {
		var faults struct{ UserErrors []struct{ Code string } }
		if err := json.Unmarshal(payload, &faults); err != nil {
			t.Fatal(err)
		}
		for _, e := range faults.UserErrors {
			codes = append(codes, e.Code)
		}
		if to == nil {
			continue
		}
		if err := json.NewDecoder(bytes.NewReader(payload)).Decode(to); err != nil {
			t.Fatalf("%v in %s", err, payload)
		}
	}
	return codes
}

// authorize adds the handle's token to a request.
func (s *Server) authorize(t *testing.T, r *http.Request) {
	if token := s.Token(t); token != "" && r.Header.Get("Authorization") == "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
}
