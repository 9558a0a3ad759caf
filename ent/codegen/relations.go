package codegen

import (
	"bytes"
	_ "embed"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"strconv"
	"text/template"

	"entgo.io/contrib/entgql"
	"entgo.io/ent/entc/gen"
	"entgo.io/ent/schema/field"

	"github.com/tiendo-vn/tiendo/ent/relation"
)

//go:embed relations.tmpl
var relationsTemplate string

// Relations writes gql_relations.go: the model as package relation describes it,
// and the ways to a type's rows, its filter and its orders. What compiles
// queries into statements reads it, so that a new field or edge is compiled
// without anyone writing it.
func Relations(next gen.Generator) gen.Generator {
	return gen.GenerateFunc(func(g *gen.Graph) error {
		if err := next.Generate(g); err != nil {
			return err
		}
		var types []relationType
		for _, n := range g.Nodes {
			t, shown, err := relationOf(n)
			if err != nil {
				return err
			}
			if shown {
				types = append(types, t)
			}
		}
		var text bytes.Buffer
		if err := template.Must(template.New("relations").Parse(relationsTemplate)).Execute(&text, types); err != nil {
			return err
		}
		source, err := format.Source(text.Bytes())
		if err != nil {
			return fmt.Errorf("gql_relations.go: %w", err)
		}
		return os.WriteFile(filepath.Join(g.Target, "gql_relations.go"), source, 0o644)
	})
}

// relationType is what the template shows of a type.
type relationType struct {
	Name, Table, Package string
	Columns, Kinds       []string // entries of the maps
	Edges                []string
	Filtered, Ordered    bool
}

var camel = gen.Funcs["camel"].(func(string) string)

// relationOf describes a type; shown is false for one the graph does not have.
func relationOf(n *gen.Type) (t relationType, shown bool, err error) {
	of, err := annotationOf(n.Annotations)
	if err != nil || of.Skip.Is(entgql.SkipType) {
		return t, false, err
	}
	t = relationType{Name: n.Name, Table: n.Table(), Package: n.PackageDir(), Filtered: !of.Skip.Is(entgql.SkipWhereInput)}
	t.Columns = append(t.Columns, `"id": {Name: "id", Kind: relation.Key}`)
	t.Kinds = append(t.Kinds, `"id": relation.Key`)
	for _, f := range n.Fields {
		of, err := annotationOf(f.Annotations)
		if err != nil {
			return t, false, err
		}
		kind := kindOf(f)
		t.Kinds = append(t.Kinds, fmt.Sprintf("%q: relation.%s", f.StorageKey(), kind))
		t.Ordered = t.Ordered || of.OrderField != ""
		if !of.Skip.Is(entgql.SkipType) && kind != relation.Key && kind != relation.Other {
			t.Columns = append(t.Columns, fmt.Sprintf("%q: {Name: %q, Kind: relation.%s, Null: %t}", camel(f.Name), f.StorageKey(), kind, f.Nillable || f.Optional))
		}
	}
	for _, e := range n.Edges {
		of, err := annotationOf(e.Annotations)
		if err != nil {
			return t, false, err
		}
		if of.Skip.Is(entgql.SkipType) {
			continue
		}
		names := of.Mapping
		if len(names) == 0 {
			names = []string{camel(e.Name)}
		}
		for _, name := range names {
			t.Edges = append(t.Edges, fmt.Sprintf("%q: %s", name, edgeOf(e)))
		}
	}
	return t, true, nil
}

// kindOf is how the values of a field are written.
func kindOf(f *gen.Field) relation.Kind {
	switch {
	case f.Type.Type == field.TypeUUID:
		return relation.Key
	case f.IsEnum():
		return relation.Enum
	case f.IsBool():
		return relation.Bool
	case f.IsTime() && f.Column().SchemaType["postgres"] == "date":
		return relation.Date
	case f.IsTime():
		return relation.Time
	case f.IsInt():
		return relation.Int
	case f.IsString():
		return relation.Text
	case f.IsJSON() && f.Type.String() == "[]string":
		return relation.Texts
	case f.IsJSON():
		return relation.JSON
	case f.Type.String() == "decimal.Decimal":
		return relation.Decimal
	}
	return relation.Other
}

// edgeOf writes an edge down.
func edgeOf(e *gen.Edge) string {
	edge := relation.Edge{To: e.Type.Name, Many: !e.Unique, Required: e.Unique && !e.Optional}
	columns := e.Rel.Columns
	switch {
	case e.M2M() && e.IsInverse():
		edge.Table, edge.Near, edge.Far = e.Rel.Table, columns[1], columns[0]
	case e.M2M():
		edge.Table, edge.Near, edge.Far = e.Rel.Table, columns[0], columns[1]
	case e.OwnFK():
		edge.Near, edge.Far = columns[0], "id"
	default:
		edge.Near, edge.Far = "id", columns[0]
	}
	text := fmt.Sprintf("{To: %s, Many: %t, Required: %t, Near: %q, Far: %q", strconv.Quote(edge.To), edge.Many, edge.Required, edge.Near, edge.Far)
	if edge.Table != "" {
		text += fmt.Sprintf(", Table: %q", edge.Table)
	}
	return text + "}"
}

func annotationOf(all gen.Annotations) (*entgql.Annotation, error) {
	a := &entgql.Annotation{}
	if set := all[a.Name()]; set != nil {
		if err := a.Decode(set); err != nil {
			return nil, err
		}
	}
	return a, nil
}
