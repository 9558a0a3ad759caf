package main

import (
	"context"
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

//go:embed package.json package-lock.json *.mjs
var project embed.FS

// node prepares a script of this folder to run beside the packages that the
// lockfile pins. The caller starts it.
func node(ctx context.Context, script string, args ...string) (*exec.Cmd, error) {
	program, err := exec.LookPath("node")
	if err != nil {
		return nil, fmt.Errorf("%w: install Node.js 20 or newer with npm (Debian: apt-get install nodejs npm)", err)
	}
	text, err := project.ReadFile(script)
	if err != nil {
		return nil, err
	}
	dir, err := install(ctx)
	if err != nil {
		return nil, err
	}
	// From standard input a module finds its packages below the working directory,
	// so that the script itself stays in the tree.
	cmd := exec.CommandContext(ctx, program, append([]string{"--input-type=module", "-"}, args...)...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(string(text))
	return cmd, nil
}

// install puts the pinned packages into a folder of the user's cache that is
// named after the lockfile, and returns it. Tests that run at once share it.
func install(ctx context.Context) (string, error) {
	lockfile, err := project.ReadFile("package-lock.json")
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "tiendo", fmt.Sprintf("npm-%.6x", sha256.Sum256(lockfile)))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	unlock, err := lock(dir + ".lock")
	if err != nil {
		return "", err
	}
	defer unlock()
	complete := filepath.Join(dir, "complete")
	if _, err := os.Stat(complete); !errors.Is(err, fs.ErrNotExist) {
		return dir, err
	}
	for _, name := range []string{"package.json", "package-lock.json"} {
		text, err := project.ReadFile(name)
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return "", err
		}
	}
	cmd := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm ci: %w (these tests need npm): %s", err, out)
	}
	return dir, os.WriteFile(complete, nil, 0o644)
}

// lock waits until no other process holds the file.
func lock(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { _ = f.Close() }, nil // closing lets go of it
}
