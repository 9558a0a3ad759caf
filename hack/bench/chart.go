package main

import (
	"fmt"
	"html"
	"strings"
)

// The measures of the chart, in its own units.
const (
	chartWidth = 720
	labelWidth = 96
	barWidth   = 480
	barHeight  = 22
	groupSpace = 26
)

// svg draws processor time per request: a bar for each server of a screen, part of
// the server and part of PostgreSQL. The longest of a screen has the full width,
// since a roll-up is a hundred pages long; what compares across screens is printed.
func (r report) svg() string {
	var body strings.Builder
	y := 56
	for n, row := range r.rows {
		if n == 0 || row.screen.name != r.rows[n-1].screen.name {
			y += groupSpace
			fmt.Fprintf(&body, "<text class=\"head\" x=\"0\" y=\"%d\">%s</text>\n", y-8, html.EscapeString(row.screen.title))
		}
		scale := barWidth / r.longest(row.screen)
		server, database := row.server*scale, row.database*scale
		middle := y + barHeight/2 + 5
		fmt.Fprintf(&body, "<text x=\"0\" y=\"%d\">%s</text>\n", middle, row.peer)
		fmt.Fprintf(&body, "<rect class=\"server\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n", labelWidth, y, server, barHeight)
		fmt.Fprintf(&body, "<rect class=\"database\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n", labelWidth+server, y, database, barHeight)
		fmt.Fprintf(&body, "<text x=\"%.1f\" y=\"%d\">%s ms</text>\n", labelWidth+server+database+8, middle, number(row.total()))
		y += barHeight + 6
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="Processor time per request">
<title>Processor time per request</title>
<style>
text { font: 14px system-ui, sans-serif; fill: #1f2328 }
.head { font-weight: 600 }
.server { fill: #c2410c }
.database { fill: #1d6fb8 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .server { fill: #f08c4e } .database { fill: #58a6e8 } }
</style>
<text class="head" x="0" y="16">Processor time per request</text>
<rect class="server" x="0" y="28" width="14" height="14"/><text x="20" y="40">server</text>
<rect class="database" x="90" y="28" width="14" height="14"/><text x="110" y="40">PostgreSQL</text>
%s</svg>
`, chartWidth, y+4, body.String())
}

func (r report) longest(s screen) float64 {
	var most float64
	for _, row := range r.rows {
		if row.screen.name == s.name {
			most = max(most, row.total())
		}
	}
	return most
}
