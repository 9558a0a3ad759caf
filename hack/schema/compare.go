package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tiendo-vn/tiendo/hack/npm"
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

// inspector returns a folder with graphql-inspector.
func inspector(ctx context.Context) (string, error) {
	return npm.Install(ctx, "compare the schema with the released one", map[string][]byte{"package.json": manifest, "package-lock.json": lock, "diff.mjs": script})
}
