package main

import (
	"fmt"
	"strings"
)

// cycle writes the part about reporting.
func (r report) cycle(b *strings.Builder) {
	fmt.Fprintf(b, `
## The reporting cycle

%s agencies in a group that owes %d figures; `+"`tiendo serve`"+` as it is shipped, over HTTP; every request is signed in by a token of somebody of its own, of development mode.

%d of them draft %d figures (putFigures) and submit the report (submitSubmission), from %d connections. *bare* writes the same rows from as many connections in two transactions of prepared statements, checks nothing and signs nobody in; after each round the rows of both were the same in number, in the columns that hold something, and in size. *Processor* is time per report: of the program (the server, or the one that writes) and of PostgreSQL. The reports were begun before.

| reports | reports/s | put p50 ms | put p99 ms | submit p50 ms | submit p99 ms | processor: program ms | PostgreSQL ms | sum ms | of the bare rate | statements: put | submit |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
`, thousands(agencyTotal), owedByAll, r.options.agencies, owedByAll, r.options.connections)
	bare := r.submits[len(r.submits)-1]
	for _, row := range r.submits {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %.2f | %d | %d |\n", row.peer, number(row.perSecond),
			number(row.putP50), number(row.putP99), number(row.submitP50), number(row.submitP99),
			number(row.program), number(row.database), number(row.total()), row.perSecond/bare.perSecond, row.putStatements, row.submitStatements)
	}
	fmt.Fprintf(b, `
Statements include the begin and the commit of a transaction, and signing in.

The progress of a window for which seven in ten agencies have a report, asked by a coordinator whose role reaches them all, beside one statement without access rules, and not compiled (jit off), that gives the same answer; and the workbook of an agency that owes %d figures, by its links. %d requests at once, %v for each row in each round.

`, rowsOfWorkbook, r.options.concurrency, r.options.cell)
	table(b, "what is read", r.cycleRows, "statements", func(row row) string {
		switch n, known := r.cycleStatements[row.screen.name]; {
		case row.peer == peerLimit:
			return "1"
		case known:
			return fmt.Sprint(n)
		}
		return ""
	})
}
