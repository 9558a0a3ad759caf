package live_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	_ "github.com/lib/pq" // the driver "postgres"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/live"
)

// postgresURL names the variable with the PostgreSQL to test on.
const postgresURL = "TIENDO_TEST_POSTGRES"

// database is the PostgreSQL to test on. A missing one fails the test.
func database(t *testing.T) (*sql.DB, config.DatabaseURL) {
	t.Helper()
	named := os.Getenv(postgresURL)
	if named == "" {
		t.Fatalf("%s is not set: run `hack/with-postgres go test ./api/live`", postgresURL)
	}
	pool, err := sql.Open("postgres", named)
	require.NoError(t, err)
	t.Cleanup(func() { _ = pool.Close() })
	return pool, config.DatabaseURL(named)
}

// logs collects log lines.
type logs struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// A replica is a hub that listens, and one who listens to it.
type replica struct {
	hub     live.Hub
	signals <-chan live.Signal
	logs    logs
	stop    context.CancelFunc
	stopped chan error
}

func listen(t *testing.T, from live.Source) *replica {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := &replica{stop: cancel, stopped: make(chan error, 1)}
	r.signals = r.hub.Subscribe(t.Context(), nil)
	go func() {
		defer close(r.stopped)
		r.stopped <- live.Listen(ctx, from, &r.hub, slog.New(slog.NewTextHandler(&r.logs, nil)))
	}()
	t.Cleanup(func() {
		cancel()
		for err := range r.stopped {
			assert.NoError(t, err)
		}
	})
	return r
}

// quickly is a source whose listener comes back at once.
func quickly(of config.DatabaseURL) live.Source {
	from := live.Source{URL: of}
	live.Hurry(&from, time.Second, patience)
	return from
}

// begin wants a replica to hear: that it tells by a Refetch.
func (r *replica) begin(t *testing.T) *replica {
	t.Helper()
	assert.Equal(t, live.Signal{Refetch: true}, next(t, r.signals), "%s", &r.logs)
	return r
}

// hears wants the next signal to be this change.
func (r *replica) hears(t *testing.T, want live.Change) {
	t.Helper()
	got := next(t, r.signals)
	assert.False(t, got.Refetch)
	assert.True(t, want.At.Equal(got.At), "%v, want %v", got.At, want.At)
	got.At = want.At
	assert.Equal(t, want, got.Change)
}

// tell sends changes in one transaction, which commits or not.
func tell(t *testing.T, pool *sql.DB, commit bool, changes ...live.Change) {
	t.Helper()
	tx, err := pool.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	exec := func(ctx context.Context, query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	}
	for _, c := range changes {
		require.NoError(t, live.Notify(t.Context(), exec, c))
	}
	if !commit {
		require.NoError(t, tx.Rollback())
		return
	}
	require.NoError(t, tx.Commit())
}

func TestEveryReplicaHearsAChange(t *testing.T) {
	pool, at := database(t)
	var replicas []*replica
	for range 3 {
		replicas = append(replicas, listen(t, live.Source{URL: at}).begin(t))
	}
	full := live.Change{
		Kind: "SUBMISSION", Agency: uuid.New(), Window: uuid.New(), Submission: uuid.New(), Event: uuid.New(),
		At: time.Date(2023, 4, 2, 23, 59, 59, 999_000_000, time.FixedZone("ICT", 7*3600)),
	}
	bare := live.Change{Kind: strings.Repeat("ữ", 21)}
	tell(t, pool, true, full)
	tell(t, pool, true, bare)
	for _, r := range replicas {
		r.hears(t, full)
		r.hears(t, bare)
		nothing(t, r.signals)
	}
}

func TestWhatIsRolledBackIsNotHeard(t *testing.T) {
	pool, at := database(t)
	r := listen(t, live.Source{URL: at}).begin(t)
	tell(t, pool, false, change(1))
	second := change(2)
	tell(t, pool, true, second)
	r.hears(t, second)
}

func TestALostConnectionLeadsToARefetchAndIsReplaced(t *testing.T) {
	pool, at := database(t)
	r := listen(t, quickly(at)).begin(t)
	other := listen(t, quickly(at)).begin(t)
	for range 3 {
		// Ends every session that listens, as a failover does.
		var ended int
		require.NoError(t, pool.QueryRow(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE application_name = 'tiendo-live'`).Scan(&ended))
		assert.Equal(t, 2, ended)
		r.begin(t)
		other.begin(t)
		after := change(1)
		tell(t, pool, true, after)
		r.hears(t, after)
		other.hears(t, after)
	}
	assert.Contains(t, r.logs.String(), "changes are not heard from the database")
}

func TestAChangeThatIsNotUnderstoodIsARefetch(t *testing.T) {
	pool, at := database(t)
	r := listen(t, live.Source{URL: at}).begin(t)
	for _, payload := range []string{"", "nonsense", "{}", `{"kind":"X","agency":"not an id"}`, `["X"]`} {
		_, err := pool.Exec("SELECT pg_notify($1, $2)", live.Channel, payload)
		require.NoError(t, err)
		r.begin(t)
	}
	_, err := pool.Exec("SELECT pg_notify($1, $2)", live.Channel, `{"kind":"X","later":"a newer replica says more"}`)
	require.NoError(t, err)
	r.hears(t, live.Change{Kind: "X"})
	_, err = pool.Exec("SELECT pg_notify('another_channel', '')")
	require.NoError(t, err)
	nothing(t, r.signals)
}

// dialer is a network that a test can cut.
type dialer struct {
	refuse atomic.Bool // no connection
	hang   atomic.Bool // none, and no word of it either
	dead   atomic.Bool // what is connected says nothing any more
	sick   atomic.Bool // a ping is answered by an error
	dials  atomic.Int32
}

func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	d.dials.Add(1)
	switch {
	case d.refuse.Load():
		return nil, errors.New("no route")
	case d.hang.Load():
		<-ctx.Done()
		return nil, ctx.Err()
	}
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &cuttable{Conn: conn, dialer: d, closed: make(chan struct{})}, nil
}

type cuttable struct {
	net.Conn
	dialer *dialer
	once   sync.Once
	closed chan struct{}
}

func (c *cuttable) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if c.dialer.dead.Load() {
		<-c.closed
		return 0, net.ErrClosed
	}
	if empty := []byte("I\x00\x00\x00\x04"); c.dialer.sick.Load() && bytes.HasPrefix(b[:n], empty) {
		const cancelled = "SERROR\x00VERROR\x00C57014\x00Mcanceling statement due to user request\x00\x00"
		answer := append([]byte{'E', 0, 0, 0, byte(4 + len(cancelled))}, cancelled...)
		n = copy(b, append(answer, b[len(empty):n]...))
	}
	return n, err
}

func (c *cuttable) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.Conn.Close()
}

func TestADatabaseThatCannotBeReachedIsTriedUntilItCan(t *testing.T) {
	pool, at := database(t)
	network := &dialer{}
	network.refuse.Store(true)
	from := quickly(at)
	from.Dialer = network
	r := listen(t, from)
	require.Eventually(t, func() bool { return network.dials.Load() > 3 }, patience, time.Millisecond)
	nothing(t, r.signals)
	network.refuse.Store(false)
	r.begin(t)
	after := change(1)
	tell(t, pool, true, after)
	r.hears(t, after)
	assert.Contains(t, r.logs.String(), "no route")
}

func TestADatabaseThatFallsSilentIsGivenUp(t *testing.T) {
	pool, at := database(t)
	network := &dialer{}
	from := live.Source{URL: at, Dialer: network}
	live.Hurry(&from, 10*time.Millisecond, time.Second)
	r := listen(t, from).begin(t)
	network.dead.Store(true)
	require.Eventually(t, func() bool { return strings.Contains(r.logs.String(), "the database does not answer") }, patience, time.Millisecond)
	network.dead.Store(false)
	r.begin(t)
	after := change(1)
	tell(t, pool, true, after)
	r.hears(t, after)
}

// An administrator may cancel what the session runs at any moment.
func TestAPingThatIsCancelledCostsTheConnectionAndNoMore(t *testing.T) {
	_, at := database(t)
	network := &dialer{}
	from := live.Source{URL: at, Dialer: network}
	live.Hurry(&from, 10*time.Millisecond, patience)
	r := listen(t, from).begin(t)
	network.sick.Store(true)
	require.Eventually(t, func() bool { return strings.Contains(r.logs.String(), "canceling statement") }, patience, time.Millisecond)
	network.sick.Store(false)
	r.begin(t)
}

func TestListeningEndsWithItsContext(t *testing.T) {
	_, at := database(t)
	for name, cut := range map[string]func(*dialer){
		"while it listens":      func(*dialer) {},
		"while it dials":        func(d *dialer) { d.hang.Store(true) },
		"while it waits":        func(d *dialer) { d.refuse.Store(true) },
		"while nothing answers": func(d *dialer) { d.dead.Store(true) },
	} {
		t.Run(name, func(t *testing.T) {
			network := &dialer{}
			cut(network)
			r := listen(t, live.Source{URL: at + "&connect_timeout=60", Dialer: network})
			require.Eventually(t, func() bool { return network.dials.Load() > 0 }, patience, time.Millisecond)
			if name == "while it listens" {
				r.begin(t)
			}
			r.stop()
			select {
			case err := <-r.stopped:
				assert.NoError(t, err)
				if name == "while it listens" {
					assert.NotContains(t, r.logs.String(), "not heard", "an end that is meant is no fault")
				}
			case <-time.After(patience):
				require.FailNow(t, "it goes on")
			}
		})
	}
}

func TestAURLThatCannotBeUsed(t *testing.T) {
	for name, tc := range map[string]struct{ url, want string }{
		"empty":            {"", "not the URL of a PostgreSQL database"},
		"SQLite's":         {"sqlite:///x.db", "not the URL of a PostgreSQL database"},
		"not well formed":  {"postgres://u:s3cret@h:port/x", "not the URL of a PostgreSQL database"},
		"of a strange TLS": {"postgres://u:s3cret@h/x?sslmode=perhaps", "URL of the database"},
	} {
		err := live.Listen(t.Context(), live.Source{URL: config.DatabaseURL(tc.url)}, &live.Hub{}, slog.New(slog.DiscardHandler))
		require.ErrorContains(t, err, tc.want, name)
		assert.NotContains(t, err.Error(), "s3cret", name)
	}
}

func TestWhatCannotBeSent(t *testing.T) {
	unused := func(context.Context, string, ...any) error {
		t.Error("it was sent")
		return nil
	}
	assert.ErrorContains(t, live.Notify(t.Context(), unused, live.Change{}), "no kind")
	assert.ErrorContains(t, live.Notify(t.Context(), unused, live.Change{Kind: strings.Repeat("x", 65)}), "65 bytes; the limit is 64")
	broken := errors.New("the transaction is over")
	err := live.Notify(t.Context(), func(context.Context, string, ...any) error { return broken }, change(1))
	assert.ErrorIs(t, err, broken)
}

// The worst change there can be stays far below what PostgreSQL lets through.
func TestTheSizeOfAChange(t *testing.T) {
	var sent string
	worst := live.Change{Kind: strings.Repeat("\x00", 64), Agency: uuid.Max, Window: uuid.Max, Submission: uuid.Max, Event: uuid.Max, At: time.Now()}
	require.NoError(t, live.Notify(t.Context(), func(_ context.Context, query string, args ...any) error {
		assert.Equal(t, "SELECT pg_notify($1, $2)", query)
		assert.Equal(t, "tiendo_changes", args[0])
		sent = args[1].(string)
		return nil
	}, worst))
	assert.Less(t, len(sent), 1000)
}
