package database_test

import (
	"context"
	"database/sql/driver"
	"fmt"
	"net"
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/database"
)

// dialed is what reaching for nobody fails with.
func dialed(t *testing.T, ctx context.Context) error {
	t.Helper()
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, nobody.Close())
	_, err = (&net.Dialer{}).DialContext(ctx, "tcp", nobody.Addr().String())
	require.Error(t, err)
	return fmt.Errorf("wrapped: %w", err)
}

func TestADatabaseIsAwayWhereItCannotWork(t *testing.T) {
	left, leave := context.WithCancel(t.Context())
	leave()
	for name, test := range map[string]struct {
		err  error
		want bool
	}{
		"nobody listens":               {dialed(t, t.Context()), true},
		"whoever asked has left":       {dialed(t, left), false},
		"the connection broke":         {driver.ErrBadConn, true},
		"it stops":                     {&pq.Error{Code: "57P01"}, true},
		"its disk is full":             {&pq.Error{Code: "53100"}, true},
		"a statement took too long":    {&pq.Error{Code: "57014"}, false},
		"a row that is there already":  {&pq.Error{Code: "23505"}, false},
		"an error that is not of this": {context.Canceled, false},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, test.want, database.Away(test.err)) })
	}
}
