package main

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	neturl "net/url"
	"os"
	"os/exec"
	"strings"

	"github.com/tiendo-vn/tiendo/hack/npm"
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

// installPostGraphile returns a folder with what package-lock.json names.
func installPostGraphile(ctx context.Context) (string, error) {
	files := map[string][]byte{}
	for _, name := range []string{"package.json", "package-lock.json", "server.mjs"} {
		files[name] = []byte(postgraphileFile(name))
	}
	return npm.Install(ctx, "run PostGraphile", files)
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
