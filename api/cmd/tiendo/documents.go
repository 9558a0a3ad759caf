package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/documents"
	"github.com/tiendo-vn/tiendo/api/graph"
	"github.com/tiendo-vn/tiendo/api/server"
	"github.com/tiendo-vn/tiendo/ent/db"
)

type documentsCommand struct {
	Publish documentsPublishCommand `cmd:"" help:"Check a client's documents against the schema and keep them, all or none."`
	List    documentsListCommand    `cmd:"" help:"List the documents that are kept."`
	Retire  documentsRetireCommand  `cmd:"" help:"Serve documents no more."`
	Usage   documentsUsageCommand   `cmd:"" help:"Say who uses what of the graph."`
}

// documentStore is where a database keeps documents.
func documentStore(d *database.Database) *documents.Store {
	return documents.NewStore(d.Client, d.Dialect, time.Now)
}

type documentsPublishCommand struct {
	Client        string   `required:"" help:"Name of the client whose documents these are." placeholder:"NAME"`
	ClientVersion string   `required:"" help:"The client's version." placeholder:"VERSION"`
	Files         []string `arg:"" help:"Manifests (.json, {\"hash\": \"document\"}) and documents (.graphql)." type:"existingfile"`
}

// Run names every fault of all files, or keeps all documents.
func (cmd documentsPublishCommand) Run(ctx context.Context, settings settingsFunc, stdout io.Writer) error {
	if err := errors.Join(server.CheckClient("client", cmd.Client), server.CheckClient("client-version", cmd.ClientVersion)); err != nil {
		return err
	}
	all, faults := documents.Read(cmd.Files)
	c, d, err := openReady(ctx, settings)
	if err != nil {
		return errors.Join(faults, err)
	}
	defer d.Close()
	if faults = errors.Join(faults, checkDocuments(c, all)); faults != nil {
		return faults
	}
	report, err := documentStore(d).Publish(ctx, all, documents.Release{Client: cmd.Client, Version: cmd.ClientVersion})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "%s %s: %d new, %d known\n", cmd.Client, cmd.ClientVersion, report.New, report.Known)
	return err
}

// checkDocuments names what would keep documents from running.
func checkDocuments(c config.Config, all []documents.Document) error {
	var faults []error
	schema := graph.Schema()
	for _, d := range all {
		for _, fault := range server.CheckDocument(schema, c, d.Text) {
			at := ""
			if len(fault.Locations) > 0 {
				at = fmt.Sprintf(":%d:%d", fault.Locations[0].Line, fault.Locations[0].Column)
			}
			faults = append(faults, fmt.Errorf("%s%s: %s", d.Source, at, fault.Message))
		}
	}
	if len(all) == 0 {
		faults = append(faults, errors.New("the files have no document"))
	}
	return errors.Join(faults...)
}

type documentsListCommand struct {
	Client string `help:"Those of one client." placeholder:"NAME"`
	All    bool   `help:"Those that were retired as well."`
}

// Run prints the documents, one a line.
func (cmd documentsListCommand) Run(ctx context.Context, settings settingsFunc, stdout io.Writer) error {
	_, d, err := openReady(ctx, settings)
	if err != nil {
		return err
	}
	defer d.Close()
	found, err := documentStore(d).List(ctx, func(k *db.PersistedDocument) bool {
		return (cmd.All || k.RetiredAt == nil) && (cmd.Client == "" || k.Client == cmd.Client)
	})
	if err != nil {
		return err
	}
	if len(found) == 0 {
		_, err = fmt.Fprintln(stdout, "no documents")
		return err
	}
	table := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "CLIENT\tVERSION\tDOCUMENT\tOPERATIONS\tSINCE\tRETIRED")
	for _, k := range found {
		client, retired := k.Client, ""
		if !k.Published {
			client = "(registered by itself)"
		}
		if k.RetiredAt != nil {
			retired = k.RetiredAt.UTC().Format(time.RFC3339)
		}
		fmt.Fprintf(table, "%s\t%s\tsha256:%s\t%s\t%s\t%s\n", client, k.ClientVersion, k.Hash, operationsOf(k.Text), k.At.UTC().Format(time.RFC3339), retired)
	}
	return table.Flush()
}

// operationsOf is the names of a document's operations. It was checked when it
// was kept.
func operationsOf(text string) string {
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		return "?"
	}
	names := make([]string, len(doc.Operations))
	for n, op := range doc.Operations {
		if names[n] = op.Name; names[n] == "" {
			names[n] = "(" + string(op.Operation) + ")"
		}
	}
	return strings.Join(names, ",")
}

type documentsRetireCommand struct {
	Client        string   `help:"Those of one client." placeholder:"NAME"`
	ClientVersion string   `help:"Those of one version of it." placeholder:"VERSION"`
	Documents     []string `arg:"" optional:"" help:"Documents, as sha256:HASH; all of the client's when left out."`
}

// Run retires what was named and says how many documents that were.
func (cmd documentsRetireCommand) Run(ctx context.Context, settings settingsFunc, stdout io.Writer) error {
	if cmd.Client == "" && len(cmd.Documents) == 0 {
		return errors.New("name a --client or documents: nothing is retired by accident")
	}
	hashes := make([]string, len(cmd.Documents))
	for n, id := range cmd.Documents {
		hashes[n] = strings.TrimPrefix(id, "sha256:")
	}
	_, d, err := openReady(ctx, settings)
	if err != nil {
		return err
	}
	defer d.Close()
	n, err := documentStore(d).Retire(ctx, documents.Release{Client: cmd.Client, Version: cmd.ClientVersion}, hashes)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "retired: %d\n", n)
	return err
}
