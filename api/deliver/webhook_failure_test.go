package deliver_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/deliver"
)

func TestARequestEndsWithItsTime(t *testing.T) {
	reached, release := make(chan struct{}, 2), make(chan struct{})
	r := receive(t, func(http.ResponseWriter, *http.Request) {
		reached <- struct{}{}
		<-release
	})
	defer close(release)
	t.Run("the caller's", func(t *testing.T) {
		w := deliver.NewWebhooks(deliver.WebhookSettings{Loopback: true, Roots: r.roots})
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-reached; cancel() }()
		err := w.Post(ctx, endpoint(r.URL), "msg_1", sentAt, nil)
		require.ErrorIs(t, err, context.Canceled)
		assert.True(t, deliver.Retryable(err))
	})
	t.Run("the setting's", func(t *testing.T) {
		w := deliver.NewWebhooks(deliver.WebhookSettings{Loopback: true, Roots: r.roots, Timeout: 50 * time.Millisecond})
		err := post(t, w, r.URL)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.True(t, deliver.Retryable(err))
	})
}

func TestAReceiverNobodyVouchesForGetsNothing(t *testing.T) {
	r := receive(t, answer(200))
	w := deliver.NewWebhooks(deliver.WebhookSettings{Loopback: true})
	err := post(t, w, r.URL)
	require.ErrorContains(t, err, "certificate")
	assert.True(t, deliver.Retryable(err), "certificates get renewed")
	assert.Zero(t, r.hits.Load())
}

// An error that repeats what came could be used to read from servers that the
// reader of the error cannot reach.
func TestNoErrorRepeatsWhatCame(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan struct{})
	go func() {
		defer close(served)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		_, _ = conn.Write([]byte("secret-banner of another service\r\n"))
		_, _ = io.Copy(io.Discard, conn)
		_ = conn.Close()
	}()
	defer func() { _ = listener.Close(); <-served }()
	err = post(t, deliver.NewWebhooks(deliver.WebhookSettings{Loopback: true}), "http://"+listener.Addr().String()+"/")
	require.ErrorContains(t, err, "no answer in HTTP")
	assert.NotContains(t, err.Error(), "banner")
	assert.NoError(t, errors.Unwrap(err))
	assert.True(t, deliver.Retryable(err))
}

func TestAReceiverThatIsNotThereIsWorthAnotherTry(t *testing.T) {
	r := receive(t, answer(200))
	r.Close()
	err := post(t, deliver.NewWebhooks(deliver.WebhookSettings{Loopback: true}), r.URL)
	require.ErrorContains(t, err, "dial: connect")
	assert.True(t, deliver.Retryable(err))
}
