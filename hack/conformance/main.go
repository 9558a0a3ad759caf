// Program conformance tries the API with the reference audits and clients of
// GraphQL over HTTP, websockets and server-sent events. Its tests do so every
// time; the program writes what the audits came to into a table:
//
//	go run ./hack/conformance -write hack/conformance/AUDITS.md
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/tiendo-vn/tiendo/api/config"
)

func main() {
	path := flag.String("write", "", "file for the table; standard output when empty")
	flag.Parse()
	if err := run(context.Background(), *path); err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, path string) error {
	audits, err := auditProfile(ctx, config.ProfileAudits)
	if err != nil {
		return err
	}
	current, err := auditProfile(ctx, config.ProfileCurrent)
	if err != nil {
		return err
	}
	var table bytes.Buffer
	write(&table, audits, current)
	if path == "" {
		_, err = os.Stdout.Write(table.Bytes())
		return err
	}
	return os.WriteFile(path, table.Bytes(), 0o644)
}

// write prints both profiles side by side.
func write(w io.Writer, audits, current []finding) {
	fmt.Fprint(w, `# Audits of npm's graphql-http 1.23.1

Made by `+"`go run ./hack/conformance -write hack/conformance/AUDITS.md`"+`. The audits
follow a draft of GraphQL over HTTP that is older than its edition of September 2026;
profile `+"`audits`"+` does as they ask. Where profile `+"`current`"+`, the default, does not, the
last column says what the edition has in its place.

`)
	fmt.Fprintf(w, "| profile | audits | ok | notice | warn | error |\n|---|---|---|---|---|---|\n")
	for _, p := range []struct {
		name  string
		found []finding
	}{{config.ProfileAudits, audits}, {config.ProfileCurrent, current}} {
		counts := map[string]int{}
		for _, f := range p.found {
			counts[f.Status]++
		}
		fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %d |\n", p.name, len(p.found), counts["ok"], counts["notice"], counts["warn"], counts["error"])
	}
	fmt.Fprintf(w, "\n| audit | | audits | current | where current differs |\n|---|---|---|---|---|\n")
	for n, f := range audits {
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s |\n", f.ID, f.Name, f.Status, current[n].Status, differences[f.ID])
	}
}
