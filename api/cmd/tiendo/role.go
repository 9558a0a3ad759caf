package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/instance"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

type roleCommand struct {
	Grant roleGrantCommand `cmd:"" help:"Give somebody a role: the way to the first administrator."`
	List  roleListCommand  `cmd:"" help:"List the roles in force."`
}

type roleGrantCommand struct {
	Subject string `required:"" help:"Who: the provider's address as its tokens name it, # and the subject there." placeholder:"ISSUER#SUBJECT"`
	Role    string `required:"" enum:"REPORTER,REVIEWER,COORDINATOR,ADMIN,INSPECTOR" help:"REPORTER, REVIEWER, COORDINATOR, ADMIN or INSPECTOR." placeholder:"ROLE"`
	Agency  string `required:"" help:"Code of the agency." placeholder:"CODE"`
	Name    string `help:"Name to show until they sign in; the subject when left out." placeholder:"NAME"`
}

// Run gives the role and records it, or says that it is held.
func (cmd roleGrantCommand) Run(ctx context.Context, settings settingsFunc, stdout io.Writer) error {
	c, d, err := openReady(ctx, settings)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := cmd.checkIssuer(c); err != nil {
		return err
	}
	who := auth.Identity{Subject: cmd.Subject, Name: cmd.Name}
	if who.Name == "" {
		who.Name = cmd.Subject
	}
	given, err := service(d).Appoint(ctx, "tiendo role grant", access.Appointment{Who: who, Role: viewer.Role(cmd.Role), Agency: cmd.Agency})
	switch {
	case err != nil:
		return err
	case given == 0:
		_, err = fmt.Fprintf(stdout, "%s is %s at %s already\n", who.Name, cmd.Role, cmd.Agency)
	default:
		_, err = fmt.Fprintf(stdout, "%s is now %s at %s\n", who.Name, cmd.Role, cmd.Agency)
	}
	return err
}

// checkIssuer refuses a subject of another provider than the one in use: nobody
// could ever sign in as that.
func (cmd roleGrantCommand) checkIssuer(c config.Config) error {
	if issuer := c.Auth.Issuer; issuer != "" && !strings.HasPrefix(cmd.Subject, issuer+"#") {
		return fmt.Errorf("subject %q: expected it to begin with %s#, because auth.issuer is that provider", cmd.Subject, issuer)
	}
	return nil
}

type roleListCommand struct{}

// Run prints the roles in force, one a line.
func (roleListCommand) Run(ctx context.Context, settings settingsFunc, stdout io.Writer) error {
	_, d, err := openReady(ctx, settings)
	if err != nil {
		return err
	}
	defer d.Close()
	roles, err := service(d).Roles(ctx)
	if err != nil {
		return err
	}
	if len(roles) == 0 {
		_, err = fmt.Fprintln(stdout, "nobody has a role: tiendo role grant gives the first")
		return err
	}
	table := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "AGENCY\tROLE\tNAME\tSUBJECT\tUNTIL")
	for _, r := range roles {
		until := ""
		if r.Until != nil {
			until = r.Until.UTC().Format(time.RFC3339)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", r.Edges.Agency.Code, r.Role, r.Edges.Person.Name, r.Edges.Person.Subject, until)
	}
	return table.Flush()
}

// openReady opens the database and refuses one that is behind.
func openReady(ctx context.Context, settings settingsFunc) (config.Config, *database.Database, error) {
	c, d, err := open(ctx, settings)
	if err != nil {
		return c, nil, err
	}
	if err := ready(ctx, c, d); err != nil {
		d.Close()
		return c, nil, err
	}
	return c, d, nil
}

// service is the part of an instance that gives roles.
func service(d *database.Database) *access.Service {
	return &access.Service{Store: instance.Store(d, time.Now)}
}
