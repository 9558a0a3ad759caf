package files_test

import (
	"bytes"
	"crypto/sha256"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/instance"
)

// beside starts another instance over a server's database and its people, with
// a secret and settings of the test's own.
func beside(t *testing.T, s *apitest.Server, secret string, change func(*config.Config)) *apitest.Server {
	t.Helper()
	h := httptest.NewUnstartedServer(nil)
	t.Cleanup(h.Close)
	c := config.Default()
	c.SecretFile, c.PublicURL = secret, "http://"+h.Listener.Addr().String()
	change(&c)
	opened, err := instance.OpenFiles(c)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, opened.Close()) })
	key := sha256.Sum256([]byte("apitest"))
	made, err := instance.New(instance.Options{Config: c, Database: s.Database.Database, Files: opened, Now: s.Clock.Now,
		Development: auth.NewDevelopment(key[:], s.Clock.Now), Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	h.Config.Handler = made.Handler()
	h.Start()
	other := *s
	other.URL = h.URL
	return &other
}

func TestWhereNoEvidenceIsKeptWorkbooksGoOn(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		secret := filepath.Join(t.TempDir(), "key")
		require.NoError(t, os.WriteFile(secret, []byte(strings.Repeat("k", 32)), 0o400))
		s := world(t, d)
		kept := t.TempDir()
		before := beside(t, s, secret, func(c *config.Config) { c.Evidence.URL = kept })
		links, body := four(t, before), good(t, before)

		off := beside(t, s, secret, func(c *config.Config) { c.Evidence.Off = true })
		hoa := off.As("reporter-lao-cai")
		report := map[string]any{"submission": reported(t, before.As("reporter-lao-cai"), "lao-cai").ID}
		l := asked(t, hoa, "createEvidenceUpload", report)
		require.Nil(t, l.URL)
		require.Len(t, l.UserErrors, 1)
		assert.Equal(t, "NOT_ALLOWED", l.UserErrors[0].Code)
		assert.Equal(t, "This server keeps no evidence.", l.UserErrors[0].Message)

		a := hoa.Ask(t, `query { submission(agency: "lao-cai", window: "`+window+`") { evidence { link { url } } } }`, nil)
		require.Len(t, a.Errors, 1, "what was attached before cannot be fetched here")
		assert.Equal(t, "FORBIDDEN", a.Errors[0].Extensions["code"])
		assert.Equal(t, "This server keeps no evidence.", a.Errors[0].Message)

		// Links of the time before are signed with the same secret.
		for route, want := range map[string]int{"GET /evidence": 403, "PUT /evidence": 403, "GET /workbooks": 200, "PUT /workbooks": 200} {
			method, _, _ := strings.Cut(route, " ")
			r := follow(t, method, strings.Replace(links[route], before.URL, off.URL, 1), bytes.NewReader(body))
			assert.Equal(t, want, r.status, "%s: %s", route, r.body)
			if want == http.StatusForbidden {
				assert.Equal(t, "NOT_ALLOWED", r.refusal(t).Code, route)
				assert.Equal(t, "This server keeps no evidence.", r.refusal(t).Messages.En, route)
			}
		}
		form := downloaded(t, hoa, "lao-cai")
		assert.Equal(t, 1, sent(t, uploadTo(t, hoa, "lao-cai", "ALL"), edited(t, form, figures, map[string]any{"H" + row(t, form, "1.3"): 70})).Written)
	})
}
