package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

// asProgram names the variable that makes the tests be the program: started
// anew with it, they are what they test, in a process that can be killed.
const asProgram = "TIENDO_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "" {
		os.Exit(m.Run())
	}
	go func() { // it never outlives the test, however that ends
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(1)
	}()
	main()
}

// A process is `tiendo serve` in a process of its own, in development mode.
type process struct {
	command *exec.Cmd
	address string
	log     *apitest.Log
	killed  bool
}

// startProcess starts the server with the settings of the environment, and
// returns when it serves.
func startProcess(t *testing.T) *process {
	t.Helper()
	return startWith(t, os.Environ(), "", "--development", "true")
}

// startWith starts the server in a folder, with an environment and flags.
func startWith(t *testing.T, environ []string, dir string, flags ...string) *process {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	args := append([]string{"serve", "--listen", "127.0.0.1:0", "--log-level", "warn"}, flags...)
	p := &process{command: exec.Command(program, args...), log: &apitest.Log{}}
	p.command.Env, p.command.Dir = append(environ, asProgram+"=1"), dir
	p.command.Stderr = p.log
	_, err = p.command.StdinPipe()
	require.NoError(t, err)
	out, err := p.command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.command.Start())
	t.Cleanup(func() { p.kill() })
	// What it greets people with afterwards fits the pipe.
	greeting, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err, "the server said %q\n%s", greeting, p.log)
	_, after, _ := strings.Cut(greeting, "http://")
	p.address, _, _ = strings.Cut(after, "/")
	require.NotEmpty(t, p.address, greeting)
	return p
}

// kill ends the process without a word to it, and waits until it is gone. What
// it returns says how it ended; nothing where that was before.
func (p *process) kill() string {
	if p.killed {
		return ""
	}
	p.killed = true
	_ = p.command.Process.Kill() // where it has ended by itself, Wait says so
	_ = p.command.Wait()
	return p.command.ProcessState.String()
}
