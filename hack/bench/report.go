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
	options    options
	machine    machine
	rows       []row // of the screens
	statements map[string]int
	submits    []submitRow
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
	if r.rows != nil {
		r.screens(&b)
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

%s figures in %s submissions of %s agencies for 20 windows, beside the embedded plan; nine in ten are approved and published. %d requests at once, each the next when it has its answer, %v for each row in each round. *Processor* is time of the server and of PostgreSQL per request. *graph* is an instance as it is shipped, asked by a coordinator whose role reaches all agencies: the access rules are part of every statement, signing in is not. *limit* is one hand-written SQL statement without access rules, prepared, whose JSON is passed on. Both gave the same answers to all that is asked here, ids and cursors included: 500 dashboards, the first ten pages of each window, the roll-up of 2023.

![Processor time per request](report.svg)

`, thousands(r.options.figures), thousands(r.options.figures/perSubmission), thousands(agencyTotal), r.options.concurrency, r.options.cell)
	table(b, "screen", r.rows, r.statements)
	b.WriteString("\nStatements are those of one request; where the graph gathers look-ups into batches, their number depends on the moment.\n")
}

// table writes what was measured of requests, each of the graph beside its
// limit, where it has one.
func table(b *strings.Builder, what string, rows []row, statements map[string]int) {
	fmt.Fprintf(b, "| %s | server | requests/s | p50 ms | p99 ms | processor: server ms | PostgreSQL ms | sum ms | × limit | statements |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n", what)
	for _, row := range rows {
		count, times := "", ""
		if n, known := statements[row.screen.name]; known {
			count = fmt.Sprint(n)
		}
		if row.peer == peerLimit {
			count = "1"
		}
		if limit := limitOf(rows, row.screen); limit != nil {
			times = fmt.Sprintf("%.1f", row.total()/limit.total())
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", row.screen.title, row.peer,
			number(row.perSecond), number(row.p50), number(row.p99), number(row.server), number(row.database), number(row.total()), times, count)
	}
}

// limitOf is the row to compare a screen with; nil where there is none.
func limitOf(rows []row, s screen) *row {
	for n, row := range rows {
		if row.screen.name == s.name && row.peer == peerLimit {
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
