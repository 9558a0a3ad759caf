// Command broken stands for versions of tiendo that went wrong: the end-to-end
// tests upgrade to them. What fails is stamped by the build:
//
//	go build -ldflags "-X main.fails=migrate" ./hack/e2e/broken
package main

import (
	"fmt"
	"os"
)

// fails is the command that does not work: migrate or serve. The others end well
// without doing anything.
var fails = "migrate"

// sentences are the last lines that a command leaves behind.
var sentences = map[string]string{
	"migrate": `tiendo: migrate: 20260301120000_figures.sql: column "grade" contains null values`,
	"serve":   "tiendo: serve: the summary table of 2026 is missing",
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "broken: expected a command, such as migrate up")
		os.Exit(2)
	}
	command := os.Args[1]
	fmt.Fprintln(os.Stderr, "tiendo:", command, "begins")
	if command == fails {
		fmt.Fprintln(os.Stderr, sentences[command])
		os.Exit(1)
	}
}
