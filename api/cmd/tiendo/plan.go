package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/tiendo-vn/tiendo/api/plan"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

type planCommand struct {
	Check planCheckCommand `cmd:"" help:"Name every fault of a bundle; needs no database."`
	Diff  planDiffCommand  `cmd:"" help:"Say what loading a bundle would change."`
	Load  planLoadCommand  `cmd:"" help:"Load a bundle in one transaction."`
}

// bundleArgument is the bundle a command is about.
type bundleArgument struct {
	Path string `arg:"" optional:"" help:"File or folder of the bundle; the embedded one when left out."`
}

type planCheckCommand struct{ bundleArgument }

// Run names every fault.
func (cmd planCheckCommand) Run(stdout io.Writer) error {
	b, err := openBundle(cmd.Path)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s@%s: no fault (%d agencies, %d indicators, %d tasks, %d figures)\n",
		b.Header.Code, b.Header.Version, len(b.Agencies), len(b.Indicators), len(b.Tasks), len(b.Figures))
	return nil
}

type planDiffCommand struct{ bundleArgument }

// Run prints the changes that loading would make, one a line.
func (cmd planDiffCommand) Run(ctx context.Context, settings settingsFunc, stdout io.Writer) error {
	b, err := openBundle(cmd.Path)
	if err != nil {
		return err
	}
	c, d, err := open(ctx, settings)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := ready(ctx, c, d); err != nil {
		return err
	}
	changes, err := plan.Diff(viewer.NewContext(ctx, viewer.Inspector("plan.diff")), d.Client, b)
	for _, change := range changes {
		fmt.Fprintln(stdout, change)
	}
	if err == nil && len(changes) == 0 {
		fmt.Fprintln(stdout, "no change")
	}
	return err
}

type planLoadCommand struct{ bundleArgument }

// Run loads the bundle and says what it did.
func (cmd planLoadCommand) Run(ctx context.Context, settings settingsFunc, stdout io.Writer) error {
	b, err := openBundle(cmd.Path)
	if err != nil {
		return err
	}
	c, d, err := open(ctx, settings)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := ready(ctx, c, d); err != nil {
		return err
	}
	report, err := plan.Load(viewer.NewContext(ctx, viewer.System("plan.load")), d.Client, b, plan.Options{
		Progress: func(stage string, done, total int) { fmt.Fprintf(os.Stderr, "%-14s %d/%d\n", stage, done, total) },
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout, report)
	if !report.Written {
		fmt.Fprintln(stdout, "nothing to do: this bundle is loaded already")
	}
	return nil
}
