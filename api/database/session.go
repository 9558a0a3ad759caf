package database

import (
	"context"
	"database/sql/driver"
	"errors"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/lib/pq"
)

// sessions opens sessions that keep statements prepared and do not outlive the
// context of what they do. PostgreSQL parses and plans what is prepared once,
// and each statement is one trip instead of two.
type sessions struct {
	config  pq.Config
	silence time.Duration
	// keep is how many statements a session keeps; the one not used for longest
	// goes first.
	keep int
	// walled says that sessions tell PostgreSQL for whom they work.
	walled bool
	// lost is when a connection was last found dead: those that were opened before
	// have to show that they are not.
	lost losses
}

// Driver is lib/pq's.
func (p *sessions) Driver() driver.Driver { return &pq.Driver{} }

// Connect opens a session.
func (p *sessions) Connect(ctx context.Context) (driver.Conn, error) {
	connector, err := pq.NewConnectorConfig(p.config)
	if err != nil {
		return nil, err
	}
	clock := &clock{silence: p.silence, lost: &p.lost, opening: ctx}
	connector.Dialer(clock)
	conn, err := connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	clock.begun.Store(true)
	now := time.Now()
	s := &session{postgresConn: conn.(postgresConn), clock: clock, lost: &p.lost, walled: p.walled, planned: now, answered: now}
	if p.keep == 0 {
		return s, nil
	}
	s.statements, err = simplelru.NewLRU(p.keep, func(_ string, s driver.Stmt) {
		if s != nil {
			_ = s.Close() // of a session that has failed there is nothing left to close
		}
	})
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return s, nil
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
	clock      *clock
	lost       *losses
	statements *simplelru.LRU[string, driver.Stmt]
	planned    time.Time
	answered   time.Time // when it was last known to be alive
	walled     bool
	viewer     string // for whom it works: the key of a viewer
}

const (
	// replanAfter is how long plans are kept. PostgreSQL keeps the plan of a
	// prepared statement until a table is analyzed: in the minute before a deadline
	// tables grow a hundredfold, and what was planned for few rows reads them all.
	replanAfter = 5 * time.Second
	// signOfLife is how long a session is waited for that may be dead.
	signOfLife = 250 * time.Millisecond
)

// ResetSession readies the session for whoever has it next. Where the network
// has swallowed what another session said, this one may be dead as well, and
// nobody would know before the end of their patience.
func (s *session) ResetSession(ctx context.Context) error {
	if err := s.postgresConn.ResetSession(ctx); err != nil {
		return err
	}
	if s.lost.last().After(s.answered) {
		if err := s.alive(ctx); err != nil {
			return err
		}
	}
	if time.Since(s.planned) < replanAfter {
		return nil
	}
	s.clock.under(ctx)
	if _, err := s.postgresConn.ExecContext(ctx, "DISCARD PLANS", nil); err != nil {
		return driver.ErrBadConn // database/sql takes another
	}
	s.planned = time.Now()
	return nil
}

// alive asks for a sign of life; without one, database/sql takes another.
func (s *session) alive(ctx context.Context) error {
	asked := time.Now()
	ctx, cancel := context.WithTimeout(ctx, signOfLife)
	defer cancel()
	s.clock.under(ctx)
	if err := s.postgresConn.Ping(ctx); err != nil {
		return driver.ErrBadConn
	}
	s.answered = asked
	return nil
}

// Ping asks whether the database answers.
func (s *session) Ping(ctx context.Context) error {
	s.clock.under(ctx)
	return s.postgresConn.Ping(ctx)
}

// PrepareContext prepares a statement for whoever keeps it. It is run for whom the
// session works at the time: the program keeps none.
func (s *session) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	s.clock.under(ctx)
	if err := s.as(ctx); err != nil {
		return nil, err
	}
	return s.postgresConn.PrepareContext(ctx, query)
}

// BeginTx begins a transaction, whose end is under the same context.
func (s *session) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	s.clock.under(ctx)
	tx, err := s.postgresConn.BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	return transaction{tx, s, ctx, s.viewer}, nil
}

// A transaction ends within the time that its context has.
type transaction struct {
	driver.Tx
	session *session
	ctx     context.Context
	// viewer is for whom the session worked before: so it does again when what was
	// done since is undone.
	viewer string
}

// Commit makes the changes.
func (t transaction) Commit() error {
	t.session.clock.under(t.ctx)
	err := t.Tx.Commit()
	if err != nil {
		t.session.viewer = t.viewer
	}
	return err
}

// Rollback undoes them.
func (t transaction) Rollback() error {
	t.session.clock.under(t.ctx)
	t.session.viewer = t.viewer
	return t.Tx.Rollback()
}
