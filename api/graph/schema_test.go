package graph_test

import (
	"os"
	"reflect"
	"testing"

	"entgo.io/ent"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/graph"
	"github.com/tiendo-vn/tiendo/ent/db/migrate"
	entpage "github.com/tiendo-vn/tiendo/ent/page"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestTheSchemaExplainsEverything(t *testing.T) {
	for _, typ := range learn(t, apitest.Serve(t, apitest.SQLite(t), viewer.Public())).Types {
		if typ.Name != "Query" {
			assert.NotEmpty(t, typ.Description, typ.Name)
		}
		for _, list := range [][]fieldInfo{typ.Fields, typ.InputFields, typ.EnumValues} {
			for _, f := range list {
				assert.NotEmpty(t, f.Description, "%s.%s", typ.Name, f.Name)
				for _, a := range f.Args {
					assert.NotEmpty(t, a.Description, "%s.%s(%s:)", typ.Name, f.Name, a.Name)
				}
			}
		}
	}
}

func TestTheCommittedSchemaIsTheServers(t *testing.T) {
	committed, err := os.ReadFile("schema.graphql")
	require.NoError(t, err)
	assert.Equal(t, string(committed), graph.SDL(), "run hack/generate.sh")
}

func TestEveryForeignKeyIsAField(t *testing.T) {
	clients := map[string]reflect.Value{}
	for _, e := range entities(apitest.SQLite(t)) {
		clients[e.name] = e.client
	}
	byTable := map[string]string{
		"agencies": "Agency", "agency_memberships": "AgencyMembership", "agency_reach": "AgencyReach", "agency_successions": "AgencySuccession", "assignments": "Assignment",
		"events": "Event", "figures": "Figure", "indicators": "Indicator", "legal_documents": "LegalDocument", "narratives": "Narrative",
		"people": "Person", "plans": "Plan", "reporting_windows": "ReportingWindow", "submissions": "Submission", "targets": "Target", "tasks": "Task",
		"delegations": "Delegation", "event_chains": "EventChain", "evidence": "Evidence", "idempotency_keys": "IdempotencyKey", "jobs": "Job",
		"machine_tokens": "MachineToken", "reach_versions": "ReachVersion", "reviews": "Review", "role_grants": "RoleGrant", "roll_up_sums": "RollUpSum", "seals": "Seal", "submission_versions": "SubmissionVersion",
		"waivers": "Waiver", "webhooks": "Webhook", "window_changes": "WindowChange",
		"persisted_documents": "PersistedDocument", "usage_counts": "UsageCount",
	}
	for _, table := range migrate.Tables {
		if len(table.PrimaryKey) > 1 {
			continue // two keys and nothing else: a relation of many to many
		}
		require.Contains(t, byTable, table.Name, "name the table's entity")
		create := clients[byTable[table.Name]].MethodByName("Create").Call(nil)[0]
		mutation := create.MethodByName("Mutation").Call(nil)[0].Interface().(ent.Mutation)
		for _, key := range table.ForeignKeys {
			assert.NoError(t, mutation.SetField(key.Columns[0].Name, uuid.New()), "%s.%s", table.Name, key.Columns[0].Name)
		}
	}
}

func TestEveryOrderHasAKey(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		populate(t, d)
		s := apitest.Serve(t, d, readsAll)
		columns := `SELECT name, "notnull" = 0 AND pk = 0 FROM pragma_table_info($1)`
		if d.Dialect == "postgres" {
			columns = `SELECT column_name, is_nullable = 'YES' FROM information_schema.columns WHERE table_name = $1`
		}
		g := learn(t, s)
		tables := map[string]string{"legalDocuments": "legal_documents", "reportingWindows": "reporting_windows", "machineTokens": "machine_tokens"}
		for _, c := range g.connections("Query") {
			table := c.Field
			if tables[table] != "" {
				table = tables[table]
			}
			for _, order := range g.orders(c) {
				var cursor entpage.Cursor
				require.NoError(t, cursor.UnmarshalGQL(root(t, s, c.Field)("first: 1, orderBy: {field: "+order+"}", "").Edges[0].Cursor))
				rows := must(d.DB.QueryContext(t.Context(), columns, table))(t)
				var keys []string
				for rows.Next() {
					var column string
					var nullable bool
					require.NoError(t, rows.Scan(&column, &nullable))
					if entpage.OrderBy(column) == cursor.Order {
						keys = append(keys, column)
						assert.False(t, nullable, "%s.%s: a cursor over a key that may be null loses rows", table, column)
					}
				}
				require.NoError(t, rows.Err())
				assert.Len(t, keys, 1, "%s by %s", table, order)
			}
		}
	})
}
