package graph_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"entgo.io/ent"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// inner is what a client must not learn from an error: words of the databases,
// of SQL, of Go, and of what lies in the tables.
var inner = []string{
	"pq:", "sqlite", "sql", "select", "insert", "update", "constraint", "relation", "table", "column", "agencies_away", "ent:",
	"goroutine", ".go:", "runtime", "nil pointer", "panic", "s3cret",
}

// masked wants an answer to say that there was a fault of ours, where, and under
// which id the log has the rest; wantLogged is in the log.
func masked(t *testing.T, s *apitest.Server, query string, path []any, wantLogged string) {
	t.Helper()
	for _, language := range []string{"en", "vi"} {
		answer := s.Ask(t, query, nil, "Accept-Language", language)
		require.Len(t, answer.Errors, 1, query)
		e := answer.Errors[0]
		id := answer.Header.Get("X-Request-Id")
		assert.Equal(t, map[string]any{"code": "INTERNAL", "requestId": id}, e.Extensions)
		assert.Equal(t, path, e.Path)
		for _, word := range inner {
			assert.NotContains(t, strings.ToLower(e.Message+string(answer.Data)), word, query)
		}
		assert.Contains(t, s.Log.String(), wantLogged, "an operator finds it")
		assert.Contains(t, s.Log.String(), id)
	}
}

func TestAnErrorOfTheDatabaseRevealsNothing(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		o := newOffice(t, d)
		_, err := d.DB.ExecContext(t.Context(), `ALTER TABLE legal_documents RENAME TO agencies_away`)
		require.NoError(t, err)
		masked(t, o.Server, `{ legalDocument(number: "1/QĐ") { title } }`, []any{"legalDocument"}, "legal_documents")
		masked(t, o.Server, `{ legalDocuments { totalCount } }`, []any{"legalDocuments"}, "legal_documents")
		masked(t, o.As("coordinator-of-all"), `mutation { adjustWindow(input: {window: "2023-Q4", dueAt: "2024-05-01T00:00:00Z", reason: "Lễ", legalDocument: "1/QĐ"}) { userErrors { code } } }`,
			[]any{"adjustWindow"}, "legal_documents")
	})
}

func TestAnErrorOfAHookRevealsNothing(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		o := newOffice(t, d)
		d.Client.Webhook.Use(func(ent.Mutator) ent.Mutator {
			return ent.MutateFunc(func(context.Context, ent.Mutation) (ent.Value, error) {
				return nil, errors.New("s3cret: table webhooks")
			})
		})
		o.Grant(t, "administrator", viewer.RoleAdmin, "unit")
		masked(t, o.As("administrator"), `mutation { createWebhook(input: {agency: "unit", url: "https://b.example/"}) { userErrors { code } } }`,
			[]any{"createWebhook"}, "s3cret")
	})
}

func TestAPanicRevealsNothing(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		o := newOffice(t, d)
		d.Client.Webhook.Use(func(ent.Mutator) ent.Mutator {
			return ent.MutateFunc(func(context.Context, ent.Mutation) (ent.Value, error) { panic("s3cret in a panic") })
		})
		d.Client.Narrative.Intercept(ent.InterceptFunc(func(ent.Querier) ent.Querier {
			return ent.QuerierFunc(func(context.Context, ent.Query) (ent.Value, error) { panic("s3cret in a panic") })
		}))
		masked(t, o.As("administrator"), `mutation { createWebhook(input: {agency: "ministry", url: "https://b.example/"}) { userErrors { code } } }`,
			[]any{"createWebhook"}, "s3cret in a panic")
		// What is said of the schema is for the resolvers, and so all that is asked with it.
		masked(t, o.As("coordinator-of-all"), `{ __type(name: "Agency") { name } agency(code: "province") { answersOwed { body } } }`, []any{"agency", "answersOwed"}, "s3cret in a panic")
	})
}
