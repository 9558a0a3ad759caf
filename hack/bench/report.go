package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// A report is everything that was found; what was not asked for is nil.
type report struct {
	options options
	machine machine
	// foreign says what PostGraphile runs on, or why it is not there.
	foreign    string
	hasForeign bool
	rows       []row // of the screens
	// Statements of each screen, with and without the compiler of queries.
	statements, uncompiled map[string]int
	crowd                  []row // of the screens from 128 connections
	wall                   []row // of the screens in front of the wall and behind it
	fallback               []row
	fell                   map[string]bool // which of these the server counted as left to the resolvers
	plans                  []row
	memory                 *memory
	submits                []submitRow
	// What is read in the reporting cycle.
	cycleRows       []row
	cycleStatements map[string]int
	footprint       *footprint
}

// A machine is what the figures depend on.
type machine struct {
	postgres string
	settings string
}

// describe reads the version of PostgreSQL and those of its settings that
// matter here.
func describe(ctx context.Context, db *sql.DB) machine {
	var m machine
	query := `SELECT split_part(current_setting('server_version'), ' ', 1),
		string_agg(name || ' ' || current_setting(name), ', ' ORDER BY name)
		FROM pg_settings WHERE name IN ('shared_buffers', 'work_mem', 'jit', 'max_parallel_workers_per_gather')`
	if err := db.QueryRowContext(ctx, query).Scan(&m.postgres, &m.settings); err != nil {
		step("describing PostgreSQL: %v", err)
	}
	return m
}

// write prints the report and, at full size, leaves it in its files.
func (r report) write() error {
	text := r.markdown()
	fmt.Print(text)
	if r.options.trial() {
		step("a trial: the report's files are as they were")
		return nil
	}
	if err := os.WriteFile(filepath.Join(r.options.report, "report.md"), []byte(text), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.options.report, "report.svg"), []byte(r.svg()), 0o644)
}

func (r report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, `# What an answer costs

Written by `+"`make bench`"+`: %s, %s/%s, %d cores; PostgreSQL %s on the same cores (%s), which flushes nothing to disk. Whoever asks shares the cores. Each figure is the median over the rounds, %d of them, in which servers take turns.
`, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), r.machine.postgres, r.machine.settings, r.options.rounds)
	r.goals(&b)
	if r.rows != nil {
		r.screens(&b)
	}
	if r.crowd != nil {
		fmt.Fprintf(&b, "\n## A crowd\n\nTwo of the screens from %d connections at once, twice as long for each row in each round.\n\n", crowd)
		table(&b, "screen", r.crowd, "", func(row) string { return "" })
	}
	if r.wall != nil {
		r.writeWall(&b)
	}
	if r.fallback != nil {
		r.fallbacks(&b)
	}
	if r.plans != nil {
		r.writePlans(&b)
	}
	if r.memory != nil {
		r.memory.write(&b)
	}
	if r.submits != nil {
		r.cycle(&b)
	}
	if f := r.footprint; f != nil {
		fmt.Fprintf(&b, "\n## The program\n\n| | |\n|---|--:|\n| size, without debugging information | %.1f MB |\n| idle resident memory, embedded database | %.0f MB |\n"+
			"| start to first answer, plan loaded before | %.0f ms |\n| start to first answer on an empty folder, plan loaded first | %.0f ms |\n",
			float64(f.binary)/1e6, float64(f.memory)/1e6, f.start, f.first)
	}
	return b.String()
}

// screens writes the part about screens.
func (r report) screens(b *strings.Builder) {
	fmt.Fprintf(b, `
## Screens

%s figures in %s submissions of %s agencies for 20 windows, beside the embedded plan; nine in ten are approved and published. %d requests at once, each the next when it has its answer, %v for each row in each round. *Processor* is time of the server and of PostgreSQL per request.

- *graph* is an instance as it is shipped, asked by a coordinator whose role reaches all agencies that report here, and all others but 43: the access rules are part of every statement, signing in is not. Its budget is raised to what is asked here.
- *resolvers* is the same with `+"`TIENDO_COMPILED=false`"+`: no query is compiled.
- *limit* is one hand-written SQL statement without access rules, prepared, whose JSON is passed on.
- *postgraphile* is %s

All gave the same answers to all that is asked here: %d dashboards, the first ten pages of each window, the roll-up of 2023; graph, resolvers and limit to the cursor%s.

![Processor time per request](report.svg)

`, thousands(r.options.figures), thousands(r.options.figures/perSubmission), thousands(agencyTotal), r.options.concurrency, r.options.cell, r.aboutForeign(), dashboardsOf(r.options.figures),
		map[bool]string{true: ", PostGraphile in every value"}[r.hasForeign])
	table(b, "screen", r.rows, "statements", func(row row) string {
		switch row.peer {
		case peerGraph:
			if row.screen.name == fromSums.name {
				return "" // the same request once more
			}
			return fmt.Sprint(r.statements[row.screen.name])
		case peerResolvers:
			return fmt.Sprint(r.uncompiled[row.screen.name])
		case peerLimit:
			return "1"
		}
		return ""
	})
	b.WriteString("\nStatements are those of one request; where resolvers gather look-ups into batches, their number depends on the moment.\n")
}

// fallbacks writes the part about what the resolvers answer.
func (r report) fallbacks(b *strings.Builder) {
	b.WriteString("\n## Left to the resolvers\n\nWhat rules in Go answer, of the graph as it is shipped, access rules included. PostGraphile, where it is there, has SQL functions that find out the same (hack/bench/postgraphile/fallback.sql), without access rules, and gave the same answers in every value. The last column says what the server itself counted in `" + fallbacks + "`.\n\n")
	table(b, "request", r.fallback, "answered", func(row row) string {
		switch {
		case row.peer != peerGraph:
			return ""
		case r.fell[row.screen.name]:
			return "fell back"
		}
		return "compiled"
	})
}

// aboutForeign says what is behind the name of PostGraphile.
func (r report) aboutForeign() string {
	if !r.hasForeign {
		return "not here: " + r.foreign + "."
	}
	return "PostGraphile 5 " + r.foreign + ", in production mode, in a process of its own with as many connections to the database, without any access rules: hack/bench/postgraphile has its settings, its requests, and the functions it is helped by."
}

// table writes what was measured of requests, each of the graph beside its
// limit and PostGraphile, where it has them.
func table(b *strings.Builder, what string, rows []row, last string, of func(row) string) {
	fmt.Fprintf(b, "| %s | server | requests/s | p50 ms | p99 ms | processor: server ms | PostgreSQL ms | sum ms | × limit | × PostGraphile | %s |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n", what, last)
	for _, row := range rows {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", row.screen.title, row.peer,
			number(row.perSecond), number(row.p50), number(row.p99), number(row.server), number(row.database), number(row.total()),
			times(rows, row, peerLimit), times(rows, row, peerPostGraphile), of(row))
	}
}

// times is how often the processor time of a row holds that of the same screen on
// another server; empty where that was not asked.
func times(rows []row, r row, other string) string {
	if than := rowOf(rows, r.screen.name, other); than != nil {
		return fmt.Sprintf("%.2f", r.total()/than.total())
	}
	return ""
}

// rowOf is a screen on a server; nil where there is none.
func rowOf(rows []row, screen, peer string) *row {
	for n, row := range rows {
		if row.screen.name == screen && row.peer == peer {
			return &rows[n]
		}
	}
	return nil
}

// number prints three digits that mean something.
func number(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

func thousands(n int) string {
	text := fmt.Sprint(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
