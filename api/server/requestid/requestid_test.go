package requestid_test

import (
	"bytes"
	"context"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/server/requestid"
)

func TestEveryLineOfARequestCarriesItsID(t *testing.T) {
	var out bytes.Buffer
	plain := slog.NewTextHandler(&out, nil)
	log := slog.New(requestid.Handler(requestid.Handler(plain))).With("component", "x")

	log.InfoContext(requestid.With(context.Background(), "r1"), "inside")
	assert.Contains(t, out.String(), "msg=inside component=x requestId=r1\n")
	assert.Equal(t, 1, bytes.Count(out.Bytes(), []byte("requestId")))

	out.Reset()
	log.Info("outside")
	assert.NotContains(t, out.String(), "requestId")
	assert.Empty(t, requestid.From(context.Background()))
}
