package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// What compares schemas: graphql-inspector, at the versions of the lock file.
var (
	//go:embed package.json
	manifest []byte
	//go:embed package-lock.json
	lock []byte
	//go:embed diff.mjs
	script []byte
)

// The levels at which graphql-inspector judges a change.
const (
	breaking  = "BREAKING"
	dangerous = "DANGEROUS"
)

// A change is one difference between two schemas.
type change struct {
	Level   string `json:"level"`
	Path    string `json:"path"`
	Type    string `json:"type"`
	Message string `json:"message"`
}

// compare lists what changed from one schema's file to another's, in a stable
// order. Between a file and its copy nothing did, and Node need not be started.
func compare(ctx context.Context, before, after string) ([]change, error) {
	folder, err := inspector(ctx)
	if err != nil {
		return nil, err
	}
	var texts [2][]byte
	for n, path := range []*string{&before, &after} {
		if *path, err = filepath.Abs(*path); err != nil {
			return nil, err
		}
		if texts[n], err = os.ReadFile(*path); err != nil {
			return nil, err
		}
	}
	if bytes.Equal(texts[0], texts[1]) {
		return nil, nil
	}
	node := exec.CommandContext(ctx, "node", "diff.mjs", before, after)
	node.Dir = folder
	var said strings.Builder
	node.Stderr = &said
	out, err := node.Output()
	if err != nil {
		return nil, fmt.Errorf("node diff.mjs %s %s: %w\n%s", before, after, err, said.String())
	}
	var changes []change
	if err := json.Unmarshal(out, &changes); err != nil {
		return nil, fmt.Errorf("node diff.mjs: %w", err)
	}
	slices.SortFunc(changes, func(a, b change) int {
		return strings.Compare(a.Path+a.Type+a.Message, b.Path+b.Type+b.Message)
	})
	return changes, nil
}

// inspector returns a folder with graphql-inspector, from the cache or installed
// now: its name has the hash of all that is in it.
func inspector(ctx context.Context) (string, error) {
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			return "", fmt.Errorf("%s is missing: it is needed to compare the schema with the released one (Node 18 or newer, with npm)", program)
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	for _, text := range [][]byte{manifest, lock, script} {
		hash.Write(text)
	}
	folder := filepath.Join(cache, "tiendo", "npm-"+hex.EncodeToString(hash.Sum(nil))[:16])
	if _, err := os.Stat(folder); err == nil {
		return folder, nil
	}
	return folder, install(ctx, folder)
}

// install puts the modules into a folder of its own first: who looks at the
// folder at the same time sees all of it, or nothing.
func install(ctx context.Context, folder string) error {
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return err
	}
	part, err := os.MkdirTemp(filepath.Dir(folder), "npm-part-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(part)
	for name, text := range map[string][]byte{"package.json": manifest, "package-lock.json": lock, "diff.mjs": script} {
		if err := os.WriteFile(filepath.Join(part, name), text, 0o644); err != nil {
			return err
		}
	}
	npm := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = part
	if out, err := npm.CombinedOutput(); err != nil {
		return fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	if err := os.Rename(part, folder); err != nil {
		if _, there := os.Stat(folder); there == nil {
			return nil // somebody else was quicker
		}
		return errors.Join(errors.New("the modules cannot be kept"), err)
	}
	return nil
}
