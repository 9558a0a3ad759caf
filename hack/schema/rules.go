package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// removal is the end of a deprecation's reason: clients know how long they have.
var removal = regexp.MustCompile(`\S.*[.!?] Removal after (\d{4}-\d{2}-\d{2})$`)

// promises lists what a schema lacks that clients are promised: descriptions, the
// reason and day of every deprecation, and the faults of every change. The text is
// what is judged, as that is what clients have.
func promises(sdl string, today time.Time) ([]string, error) {
	doc, err := parser.ParseSchema(&ast.Source{Name: "schema.graphql", Input: sdl})
	if err != nil {
		return nil, err
	}
	j := judge{today: today}
	for _, d := range doc.Directives {
		j.described("@"+d.Name, d.Description)
		j.arguments("@"+d.Name, d.Arguments)
	}
	for _, def := range slices.Concat(doc.Definitions, doc.Extensions) {
		if !isRoot(def) && !slices.Contains(doc.Extensions, def) {
			j.described(def.Name, def.Description)
		}
		for _, f := range def.Fields {
			at := def.Name + "." + f.Name
			j.described(at, f.Description)
			j.deprecated(at, f.Directives, def.Kind == ast.InputObject && f.Type.NonNull && f.DefaultValue == nil)
			j.arguments(at, f.Arguments)
		}
		for _, v := range def.EnumValues {
			j.described(def.Name+"."+v.Name, v.Description)
			j.deprecated(def.Name+"."+v.Name, v.Directives, false)
		}
	}
	j.mutations(doc)
	return j.faults, nil
}

// isRoot reports the types that need no description: everybody knows what they
// are.
func isRoot(def *ast.Definition) bool {
	return def.Name == "Query" || def.Name == "Mutation" || def.Name == "Subscription"
}

// judge gathers faults.
type judge struct {
	today  time.Time
	faults []string
}

func (j *judge) fault(format string, args ...any) {
	j.faults = append(j.faults, fmt.Sprintf(format, args...))
}

func (j *judge) arguments(of string, list ast.ArgumentDefinitionList) {
	for _, a := range list {
		at := of + "(" + a.Name + ":)"
		j.described(at, a.Description)
		j.deprecated(at, a.Directives, a.Type.NonNull && a.DefaultValue == nil)
	}
}

func (j *judge) described(at, description string) {
	if strings.TrimSpace(description) == "" {
		j.fault("%s has no description", at)
	}
}

func (j *judge) deprecated(at string, directives ast.DirectiveList, required bool) {
	d := directives.ForName("deprecated")
	if d == nil {
		return
	}
	reason := ""
	if a := d.Arguments.ForName("reason"); a != nil {
		reason = a.Value.Raw
	}
	found := removal.FindStringSubmatch(reason)
	if found == nil {
		j.fault(`%s is deprecated with the reason %q; expected one that ends with a day, such as "Use value. Removal after 2027-06-01"`, at, reason)
		return
	}
	if required {
		j.fault("%s is deprecated and required: nobody can leave it out", at)
	}
	day, err := time.Parse(time.DateOnly, found[1])
	switch {
	case err != nil:
		j.fault("%s is deprecated until %s, which is no day", at, found[1])
	case !j.today.Before(day.AddDate(0, 0, 1)):
		j.fault("%s was to be removed after %s: remove it, or give clients more time", at, found[1])
	}
}
