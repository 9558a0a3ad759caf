// Program schema keeps the promises that the graph's schema makes to clients:
//
//	go run ./hack/schema verify           a breaking change, a missing description, a
//	                                      deprecation without a day, a stale page
//	go run ./hack/schema write            writes the pages: the changelog, the codes
//	go run ./hack/schema release 1.2.0    makes the present schema the released one
//
// Breaking is what graphql-inspector says, whose modules npm installs once into
// the user's cache.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

// paths are the files that matter, below the repository.
type paths struct{ schema, released, changelog, codes string }

func at(root string) paths {
	graph := filepath.Join(root, "api", "graph")
	return paths{
		schema: filepath.Join(graph, "schema.graphql"), released: filepath.Join(graph, "released"),
		changelog: filepath.Join(graph, "CHANGELOG-schema.md"), codes: filepath.Join(root, "api", "ERRORS.md"),
	}
}

func (p paths) release(version string) string { return filepath.Join(p.released, version+".graphql") }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, at("."), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, p paths, args []string) error {
	switch {
	case len(args) == 1 && args[0] == "verify":
		return verify(ctx, p, time.Now(), os.Stdout)
	case len(args) == 1 && args[0] == "write":
		return write(ctx, p)
	case len(args) == 2 && args[0] == "release":
		return release(ctx, p, args[1])
	}
	return errors.New("usage: schema verify | write | release VERSION")
}
