package access_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/ent/db/idempotencykey"
	"github.com/tiendo-vn/tiendo/ent/db/machinetoken"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// token makes a machine token for thirty days and returns the secret and its
// id.
func (s scene) token(by, role, at string, scopes ...string) (secret, id string) {
	s.t.Helper()
	a := s.do(by, createToken, values{"name": "Hệ thống báo cáo", "agency": at, "role": role, "scopes": scopes, "expiresAt": s.in(30)})
	require.Empty(s.t, a.UserErrors)
	return *a.Secret, a.MachineToken.ID
}

// machineSubject is the subject under which a token acts.
func (s scene) machineSubject(secret string) string {
	s.t.Helper()
	t, err := s.Client.MachineToken.Query().Where(machinetoken.Hash(auth.HashMachineToken(secret))).WithPerson().Only(apitest.System())
	require.NoError(s.t, err)
	return t.Edges.Person.Subject
}

func TestAMachineTokenIsShownOnce(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		a := s.do("admin", createToken, values{"name": "Hệ thống báo cáo", "agency": "lao-cai", "role": "REPORTER", "scopes": []string{"READ", "SUBMIT"}, "expiresAt": s.in(30)})
		require.Empty(t, a.UserErrors)
		secret := *a.Secret
		assert.True(t, auth.IsMachineToken(secret))
		assert.Equal(t, secret[:8], a.MachineToken.Hint)
		assert.Equal(t, []string{"READ", "SUBMIT"}, a.MachineToken.Scopes)
		assert.Equal(t, "Vũ Thanh Tùng", a.MachineToken.By.Name)

		v, err := s.Access.SignInMachine(t.Context(), secret)
		require.NoError(t, err)
		assert.Equal(t, "Hệ thống báo cáo", v.Name)
		assert.Equal(t, []viewer.Scope{viewer.ScopeRead, viewer.ScopeSubmit}, v.Scopes)
		assert.Equal(t, []viewer.Grant{{Role: viewer.RoleReporter, Agency: s.agency("lao-cai"), Until: *a.MachineToken.ExpiresAt}}, v.Grants)
		assert.Equal(t, *a.MachineToken.ExpiresAt, v.Until)

		s.nowhere(t, secret[8:])
		e := s.lastEvent("machineToken.create")
		assert.Equal(t, s.agency("lao-cai"), *e.AgencyID)
		assert.Contains(t, string(e.After), `Hệ thống báo cáo`)
	})
}

// nowhere wants a secret in no row of the tables that keep what was said, and
// in no line of the log.
func (s scene) nowhere(t *testing.T, secret string) {
	t.Helper()
	require.Len(t, strings.TrimSpace(secret), len(secret))
	for _, table := range []string{"events", "idempotency_keys", "machine_tokens", "people", "jobs"} {
		rows, err := s.DB.QueryContext(apitest.System(), "SELECT * FROM "+table)
		require.NoError(t, err)
		columns, err := rows.Columns()
		require.NoError(t, err)
		for rows.Next() {
			row := make([]any, len(columns))
			for n := range row {
				row[n] = new(any)
			}
			require.NoError(t, rows.Scan(row...))
			for n := range row {
				text := *row[n].(*any)
				if b, ok := text.([]byte); ok {
					text = string(b)
				}
				if said, ok := text.(string); ok {
					assert.NotContains(t, said, secret, "%s.%s", table, columns[n])
				}
			}
		}
		require.NoError(t, rows.Err())
	}
	assert.NotContains(t, s.Log.String(), secret)
}

func TestARefusedMachineTokenAlwaysLooksTheSame(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		unknown, _, _, err := auth.NewMachineToken()
		require.NoError(t, err)
		revoked, id := s.token("admin", "REPORTER", "lao-cai", "READ")
		expired, _ := s.token("admin", "REPORTER", "lao-cai", "READ")
		s.ok(t, s.WithToken(revoked))
		require.Empty(t, s.do("admin", revokeToken, values{"id": id}).UserErrors)
		refused := func(token string) apitest.Answer {
			a := s.WithToken(token).Ask(t, asking, nil)
			assert.Equal(t, http.StatusUnauthorized, a.Status)
			assert.Equal(t, "UNAUTHENTICATED", a.Errors[0].Extensions["code"])
			assert.Contains(t, a.Header.Get("WWW-Authenticate"), `error="invalid_token"`)
			a.Header.Del("X-Request-Id")
			a.Header.Del("Date")
			return a
		}
		want := refused(unknown)
		assert.Equal(t, want, refused(revoked))
		s.Clock.Advance(30*24*time.Hour - time.Second)
		s.ok(t, s.WithToken(expired))
		s.Clock.Advance(time.Second)
		s.Statements().Reset()
		assert.Equal(t, want, refused(expired))
		// The use before may be noted meanwhile: that is a write.
		assert.Len(t, s.Statements().All(), 1+len(s.Statements().Writes()), "no more work than for one that is unknown")
		s.Statements().Reset()
		refused(unknown)
		assert.Len(t, s.Statements().All(), 1)
	})
}

// ok wants somebody to be let in.
func (s scene) ok(t *testing.T, as *apitest.Server) {
	t.Helper()
	as.Get(t, asking, nil, &struct{}{})
}

func TestWhenATokenWasUsedIsKnownToTheMinute(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		secret, _ := s.token("admin", "REPORTER", "lao-cai", "READ")
		used := func() *time.Time {
			token, err := s.Client.MachineToken.Query().Where(machinetoken.Hash(auth.HashMachineToken(secret))).Only(apitest.System())
			require.NoError(t, err)
			return token.LastUsedAt
		}
		first := s.Clock.Now()
		s.ok(t, s.WithToken(secret))
		require.Eventually(t, func() bool { return used() != nil }, patience, pause)
		assert.Equal(t, first, used().UTC())

		s.Statements().Reset()
		s.Clock.Advance(time.Minute - time.Microsecond)
		s.ok(t, s.WithToken(secret))
		assert.Empty(t, s.Statements().Writes(), "not within the minute")
		s.Clock.Advance(time.Microsecond)
		s.ok(t, s.WithToken(secret))
		require.Eventually(t, func() bool { return used().UTC().Equal(first.Add(time.Minute)) }, patience, pause)
	})
}

// patience and pause are for what a server does on its own time.
const (
	patience = 30 * time.Second
	pause    = 5 * time.Millisecond
)

func TestWhoMayMakeWhichToken(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		s.Grant(t, "admin-lao-cai", viewer.RoleAdmin, "lao-cai")
		s.lend("admin", viewer.RoleAdmin, everybody, "deputy")
		machine, _ := s.token("admin", "COORDINATOR", everybody, "READ", "COORDINATE")
		good := values{"name": "x", "agency": "lao-cai", "role": "REPORTER", "scopes": []string{"READ"}, "expiresAt": s.in(30)}
		for name, test := range map[string]struct {
			as     string
			change values
			want   []string
		}{
			"an administrator":     {"admin-lao-cai", nil, []string{}},
			"at another agency":    {"admin-lao-cai", values{"agency": "hanoi"}, []string{"NOT_ALLOWED agency"}},
			"with a lent role":     {"deputy", nil, []string{"NOT_ALLOWED agency"}},
			"a reporter":           {"reporter-lao-cai", nil, []string{"NOT_ALLOWED agency"}},
			"an inspector":         {"inspector", nil, []string{"NOT_ALLOWED agency"}},
			"one that administers": {"admin", values{"role": "ADMIN"}, []string{"INVALID role"}},
			"one that inspects, by who administers a part":    {"admin-lao-cai", values{"role": "INSPECTOR"}, []string{"NOT_ALLOWED role"}},
			"one that inspects, by who administers everybody": {"admin", values{"role": "INSPECTOR"}, []string{}},
			"for a year":               {"admin", values{"expiresAt": s.in(366)}, []string{}},
			"for more than a year":     {"admin", values{"expiresAt": s.in(367)}, []string{"INVALID expiresAt"}},
			"until now":                {"admin", values{"expiresAt": s.in(0)}, []string{"INVALID expiresAt"}},
			"without a scope":          {"admin", values{"scopes": []string{}}, []string{"REQUIRED scopes"}},
			"with a scope twice":       {"admin", values{"scopes": []string{"READ", "READ"}}, []string{"INVALID scopes"}},
			"with a name of 99 bytes":  {"admin", values{"name": strings.Repeat("ệ", 33)}, []string{}},
			"with a name of 102 bytes": {"admin", values{"name": strings.Repeat("ệ", 34)}, []string{"INVALID name"}},
			"with every fault":         {"admin", values{"name": "", "scopes": []string{}, "role": "ADMIN", "expiresAt": s.in(-1), "agency": "no-such"}, []string{"REQUIRED name", "REQUIRED scopes", "INVALID role", "INVALID expiresAt", "NOT_FOUND agency"}},
		} {
			t.Run(name, func(t *testing.T) {
				a := s.do(test.as, createToken, with(good, test.change))
				assert.Equal(t, test.want, a.codes())
				assert.Equal(t, len(test.want) == 0, a.Secret != nil)
			})
		}
		assert.Equal(t, []string{"NOT_ALLOWED"}, s.ask(s.WithToken(machine), createToken, good).codes(), "a program")
		assert.Equal(t, []string{"NOT_ALLOWED"}, s.ask(s.Server, createToken, good).codes(), "the public")
	})
}

func TestWhoMayRevokeAToken(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		s.Grant(t, "admin-lao-cai", viewer.RoleAdmin, "lao-cai")
		secret, id := s.token("admin", "REPORTER", "lao-cai", "READ")
		_, elsewhere := s.token("admin", "REPORTER", "hanoi", "READ")
		assert.Equal(t, []string{"NOT_FOUND id"}, s.do("admin-lao-cai", revokeToken, values{"id": elsewhere}).codes())
		assert.Equal(t, []string{"NOT_FOUND id"}, s.do("reporter-lao-cai", revokeToken, values{"id": id}).codes())
		assert.Equal(t, []string{"NOT_FOUND id"}, s.do("admin", revokeToken, values{"id": global("MachineToken", uuid.New())}).codes())
		assert.Equal(t, []string{"NOT_ALLOWED"}, s.ask(s.WithToken(secret), revokeToken, values{"id": id}).codes(), "itself")
		assert.Equal(t, []string{"NOT_ALLOWED id"}, s.do("inspector", revokeToken, values{"id": id}).codes())
		a := s.do("admin-lao-cai", revokeToken, values{"id": id, "clientMutationId": "k"})
		require.Empty(t, a.UserErrors)
		assert.NotNil(t, a.MachineToken.RevokedAt)
		assert.Nil(t, a.Secret)
		assert.Equal(t, a.MachineToken.ID, s.do("admin-lao-cai", revokeToken, values{"id": id, "clientMutationId": "k"}).MachineToken.ID)
		assert.Equal(t, []string{"WRONG_STATE id"}, s.do("admin-lao-cai", revokeToken, values{"id": id}).codes())
		assert.Equal(t, 1, s.events("machineToken.revoke"))
		n, err := s.Client.IdempotencyKey.Query().Where(idempotencykey.Operation("revokeMachineToken")).Count(apitest.System())
		require.NoError(t, err)
		assert.Equal(t, 1, n)
	})
}
