package explorer_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/tiendo-vn/tiendo/api/explorer"
)

func TestExamplesAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, example := range explorer.Examples() {
		t.Run(example.Name, func(t *testing.T) {
			if example.Name == "" || seen[example.Name] {
				t.Error("the name is empty or taken")
			}
			seen[example.Name] = true

			doc, err := parser.ParseQuery(&ast.Source{Name: example.Name, Input: example.Query})
			if err != nil {
				t.Fatal(err)
			}
			if len(doc.Operations) != 1 {
				t.Fatalf("%d operations, want one", len(doc.Operations))
			}
			operation := doc.Operations[0]
			if operation.Name == "" || operation.Operation != ast.Query {
				t.Error("want a named query: the name is the title of its tab")
			}

			variables := map[string]any{}
			if example.Variables != nil {
				if err := json.Unmarshal(example.Variables, &variables); err != nil {
					t.Fatal(err)
				}
			}
			for _, definition := range operation.VariableDefinitions {
				if _, ok := variables[definition.Variable]; !ok {
					t.Errorf("no value for $%s", definition.Variable)
				}
				delete(variables, definition.Variable)
			}
			if len(variables) > 0 {
				t.Errorf("values nothing asks for: %v", variables)
			}
		})
	}
	if len(seen) != 6 {
		t.Errorf("%d examples, want 6", len(seen))
	}
}

func TestTheFirstExampleTakesNoVariables(t *testing.T) {
	// GraphiQL shows the first of its default tabs without its variables.
	if first := explorer.Examples()[0]; first.Variables != nil {
		t.Errorf("%s has variables %s", first.Name, first.Variables)
	}
}

func TestThePageGetsTheExamples(t *testing.T) {
	res := call(t, "GET", "/examples.json")
	var got []explorer.Example
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	want := explorer.Examples()
	if len(got) != len(want) {
		t.Fatalf("%d examples, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i].Name != want[i].Name || got[i].Query != want[i].Query || !sameJSON(t, got[i].Variables, want[i].Variables) {
			t.Errorf("got %+v, want %+v", got[i], want[i])
		}
	}
	if !strings.Contains(string(want[3].Variables), "942/QĐ-TTg") {
		t.Errorf("accents did not survive: %s", want[3].Variables)
	}
}

func sameJSON(t *testing.T, a, b json.RawMessage) bool {
	t.Helper()
	var x, y any
	for data, into := range map[*json.RawMessage]*any{&a: &x, &b: &y} {
		if len(*data) == 0 {
			continue
		}
		if err := json.Unmarshal(*data, into); err != nil {
			t.Fatal(err)
		}
	}
	return reflect.DeepEqual(x, y)
}
