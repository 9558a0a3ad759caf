package graph_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// tags are the first bytes of ids. Clients have stored ids: a tag is never
// changed and never used again, and a new type gets a new one.
var tags = map[string]byte{
	"Agency": 1, "AgencySuccession": 2, "LegalDocument": 3, "Plan": 4, "Indicator": 5, "Target": 6, "Task": 7,
	"Assignment": 8, "ReportingWindow": 9, "Submission": 10, "Figure": 11, "Narrative": 12, "Person": 13,
	"Review": 14, "Waiver": 15, "Evidence": 16, "WindowChange": 17, "RoleGrant": 18, "Delegation": 19, "MachineToken": 20,
	"Event": 21, "Job": 22, "Webhook": 23,
}

// keys returns a row of each type that is a node.
func (w *world) keys(t *testing.T, d *apitest.Database) map[string]uuid.UUID {
	c, ctx := d.Client, apitest.System()
	return map[string]uuid.UUID{
		"Agency": w.agencies[0].ID, "AgencySuccession": must(c.AgencySuccession.Query().FirstID(ctx))(t), "LegalDocument": w.documents[0].ID,
		"Plan": w.plans[0].ID, "Indicator": w.indicators[0].ID, "Target": must(c.Target.Query().FirstID(ctx))(t), "Task": w.tasks[0].ID,
		"Assignment": must(c.Assignment.Query().FirstID(ctx))(t), "ReportingWindow": w.windows[0].ID, "Submission": w.submissions[0].ID,
		"Figure": w.figures[0].ID, "Narrative": w.narrative.ID, "Person": w.person.ID, "WindowChange": w.adjusted.ID,
		"Review": must(c.Review.Query().FirstID(ctx))(t), "Waiver": must(c.Waiver.Query().FirstID(ctx))(t), "Evidence": must(c.Evidence.Query().FirstID(ctx))(t),
		"RoleGrant": must(c.RoleGrant.Query().FirstID(ctx))(t), "Delegation": must(c.Delegation.Query().FirstID(ctx))(t),
		"MachineToken": must(c.MachineToken.Query().FirstID(ctx))(t), "Event": must(c.Event.Query().FirstID(ctx))(t),
		"Job": must(c.Job.Query().FirstID(ctx))(t), "Webhook": must(c.Webhook.Query().FirstID(ctx))(t),
	}
}

func TestEveryTypeIsFoundAgainByItsID(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		keys := populate(t, d).keys(t, d)
		s := apitest.Serve(t, d, readsAll)
		var ids, want []string
		for _, typ := range learn(t, s).typ("Node").PossibleTypes {
			t.Run(typ.Name, func(t *testing.T) {
				require.Contains(t, keys, typ.Name, "name a row of the type")
				id := gid.Of(typ.Name, keys[typ.Name]).String()
				ids, want = append(ids, id), append(want, typ.Name+" "+id)
				var answer struct{ Node struct{ ID, Typename string } }
				s.Get(t, `query($id: ID!) { node(id: $id) { id Typename: __typename } }`, map[string]any{"id": id}, &answer)
				assert.Equal(t, id, answer.Node.ID)
				assert.Equal(t, typ.Name, answer.Node.Typename)

				bytes, err := base64.RawURLEncoding.DecodeString(id)
				require.NoError(t, err)
				assert.Equal(t, tags[typ.Name], bytes[0], "the tag is golden")
				assert.Equal(t, uuid.Version(7), uuid.UUID(bytes[1:]).Version(), "keys cannot be counted up")
			})
		}
		assert.Len(t, ids, len(tags))

		// Many at once: in order, twice where asked twice, null where there is none.
		ids = append(ids, ids[0], gid.Of("Agency", unknown).String())
		want = append(want, want[0], "")
		slices.Reverse(ids)
		slices.Reverse(want)
		var answer struct {
			Nodes []*struct{ ID, Typename string }
		}
		s.Get(t, `query($ids: [ID!]!) { nodes(ids: $ids) { id Typename: __typename } }`, map[string]any{"ids": ids}, &answer)
		var got []string
		for _, n := range answer.Nodes {
			if n == nil {
				got = append(got, "")
				continue
			}
			got = append(got, n.Typename+" "+n.ID)
		}
		assert.Equal(t, want, got)
	})
}

func TestWhatIsNoID(t *testing.T) {
	text := func(b ...byte) string { return base64.RawURLEncoding.EncodeToString(b) }
	agency := gid.Of("Agency", unknown)
	key := agency.Key[:]
	cases := map[string]struct{ id, wantCode string }{
		"an id of no row":              {agency.String(), ""},
		"an empty text":                {"", "INVALID_ID"},
		"a number":                     {"1", "INVALID_ID"},
		"words":                        {"lào cai", "INVALID_ID"},
		"a bare key":                   {unknown.String(), "INVALID_ID"},
		"a key without a type":         {text(key...), "INVALID_ID"},
		"a type that is none":          {text(append([]byte{200}, key...)...), "INVALID_ID"},
		"the type zero":                {text(append([]byte{0}, key...)...), "INVALID_ID"},
		"an id that is too long":       {text(append([]byte{1, 1}, key...)...), "INVALID_ID"},
		"an id with something behind":  {agency.String() + "A", "INVALID_ID"},
		"an id with padding":           {agency.String() + "=", "INVALID_ID"},
		"an id with a line break":      {agency.String()[:9] + "\n" + agency.String()[9:], "INVALID_ID"},
		"an id in the other alphabet":  {strings.ReplaceAll(gid.Of("Agency", uuid.Max).String(), "_", "/"), "INVALID_ID"},
		"an id whose last bits differ": {agency.String()[:22] + string(agency.String()[22]+1), "INVALID_ID"},
		"a text with NUL":              {"a\x00", "INVALID_ID"},
	}
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.Serve(t, d, readsAll)
		for name, tc := range cases {
			t.Run(name, func(t *testing.T) {
				for query, want := range map[string]string{
					`query($id: ID!) { node(id: $id) { id } }`:                                       `{"node":null}`,
					`query($id: ID!) { nodes(ids: [$id]) { id } }`:                                   `{"nodes":[null]}`,
					`query($id: ID!) { agencies(where: {id: $id}) { edges { node { id } } } }`:       `{"agencies":{"edges":[]}}`,
					`query($id: ID!) { agencies(where: {idIn: [$id]}) { totalCount } }`:              `{"agencies":{"totalCount":0}}`,
					`query($id: ID!) { agencies(where: {hasParentWith: {id: $id}}) { totalCount } }`: `{"agencies":{"totalCount":0}}`,
				} {
					answer := s.Ask(t, query, map[string]any{"id": tc.id})
					if tc.wantCode == "" {
						assert.Empty(t, answer.Errors)
						assert.JSONEq(t, want, string(answer.Data))
						continue
					}
					require.Len(t, answer.Errors, 1, query)
					assert.Equal(t, tc.wantCode, answer.Errors[0].Extensions["code"], query)
				}
			})
		}
	})
}

func TestAnIDOfAnotherTypeFindsNothing(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := populate(t, d)
		s := apitest.Serve(t, d, readsAll)
		forged := gid.Of("Task", w.agencies[0].ID)
		assert.JSONEq(t, `{"node":null}`, string(s.Ask(t, fmt.Sprintf(`{ node(id: %q) { id } }`, forged), nil).Data))
		wrong, right := gid.Of("Task", w.tasks[0].ID), gid.Of("Agency", w.agencies[0].ID)
		for _, where := range []string{`id: %q`, `idIn: [%q]`, `codeIn: ["a-0"], id: %q`, `or: [{id: %q}, {code: "no"}]`} {
			count := func(id gid.ID) string {
				return string(s.Ask(t, fmt.Sprintf(`{ agencies(where: {%s}) { totalCount } }`, fmt.Sprintf(where, id)), nil).Data)
			}
			assert.JSONEq(t, `{"agencies":{"totalCount":1}}`, count(right))
			assert.JSONEq(t, `{"agencies":{"totalCount":0}}`, count(wrong))
		}
	})
}

func TestNodesAreBounded(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.Serve(t, d, viewer.Public())
		for n, wantCode := range map[int]any{0: nil, 1: nil, 200: nil, 201: "INVALID_PAGE_SIZE"} {
			ids := slices.Repeat([]string{gid.Of("Agency", unknown).String()}, n)
			answer := s.Ask(t, `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, map[string]any{"ids": ids})
			if wantCode != nil {
				require.Len(t, answer.Errors, 1)
				assert.Equal(t, wantCode, answer.Errors[0].Extensions["code"])
				continue
			}
			require.Empty(t, answer.Errors)
			var data struct{ Nodes []any }
			require.NoError(t, json.Unmarshal(answer.Data, &data))
			assert.Equal(t, make([]any, n), data.Nodes)
		}
	})
}
