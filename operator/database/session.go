package database

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/lib/pq"
)

// session is one connection to a server, for one operation.
type session struct {
	server         Server
	database, user string
	// open is false until the server let us in.
	open bool
	// subject is the database that the operation is about, for what is said.
	subject string
	// fix is what to do where the admin may not do what comes next.
	fix string

	dialer *dialer
	pool   *sql.DB
	conn   *sql.Conn
}

// connect opens a session that ends with the context.
func connect(ctx context.Context, s Server, database, user string, password Secret) (*session, error) {
	protection, err := s.tls()
	if err != nil {
		return nil, err
	}
	out := &session{server: s, database: database, user: user, dialer: &dialer{life: ctx, address: s.address(), tls: protection}}
	out.dialer.silence.Store(int64(statement + 5*time.Second))
	// Not from a URL: that would take what is missing from the environment.
	connector, err := pq.NewConnectorConfig(pq.Config{
		Host: s.Host, Port: uint16(s.Port), Database: database, User: user, Password: string(password),
		SSLMode:        pq.SSLModeDisable, // the dialer has seen to it
		ConnectTimeout: connecting, ApplicationName: "tiendo-operator", ClientEncoding: "UTF8", Datestyle: "ISO, MDY",
		Runtime: map[string]string{
			"search_path":                         "pg_catalog", // nobody else's functions
			"statement_timeout":                   milliseconds(statement),
			"lock_timeout":                        milliseconds(locking),
			"idle_session_timeout":                milliseconds(idling),
			"idle_in_transaction_session_timeout": milliseconds(idling),
		},
	})
	if err != nil {
		return nil, err
	}
	connector.Dialer(out.dialer)
	out.pool = sql.OpenDB(connector)
	// One connection held to the end: database/sql sends a statement again on a fresh
	// one where it finds the first one broken, whether or not it was carried out.
	out.conn, err = out.pool.Conn(ctx)
	if err != nil {
		_ = out.pool.Close()
		return out, err
	}
	out.open = true
	return out, nil
}

func milliseconds(d time.Duration) string { return fmt.Sprint(d.Milliseconds()) }

// admin opens a session of the admin's, about a database.
func admin(ctx context.Context, s Server, subject string) (*session, error) {
	out, err := connect(ctx, s, s.Database, s.Username, s.Password)
	if out == nil {
		return nil, err
	}
	out.subject = subject
	return out, out.translate(ctx, "sign in", err)
}

// close ends the session, and with it its locks.
func (s *session) close() {
	if s.open {
		_ = s.conn.Close()
		_ = s.pool.Close()
	}
}

// row reads one row.
func (s *session) row(ctx context.Context, doing, query string, arguments []any, into ...any) error {
	return s.translate(ctx, doing, s.conn.QueryRowContext(ctx, query, arguments...).Scan(into...))
}

// write carries statements out together or not at all, in one round trip.
func (s *session) write(ctx context.Context, doing string, statements ...string) error {
	if len(statements) == 0 {
		return nil
	}
	_, err := s.conn.ExecContext(ctx, "BEGIN; "+strings.Join(statements, "; ")+"; COMMIT")
	return s.translate(ctx, doing, err)
}

// alone carries out a statement that no transaction takes and that may run long.
func (s *session) alone(ctx context.Context, doing, command string) error {
	patience := time.Until(deadline(ctx))
	s.dialer.silence.Store(int64(patience))
	_, err := s.conn.ExecContext(ctx, "SET statement_timeout = "+milliseconds(max(patience, time.Second)))
	if err == nil {
		_, err = s.conn.ExecContext(ctx, command)
	}
	return s.translate(ctx, doing, err)
}

func deadline(ctx context.Context) time.Time {
	t, _ := ctx.Deadline()
	return t
}

// lock waits for everybody else who works on the same, and keeps them waiting until
// unlock or the end of the session.
func (s *session) lock(ctx context.Context, key int64) error {
	_, err := s.conn.ExecContext(ctx, fmt.Sprintf("SELECT pg_advisory_lock(%d)", key))
	return s.translate(ctx, "lock", err)
}

func (s *session) unlock(ctx context.Context, key int64) error {
	_, err := s.conn.ExecContext(ctx, fmt.Sprintf("SELECT pg_advisory_unlock(%d)", key))
	return s.translate(ctx, "unlock", err)
}
