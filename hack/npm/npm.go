// Package npm installs the npm packages that a lockfile pins, once for each user.
package npm

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// Install returns a folder with files, by name, among them package.json and
// package-lock.json, and beside them the packages that the lockfile pins. The
// folder is in the user's cache, named after the hash of the files, and stays:
// only the first call installs. It needs node and npm; the error where one is
// missing says what for.
func Install(ctx context.Context, what string, files map[string][]byte) (string, error) {
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			return "", fmt.Errorf("%s is missing: it is needed to %s; install Node.js 20 or newer, with npm (Debian: apt-get install nodejs npm)", program, what)
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(hash, "%s %d\n%s", name, len(files[name]), files[name])
	}
	folder := filepath.Join(cache, "tiendo", "npm-"+hex.EncodeToString(hash.Sum(nil))[:16])
	if _, err := os.Stat(folder); err == nil {
		return folder, nil
	}
	return folder, install(ctx, folder, files)
}

// install puts everything into a folder of its own first: who looks at the
// folder at the same time sees all of it, or nothing.
func install(ctx context.Context, folder string, files map[string][]byte) error {
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return err
	}
	part, err := os.MkdirTemp(filepath.Dir(folder), "npm-part-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(part)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(part, name), text, 0o644); err != nil {
			return err
		}
	}
	command := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	command.Dir = part
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	if err := os.Rename(part, folder); err != nil {
		if _, there := os.Stat(folder); there == nil {
			return nil // somebody else was quicker
		}
		return errors.Join(errors.New("the packages cannot be kept"), err)
	}
	return nil
}
