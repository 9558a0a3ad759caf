// Package postgrestest runs PostgreSQL servers for tests, as an agency's shared
// server stands: TLS, SCRAM, and an admin who is not a superuser. Each is of its own
// and gone with the test, even where that was killed.
package postgrestest

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	_ "github.com/lib/pq" // the driver
	"github.com/stretchr/testify/require"
)

// Admin is the role that creates databases and roles.
const Admin = "tiendo_admin"

// Cluster is a server on 127.0.0.1 and 127.0.0.2, with a certificate for 127.0.0.1 and
// localhost.
type Cluster struct {
	Port int
	// CA is the certificate to trust, in PEM.
	CA []byte
	// Password is the admin's.
	Password string

	superuser string
	folder    string
	bin       string
	who       owner
	server    *process
	// pool is the superuser's.
	pool *sql.DB
}

// Start runs a server for the length of a test. Settings are name=value, beside what
// is set here.
func Start(t testing.TB, settings ...string) *Cluster {
	t.Helper()
	c, stop, err := Run(settings...)
	require.NoError(t, err)
	t.Cleanup(stop)
	return c
}

// Run runs a server until stop is called, for a TestMain.
func Run(settings ...string) (c *Cluster, stop func(), err error) {
	c = &Cluster{Password: random(), superuser: random()}
	if c.bin, err = programs(); err != nil {
		return nil, nil, err
	}
	if c.who, err = account(); err != nil {
		return nil, nil, err
	}
	if c.folder, err = os.MkdirTemp("", "tiendo-postgres-"); err != nil {
		return nil, nil, err
	}
	stop = func() {
		c.Stop()
		_ = os.RemoveAll(c.folder)
	}
	err = c.prepare(settings)
	// The port is free when it is looked for; another may take it before the server.
	for attempt := 0; err == nil && c.server == nil; attempt++ {
		if err = c.findPort(); err == nil {
			if err = c.Resume(); err != nil && attempt < 3 {
				err = nil
			}
		}
	}
	if err == nil {
		err = c.admit()
	}
	if err != nil {
		log, _ := os.ReadFile(c.logFile())
		stop()
		return nil, nil, fmt.Errorf("PostgreSQL for tests: %w\n%s", err, log)
	}
	return c, stop, nil
}

// programs is the folder of initdb and postgres.
func programs() (string, error) {
	var folders []string
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		folders = append(folders, string(bytes.TrimSpace(out)))
	}
	installed, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	folders = append(folders, installed...)
	if path, err := exec.LookPath("initdb"); err == nil {
		folders = append(folders, filepath.Dir(path))
	}
	for _, folder := range folders {
		_, initdb := os.Stat(filepath.Join(folder, "initdb"))
		_, postgres := os.Stat(filepath.Join(folder, "postgres"))
		if initdb == nil && postgres == nil {
			return folder, nil
		}
	}
	return "", fmt.Errorf("initdb and postgres are missing: install PostgreSQL 14 or newer (Debian: apt-get install postgresql)")
}

func random() string {
	text := make([]byte, 16)
	_, _ = rand.Read(text)
	return hex.EncodeToString(text)
}

// prepare makes the server's files.
func (c *Cluster) prepare(settings []string) error {
	if err := os.WriteFile(c.path("password"), []byte(c.superuser), 0o600); err != nil {
		return err
	}
	var err error
	if c.CA, err = certify(c.path("server.crt"), c.path("server.key")); err != nil {
		return err
	}
	if err := c.who.own(c.folder, c.path("password"), c.path("server.crt"), c.path("server.key")); err != nil {
		return err
	}
	initdb := exec.Command(filepath.Join(c.bin, "initdb"), "-D", c.path("data"), "-U", "postgres", "--pwfile", c.path("password"),
		"-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = c.folder, c.who.attributes()
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	hba := "host all all 127.0.0.0/8 scram-sha-256\n"
	if err := os.WriteFile(filepath.Join(c.path("data"), "pg_hba.conf"), []byte(hba), 0o600); err != nil {
		return err
	}
	config, err := os.OpenFile(filepath.Join(c.path("data"), "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer config.Close()
	for _, setting := range append([]string{
		"listen_addresses = '127.0.0.1,127.0.0.2'", "unix_socket_directories = ''", "max_connections = 200",
		"ssl = on", "ssl_cert_file = '" + c.path("server.crt") + "'", "ssl_key_file = '" + c.path("server.key") + "'",
		"password_encryption = 'scram-sha-256'",
		// Nothing here outlives the run, so nothing is flushed.
		"fsync = off", "synchronous_commit = off", "full_page_writes = off",
		"log_statement = 'all'", "log_connections = off", "log_line_prefix = '%a|%u|%d|%e|'", "log_min_error_statement = 'panic'",
	}, settings...) {
		if _, err := fmt.Fprintln(config, setting); err != nil {
			return err
		}
	}
	return nil
}

func (c *Cluster) findPort() error {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	c.Port = free.Addr().(*net.TCPAddr).Port
	return free.Close()
}

// Resume starts the server and waits until it answers.
func (c *Cluster) Resume() error {
	log, err := os.OpenFile(c.logFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	command := exec.Command(filepath.Join(c.bin, "postgres"), "-D", c.path("data"), "-p", strconv.Itoa(c.Port))
	command.Dir, command.Stderr, command.SysProcAttr = c.folder, log, c.who.attributes()
	if c.server, err = begin(command); err != nil {
		return err
	}
	if c.pool, err = sql.Open("postgres", c.url("postgres", c.superuser, "postgres")); err == nil {
		c.pool.SetMaxIdleConns(4)
		err = c.answers()
	}
	if err != nil {
		c.Stop()
	}
	return err
}

// Stop ends the server, and with it every session.
func (c *Cluster) Stop() { c.end(syscall.SIGINT) }

// Crash ends the server as a crash does: it has to recover when it resumes.
func (c *Cluster) Crash() { c.end(syscall.SIGQUIT) }

func (c *Cluster) end(how syscall.Signal) {
	if c.server != nil {
		_ = c.pool.Close()
		c.server.stop(how)
		c.server = nil
	}
}

// BecomeStandby starts the server anew as one that only reads.
func (c *Cluster) BecomeStandby(t testing.TB) {
	t.Helper()
	c.Stop()
	signal := filepath.Join(c.path("data"), "standby.signal")
	require.NoError(t, os.WriteFile(signal, nil, 0o600))
	require.NoError(t, c.who.own(signal))
	require.NoError(t, c.Resume())
}

func (c *Cluster) answers() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := c.pool.PingContext(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-c.server.done:
			return fmt.Errorf("postgres ended")
		case <-ctx.Done():
			return err
		case <-tick.C:
		}
	}
}

// admit makes the admin, as managed servers give one to their customers.
func (c *Cluster) admit() error {
	_, err := c.pool.Exec("CREATE ROLE " + Admin + " LOGIN CREATEDB CREATEROLE PASSWORD '" + c.Password + "'")
	return err
}

func (c *Cluster) path(name string) string { return filepath.Join(c.folder, name) }
func (c *Cluster) logFile() string         { return c.path("postgres.log") }

// URL is a database as the superuser reaches it.
func (c *Cluster) URL(database string) string { return c.url("postgres", c.superuser, database) }

func (c *Cluster) url(user, password, database string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(user, password), Host: fmt.Sprintf("127.0.0.1:%d", c.Port), Path: "/" + database,
		RawQuery: url.Values{"sslmode": {"disable"}, "options": {"-c log_statement=none"}}.Encode()}
	return u.String()
}
