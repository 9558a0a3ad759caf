//go:build e2e

package e2e_test

import (
	"database/sql"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	_ "github.com/lib/pq"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
)

// databaseSettings is how the shared PostgreSQL is reached.
type databaseSettings struct {
	folder string
	// host is its name for pods, and address where these tests find it.
	host, address string
}

func databaseSettingsOf(t *testing.T) databaseSettings {
	t.Helper()
	d := databaseSettings{setting(t, "E2E_DATABASE"), os.Getenv("E2E_DATABASE_HOST"), os.Getenv("E2E_DATABASE_ADDRESS")}
	if d.host == "" {
		d.host = "pg-1.databases.svc"
	}
	if d.address == "" {
		d.address = net.JoinHostPort("10.244.0.1", "5432")
	}
	return d
}

// read is a file of the folder.
func (d databaseSettings) read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(d.folder, name))
	require.NoError(t, err)
	return text
}

// admin connects as the admin that the operator uses, too.
func (d databaseSettings) admin(t *testing.T) *sql.DB {
	t.Helper()
	return d.open(t, url.UserPassword(string(d.read(t, "username")), string(d.read(t, "password"))), "postgres")
}

func (d databaseSettings) open(t *testing.T, user *url.Userinfo, name string) *sql.DB {
	t.Helper()
	u := url.URL{Scheme: "postgres", User: user, Host: d.address, Path: "/" + name, RawQuery: url.Values{
		"sslmode": {"verify-full"}, "sslrootcert": {filepath.Join(d.folder, "ca.crt")}, "connect_timeout": {"10"},
	}.Encode()}
	db, err := sql.Open("postgres", u.String())
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() }) // nothing is written that a close would lose
	return db
}

// has reports whether there is a database of that name.
func (d databaseSettings) has(t *testing.T, name string) bool {
	t.Helper()
	var there bool
	require.NoError(t, d.admin(t).QueryRow(`SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name).Scan(&there))
	return there
}

// signsIn reports whether a role may.
func (d databaseSettings) signsIn(t *testing.T, role string) bool {
	t.Helper()
	var may bool
	require.NoError(t, d.admin(t).QueryRow(`SELECT rolcanlogin FROM pg_roles WHERE rolname = $1`, role).Scan(&may))
	return may
}

// databaseOf connects to an Instance's database with the Instance's own credentials.
func (w *world) databaseOf(t *testing.T, namespace, name string) *sql.DB {
	t.Helper()
	var s corev1.Secret
	require.NoError(t, w.client.Get(ctx, types.NamespacedName{Namespace: namespace, Name: name + "-database"}, &s))
	u, err := url.Parse(string(s.Data["url"]))
	require.NoError(t, err)
	require.Equal(t, w.database.host, u.Hostname())
	return w.database.open(t, u.User, u.Path[1:])
}
