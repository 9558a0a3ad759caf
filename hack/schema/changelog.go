package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// version is what a release is called.
var version = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$`)

// releases lists the released versions, the oldest first.
func releases(folder string) ([]string, error) {
	files, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []string
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), ".graphql")
		if !version.MatchString(name) || name == f.Name() {
			return nil, fmt.Errorf("%s: expected a version, such as 1.2.0.graphql", filepath.Join(folder, f.Name()))
		}
		list = append(list, name)
	}
	slices.SortFunc(list, older)
	return list, nil
}

// numbers takes a version apart.
func numbers(version string) (n [3]int) {
	for i, part := range strings.Split(version, ".") {
		n[i], _ = strconv.Atoi(part)
	}
	return n
}

// older compares versions by their numbers: 0.10.0 comes after 0.9.0.
func older(a, b string) int {
	x, y := numbers(a), numbers(b)
	return slices.Compare(x[:], y[:])
}

// breaks reports whether a version's name says that it breaks clients of another.
func breaks(before, after string) bool {
	x, y := numbers(before), numbers(after)
	return y[0] > x[0] || x[0] == 0 && y[1] > x[1]
}

// The parts of a version's changes, in the order in which clients want to know.
var parts = []struct{ level, title string }{
	{breaking, "Breaking"}, {dangerous, "Dangerous: a client may have to be changed"}, {"NON_BREAKING", "New, or without effect on clients"},
}

// changelog is what changed in the schema, from release to release, the newest
// first.
func changelog(ctx context.Context, p paths, list []string, unreleased []change) (string, error) {
	var b strings.Builder
	b.WriteString("# What changed in the schema\n\nWritten by `make generate` from the released schemas in [`released`](released), as\ngraphql-inspector judges it.\n")
	for n := len(list); n > 0; n-- {
		if n == len(list) {
			section(&b, "Unreleased", unreleased)
			continue
		}
		changes, err := compare(ctx, p.release(list[n-1]), p.release(list[n]))
		if err != nil {
			return "", err
		}
		section(&b, list[n], changes)
	}
	if len(list) > 0 {
		fmt.Fprintf(&b, "\n## %s\n\nThe first release.\n", list[0])
	}
	return b.String(), nil
}

func section(b *strings.Builder, title string, changes []change) {
	fmt.Fprintf(b, "\n## %s\n", title)
	before := b.Len()
	defer func() {
		if b.Len() == before {
			b.WriteString("\nNothing changed for clients.\n")
		}
	}()
	for _, part := range parts {
		begun := false
		for _, c := range changes {
			if c.Level != part.level || strings.Contains(c.Type, "DESCRIPTION") {
				continue // other words for the same
			}
			if !begun {
				fmt.Fprintf(b, "\n### %s\n\n", part.title)
				begun = true
			}
			fmt.Fprintf(b, "- %s\n", strings.ReplaceAll(strings.ReplaceAll(c.Message, "\n", " "), "'", "`"))
		}
	}
}
