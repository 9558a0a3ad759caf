package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

// A graph is the schema as a client learns it.
type graphSchema struct{ Types []typeInfo }

type typeInfo struct {
	Kind, Name, Description string
	Fields                  []fieldInfo
	InputFields             []fieldInfo
	EnumValues              []fieldInfo
	PossibleTypes           []typeRef
}

type fieldInfo struct {
	Name, Description string
	Type              typeRef
	Args              []fieldInfo
}

// A typeRef is a type, wrapped or not.
type typeRef struct {
	Kind, Name string
	OfType     *typeRef
}

// named returns the type inside the wrappings.
func (r typeRef) named() string {
	for r.OfType != nil {
		r = *r.OfType
	}
	return r.Name
}

func (f fieldInfo) arg(name string) *fieldInfo {
	if i := slices.IndexFunc(f.Args, func(a fieldInfo) bool { return a.Name == name }); i >= 0 {
		return &f.Args[i]
	}
	return nil
}

const introspection = `
	query { __schema { types { kind name description
		fields { name description type { ...T } args { name description type { ...T } } }
		inputFields { name description type { ...T } }
		enumValues { name description }
		possibleTypes { name } } } }
	fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`

// learn asks a server for its schema, the introspection types left out.
func learn(t *testing.T, s *apitest.Server) graphSchema {
	t.Helper()
	var answer struct {
		Schema graphSchema `json:"__schema"`
	}
	s.Get(t, introspection, nil, &answer)
	answer.Schema.Types = slices.DeleteFunc(answer.Schema.Types, func(i typeInfo) bool { return strings.HasPrefix(i.Name, "__") })
	return answer.Schema
}

// typ returns the type of a name.
func (g graphSchema) typ(name string) typeInfo {
	i := slices.IndexFunc(g.Types, func(i typeInfo) bool { return i.Name == name })
	if i < 0 {
		return typeInfo{}
	}
	return g.Types[i]
}

// A connection is a field that is read page by page, and the type it leads to.
type connection struct{ Field, Node string }

// connections returns the connections of a type that offer orders.
func (g graphSchema) connections(typ string) (all []connection) {
	for _, f := range g.typ(typ).Fields {
		if f.arg("orderBy") != nil && f.arg("first") != nil {
			all = append(all, connection{f.Name, strings.TrimSuffix(f.Type.named(), "Connection")})
		}
	}
	return all
}

// orders returns the orders in which a connection offers its nodes.
func (g graphSchema) orders(c connection) (names []string) {
	for _, v := range g.typ(c.Node + "OrderField").EnumValues {
		names = append(names, v.Name)
	}
	return names
}
