package database

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/lib/pq"
)

// Away says whether an error is that of a database which cannot be reached, or
// cannot work just now: it restarts, its disk is full, it has no connection
// left, it only reads. The same request may pass later.
func Away(err error) bool {
	var said *pq.Error
	if errors.As(err, &said) {
		return away(string(said.Code))
	}
	var network *net.OpError
	return errors.As(err, &network) && !network.Timeout() && !errors.Is(err, context.Canceled) || // whoever asked has left
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// away judges by the code that PostgreSQL gives a fault.
func away(code string) bool {
	switch code {
	case "25006", // a standby, until it takes over
		"57P01", "57P02", "57P03", // it stops, crashed, or is starting
		"58030": // the disk
		return true
	}
	return strings.HasPrefix(code, "08") || strings.HasPrefix(code, "53") // connections; resources
}

// Slow says whether an error is that of a statement which took too long.
func Slow(err error) bool {
	var said *pq.Error
	return errors.As(err, &said) && said.Code == "57014"
}
