package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/tiendo-vn/tiendo/api/mock"
)

// serveMock serves a made world from memory until the context ends.
func serveMock(ctx context.Context, settings settingsFunc, stdout io.Writer) error {
	c, err := settings()
	if err != nil {
		return err
	}
	m, err := mock.New(ctx, mock.Options{Config: c, Logger: logger(c), Version: version()})
	if err != nil {
		return err
	}
	defer m.Close()
	at, err := listen(c)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "Tiến Độ is serving a made world, from memory. Open http://%s/ for the explorer; POST queries to http://%[1]s/graphql\n", at.all.Addr())
	fmt.Fprintf(stdout, "\nIts clock stands at %s; the window %s is open. Be any of these people by the header\nAuthorization: Bearer TOKEN\n\n",
		mock.Moment.Format(time.RFC3339), mock.Window)
	table := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "TOKEN\tROLE\tAGENCY\tNAME")
	for _, p := range mock.People() {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", p.Key, p.Role, p.AgencyCode, p.Name)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "\nWhat is changed lasts until the program ends, or until a POST to http://%s/mock/reset\n", at.all.Addr())
	return at.serve(ctx, m.Server)
}
