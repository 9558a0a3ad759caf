package isolation

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
)

// each runs a test on SQLite and on PostgreSQL, there with queries compiled and
// with all of them left to the resolvers.
func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	for name, of := range map[string]struct {
		database func(*testing.T) *apitest.Database
		compiled bool
	}{
		"sqlite": {apitest.SQLite, false}, "postgres, compiled": {apitest.Postgres, true}, "postgres, resolved": {apitest.Postgres, false},
	} {
		t.Run(name, func(t *testing.T) {
			settings := config.Default()
			settings.Compiled, settings.Development = of.compiled, of.compiled
			// What is asked here is more at once than anybody may ask.
			l := &settings.Limits
			l.Aliases, l.Depth, l.Tokens, l.Complexity, l.Budget = 10_000, 100, 1_000_000, 100_000_000, 0
			test(t, newWorld(t, apitest.SignedInWith(t, of.database(t), apitest.NewClock(time.Now()), settings)))
		})
	}
}

func TestADraftIsSeenFromNowhereElse(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		// The draft's ids are made before it is: they are the same in every world.
		w.pin()
		walk := newWalker(t, w.ids())
		operations := append(walk.queries(), walk.mutations()...)
		if w.Config.Development {
			operations = append(operations, w.compiledFields(t)...)
		}
		absent := w.answers(t, operations)
		w.draft()
		w.same(t, operations, absent, "a draft that is there")
		w.change()
		w.same(t, operations, absent, "a draft with other values")
		assert.NotEqual(t, absent["a reporter elsewhere"], w.ask(t, w.As("reporter"), operations, false), "who drafts sees it")
		t.Logf("%d operations", len(operations))
	})
}

// answers are those of every visitor to every operation.
func (w *world) answers(t *testing.T, operations []operation) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for who, as := range w.visitors() {
		all[who] = w.ask(t, as, operations, who == "a program elsewhere" || who == "a reviewer elsewhere")
	}
	return all
}

// ask returns the data and the errors that somebody gets; few leaves out what is
// for two visitors.
func (w *world) ask(t *testing.T, as *apitest.Server, operations []operation, few bool) []string {
	t.Helper()
	var all []string
	for _, o := range operations {
		if o.few && few {
			all = append(all, "")
			continue
		}
		a := as.Ask(t, o.text, nil)
		require.NotEmpty(t, a.Data, "%s was not executed: %+v in %s", o.name, a.Errors, o.text)
		if o.reads() {
			require.Empty(t, a.Errors, "%s proves nothing where it is refused: %s", o.name, o.text)
		}
		// Fields are asked side by side, and fail in any order.
		sort.Slice(a.Errors, func(i, j int) bool { return fmt.Sprint(a.Errors[i]) < fmt.Sprint(a.Errors[j]) })
		errors, err := json.Marshal(a.Errors)
		require.NoError(t, err)
		require.NotContains(t, string(errors), "INTERNAL", "%s: %s", o.name, o.text)
		all = append(all, string(a.Data)+string(errors))
	}
	return all
}

// same wants every visitor to get the answers of before.
func (w *world) same(t *testing.T, operations []operation, before map[string][]string, than string) {
	t.Helper()
	for who, now := range w.answers(t, operations) {
		for n, o := range operations {
			if before[who][n] != now[n] {
				assert.Fail(t, "a draft is seen", "%s tells %s from none, by %s\n%s", who, than, o.name, differing(o.text, before[who][n], now[n]))
			}
		}
	}
}

// differing shows what is asked and where the answers part.
func differing(query, before, now string) string {
	n := 0
	for n < min(len(before), len(now)) && before[n] == now[n] {
		n++
	}
	from := max(0, n-150)
	return strings.Join([]string{query[:min(len(query), 600)], before[from:min(len(before), n+150)], now[from:min(len(now), n+150)]}, "\n")
}

func TestWhatIsLeftOutIsThere(t *testing.T) {
	w := newWalker(t, nil)
	for _, f := range w.schema.Subscription.Fields {
		assert.NotEmpty(t, leftOut["Subscription."+f.Name], "%s is asked of nobody; say why", f.Name)
	}
	for name := range leftOut {
		typ, field, _ := strings.Cut(name, ".")
		require.NotNil(t, w.schema.Types[typ], name)
		assert.NotNil(t, w.schema.Types[typ].Fields.ForName(field), "%s is left out, and not there", name)
	}
}
