// Package mock makes an instance for front-end teams: the embedded plan and a
// quarter in full swing, in memory, the same at every start on every machine.
//
// Nothing in it is a stub. Schema, rules, errors and subscriptions are those of
// any instance; only the database is in memory, the clock stands at Moment and
// moves on by a millisecond with every row that is written, and the keys of rows
// are counted instead of drawn.
package mock

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/instance"
	"github.com/tiendo-vn/tiendo/api/live"
	"github.com/tiendo-vn/tiendo/api/plan"
	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/api/server"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/ent/source"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Window is the reporting window that is open at Moment.
const Window = "2024-Q4"

var (
	// Moment is where the clock stands when the server starts.
	Moment = time.Date(2024, time.November, 20, 9, 0, 0, 0, calendar.Zone)
	// loaded is when the plan came into the database.
	loaded = time.Date(2024, time.August, 15, 9, 0, 0, 0, calendar.Zone)
)

// secret signs links. Everybody may know it: whoever reaches the server may be
// anybody, and nothing in it is true.
var secret = sha256.Sum256([]byte("tiendo mock"))

// Options is what a mock is made from.
type Options struct {
	// Config is the settings: what they say of databases, files, sign-in, mail and
	// plans is not heeded.
	Config config.Config
	// Logger takes the access log.
	Logger *slog.Logger
	// Version is this build's.
	Version string
}

// A Mock is a made world and the server in front of it.
type Mock struct {
	*server.Server
	database *database.Database
	clock    *source.Reproduced
	hub      *live.Hub
	mark     source.Mark
	restore  func(context.Context) error
}

// New makes the world. It is for the whole process: a second one would have the
// same keys, and panics.
func New(ctx context.Context, o Options) (*Mock, error) {
	o.Config = settings(o.Config)
	d, err := database.Memory(ctx, o.Config.Database)
	if err != nil {
		return nil, err
	}
	m := &Mock{database: d, hub: &live.Hub{}, clock: source.Reproduce("tiendo mock", loaded)}
	if err := m.build(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("mock: %w", err), d.Close())
	}
	return m, nil
}

// Close forgets everything.
func (m *Mock) Close() error { return m.database.Close() }

// Reset forgets what happened since the start, and tells subscribers to read
// again.
func (m *Mock) Reset(ctx context.Context) error {
	if err := m.restore(ctx); err != nil {
		return err
	}
	m.clock.Return(m.mark)
	m.hub.Refetch()
	return nil
}

// reset answers a request to reset.
func (m *Mock) reset(w http.ResponseWriter, r *http.Request) {
	if err := m.Reset(r.Context()); err != nil {
		http.Error(w, "the world cannot be made anew: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (m *Mock) build(ctx context.Context, o Options) error {
	if _, err := m.database.Migrate(ctx); err != nil {
		return err
	}
	b, err := bundle.Embedded()
	if err != nil {
		return err
	}
	if _, err := plan.Load(ctx, m.database.Client, b, plan.Options{Now: m.clock.Now}); err != nil {
		return err
	}
	if err := appoint(ctx, &access.Service{Store: instance.Store(m.database, m.clock.Now)}); err != nil {
		return err
	}
	parts := instance.Options{
		Config: o.Config, Database: m.database, Now: m.clock.Now, Version: o.Version, Hub: m.hub, Files: instance.SignLinks(secret[:]),
		Development: keys{}, Personas: People(), Routes: map[string]http.Handler{"POST /mock/reset": http.HandlerFunc(m.reset)},
	}
	// What happened before the start is not in the log.
	parts.Logger = slog.New(slog.DiscardHandler)
	before, err := instance.New(parts)
	if err != nil {
		return err
	}
	if err := (&stage{m.clock, before.Handler()}).play(ctx, story()); err != nil {
		return err
	}
	m.clock.Set(Moment)
	m.mark = m.clock.Mark()
	if m.restore, err = m.database.Snapshot(ctx); err != nil {
		return err
	}
	parts.Logger = o.Logger
	m.Server, err = instance.New(parts)
	return err
}

// settings are the given ones without everything that is outside the process.
func settings(c config.Config) config.Config {
	c.DatabaseURL, c.DatabaseURLFile, c.DataDir, c.SecretFile, c.PlanFile = "", "", "", "", ""
	c.Development, c.Auth, c.Mail = false, config.Auth{}, config.Mail{}
	c.Evidence = config.Evidence{Off: true, MaxBytes: c.Evidence.MaxBytes}
	if c.Limits.Budget == config.Default().Limits.Budget {
		c.Limits.Budget = 0 // what is left of it changes with the time of the machine
	}
	if len(c.HTTP.Origins) == 0 {
		c.HTTP.Origins = []string{"*"} // there is nothing to protect from pages elsewhere
	}
	return c
}

// appoint gives everybody their role.
func appoint(ctx context.Context, s *access.Service) error {
	var list []access.Appointment
	for _, p := range People() {
		list = append(list, access.Appointment{
			Who: auth.Identity{Subject: p.Subject, Name: p.Name}, Role: viewer.Role(p.Role), Agency: p.AgencyCode,
		})
	}
	_, err := s.Appoint(ctx, "mock", list...)
	return err
}
