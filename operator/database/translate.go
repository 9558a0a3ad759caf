package database

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// translate turns what lib/pq returns into one of the errors above.
func (s *session) translate(ctx context.Context, doing string, err error) error {
	var fault *pq.Error
	var secured *TLSError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &secured):
		return secured
	case errors.Is(context.Cause(ctx), context.Canceled):
		return fmt.Errorf("%s: %w", doing, context.Cause(ctx))
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return &UnreachableError{s.server.address(), errors.New("no answer in time")}
	case errors.As(err, &fault):
		return s.reported(doing, fault)
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &UnreachableError{s.server.address(), errors.New("the connection was cut")}
	}
	var network net.Error
	if !s.open || errors.As(err, &network) {
		return &UnreachableError{s.server.address(), plain(err)}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// plain keeps what is different every time out of a fault of the network, such as
// our own port: a fault that lasts reads the same however often it is met.
func plain(err error) error {
	if lookup, is := errors.AsType[*net.DNSError](err); is {
		if lookup.IsNotFound {
			return fmt.Errorf("no such host %q", lookup.Name)
		}
		return fmt.Errorf("the name server knows nothing of %q now", lookup.Name)
	}
	if e, is := errors.AsType[*net.OpError](err); is {
		return e.Err
	}
	return err
}

// reported tells apart what a server reports.
func (s *session) reported(doing string, e *pq.Error) error {
	switch code := e.Code; {
	case code == pqerror.LockNotAvailable:
		return &BusyError{s.subject}
	case code == pqerror.TooManyConnections, strings.HasPrefix(string(code), string(pqerror.ClassOperatorIntervention)):
		return &UnreachableError{s.server.address(), errors.New(e.Message)}
	case code == pqerror.ReadOnlySQLTransaction:
		return &NotAllowedError{s.user, e.Message, "Name the primary: this server only reads"}
	case !s.open && code == pqerror.UndefinedObject:
		// A setting that the server does not know.
		return &NotAllowedError{s.user, e.Message, "Use PostgreSQL 14 or newer"}
	case !s.open:
		message := e.Message
		if s.server.TLS.Mode == Disable && code == pqerror.InvalidAuthorizationSpecification {
			message += " (tls.mode is disable)"
		}
		return &RefusedError{s.server.address(), s.user, s.database, message}
	case code == pqerror.InsufficientPrivilege:
		message := e.Message
		if e.Detail != "" {
			message += " (" + strings.TrimSuffix(e.Detail, ".") + ")"
		}
		return &NotAllowedError{s.user, message, s.fix}
	}
	return &ServerError{doing, string(e.Code), e.Message}
}
