package codegen

import (
	"fmt"
	"strings"

	"entgo.io/ent/entc/gen"
	"github.com/vektah/gqlparser/v2/ast"
)

// Document reshapes the generated part of the graph's schema for the people
// who read it: everything has a description, foreign keys are edges and not
// ids, filters keep only what both databases answer alike.
func Document(g *gen.Graph, s *ast.Schema) error {
	for _, n := range g.Nodes {
		if def := s.Types[n.Name]; def != nil {
			describeType(n, def)
		}
		if def := s.Types[n.Name+"WhereInput"]; def != nil {
			narrowFilter(n, def)
		}
		describeEnums(n, s)
	}
	for _, def := range s.Types {
		switch {
		case strings.HasSuffix(def.Name, "Connection"):
			def.Fields.ForName("edges").Type = list(strings.TrimSuffix(def.Name, "Connection") + "Edge")
			def.Fields.ForName("totalCount").Description = "How many items the connection has in all; counted only when asked for."
		case strings.HasSuffix(def.Name, "Edge"):
			def.Fields.ForName("node").Type.NonNull = true
		case strings.HasSuffix(def.Name, "OrderField"):
			for _, v := range def.EnumValues {
				v.Description = orders[v.Name]
			}
		}
	}
	addArguments(s)
	addTimes(s)
	addHistory(s)
	addCosts(s)
	for _, f := range s.Types["Query"].Fields {
		if f.Description == "" {
			f.Description = fmt.Sprintf("All the viewer may see of %s, page by page.", strings.ToLower(spaced(f.Name)))
		}
	}
	return undocumented(s)
}

// describeType gives a type and its fields the comments of the model, and
// drops foreign keys: the edge has the id.
func describeType(n *gen.Type, def *ast.Definition) {
	if a, ok := n.Annotations["Comment"].(map[string]any); ok {
		def.Description, _ = a["Text"].(string)
	}
	for _, e := range n.Edges {
		for _, f := range def.Fields {
			if f.Name == gen.Funcs["camel"].(func(string) string)(e.Name) {
				if f.Description == "" {
					f.Description = e.Comment()
				}
				if f.Type.Elem != nil {
					f.Type.NonNull = true
				}
			}
		}
	}
	kept := def.Fields[:0]
	for _, f := range def.Fields {
		if f.Name == "id" {
			f.Description = "Opaque global id: node(id:) finds it again."
		} else if f.Type.Name() == "ID" {
			continue
		}
		kept = append(kept, f)
	}
	def.Fields = kept
}

// dropped are operators on which the databases differ (folding, collation) or
// that mean nothing (order of ids).
var dropped = []string{"GT", "GTE", "LT", "LTE", "EqualFold", "ContainsFold", "Contains", "HasSuffix"}

// operators are the remaining ones in words; the longest suffix wins.
var operators = []struct{ suffix, words string }{
	{"NotIn", "is none of these"}, {"IsNil", "is null"}, {"NotNil", "is not null"},
	{"NEQ", "is not this"}, {"In", "is one of these"}, {"GTE", "is this or more"}, {"LTE", "is this or less"},
	{"GT", "is more than this"}, {"LT", "is less than this"}, {"HasPrefix", "begins with this"},
}

func narrowFilter(n *gen.Type, def *ast.Definition) {
	def.Description = fmt.Sprintf("A condition on %s: all its parts hold.", strings.ToLower(spaced(n.Name)))
	kept := def.Fields[:0]
	for _, f := range def.Fields {
		name, op := f.Name, ""
		for _, o := range operators {
			if strings.HasSuffix(name, o.suffix) && name != o.suffix {
				name, op = strings.TrimSuffix(name, o.suffix), o.words
				break
			}
		}
		if drop(f, name) {
			continue
		}
		switch {
		case f.Name == "not":
			f.Description = "The condition does not hold."
		case f.Name == "and":
			f.Description = "All the conditions hold."
		case f.Name == "or":
			f.Description = "One of the conditions holds."
		case strings.HasPrefix(f.Name, "has") && strings.HasSuffix(f.Name, "With"):
			f.Description = fmt.Sprintf("There is %s that meets the conditions.", edgeName(f.Name))
		case strings.HasPrefix(f.Name, "has"):
			f.Description = fmt.Sprintf("Whether there is %s.", edgeName(f.Name))
		case op != "":
			f.Description = fmt.Sprintf("%s %s.", name, op)
		default:
			f.Description = fmt.Sprintf("%s is this.", name)
		}
		kept = append(kept, f)
	}
	def.Fields = kept
}

func edgeName(field string) string {
	return strings.ToLower(spaced(strings.TrimSuffix(strings.TrimPrefix(field, "has"), "With")))
}

func drop(f *ast.FieldDefinition, name string) bool {
	if (f.Type.Name() == "ID" || strings.HasSuffix(name, "ID")) && name != "id" {
		return true // a foreign key: the edge has a condition, where it may be asked about
	}
	if f.Type.Name() != "String" && f.Type.Name() != "ID" {
		return false
	}
	for _, op := range dropped {
		if strings.HasSuffix(f.Name, op) {
			return true
		}
	}
	return false
}

// addTimes lets every connection of figures and reports be read as of a time.
func addTimes(s *ast.Schema) {
	for _, def := range s.Types {
		for _, f := range def.Fields {
			if name := f.Type.Name(); (name == "FigureConnection" || name == "SubmissionConnection") && f.Arguments.ForName("first") != nil {
				f.Arguments = append(f.Arguments, &ast.ArgumentDefinition{
					Name: "asOf", Type: ast.NamedType("Time", nil), Description: "As it was known then; as it is now when null.",
				})
			}
		}
	}
}

// addHistory makes the figures of a report those in force, unless more is asked
// for.
func addHistory(s *ast.Schema) {
	f := s.Types["Submission"].Fields.ForName("figures")
	f.Description = "Figures in force in the report: what waits and what is approved."
	f.Arguments = append(f.Arguments, &ast.ArgumentDefinition{
		Name: "history", Type: ast.NonNullNamedType("Boolean", nil), DefaultValue: &ast.Value{Raw: "false", Kind: ast.BooleanValue},
		Description: "Also those that others took the place of.",
	})
}

// addArguments adds what resolvers by hand take beyond the generated fields.
func addArguments(s *ast.Schema) {
	indicator, task := s.Types["Indicator"], s.Types["Task"]
	targets := indicator.Fields.ForName("targets")
	targets.Description = "Targets in force, by year unless another order is asked for."
	targets.Arguments = ast.ArgumentDefinitionList{{
		Name: "orderBy", Type: ast.NamedType("TargetOrder", nil), Description: "Order of the targets.",
	}}
	history := indicator.Fields.ForName("targetHistory")
	history.Directives = nil // a field of its own, not another name of targets
	history.Description = "Every version of every target, superseded ones included, by year and version."
	for _, def := range []*ast.Definition{indicator, task} {
		f := def.Fields.ForName("assignments")
		f.Arguments = ast.ArgumentDefinitionList{{
			Name: "roles", Type: ast.ListType(ast.NonNullNamedType("AssignmentRole", nil), nil),
			Description: "Only these roles; all when null.",
		}}
	}
}

// undocumented names everything that still lacks a description.
func undocumented(s *ast.Schema) error {
	var missing []string
	for _, def := range s.Types {
		if def.BuiltIn {
			continue
		}
		if def.Description == "" && def.Name != "Query" {
			missing = append(missing, def.Name)
		}
		for _, f := range def.Fields {
			if f.Description == "" {
				missing = append(missing, def.Name+"."+f.Name)
			}
		}
		for _, v := range def.EnumValues {
			if v.Description == "" {
				missing = append(missing, def.Name+"."+v.Name)
			}
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("codegen: no description for %s", strings.Join(missing, ", "))
	}
	return nil
}

func list(of string) *ast.Type {
	return ast.NonNullListType(ast.NonNullNamedType(of, nil), nil)
}

// spaced parts a camel-case name into words.
func spaced(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
