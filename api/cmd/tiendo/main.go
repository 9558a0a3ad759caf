// Program tiendo serves the graph of a plan and keeps its database.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
)

// commands is the command line.
type commands struct {
	Config string `help:"Settings file (YAML)." placeholder:"FILE" env:"TIENDO_CONFIG"`
	kong.Plugins

	Serve     serveCommand     `cmd:"" help:"Serve the graph over HTTP."`
	Migrate   migrateCommand   `cmd:"" help:"Bring the database to this program's schema."`
	Plan      planCommand      `cmd:"" help:"Check, compare and load plan bundles."`
	Role      roleCommand      `cmd:"" help:"Give roles and list them, on the instance itself."`
	Audit     auditCommand     `cmd:"" help:"Seal the record of events and check that nobody has tampered with it."`
	Documents documentsCommand `cmd:"" help:"Publish, list and retire the documents that clients name by their hash."`
	Schema    schemaCommand    `cmd:"" help:"Print the graph's schema."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "tiendo:", err)
		os.Exit(status(err))
	}
}

// statusAhead ends a program that is older than the database, which no second
// try can help.
const statusAhead = 3

// status is what the program ends with after an error.
func status(err error) int {
	if errors.As(err, new(*database.AheadError)) {
		return statusAhead
	}
	return 1
}

// run parses the command line and runs the command it names, which answers on
// stdout.
func run(ctx context.Context, args []string, stdout io.Writer) error {
	flags := newFlags()
	cli := commands{Plugins: kong.Plugins{flags.target}}
	parser, err := kong.New(&cli, kong.Name("tiendo"), kong.UsageOnError(), kong.Writers(stdout, os.Stderr),
		kong.Description("Tiến Độ: the execution of a government plan as a graph. Every setting can also stand in the environment (TIENDO_...) and in the file."))
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		return err
	}
	settings := func() (config.Config, error) {
		given := flags.set()
		if cli.Serve.Mock {
			given["dataDir"] = "." // it keeps nothing, so it misses no folder
		}
		return config.Load(config.FromFile(cli.Config), config.FromEnvironment(os.Environ()), config.FromFlags(given))
	}
	command.BindTo(ctx, (*context.Context)(nil))
	command.BindTo(stdout, (*io.Writer)(nil))
	return command.Run(settings)
}

// settingsFunc loads the settings when a command needs them.
type settingsFunc = func() (config.Config, error)

// open loads the settings and opens the database they name.
func open(ctx context.Context, settings settingsFunc) (config.Config, *database.Database, error) {
	c, err := settings()
	if err != nil {
		return c, nil, err
	}
	d, err := database.Open(ctx, c.Storage(), c.Database)
	return c, d, err
}

// ready refuses a database that is behind; the embedded one is brought up.
func ready(ctx context.Context, c config.Config, d *database.Database) error {
	err := d.Ready(ctx)
	var behind *database.BehindError
	if errors.As(err, &behind) && c.Embedded() {
		_, err = d.Migrate(ctx)
	}
	return err
}

// release is the version, where the build stamps one:
// -ldflags "-X main.release=1.2.0".
var release string

// version is what the build knows of itself.
func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(stdout io.Writer) error {
	_, err := fmt.Fprintln(stdout, version())
	return err
}
