package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/lib/pq"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
)

// The roles of the servers own what the benchmark's own does. Row security binds
// one of them; the benchmark connects as a superuser, whom it does not, but of
// whom PostgreSQL asks fewer questions altogether.
const (
	openRole   = "tiendo_bench_open"
	walledRole = "tiendo_bench_walled"
)

// The servers that the wall is measured with, over the same database.
const (
	peerOpen   = "open"
	peerWalled = "walled"
	// peerChanging is behind the wall as well, and several ask in turns: most often
	// a session has to be told anew for whom it works.
	peerChanging = "changing"
)

// measureWall measures the screens in front of the wall of row security and
// behind it.
func (g *stage) measureWall(ctx context.Context, r *report) error {
	open, err := g.as(ctx, openRole, "BYPASSRLS")
	if err != nil {
		return err
	}
	behind, err := g.as(ctx, walledRole, "NOBYPASSRLS")
	if err != nil {
		return err
	}
	if err := g.wall(ctx); err != nil {
		return err
	}
	var peers []*peer
	for _, p := range []struct {
		name, url string
		settings  []string
	}{
		{peerOpen, open, []string{rowSecurity + "=false"}},
		{peerWalled, behind, []string{rowSecurity + "=true"}},
		{peerChanging, behind, []string{rowSecurity + "=true", peerStrangers + "=true"}},
	} {
		started, err := startPeer(ctx, peerGraph, p.url, g.concurrency, p.settings...)
		if err != nil {
			return err
		}
		defer started.stop()
		started.name = p.name
		peers = append(peers, started)
	}
	if err := compare(ctx, g.requests, g.graph, peers...); err != nil {
		return err
	}
	r.wall, err = measure(ctx, g.options, g.clock, g.requests, peers)
	return err
}

// rowSecurity is the setting of the wall.
const rowSecurity = "TIENDO_DATABASE_ROW_SECURITY"

// as makes a role and returns a URL of the database for it.
func (g *stage) as(ctx context.Context, role, attribute string) (string, error) {
	var known bool
	if err := g.DB.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1)`, role).Scan(&known); err != nil {
		return "", err
	}
	if !known {
		if _, err := g.DB.ExecContext(ctx, "CREATE ROLE "+pq.QuoteIdentifier(role)+" "+attribute+" IN ROLE CURRENT_USER"); err != nil {
			return "", err
		}
	}
	at, err := url.Parse(g.url)
	if err != nil {
		return "", err
	}
	query := at.Query()
	query.Set("role", role)
	at.RawQuery = query.Encode()
	return at.String(), nil
}

// wall puts the wall up.
func (g *stage) wall(ctx context.Context) error {
	settings := config.Default().Database
	settings.RowSecurity = true
	d, err := database.Open(ctx, config.DatabaseURL(g.url), settings)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Wall(ctx)
}

// writeWall writes the part about the wall.
func (r report) writeWall(b *strings.Builder) {
	fmt.Fprintf(b, "\n## Behind the wall\n\nThe screens of *graph* with `database.rowSecurity` off (*%s*), on (*%s*), and on where sixteen ask in turns (*%s*), so that most often a session is told anew for whom it works; signing in is in none of them.\n\n", peerOpen, peerWalled, peerChanging)
	b.WriteString("| screen | server | requests/s | p50 ms | p99 ms | processor: server ms | PostgreSQL ms | sum ms | × open |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, row := range r.wall {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", row.screen.title, row.peer,
			number(row.perSecond), number(row.p50), number(row.p99), number(row.server), number(row.database), number(row.total()), times(r.wall, row, peerOpen))
	}
}
