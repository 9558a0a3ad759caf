package database

import (
	"context"
	"database/sql/driver"
	"errors"

	"github.com/lib/pq"
)

// QueryContext runs a statement that returns rows.
func (s *session) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s.clock.under(ctx)
	if err := s.as(ctx); err != nil {
		return nil, err
	}
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
	s.clock.under(ctx)
	if err := s.as(ctx); err != nil {
		return nil, err
	}
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
	if len(args) == 0 || s.statements == nil {
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
	statement, err := s.postgresConn.PrepareContext(ctx, query)
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
