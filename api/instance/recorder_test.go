package instance_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// reads are the events of what inspectors read, the earliest first.
func reads(t *testing.T, s *apitest.Server) []*db.Event {
	t.Helper()
	found, err := s.Client.Event.Query().Where(event.Action("inspector.read")).Order(db.Asc(event.FieldSequence)).All(apitest.System())
	require.NoError(t, err)
	return found
}

func TestWhatAnInspectorAsksForIsRecorded(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		const query = `query Drafts($agency: String!) { agency(code: $agency) { name } submissions { totalCount } }`
		s.As("inspector").Get(t, query, map[string]any{"agency": "lao-cai"}, &struct{}{})
		s.As("inspector").Get(t, `{ plans { totalCount } }`, nil, &struct{}{})
		s.As("inspector").Ask(t, `query Try { drafts }`, nil)
		s.As("inspector").Ask(t, `mutation Try($in: CreateWebhookInput!) { createWebhook(input: $in) { userErrors { code } } }`,
			map[string]any{"in": map[string]any{"agency": "lao-cai", "url": "https://a.example/"}})
		found := reads(t, s)
		require.Len(t, found, 3, "an operation that is not valid does not run, and is not recorded")
		inspector := s.As("inspector").Viewer(t)
		for _, e := range found {
			assert.Equal(t, "Đặng Ngọc Lan", e.Actor)
			assert.Equal(t, inspector.Person, *e.ActorID)
			assert.Nil(t, e.AgencyID, "it joins the chain of the instance")
			assert.Equal(t, s.Clock.Now(), e.At.UTC())
			assert.Positive(t, e.Sequence)
		}
		assert.Equal(t, "Drafts", *found[0].Label)
		assert.Nil(t, found[1].Label)
		assert.Equal(t, "Try", *found[2].Label)
		sum := sha256.Sum256([]byte(query))
		assert.JSONEq(t, `{"operation": "query", "query": "`+hex.EncodeToString(sum[:])+`", "variables": {"agency": "lao-cai"}}`, string(found[0].After))
		assert.Contains(t, string(found[2].After), `mutation`)
		var findings []audit.Finding
		_, err := audit.Verify(apitest.System(), d.Client, func(f audit.Finding) { findings = append(findings, f) })
		require.NoError(t, err)
		assert.Empty(t, findings)
	})
}

func TestOthersReadWithoutARecord(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		people := []*apitest.Server{s, s.As("admin"), s.As("coordinator"), s.As("a-stranger")}
		for _, as := range people {
			as.Viewer(t) // the first visit notes the person
		}
		s.Statements().Reset()
		for _, as := range people {
			as.Get(t, `{ plans { totalCount } }`, nil, &struct{}{})
		}
		assert.Empty(t, s.Statements().Writes())
	})
}

func TestWhatCannotBeRecordedIsNotRead(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		s.As("inspector").Viewer(t)
		_, err := d.DB.ExecContext(t.Context(), "ALTER TABLE events RENAME TO events_elsewhere")
		require.NoError(t, err)
		s.Statements().Reset()
		a := s.As("inspector").Ask(t, `{ plans { totalCount } }`, nil)
		assert.Empty(t, a.Data)
		require.Len(t, a.Errors, 1)
		assert.Equal(t, "INTERNAL", a.Errors[0].Extensions["code"])
		for _, statement := range s.Statements().All() {
			assert.NotContains(t, statement, `"plans"`)
			assert.NotContains(t, statement, "`plans`")
		}
		s.As("admin").Get(t, `{ plans { totalCount } }`, nil, &struct{}{})
	})
}

func TestVariablesTooLongOrStrangeToKeepAreKeptAsTheirHash(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		for name, text := range map[string]string{"long": strings.Repeat("a", 17<<10), "NUL": "a\x00b"} {
			before := len(reads(t, s))
			a := s.As("inspector").Ask(t, `query($t: String!) { agency(code: $t) { name } }`, map[string]any{"t": text})
			assert.Contains(t, []int{http.StatusOK, 294}, a.Status, name) // no agency has a NUL in its code
			found := reads(t, s)
			require.Len(t, found, before+1, name)
			var after struct{ Variables map[string]string }
			require.NoError(t, json.Unmarshal(found[before].After, &after))
			variables, err := json.Marshal(map[string]string{"t": text})
			require.NoError(t, err)
			sum := sha256.Sum256(variables)
			assert.Equal(t, map[string]string{"sha256": hex.EncodeToString(sum[:])}, after.Variables, name)
		}
	})
}

func TestWhoInspectsBesidesAnotherRoleIsRecorded(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		s.Grant(t, "both", viewer.RoleInspector, "lao-cai")
		s.Grant(t, "both", viewer.RoleReporter, "lao-cai")
		s.As("both").Get(t, `{ plans { totalCount } }`, nil, &struct{}{})
		require.Len(t, reads(t, s), 1)
		assert.Equal(t, "both", reads(t, s)[0].Actor)
	})
}
