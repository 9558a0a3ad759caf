package live_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tiendo-vn/tiendo/api/live"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

// next waits for a signal.
func next(t *testing.T, signals <-chan live.Signal) live.Signal {
	t.Helper()
	select {
	case signal, open := <-signals:
		require.True(t, open, "the subscription is over")
		return signal
	case <-time.After(patience):
		require.FailNow(t, "gave up waiting for a signal")
		panic("unreachable")
	}
}

// ends waits for the end of a subscription, over what is still before it.
func ends(t *testing.T, signals <-chan live.Signal) {
	t.Helper()
	late := time.After(patience)
	for {
		select {
		case _, open := <-signals:
			if !open {
				return
			}
		case <-late:
			require.FailNow(t, "the subscription goes on")
		}
	}
}

// nothing wants no signal to be there.
func nothing(t *testing.T, signals <-chan live.Signal) {
	t.Helper()
	select {
	case signal := <-signals:
		require.Fail(t, "a signal too many", "%+v", signal)
	default:
	}
}

// change is a change with a number.
func change(n int) live.Change {
	return live.Change{Kind: fmt.Sprint("CHANGE ", n), Event: uuid.New(), At: time.Now().UTC()}
}

func TestEachSubscriberGetsWhatMatchesInOrder(t *testing.T) {
	var hub live.Hub
	hub.Publish(change(0)) // nobody listens, and nothing breaks
	all := hub.Subscribe(t.Context(), nil)
	mine := uuid.New()
	some := hub.Subscribe(t.Context(), func(c live.Change) bool { return c.Agency == mine })
	for n := range 3 {
		c := change(n)
		if n == 1 {
			c.Agency = mine
		}
		hub.Publish(c)
	}
	for n := range 3 {
		got := next(t, all)
		assert.Equal(t, fmt.Sprint("CHANGE ", n), got.Kind)
		assert.False(t, got.Refetch)
	}
	assert.Equal(t, "CHANGE 1", next(t, some).Kind)
	nothing(t, all)
	nothing(t, some)
}

func TestARefetchReachesThoseWhomNothingMatches(t *testing.T) {
	var hub live.Hub
	signals := hub.Subscribe(t.Context(), func(live.Change) bool { return false })
	hub.Publish(change(1))
	hub.Refetch()
	assert.Equal(t, live.Signal{Refetch: true}, next(t, signals))
	nothing(t, signals)
}

func TestASlowReaderFindsOneRefetchAndThenWhatCameAfter(t *testing.T) {
	var hub live.Hub
	slow, quick := hub.Subscribe(t.Context(), nil), hub.Subscribe(t.Context(), nil)
	for n := range 64 {
		hub.Publish(change(n))
		assert.Equal(t, fmt.Sprint("CHANGE ", n), next(t, quick).Kind)
	}
	assert.Equal(t, 64, len(slow), "as many as it may leave")
	hub.Publish(change(64))
	hub.Publish(change(65))
	assert.Equal(t, "CHANGE 64", next(t, quick).Kind, "others are not disturbed")

	assert.Equal(t, live.Signal{Refetch: true}, next(t, slow))
	assert.Equal(t, "CHANGE 65", next(t, slow).Kind)
	nothing(t, slow)

	for n := range 1000 {
		hub.Publish(change(n))
	}
	refetches := 0
	for len(slow) > 0 {
		if next(t, slow).Refetch {
			refetches++
		}
	}
	assert.Equal(t, 1, refetches)
}

func TestASubscriptionEndsWithItsContext(t *testing.T) {
	var hub live.Hub
	ctx, cancel := context.WithCancel(t.Context())
	signals, others := hub.Subscribe(ctx, nil), hub.Subscribe(t.Context(), nil)
	cancel()
	ends(t, signals)
	hub.Publish(change(1))
	hub.Refetch()
	assert.True(t, next(t, others).Refetch)
	ends(t, hub.Subscribe(ctx, nil))
}

func TestManyComeAndGoWhileChangesAreMade(t *testing.T) {
	var hub live.Hub
	var work sync.WaitGroup
	for range 8 {
		work.Go(func() {
			for range 200 {
				ctx, cancel := context.WithCancel(context.Background())
				signals := hub.Subscribe(ctx, nil)
				next(t, signals)
				cancel()
				ends(t, signals)
			}
		})
	}
	done := make(chan struct{})
	go func() {
		work.Wait()
		close(done)
	}()
	for n := 0; ; n++ {
		select {
		case <-done:
			return
		default:
			hub.Publish(change(n))
		}
	}
}
