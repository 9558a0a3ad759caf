package hostile

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
)

// A program is `tiendo` as it is shipped, with one database for its commands.
type program struct {
	path     string
	settings []string
}

// build builds the program and gives it a database with the plan.
func build(t *testing.T) *program {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tiendo")
	command := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-o", path, "github.com/tiendo-vn/tiendo/api/cmd/tiendo")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	said, err := command.CombinedOutput()
	require.NoError(t, err, "%s", said)
	return &program{path: path, settings: []string{
		"PATH=" + os.Getenv("PATH"), "TIENDO_DATABASE_URL=" + string(databaseURL(t)), "TIENDO_DATA_DIR=" + t.TempDir(),
		"TIENDO_DATABASE_ROW_SECURITY=false", // it does not bind the tests' role, and the server would say so
	}}
}

func databaseURL(t *testing.T) config.DatabaseURL { return apitest.PlannedPostgresURL(t) }

// run runs a command to its end.
func (p *program) run(t *testing.T, args ...string) {
	t.Helper()
	command := exec.Command(p.path, args...)
	command.Env = p.settings
	said, err := command.CombinedOutput()
	require.NoError(t, err, "%s", said)
}

// A server is `tiendo serve`, in a process of its own.
type server struct {
	address string
	pid     int
	log     *apitest.Log
	token   string // of somebody who reports for an agency
}

// serve starts the server with more settings, and returns when it serves.
func (p *program) serve(t *testing.T, settings ...string) *server {
	t.Helper()
	s := &server{log: &apitest.Log{}}
	command := exec.Command(p.path, "serve")
	command.Env = append(append(p.settings, "TIENDO_LISTEN=127.0.0.1:0", "TIENDO_LOG_LEVEL=warn"), settings...)
	command.Stderr = s.log
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		_ = command.Process.Kill() // where it has ended by itself, Wait says so
		_ = command.Wait()
	})
	greeting, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err, "the server said %q\n%s", greeting, s.log)
	_, after, _ := strings.Cut(greeting, "http://")
	s.address, _, _ = strings.Cut(after, "/")
	require.NotEmpty(t, s.address, greeting)
	s.pid = command.Process.Pid
	return s
}

// dial opens a bare connection to the server, for those who do not keep to HTTP.
func (s *server) dial(t *testing.T) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", s.address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}
