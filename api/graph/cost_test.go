package graph_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/graph/generated"
	"github.com/tiendo-vn/tiendo/api/server/cost"
)

// screens are those of the benchmark, with the variables that decide their cost.
var screens = map[string]struct {
	variables map[string]any
	want      int
}{
	"dashboard": {nil, 54_008},
	"page":      {map[string]any{"window": "2023-Q1"}, 761},
	"rollup":    {map[string]any{"year": int64(2023)}, 2_200},
	"progress":  {map[string]any{"window": "2023-Q1"}, 4_616},
}

// screen is a screen's operation over the graph's schema.
func screen(t testing.TB, schema *ast.Schema, name string) *ast.OperationDefinition {
	t.Helper()
	text, err := os.ReadFile("../../hack/bench/requests/" + name + ".graphql")
	require.NoError(t, err)
	doc, err := parser.ParseQuery(&ast.Source{Input: string(text)})
	require.NoError(t, err)
	require.Empty(t, validator.Validate(schema, doc)) //nolint:staticcheck // the default rules
	return doc.Operations[0]
}

func TestWhatScreensCost(t *testing.T) {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	model, limits := cost.New(schema, cost.Usual), config.Default().Limits
	for name, tc := range screens {
		t.Run(name, func(t *testing.T) {
			op := screen(t, schema, name)
			units := model.Of(op, tc.variables)
			assert.Equal(t, tc.want, units)
			assert.LessOrEqual(t, units, limits.Complexity)
			assert.GreaterOrEqual(t, limits.Budget/units, 200, "a screen three times a second is within the budget")
			assert.Zero(t, testing.AllocsPerRun(100, func() { model.Of(op, tc.variables) }), "the second time nothing is made")
		})
	}
}

// Every field has a cost, whoever added it: that of its type, or its own.
func TestEveryFieldHasACost(t *testing.T) {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	model := cost.New(schema, cost.Usual)
	for _, def := range schema.Types {
		if def.BuiltIn || def.Kind != ast.Object && def.Kind != ast.Interface {
			continue
		}
		for _, f := range def.Fields {
			op := &ast.OperationDefinition{Operation: ast.Query, SelectionSet: ast.SelectionSet{
				&ast.Field{Name: f.Name, Definition: f, ObjectDefinition: def},
			}}
			assert.NotZero(t, model.Of(op, nil), "%s.%s", def.Name, f.Name)
		}
	}
}

func BenchmarkWhatScreensCost(b *testing.B) {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	for name, tc := range screens {
		op := screen(b, schema, name)
		b.Run(name+"/known", func(b *testing.B) {
			model := cost.New(schema, cost.Usual)
			for b.Loop() {
				model.Of(op, tc.variables)
			}
		})
		b.Run(name+"/first", func(b *testing.B) {
			model := cost.New(schema, cost.Usual)
			for b.Loop() {
				other := *op // nobody has asked for this one yet
				model.Of(&other, tc.variables)
			}
		})
	}
}
