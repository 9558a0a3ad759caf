package postgrestest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"runtime"
	"strconv"
	"syscall"
)

// owner is who the server runs as: PostgreSQL refuses to run as root.
type owner struct{ credential *syscall.Credential }

func account() (owner, error) {
	if os.Getuid() != 0 {
		return owner{}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.ParseUint(u.Uid, 10, 32)
			gid, _ := strconv.ParseUint(u.Gid, 10, 32)
			return owner{&syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
		}
	}
	return owner{}, fmt.Errorf("PostgreSQL does not run as root, and neither postgres nor nobody is a user here")
}

func (o owner) own(paths ...string) error {
	if o.credential == nil {
		return nil
	}
	for _, path := range paths {
		if err := os.Chown(path, int(o.credential.Uid), int(o.credential.Gid)); err != nil {
			return err
		}
	}
	return nil
}

// attributes let a process end with us, whatever becomes of us.
func (o owner) attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: o.credential, Pdeathsig: syscall.SIGQUIT}
}

// process is a program that runs.
type process struct {
	command *exec.Cmd
	done    chan struct{}
}

// begin starts a program. The thread that does must live as long: it is its death,
// not the process's, that the program is told of.
func begin(command *exec.Cmd) (*process, error) {
	p := &process{command, make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := command.Start()
		started <- err
		if err == nil {
			_ = command.Wait()
			close(p.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

// stop ends the program: SIGINT ends PostgreSQL's sessions and keeps what they
// wrote, SIGQUIT ends it on the spot.
func (p *process) stop(how syscall.Signal) {
	_ = p.command.Process.Signal(how)
	<-p.done
}
