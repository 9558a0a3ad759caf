package isolation

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// compiledFields asks for every field that is compiled, without those that are
// not: one of these sends a whole operation to the resolvers, and most
// operations that ask for everything have one.
func (w *world) compiledFields(t *testing.T) []operation {
	t.Helper()
	walk, as := newWalker(t, w.ids()), w.As("elsewhere")
	for {
		operations, compiled, before := walk.fields(), 0, len(walk.without)
		for _, o := range operations {
			how := as.Ask(t, o.text, nil).Extensions.Execution
			if how.Compiled {
				compiled++
				continue
			}
			typ, field, _ := strings.Cut(how.Because, ".")
			if d := walk.schema.Types[typ]; d != nil && d.Fields.ForName(field) != nil {
				walk.without[how.Because] = true
			}
		}
		if len(walk.without) == before {
			t.Logf("%d of %d operations are compiled, without %d fields", compiled, len(operations), before)
			assert.Greater(t, 10*compiled, 7*len(operations), "compiled operations, of those without fields that are not")
			return operations
		}
	}
}
