package hostile

import (
	"bytes"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// reportTo names the variable with the file to write the table to; without it
// there is no table.
const reportTo = "TIENDO_TEST_HOSTILE_REPORT"

// A row is what one attack came to.
type row struct {
	attack
	outcome
	median time.Duration
}

// write writes the table where it is wanted.
func write(t *testing.T, rows []row) {
	t.Helper()
	path := os.Getenv(reportTo)
	if path == "" {
		return
	}
	var b bytes.Buffer
	b.WriteString("# Hostile requests\n\nWritten by `make hostile`. Each request is made to `tiendo serve` on PostgreSQL, outside development mode, and is answered\n" +
		"as below; the processor time is the server's alone, the median of five times. Rows marked * show no schema and have no explorer;\n" +
		"rows marked + are answered like any other, and give nothing away.\n\n" +
		"| request | answer | bytes | processor ms |\n|---|---|---:|---:|\n")
	for _, r := range rows {
		mark := ""
		if r.closed {
			mark += " *"
		}
		if r.probe {
			mark += " +"
		}
		fmt.Fprintf(&b, "| %s%s | %s | %d | %.1f |\n", r.name, mark, r.got(), r.bytes, float64(r.median.Microseconds())/1000)
	}
	fmt.Fprintf(&b, "\n%d requests.\n", len(rows))
	require.NoError(t, os.WriteFile(path, b.Bytes(), 0o644))
}
