package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/tiendo-vn/tiendo/api/usage"
)

type documentsUsageCommand struct {
	Field string    `help:"Those that use a part of the schema: Type.field, Type.field(argument:), Enum.VALUE or Input.field." placeholder:"TYPE.FIELD"`
	Since time.Time `help:"First day to count, as 2026-11-01; 30 days ago when left out." format:"2006-01-02" placeholder:"DATE"`
}

// Run prints the clients, where a part is named, and their operations.
func (cmd documentsUsageCommand) Run(ctx context.Context, settings settingsFunc, stdout io.Writer) error {
	_, d, err := openReady(ctx, settings)
	if err != nil {
		return err
	}
	defer d.Close()
	if cmd.Since.IsZero() {
		cmd.Since = time.Now().AddDate(0, 0, -30)
	}
	table := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	if cmd.Field != "" {
		clients, err := usage.Parts(ctx, d.Client, cmd.Since, cmd.Field)
		if err != nil {
			return err
		}
		if len(clients) == 0 {
			_, err = fmt.Fprintf(stdout, "nobody has used %s since %s\n", cmd.Field, cmd.Since.Format(time.DateOnly))
			return err
		}
		fmt.Fprintln(table, "CLIENT\tVERSION\tCALLS\tLAST")
		for _, l := range clients {
			fmt.Fprintf(table, "%s\t%s\t%d\t%s\n", named(l.Client), l.Version, l.Calls, l.Last)
		}
		fmt.Fprintln(table)
	}
	operations, err := usage.Operations(ctx, d.Client, cmd.Since, cmd.Field)
	if err != nil {
		return err
	}
	if len(operations) == 0 && cmd.Field == "" {
		_, err = fmt.Fprintf(stdout, "nothing was used since %s\n", cmd.Since.Format(time.DateOnly))
		return err
	}
	fmt.Fprintln(table, "CLIENT\tVERSION\tOPERATION\tCALLS\tLAST\tDOCUMENT")
	for _, l := range operations {
		fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%s\t%s\n", named(l.Client), l.Version, named(l.Name), l.Calls, l.Last, l.Document)
	}
	return table.Flush()
}

// named is a name, or what stands for none.
func named(name string) string {
	if name == "" {
		return "(unnamed)"
	}
	return name
}
