package report_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/graph/gid"
)

// key is the key of the row that a global id names.
func key(t *testing.T, id string) uuid.UUID {
	t.Helper()
	parsed, err := gid.Parse(id)
	require.NoError(t, err)
	return parsed.Key
}

// nobodys is the global id of something that is not there.
func nobodys(typ string) string { return gid.Of(typ, uuid.Must(uuid.NewV7())).String() }
