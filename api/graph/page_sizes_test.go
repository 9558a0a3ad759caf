package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
)

// Whoever adds a connection gets its bounds, or a failure of this test.
func TestEveryPageIsBounded(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		keys := populate(t, d).keys(t, d)
		s := apitest.Serve(t, d, readsAll)
		tried := 0
		for _, typ := range learn(t, s).Types {
			for _, f := range typ.Fields {
				for _, name := range []string{"first", "last"} {
					if f.arg(name) == nil {
						continue
					}
					tried++
					for size, want := range map[int]any{-1: "INVALID_PAGE_SIZE", 0: nil, 200: nil, 201: "INVALID_PAGE_SIZE", 1<<31 - 1: "INVALID_PAGE_SIZE"} {
						query := fmt.Sprintf(`%s(%s%s: %d) { __typename }`, f.Name, needed(f), name, size)
						if typ.Name != "Query" {
							require.Contains(t, keys, typ.Name, "%s.%s is not below a node: say how it is reached", typ.Name, f.Name)
							query = fmt.Sprintf(`node(id: %q) { ... on %s { %s } }`, gid.Of(typ.Name, keys[typ.Name]), typ.Name, query)
						}
						answer := s.Ask(t, "{ "+query+" }", nil)
						var got any
						if len(answer.Errors) > 0 {
							got = answer.Errors[0].Extensions["code"]
						}
						assert.Equal(t, want, got, query)
					}
				}
			}
		}
		assert.Greater(t, tried, 50, "the schema has many connections")
	})
}

// needed fills the arguments that a field cannot do without.
func needed(f fieldInfo) string {
	var b strings.Builder
	for _, a := range f.Args {
		if a.Type.Kind == "NON_NULL" && a.Type.named() == "String" {
			fmt.Fprintf(&b, "%s: %q, ", a.Name, "x")
		}
	}
	return b.String()
}
