package database_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/operator/database"
)

func TestSecretsShowThemselvesToNobody(t *testing.T) {
	secret := database.Secret("s3cret")
	for _, value := range []any{secret, &secret, database.Server{Password: secret}, database.Want{Credentials: database.Credentials{Password: secret}}, []database.Secret{secret}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			shown := fmt.Sprintf(verb, value)
			assert.NotContains(t, shown, "s3cret", verb)
			assert.NotContains(t, shown, "733363726574", verb)
		}
		text, err := json.Marshal(value)
		require.NoError(t, err)
		assert.NotContains(t, string(text), "s3cret")
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "value", value)
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "value", value)
		assert.NotContains(t, log.String(), "s3cret")
	}
}

// What PostgreSQL itself makes of a password and a salt is what we make of them.
func TestVerifiersAreThoseOfPostgreSQL(t *testing.T) {
	for _, password := range []string{"pencil", strings.Repeat("x", 300), `'"\$:`} {
		role := fmt.Sprintf("verified_%d", counter.Add(1))
		pg.Do(t, fmt.Sprintf("CREATE ROLE %s PASSWORD '%s'", role, strings.ReplaceAll(password, "'", "''")))
		want := pg.Text(t, "SELECT rolpassword FROM pg_authid WHERE rolname = $1", role)
		salt, err := base64.StdEncoding.DecodeString(regexp.MustCompile(`^SCRAM-SHA-256\$4096:([^$]+)\$`).FindStringSubmatch(want)[1])
		require.NoError(t, err)
		got, err := database.Verifier(database.Secret(password), salt)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

// With every statement logged, and through every way an operation may end, no
// password reaches the server's log or an error.
func TestNoPasswordIsLogged(t *testing.T) {
	w := fresh(t, 1)
	next := credentials(t, w.Target, 2)
	wanted(t, on(pg), w)
	wanted(t, on(pg), next)
	retired(t, w.Target, 1)
	_, err := new(database.Client).Ensure(t.Context(), on(pg), w)
	require.Error(t, err)
	wrong := on(pg)
	wrong.Password = "not the admin's"
	_, refused := new(database.Client).Inspect(t.Context(), wrong)
	require.Error(t, refused)
	dropped(t, w.Target)

	log := pg.Log(t)
	require.Contains(t, log, "ALTER ROLE", "statements are logged")
	require.Contains(t, log, `PASSWORD 'SCRAM-SHA-256$4096:`)
	shown := log + err.Error() + fmt.Sprintf("%+v %#v", err, err) + refused.Error()
	for _, secret := range []database.Secret{w.Credentials.Password, next.Credentials.Password, database.Secret(pg.Password), wrong.Password} {
		assert.False(t, strings.Contains(shown, string(secret)), "a password is in the log")
	}
}

func TestURLsAreWhatTheyStandFor(t *testing.T) {
	s := database.Server{Host: "pg-1.example.vn", Port: 5432, TLS: database.TLS{Mode: database.VerifyFull}}
	for name, tc := range map[string]struct {
		change func(*database.Server)
		ca     string
		want   string
	}{
		"with certificates":          {func(*database.Server) {}, "/run/secrets/tiendo/database/ca.crt", "postgres://role:p%40ss%2Fw%C6%B0%3F@pg-1.example.vn:5432/db?sslmode=verify-full&sslrootcert=%2Frun%2Fsecrets%2Ftiendo%2Fdatabase%2Fca.crt"},
		"with the system's":          {func(*database.Server) {}, "", "postgres://role:p%40ss%2Fw%C6%B0%3F@pg-1.example.vn:5432/db?sslmode=verify-full"},
		"whoever answers":            {func(s *database.Server) { s.TLS.Mode = database.Require }, "/ca.crt", "postgres://role:p%40ss%2Fw%C6%B0%3F@pg-1.example.vn:5432/db?sslmode=require"},
		"without protection":         {func(s *database.Server) { s.TLS.Mode = database.Disable }, "/ca.crt", "postgres://role:p%40ss%2Fw%C6%B0%3F@pg-1.example.vn:5432/db?sslmode=disable"},
		"an IPv6 address":            {func(s *database.Server) { s.Host = "fd00::1" }, "", "postgres://role:p%40ss%2Fw%C6%B0%3F@[fd00::1]:5432/db?sslmode=verify-full"},
		"the chain and not the name": {func(s *database.Server) { s.TLS.Mode = database.VerifyCA }, "/c a", "postgres://role:p%40ss%2Fw%C6%B0%3F@pg-1.example.vn:5432/db?sslmode=verify-ca&sslrootcert=%2Fc+a"},
	} {
		t.Run(name, func(t *testing.T) {
			server := s
			tc.change(&server)
			got := string(database.URL(server, "db", "role", "p@ss/wư?", tc.ca))
			assert.Equal(t, tc.want, got)
			u, err := url.Parse(got)
			require.NoError(t, err)
			password, _ := u.User.Password()
			assert.Equal(t, "p@ss/wư?", password)
		})
	}
}
