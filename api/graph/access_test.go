package graph_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/privacy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// seen is how many rows of the world each entity shows to the public, and to
// those who read everything.
var seen = map[string]struct{ public, all int }{
	"Agency":            {9, 9},
	"AgencyMembership":  {8, 8},
	"AgencyReach":       {0, 17},
	"AgencySuccession":  {1, 1},
	"Assignment":        {7, 7},
	"Delegation":        {0, 3},
	"Event":             {0, 3},
	"EventChain":        {0, 1},
	"Evidence":          {0, 1},
	"Figure":            {6, 12},
	"IdempotencyKey":    {0, 1},
	"Indicator":         {8, 8},
	"Job":               {0, 3},
	"LegalDocument":     {5, 5},
	"MachineToken":      {0, 3},
	"Narrative":         {0, 1},
	"PersistedDocument": {0, 1},
	"Person":            {1, 2},
	"Plan":              {3, 3},
	"ReportingWindow":   {6, 6},
	"ReachVersion":      {0, 1},
	"Review":            {0, 1},
	"RoleGrant":         {0, 3},
	"RollUpSum":         {0, 5}, // on PostgreSQL
	"Seal":              {0, 1},
	"Submission":        {0, 10},
	"SubmissionVersion": {0, 10},
	"Target":            {7, 7},
	"Task":              {8, 8},
	"UsageCount":        {0, 1},
	"Waiver":            {0, 1},
	"Webhook":           {0, 3},
	"WindowChange":      {1, 2},
}

// grows are the entities of which rows are only ever added.
var grows = map[string]bool{
	"Event": true, "Evidence": true, "Review": true, "Seal": true, "SubmissionVersion": true, "Waiver": true, "WindowChange": true,
}

// kept are the entities whose rows the database keeps, by keys of its own:
// nobody writes them, and none is a node of the graph.
var kept = map[string]bool{"AgencyReach": true, "ReachVersion": true, "RollUpSum": true}

// guarded are the entities of which the public does not see everything.
func guarded(entity string) bool { return seen[entity].public != seen[entity].all }

// An entity is the part of the client that reads and writes one of them.
type entity struct {
	name   string
	client reflect.Value
}

// entities are all that the client knows, so that a new one has to take a
// place in the table.
func entities(d *apitest.Database) (all []entity) {
	client := reflect.ValueOf(d.Client).Elem()
	for n := range client.NumField() {
		f := client.Type().Field(n)
		if f.IsExported() && strings.HasSuffix(f.Type.String(), "Client") {
			all = append(all, entity{f.Name, client.Field(n)})
		}
	}
	return all
}

// call runs a method of the chain of builders: Query then Count, and so on.
func (e entity) call(ctx context.Context, begin, end string) (any, error) {
	builder := e.client.MethodByName(begin).Call(nil)[0]
	if begin == "Update" || begin == "Delete" {
		where := builder.MethodByName("Where")
		predicate := where.Type().In(0).Elem()
		none := reflect.ValueOf(func(s *sql.Selector) { s.Where(sql.False()) }).Convert(predicate)
		builder = where.Call([]reflect.Value{none})[0]
	}
	result := builder.MethodByName(end).Call([]reflect.Value{reflect.ValueOf(ctx)})
	err, _ := result[1].Interface().(error)
	return result[0].Interface(), err
}

func TestWhoMayReadAndWriteWhat(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		populate(t, d)
		none := context.Background()
		public := viewer.NewContext(none, viewer.Public())
		inspector := viewer.NewContext(none, viewer.Inspector("test"))
		for _, e := range entities(d) {
			t.Run(e.name, func(t *testing.T) {
				require.Contains(t, seen, e.name, "say who sees the entity")
				all := seen[e.name].all
				if e.name == "RollUpSum" && d.Dialect == dialect.SQLite {
					all = 0 // it keeps no sums
				}
				for _, end := range []string{"Count", "All", "IDs", "Exist"} {
					_, err := e.call(none, "Query", end)
					require.ErrorIs(t, err, privacy.Deny, "%s without a viewer", end)
				}
				for who, want := range map[context.Context]int{public: seen[e.name].public, inspector: all, apitest.System(): all} {
					count, err := e.call(who, "Query", "Count")
					require.NoError(t, err)
					assert.Equal(t, want, count)
					rows, err := e.call(who, "Query", "All")
					require.NoError(t, err)
					assert.Equal(t, want, reflect.ValueOf(rows).Len())
					exist, err := e.call(who, "Query", "Exist")
					require.NoError(t, err)
					assert.Equal(t, want > 0, exist)
				}
				for begin, end := range map[string]string{"Create": "Save", "Update": "Save", "Delete": "Exec"} {
					for _, who := range []context.Context{none, public, inspector} {
						_, err := e.call(who, begin, end)
						require.ErrorIs(t, err, privacy.Deny, begin)
					}
					_, err := e.call(apitest.System(), begin, end)
					refused := grows[e.name] && begin != "Create" || kept[e.name]
					assert.Equal(t, refused, err != nil && strings.Contains(err.Error(), privacy.Deny.Error()), "%s: %v", begin, err)
				}
			})
		}
		assert.Len(t, entities(d), len(seen), "the table has what the model has not")
	})
}

func TestFiltersAskNothingOfWhatIsGuarded(t *testing.T) {
	g := learn(t, apitest.Serve(t, apitest.SQLite(t), viewer.Public()))
	filters := 0
	for _, typ := range g.Types {
		of, isFilter := strings.CutSuffix(typ.Name, "WhereInput")
		if !isFilter {
			continue
		}
		filters++
		hidden := map[string]bool{}
		for _, f := range g.typ(of).Fields {
			if to := strings.TrimSuffix(f.Type.named(), "Connection"); guarded(to) {
				name := strings.ToUpper(f.Name[:1]) + f.Name[1:]
				hidden["has"+name], hidden["has"+name+"With"] = true, true
				hidden[f.Name+"IDIsNil"], hidden[f.Name+"IDNotNil"], hidden[f.Name+"ID"] = true, true, true
			}
		}
		for _, f := range typ.InputFields {
			to, leads := strings.CutSuffix(f.Type.named(), "WhereInput")
			assert.False(t, leads && to != of && guarded(to), "%s.%s asks about rows its client may not see", typ.Name, f.Name)
			assert.False(t, hidden[f.Name], "%s.%s asks whether there is something its client may not see", typ.Name, f.Name)
			assert.False(t, f.Type.named() == "Decimal", "%s.%s finds a figure by bisection", typ.Name, f.Name)
		}
	}
	assert.Positive(t, filters)
}
