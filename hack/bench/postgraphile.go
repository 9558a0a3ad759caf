package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"fmt"
	neturl "net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// peerPostGraphile is PostGraphile, which makes a GraphQL server of a database by
// itself: a process of Node's.
const peerPostGraphile = "postgraphile"

//go:embed postgraphile/package.json postgraphile/package-lock.json postgraphile/server.mjs postgraphile/*.sql postgraphile/*.graphql
var postgraphileFiles embed.FS

// postgraphileFile is the text of one of its files.
func postgraphileFile(name string) string {
	text, err := postgraphileFiles.ReadFile("postgraphile/" + name)
	if err != nil {
		panic(err) // embedded
	}
	return string(text)
}

// installPostGraphile installs what package-lock.json names into the user's cache,
// unless it is there, and returns the folder.
func installPostGraphile(ctx context.Context) (string, error) {
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			return "", fmt.Errorf("%s is not on this machine", tool)
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	lock := postgraphileFile("package-lock.json")
	hash := sha256.Sum256([]byte(lock))
	folder := filepath.Join(cache, "tiendo", "npm-"+hex.EncodeToString(hash[:8]))
	if _, err := os.Stat(folder); err == nil {
		return folder, os.WriteFile(filepath.Join(folder, "server.mjs"), []byte(postgraphileFile("server.mjs")), 0o644)
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return "", err
	}
	// Elsewhere first: what is half installed is never taken for whole.
	half, err := os.MkdirTemp(filepath.Dir(folder), "npm-half.")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(half)
	for _, name := range []string{"package.json", "package-lock.json", "server.mjs"} {
		if err := os.WriteFile(filepath.Join(half, name), []byte(postgraphileFile(name)), 0o644); err != nil {
			return "", err
		}
	}
	step("installing PostGraphile")
	install := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
	install.Dir = half
	if out, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm ci: %w: %.500s", err, out)
	}
	return folder, os.Rename(half, folder)
}

// startPostGraphile starts PostGraphile over a database, to which it adds a schema
// with what PostGraphile needs. Without npm there is none: nil.
func startPostGraphile(ctx context.Context, db *sql.DB, url string, connections, pool int) (*peer, string, error) {
	folder, err := installPostGraphile(ctx)
	if err != nil {
		step("PostGraphile is left out: %v", err)
		return nil, err.Error(), nil
	}
	files := []string{"peer.sql", "fallback.sql"}
	if keeps, err := keepsSums(ctx, db); err != nil {
		return nil, "", err
	} else if keeps {
		files = append(files, "sums.sql")
	}
	for _, name := range files {
		if _, err := db.ExecContext(ctx, postgraphileFile(name)); err != nil {
			return nil, "", fmt.Errorf("%s: %w", name, err)
		}
	}
	command := exec.CommandContext(ctx, "node", "server.mjs")
	command.Dir = folder
	command.Env = append(os.Environ(), "NODE_ENV=production", "GRAPHILE_ENV=production", "PEER_URL="+url+"&options="+neturl.QueryEscape("-c jit=off -c timezone=UTC"), fmt.Sprintf("PEER_CONNECTIONS=%d", pool))
	p, err := start(peerPostGraphile, command, connections)
	if err != nil {
		return nil, "", err
	}
	out, err := exec.CommandContext(ctx, "node", "--version").Output()
	if err != nil {
		p.stop()
		return nil, "", err
	}
	return p, "on Node " + strings.TrimSpace(string(out)), nil
}
