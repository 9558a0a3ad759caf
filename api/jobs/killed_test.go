package jobs_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/jobs"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/job"
)

// victim names the database of a process that is there to be killed.
const victim = "JOBS_TEST_VICTIM"

// TestMain lets the test program be that process.
func TestMain(m *testing.M) {
	if url := os.Getenv(victim); url != "" {
		if err := beVictim(config.DatabaseURL(url)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// beVictim runs a runner whose jobs never end.
func beVictim(url config.DatabaseURL) error {
	d, err := database.Open(context.Background(), url, config.Default().Database)
	if err != nil {
		return err
	}
	r := &jobs.Runner{Client: d.Client, Dialect: d.Dialect, Lease: time.Hour, Handlers: map[string]jobs.Handler{
		"test": func(ctx context.Context, j *db.Job) error {
			fmt.Println("began", j.Key)
			<-ctx.Done()
			return ctx.Err()
		},
	}}
	r.Run(context.Background())
	return nil
}

func TestARunnerThatIsKilledLosesNothing(t *testing.T) {
	for name, url := range map[string]func(t *testing.T) config.DatabaseURL{
		"sqlite": func(t *testing.T) config.DatabaseURL {
			return config.DatabaseURL(filepath.Join(t.TempDir(), "tiendo.db"))
		},
		"postgres": apitest.EmptyPostgresURL,
	} {
		t.Run(name, func(t *testing.T) {
			u := url(t)
			opened, err := database.Open(t.Context(), u, config.Default().Database)
			require.NoError(t, err)
			t.Cleanup(func() { opened.Close() })
			_, err = opened.Migrate(t.Context())
			require.NoError(t, err)
			d := &apitest.Database{Database: opened}
			enqueue(t, d, queue("a"))

			process := exec.CommandContext(t.Context(), os.Args[0])
			process.Env = append(os.Environ(), victim+"="+string(u))
			process.Stderr = os.Stderr
			out, err := process.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, process.Start())
			line, err := bufio.NewReader(out).ReadString('\n')
			require.NoError(t, err)
			assert.Equal(t, "began a\n", line)
			require.NoError(t, process.Process.Kill())
			assert.Error(t, process.Wait())
			assert.Equal(t, job.StateRUNNING, one(t, d, "a").State)

			c := newClock()
			c.Advance(one(t, d, "a").LockedUntil.Sub(start) + time.Second) // past its hold
			done := make(chan string, 1)
			r := work(t, d, c, func(_ context.Context, j *db.Job) error { done <- j.Key; return nil })
			j := r.state(t, d, "a", job.StateDONE)
			assert.Equal(t, "a", <-done)
			assert.Equal(t, 2, j.Attempts)
		})
	}
}
