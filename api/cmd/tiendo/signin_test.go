package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/auth"
)

// patience and pause are for what a server does on its own time.
const (
	patience = 30 * time.Second
	pause    = 10 * time.Millisecond
)

// get asks a server for a page, with a host name and a token where they are not
// empty.
func get(t *testing.T, url, host, token string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	r.Host = host
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	return w.StatusCode, string(body)
}

func TestDevelopmentModePrintsPeopleToBe(t *testing.T) {
	for name, url := range map[string]func(*testing.T) string{
		"the embedded database": func(*testing.T) string { return "" },
		"PostgreSQL":            func(t *testing.T) string { return string(apitest.EmptyPostgresURL(t)) },
	} {
		t.Run(name, func(t *testing.T) {
			clean(t)
			if u := url(t); u != "" {
				t.Setenv("TIENDO_DATABASE_URL", u)
				_, err := tiendo(t, "migrate", "up")
				require.NoError(t, err)
			}
			address, said, _ := serveAs(t, "--development", "true")
			last := auth.Personas()[len(auth.Personas())-1]
			require.Eventually(t, func() bool { return strings.Contains(said(), last.Name) && strings.HasSuffix(said(), "\n") }, patience, pause)
			for _, p := range auth.Personas() {
				var token string
				for line := range strings.Lines(said()) {
					if strings.HasPrefix(line, p.Name) {
						fields := strings.Fields(line)
						assert.Contains(t, fields, p.Role)
						assert.Contains(t, fields, p.AgencyCode)
						token = fields[len(fields)-1]
					}
				}
				_, body := askAs(t, address, `{viewer{name,roles{role,agency{code}}}}`, token)
				assert.JSONEq(t, `{"data": {"viewer": {"name": "`+p.Name+`", "roles": [{"role": "`+p.Role+`", "agency": {"code": "`+p.AgencyCode+`"}}]}}}`, body)
			}
		})
	}
}

func TestPersonasAreForThisMachine(t *testing.T) {
	clean(t)
	address, _ := serve(t)
	for host, want := range map[string]int{
		"": http.StatusOK, "localhost:8080": http.StatusOK, "[::1]:8080": http.StatusOK, "[::1]": http.StatusOK, "localhost": http.StatusOK,
		"tiendo.example": http.StatusForbidden, "10.0.0.1:8080": http.StatusForbidden, "127.0.0.1.tiendo.example:8080": http.StatusForbidden,
	} {
		status, body := get(t, "http://"+address+"/personas", host, "")
		assert.Equal(t, want, status, host)
		if want != http.StatusOK {
			assert.NotContains(t, body, "token", host)
			continue
		}
		var list []struct{ Key, Name, NameEn, Role, Agency, Token string }
		require.NoError(t, json.Unmarshal([]byte(body), &list))
		require.Len(t, list, len(auth.Personas()))
		for n, p := range auth.Personas() {
			assert.Equal(t, []string{p.Key, p.Name, p.NameEn, p.Role, p.AgencyCode}, []string{list[n].Key, list[n].Name, list[n].NameEn, list[n].Role, list[n].Agency})
			assert.NotEmpty(t, list[n].Token)
		}
	}
}

func TestOutsideDevelopmentModeNobodyIsAPersona(t *testing.T) {
	clean(t)
	address, said, _ := serveAs(t, "--auth-issuer", "https://id.example", "--auth-audience", "tiendo")
	status, _ := get(t, "http://"+address+"/personas", "", "")
	assert.Equal(t, http.StatusNotFound, status)
	assert.Empty(t, said())
	out, err := tiendo(t, "role", "list")
	require.NoError(t, err)
	assert.Contains(t, out, "nobody has a role")
}

func TestThePublicAloneIsServedWithoutAPlaceOfItsOwn(t *testing.T) {
	dir := clean(t)
	t.Setenv("TIENDO_DATA_DIR", "")
	t.Setenv("HOME", "")
	t.Setenv("XDG_DATA_HOME", "")
	t.Setenv("TIENDO_DATABASE_URL", string(apitest.EmptyPostgresURL(t)))
	_, err := tiendo(t, "migrate", "up")
	require.NoError(t, err)
	address, said, _ := serveAs(t, "--auth-public", "true")
	assert.JSONEq(t, `{"data": {"viewer": {"name": "public"}, "plan": {"version": "2023"}}}`, ask(t, address, `{ viewer { name } plan(code: "2021-2025") { version } }`))
	status, body := askAs(t, address, `{viewer{name}}`, "abc")
	assert.Equal(t, http.StatusUnauthorized, status)
	assert.Contains(t, body, "ask without a token")
	assert.Empty(t, said())
	assert.NoDirExists(t, dir)
}

func TestAServerWithoutAFolderOfItsOwn(t *testing.T) {
	dir := clean(t)
	for _, name := range []string{"TIENDO_DATA_DIR", "HOME", "XDG_DATA_HOME"} {
		t.Setenv(name, "")
	}
	mounted := t.TempDir()
	for name, content := range map[string]string{"url": string(apitest.EmptyPostgresURL(t)), "key": strings.Repeat("k", 32)} {
		require.NoError(t, os.WriteFile(filepath.Join(mounted, name), []byte(content), 0o400))
	}
	t.Setenv("TIENDO_DATABASE_URL_FILE", filepath.Join(mounted, "url"))
	t.Setenv("TIENDO_SECRET_FILE", filepath.Join(mounted, "key"))
	_, err := tiendo(t, "migrate", "up")
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	address, stop := serve(t, "--evidence-off", "true")
	status, _ := get(t, "http://"+address+"/readyz", "", "")
	assert.Equal(t, http.StatusOK, status)
	assert.JSONEq(t, `{"data": {"plan": {"version": "2023"}}}`, ask(t, address, `{ plan(code: "2021-2025") { version } }`))
	stop()
	assert.NoDirExists(t, dir)
	for _, folder := range []string{".", mounted} {
		entries, err := os.ReadDir(folder)
		require.NoError(t, err)
		assert.Len(t, entries, map[string]int{".": 0, mounted: 2}[folder], folder)
	}
}

func TestAServerNeedsToKnowWhoVouchesForPeople(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"neither provider nor development mode": {nil, "auth.issuer"},
		"both":                                  {[]string{"--development", "true", "--auth-issuer", "https://id.example", "--auth-audience", "tiendo"}, "auth.issuer"},
		"the public alone, and a provider":      {[]string{"--auth-public", "true", "--auth-issuer", "https://id.example", "--auth-audience", "tiendo"}, "auth.public"},
		"the public alone, and personas":        {[]string{"--auth-public", "true", "--development", "true"}, "auth.public"},
		"development mode for everybody":        {[]string{"--development", "true", "--listen", "0.0.0.0:0"}, "loopback"},
		"a provider without an audience":        {[]string{"--auth-issuer", "https://id.example"}, "auth.audience"},
	} {
		t.Run(name, func(t *testing.T) {
			clean(t)
			_, err := tiendo(t, append([]string{"serve", "--listen", "127.0.0.1:0"}, test.args...)...)
			assert.ErrorContains(t, err, test.want)
		})
	}
}

func TestTheFirstAdministrator(t *testing.T) {
	for name, url := range map[string]func(*testing.T) string{
		"the embedded database": func(*testing.T) string { return "" },
		"PostgreSQL":            func(t *testing.T) string { return string(apitest.EmptyPostgresURL(t)) },
	} {
		t.Run(name, func(t *testing.T) {
			clean(t)
			if u := url(t); u != "" {
				t.Setenv("TIENDO_DATABASE_URL", u)
			}
			_, err := tiendo(t, "migrate", "up")
			require.NoError(t, err)
			_, err = tiendo(t, "plan", "load")
			require.NoError(t, err)
			grant := []string{"role", "grant", "--subject", "https://id.example#1", "--role", "ADMIN", "--agency", "lao-cai", "--name", "Vũ Thanh Tùng"}
			out, err := tiendo(t, grant...)
			require.NoError(t, err)
			assert.Equal(t, "Vũ Thanh Tùng is now ADMIN at lao-cai\n", out)
			out, err = tiendo(t, grant...)
			require.NoError(t, err)
			assert.Equal(t, "Vũ Thanh Tùng is ADMIN at lao-cai already\n", out)
			out, err = tiendo(t, "role", "list")
			require.NoError(t, err)
			assert.Regexp(t, `(?m)^lao-cai +ADMIN +Vũ Thanh Tùng +https://id\.example#1 *$`, out)
			assert.Len(t, strings.Split(strings.TrimSpace(out), "\n"), 2)
		})
	}
}

func TestARoleThatCannotBeGiven(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"to nobody":                      {[]string{"--subject", "hoa", "--role", "ADMIN", "--agency", "lao-cai"}, `"hoa"`},
		"at an agency that is none":      {[]string{"--subject", "https://id.example#1", "--role", "ADMIN", "--agency", "no-such"}, `"no-such"`},
		"that is none":                   {[]string{"--subject", "https://id.example#1", "--role", "KING", "--agency", "lao-cai"}, "KING"},
		"without a subject":              {[]string{"--role", "ADMIN", "--agency", "lao-cai"}, "--subject"},
		"to somebody of elsewhere":       {[]string{"--subject", "https://id.example#1", "--role", "ADMIN", "--agency", "lao-cai", "--auth-issuer", "https://other.example", "--auth-audience", "x"}, "https://other.example#"},
		"to a program":                   {[]string{"--subject", "tiendo-machine#1", "--role", "ADMIN", "--agency", "lao-cai"}, "tiendo-machine#1"},
		"to a subject that is invisible": {[]string{"--subject", "https://id.example#a\u200bb", "--role", "ADMIN", "--agency", "lao-cai"}, "not a subject"},
	} {
		t.Run(name, func(t *testing.T) {
			clean(t)
			_, err := tiendo(t, "plan", "load")
			require.NoError(t, err)
			_, err = tiendo(t, append([]string{"role", "grant"}, test.args...)...)
			assert.ErrorContains(t, err, test.want)
			out, err := tiendo(t, "role", "list")
			require.NoError(t, err)
			assert.Contains(t, out, "nobody has a role")
		})
	}
}
