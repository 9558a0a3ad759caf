// Program tiendo-operator runs an instance of Tiến Độ per ministry and province,
// from Tenants and Instances.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"
)

// release is the version, which the build stamps.
var release = "0.0.0-dev"

// commands is the command line.
type commands struct {
	Run     runCommand     `cmd:"" default:"withargs" help:"Run the operator (default)."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "tiendo-operator:", err)
		os.Exit(1)
	}
}

// run parses the command line and runs the command it names.
func run(args []string, stdout io.Writer) error {
	var cli commands
	parser, err := kong.New(&cli, kong.Name("tiendo-operator"), kong.UsageOnError(), kong.Writers(stdout, os.Stderr),
		kong.Description("Runs an instance of Tiến Độ per ministry and province, from Tenants and Instances."))
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		return err
	}
	command.BindTo(stdout, (*io.Writer)(nil))
	return command.Run()
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(stdout io.Writer) error {
	_, err := fmt.Fprintln(stdout, release)
	return err
}
