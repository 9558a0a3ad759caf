package main

import (
	"context"
	"fmt"
	"net"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/instance"
	"github.com/tiendo-vn/tiendo/api/service/access"
)

// signIn says in the options who vouches for people: the provider; in development
// mode the server, where the personas get their roles; nobody where all are the
// public.
func signIn(ctx context.Context, c config.Config, d *database.Database, o *instance.Options) (err error) {
	if c.Auth.Public {
		return nil
	}
	if !c.Development {
		o.Provider, err = auth.NewProvider(c.Auth, time.Now)
		return err
	}
	secret, err := config.Secret(c)
	if err != nil {
		return err
	}
	o.Development = auth.NewDevelopment(secret, time.Now)
	return service(d).AppointPersonas(ctx)
}

// peopleToBe is what development mode greets with: who one can be, with a token
// of each; empty outside it. It is for standard output alone: logs are kept.
func peopleToBe(ctx context.Context, d *database.Database, development instance.Development) (string, error) {
	if development == nil {
		return "", nil
	}
	personas, err := access.Personas(ctx, d.Client)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	text.WriteString("\nDevelopment mode: whoever reaches this address may be any of these people, by the header\nAuthorization: Bearer TOKEN\n\n")
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tROLE\tAGENCY\tTOKEN")
	for _, p := range personas {
		token, err := development.Token(p)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", p.Name, p.Role, p.AgencyCode, token)
	}
	err = table.Flush()
	return text.String(), err
}

// onLoopback refuses to serve development mode where others could reach it,
// whatever a name turned out to mean.
func onLoopback(l net.Listener) error {
	if a, ok := l.Addr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() {
		return fmt.Errorf("listen: %s can be reached from elsewhere; expected a loopback address, because development mode lets anybody be anybody", l.Addr())
	}
	return nil
}
