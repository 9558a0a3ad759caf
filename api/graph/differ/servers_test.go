package differ_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/graph/differ"
	"github.com/tiendo-vn/tiendo/api/instance"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// servers answer from one database, at one time on one clock, each in its way.
type servers struct {
	compiled, resolved http.Handler
	viewers            map[string]viewer.Viewer
	log                *apitest.Log
}

// Headers that say who asks, and which request it is.
const (
	headerViewer  = "X-Viewer"
	headerRequest = "X-Request-Id"
)

// serve starts both servers over the world, the compiled one behind the wall.
func serve(t *testing.T, d *apitest.Database, w *world) *servers {
	s := &servers{viewers: everybody(t, d, w), log: &apitest.Log{}}
	settings := config.Default()
	settings.DataDir, settings.Development, settings.Limits.Budget = t.TempDir(), true, 0
	files, err := instance.OpenFiles(settings)
	require.NoError(t, err)
	t.Cleanup(func() { files.Close() })
	start := func(compiled bool, over *apitest.Database) http.Handler {
		uncounted := database.New(over.Dialect, over.DB) // of 200,000 operations, memory would be full of statements
		settings.Compiled = compiled
		server, err := instance.New(instance.Options{
			Config: settings, Database: uncounted, Version: "test", Files: files, Now: func() time.Time { return now },
			Logger: slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelWarn})),
			Viewer: func(r *http.Request) (viewer.Viewer, error) { return s.viewers[r.Header.Get(headerViewer)], nil },
		})
		require.NoError(t, err)
		return server.Handler()
	}
	// The wall of row security keeps nothing that the rules let through.
	s.compiled, s.resolved = start(true, apitest.Walled(t, d, settings.Database)), start(false, d)
	return s
}

// everybody are those who ask, by name.
func everybody(t *testing.T, d *apitest.Database, w *world) map[string]viewer.Viewer {
	s := apitest.SignedIn(t, d)
	s.Clock.Set(now)
	for _, g := range []struct {
		who    string
		role   viewer.Role
		agency string
	}{
		{"reporter", "REPORTER", "unit"}, {"reviewer", "REVIEWER", "meter"}, {"coordinator", "COORDINATOR", "all"}, {"administrator", "ADMIN", "ministry"},
		{"inspector", "INSPECTOR", "all"}, {"several", "REPORTER", "da-nang"}, {"several", "REVIEWER", "other"}, {"several", "ADMIN", "provinces"},
	} {
		s.Grant(t, g.who, g.role, g.agency)
	}
	viewers := map[string]viewer.Viewer{"public": viewer.Public(), "reads-all": {Name: "reads-all", ReadAll: true}}
	for _, who := range []string{"reporter", "reviewer", "coordinator", "administrator", "inspector"} {
		viewers[who] = s.As(who).Viewer(t)
	}
	s.As("several").Viewer(t)
	w.lend(s.Persona("reporter").Subject, s.Persona("several").Subject)
	viewers["several"] = s.As("several").Viewer(t)
	// One whose roles reach too many agencies to be named.
	many := viewers["coordinator"]
	many.Below = nil
	viewers["coordinator of many"] = many
	// One whose role reaches all but a few.
	nearly := many
	all := w.c.Agency.Query().IDsX(w.ctx)
	nearly.Beyond = map[uuid.UUID][]uuid.UUID{}
	for at, below := range viewers["coordinator"].Below {
		nearly.Beyond[at] = slices.DeleteFunc(slices.Clone(all), func(one uuid.UUID) bool { return slices.Contains(below, one) })
	}
	viewers["coordinator of nearly all"] = nearly
	secret, hint, hash, err := auth.NewMachineToken()
	require.NoError(t, err)
	_ = must(w.c.MachineToken.Create().SetName("Máy").SetHint(hint).SetHash(hash).SetPerson(w.people[4]).SetAgency(w.agency("department")).
		SetRole(viewer.RoleReporter).SetScopes([]string{"READ", "EDIT"}).SetAt(begin).SetBy(w.people[3]).SetExpiresAt(now.AddDate(1, 0, 0)).SetLastUsedAt(now).Save(w.ctx))(t)
	viewers["machine"] = must(s.Access.SignInMachine(t.Context(), secret))(t)
	return viewers
}

// A request is an operation that somebody asks in some language.
type request struct {
	viewer, language, query, variables, id string
}

// ask lets a server answer.
func ask(t testing.TB, h http.Handler, r request) differ.Answer {
	body, err := json.Marshal(map[string]any{"query": r.query, "variables": json.RawMessage(r.variables)})
	require.NoError(t, err, r.variables)
	post := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	for name, value := range map[string]string{
		"Content-Type": "application/json", "Accept-Language": r.language, headerViewer: r.viewer, headerRequest: r.id,
	} {
		post.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, post)
	answer, err := differ.Read(w.Code, w.Body.Bytes())
	require.NoError(t, err)
	return answer
}

// broken says whether a server failed.
func broken(a differ.Answer) bool {
	for _, e := range a.Errors {
		if strings.Contains(e, `"INTERNAL"`) || strings.Contains(e, `"TIMEOUT"`) {
			return true
		}
	}
	return false
}
