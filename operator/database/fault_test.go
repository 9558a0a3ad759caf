package database_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/hack/postgrestest"
	"github.com/tiendo-vn/tiendo/operator/database"
)

// answering is a port at which something else than PostgreSQL answers.
func answering(t *testing.T, answer func(net.Conn)) int {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 100))
			answer(conn)
			_ = conn.Close()
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port
}

func listening(t *testing.T, answer string) int {
	return answering(t, func(conn net.Conn) { _, _ = conn.Write([]byte(answer)) })
}

func nobody(t *testing.T) int {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

// admins makes an admin with rights of its own.
func admins(t *testing.T, rights string) func(*database.Server) {
	return func(s *database.Server) {
		s.Username = fmt.Sprintf("admin_%d", counter.Add(1))
		pg.Do(t, "CREATE ROLE "+s.Username+" LOGIN "+rights+" PASSWORD '"+pg.Password+"'")
	}
}

// saying is a server that answers every session with a fault.
func saying(t *testing.T, code, message string) func(*database.Server) {
	fields := "SFATAL\x00VFATAL\x00C" + code + "\x00M" + message + "\x00\x00"
	return func(s *database.Server) {
		s.TLS.Mode = database.Disable
		s.Port = listening(t, "E"+string(binary.BigEndian.AppendUint32(nil, uint32(len(fields)+4)))+fields)
	}
}

// Every fault of a server has a type and a sentence that names what to change.
func TestFaultsOfServers(t *testing.T) {
	ca, err := postgrestest.Authority()
	require.NoError(t, err)
	type faults struct {
		change func(*database.Server)
		result string
		want   []string
	}
	for name, tc := range map[string]faults{
		"nobody there":                {func(s *database.Server) { s.Port = nobody(t) }, "unreachable", []string{"127.0.0.1:", "cannot be reached", "connection refused"}},
		"it is starting":              {saying(t, "57P03", "the database system is starting up"), "unreachable", []string{"cannot be reached: the database system is starting up"}},
		"it has no place":             {saying(t, "53300", "sorry, too many clients already"), "unreachable", []string{"too many clients"}},
		"it is too old":               {saying(t, "42704", "unrecognized configuration parameter"), "not_allowed", []string{"Use PostgreSQL 14 or newer"}},
		"it makes no sense":           {saying(t, "", ""), "refused", []string{"does not let"}},
		"something else answers":      {func(s *database.Server) { s.Port = listening(t, "HTTP/1.1 400 Bad Request\r\n\r\n") }, "unreachable", []string{"is not PostgreSQL"}},
		"something closes at once":    {func(s *database.Server) { s.Port = listening(t, "") }, "unreachable", []string{"cannot be reached"}},
		"no TLS there":                {func(s *database.Server) { s.Port = listening(t, "N") }, "tls", []string{"does not speak TLS", "ssl = on", "tls.mode"}},
		"another's certificate":       {func(s *database.Server) { s.TLS.CA = ca }, "tls", []string{"unknown authority"}},
		"another's, the chain alone":  {func(s *database.Server) { s.TLS = database.TLS{Mode: database.VerifyCA, CA: ca} }, "tls", []string{"unknown authority"}},
		"the system's certificates":   {func(s *database.Server) { s.TLS.CA = nil }, "tls", []string{"unknown authority"}},
		"no certificate in ca.crt":    {func(s *database.Server) { s.TLS.CA = []byte("nothing") }, "tls", []string{"ca.crt holds no certificate", "PEM"}},
		"a certificate of other name": {func(s *database.Server) { s.Host = "127.0.0.2" }, "tls", []string{"127.0.0.2"}},
		"a certificate of last year":  {expired(t), "tls", []string{`the certificate of "CN=pg-1" is valid from 2025-01-01T00:00:00Z until 2025-12-31T00:00:00Z alone`}},
		"an unknown mode":             {func(s *database.Server) { s.TLS.Mode = "prefer" }, "tls", []string{`mode "prefer": expected verify-full`}},
		"a wrong password":            {func(s *database.Server) { s.Password = "wrong" }, "refused", []string{`does not let "tiendo_admin" into the database "postgres"`, "password authentication failed"}},
		"nobody of that name":         {func(s *database.Server) { s.Username = "nobody" }, "refused", []string{`"nobody"`, "password authentication failed"}},
		"no such database":            {func(s *database.Server) { s.Database = "nowhere" }, "refused", []string{`database "nowhere" does not exist`}},
		"an admin who makes no roles": {admins(t, "CREATEDB"), "not_allowed", []string{`may not: create roles. Allow it with ALTER ROLE "admin_`, `" CREATEROLE`}},
		"one who makes no databases":  {admins(t, "CREATEROLE"), "not_allowed", []string{`may not: create databases. Allow it with ALTER ROLE "admin_`, `" CREATEDB`}},
		"one who makes nothing":       {admins(t, "INHERIT"), "not_allowed", []string{`may not: create databases or create roles`, `CREATEDB CREATEROLE`}},
	} {
		t.Run(name, func(t *testing.T) {
			s := on(pg)
			tc.change(&s)
			var seen []string
			client := &database.Client{Patience: 20 * time.Second, Observe: func(operation, result string, took time.Duration) {
				assert.Positive(t, took)
				seen = append(seen, operation+" "+result)
			}}
			_, inspected := client.Inspect(t.Context(), s)
			_, again := new(database.Client).Inspect(t.Context(), s)
			assert.Equal(t, fmt.Sprint(inspected), fmt.Sprint(again), "a fault that lasts reads the same")
			w := fresh(t, 1)
			_, ensured := client.Ensure(t.Context(), s, w)
			for _, err := range []error{inspected, ensured} {
				require.Error(t, err)
				for _, want := range tc.want {
					if err == inspected || tc.result != "not_allowed" {
						assert.ErrorContains(t, err, want)
					}
				}
				assert.NotContains(t, err.Error(), string(w.Credentials.Password))
			}
			assert.Equal(t, []string{"inspect " + tc.result, "ensure " + tc.result}, seen)
		})
	}
}

func TestWaysToAServer(t *testing.T) {
	for name, change := range map[string]func(*database.Server){
		"its certificate checked":           func(*database.Server) {},
		"by its name":                       func(s *database.Server) { s.Host = "localhost" },
		"the chain checked and not a name":  func(s *database.Server) { s.Host, s.TLS.Mode = "127.0.0.2", database.VerifyCA },
		"encrypted, whoever answers":        func(s *database.Server) { s.Host, s.TLS = "127.0.0.2", database.TLS{Mode: database.Require} },
		"a certificate beside what matters": func(s *database.Server) { s.TLS.Mode, s.TLS.CA = database.Require, []byte("nothing") },
		"without protection":                func(s *database.Server) { s.TLS = database.TLS{Mode: database.Disable} },
	} {
		t.Run(name, func(t *testing.T) {
			s, w := on(pg), fresh(t, 1)
			change(&s)
			assert.True(t, wanted(t, s, w).Created)
			assert.NoError(t, enter(t, s, w).Ping(), "the URL of an Instance leads there the same way")
		})
	}
}

// Settings of the process are those of somebody else.
func TestTheEnvironmentChangesNothing(t *testing.T) {
	for name, value := range map[string]string{
		"PGHOST": "nowhere", "PGPORT": "1", "PGUSER": "nobody", "PGPASSWORD": "wrong", "PGDATABASE": "nowhere", "PGSSLMODE": "disable",
		"PGSSLROOTCERT": "/nowhere", "PGSSLCRL": "/nowhere", "PGOPTIONS": "-c default_transaction_read_only=on", "PGAPPNAME": "somebody",
	} {
		t.Setenv(name, value)
	}
	_, err := new(database.Client).Inspect(t.Context(), on(pg))
	assert.NoError(t, err)
}

func TestWhatAServerIs(t *testing.T) {
	report, err := new(database.Client).Inspect(t.Context(), on(pg))
	require.NoError(t, err)
	assert.Regexp(t, `^\d+\.\d+$`, report.Version)
	assert.True(t, report.MayCreateDatabases && report.MayCreateRoles && !report.ReadOnly)
	before := report.Databases
	w := fresh(t, 1)
	wanted(t, on(pg), w)
	pg.Do(t, "CREATE DATABASE of_somebody_else"+fmt.Sprint(counter.Add(1)))
	assert.Equal(t, before+1, databases(t))
	dropped(t, w.Target)
	assert.Equal(t, before, databases(t))
}

func TestAnAdminWhoDoesNotInherit(t *testing.T) {
	s := on(pg)
	admins(t, "CREATEDB CREATEROLE NOINHERIT")(&s)
	report, err := new(database.Client).Inspect(t.Context(), s)
	if pg.Text(t, "SHOW server_version_num") >= "160000" {
		require.NoError(t, err, "memberships say themselves there what they are good for")
		w := fresh(t, 1)
		assert.True(t, wanted(t, s, w).Created)
		settled(t, pg, s, w)
		return
	}
	assert.False(t, report.Inherits)
	assert.ErrorContains(t, err, "may not: use the rights of roles it is a member of. Allow it with ALTER ROLE")
}

func TestASuperuserMayBeTheAdmin(t *testing.T) {
	s, w := on(pg), fresh(t, 1)
	admins(t, "SUPERUSER")(&s)
	assert.True(t, wanted(t, s, w).Created)
	settled(t, pg, s, w)
	_, err := new(database.Client).Drop(t.Context(), s, w.Target)
	assert.NoError(t, err)
}

func TestAStandbyIsNoServerToWriteOn(t *testing.T) {
	c := postgrestest.Start(t)
	c.BecomeStandby(t)
	report, err := new(database.Client).Inspect(t.Context(), on(c))
	assert.True(t, report.ReadOnly)
	assert.NotEmpty(t, report.Version)
	assert.ErrorContains(t, err, "Name the primary: this server only reads")
	_, err = new(database.Client).Ensure(t.Context(), on(c), fresh(t, 1))
	var denied *database.NotAllowedError
	require.ErrorAs(t, err, &denied)
	assert.ErrorContains(t, err, "Name the primary: this server only reads")
}

func TestAPassThatIsCalledOffSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	proxy := newProxy(t, fmt.Sprintf("127.0.0.1:%d", pg.Port), 6, postgrestest.Silent)
	time.AfterFunc(100*time.Millisecond, cancel)
	_, err := new(database.Client).Ensure(ctx, proxy.before(on(pg)), fresh(t, 1))
	assert.ErrorIs(t, err, context.Canceled)
}
