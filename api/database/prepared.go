package database

import (
	"context"
	"database/sql/driver"
	"errors"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/lib/pq"
)

// preparing opens sessions that keep statements prepared: PostgreSQL then
// parses and plans them once, and each is one trip instead of two.
type preparing struct {
	driver.Connector
	// keep is how many statements a session keeps; the one not used for longest
	// goes first.
	keep int
}

// Connect opens a session.
func (p preparing) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := p.Connector.Connect(ctx)
	if err != nil || p.keep == 0 {
		return conn, err
	}
	statements, err := simplelru.NewLRU(p.keep, func(_ string, s driver.Stmt) {
		if s != nil {
			_ = s.Close() // of a session that has failed there is nothing left to close
		}
	})
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &session{conn.(postgresConn), statements, time.Now()}, nil
}

// postgresConn is what database/sql uses of a connection of lib/pq.
type postgresConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.NamedValueChecker
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// A session is a connection with its statements by their text; nil for one that
// came once. What never comes again is not worth preparing, such as a list of
// unusual length.
type session struct {
	postgresConn
	statements *simplelru.LRU[string, driver.Stmt]
	planned    time.Time
}

// replanAfter is how long plans are kept. PostgreSQL keeps the plan of a
// prepared statement until a table is analyzed: in the minute before a deadline
// tables grow a hundredfold, and what was planned for few rows reads them all.
const replanAfter = 5 * time.Second

// ResetSession readies the session for whoever has it next.
func (s *session) ResetSession(ctx context.Context) error {
	if err := s.postgresConn.ResetSession(ctx); err != nil || time.Since(s.planned) < replanAfter {
		return err
	}
	if _, err := s.postgresConn.ExecContext(ctx, "DISCARD PLANS", nil); err != nil {
		return driver.ErrBadConn // database/sql takes another
	}
	s.planned = time.Now()
	return nil
}

// QueryContext runs a statement that returns rows.
func (s *session) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	statement, err := s.prepared(ctx, query, args)
	if err != nil {
		return nil, err
	}
	if statement == nil {
		return s.postgresConn.QueryContext(ctx, query, args)
	}
	rows, err := statement.(driver.StmtQueryContext).QueryContext(ctx, args)
	return rows, unlessStale(err)
}

// ExecContext runs a statement that returns none.
func (s *session) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	statement, err := s.prepared(ctx, query, args)
	if err != nil {
		return nil, err
	}
	if statement == nil {
		return s.postgresConn.ExecContext(ctx, query, args)
	}
	result, err := statement.(driver.StmtExecContext).ExecContext(ctx, args)
	return result, unlessStale(err)
}

// prepared returns the statement of a text that came before; nil for the first
// time, and for texts without arguments, which may be several statements.
func (s *session) prepared(ctx context.Context, query string, args []driver.NamedValue) (driver.Stmt, error) {
	if len(args) == 0 {
		return nil, nil
	}
	statement, again := s.statements.Get(query)
	if !again {
		s.statements.Add(query, nil)
		return nil, nil
	}
	if statement != nil {
		return statement, nil
	}
	statement, err := s.PrepareContext(ctx, query)
	if err == nil {
		s.statements.Add(query, statement)
	}
	return statement, err
}

// unlessStale gives a session up whose statements no longer fit the schema,
// which a migration changed, or are not there, because somebody between pools
// sessions: such a statement was not run, so database/sql runs it on another.
func unlessStale(err error) error {
	var fault *pq.Error
	if errors.As(err, &fault) && (fault.Code == featureNotSupported && fault.Message == "cached plan must not change result type" || fault.Code == invalidStatementName) {
		return driver.ErrBadConn
	}
	return err
}

const (
	featureNotSupported  = "0A000"
	invalidStatementName = "26000"
)
