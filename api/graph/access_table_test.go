package graph_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent"
	"entgo.io/ent/privacy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Who comes to the office, by the letters of the tables.
var visitors = []struct{ letter, key string }{
	{"P", ""},                   // the public
	{"N", "nobody"},             // signed in, without a role
	{"R", "reporter"},           // reports for the unit
	{"E", "elsewhere"},          // reports for another agency
	{"M", "measures"},           // reviews for who measures the first indicator
	{"A", "above"},              // reviews for the ministry the unit belongs to
	{"C", "coordinator-of-all"}, // coordinates everybody
	{"D", "administrator"},      // administers the ministry
	{"I", "inspects"},           // inspects everybody
	{"T", "token"},              // a program that reports for the unit, and may only read
	{"L", "delegate"},           // has the reporter's role lent
	{"X", "expired"},            // had it lent
	{"V", "revoked"},            // reported for the unit once
}

// reads says who sees which row: in lists, counts, by id, and along edges.
const reads = `
                                            P N R E M A C D I T L X V
Agency unit                                 y y y y y y y y y y y y y
AgencyMembership                            y y y y y y y y y y y y y
AgencySuccession                            y y y y y y y y y y y y y
Assignment                                  y y y y y y y y y y y y y
Indicator 1                                 y y y y y y y y y y y y y
LegalDocument                               y y y y y y y y y y y y y
Plan                                        y y y y y y y y y y y y y
ReportingWindow 1                           y y y y y y y y y y y y y
Target                                      y y y y y y y y y y y y y
Task                                        y y y y y y y y y y y y y

Submission draft                            . . y . . y y y y y y . .
Submission submitted                        . . y . y y y y y y y . .
Submission that asks the province           . . y y y y y y y y y . .
Submission elsewhere                        . . . y . . y . y . . . .
SubmissionVersion                           . . . . . . . . y . . . .

Figure suggested in a draft                 . . y . . y y y y y y . .
Figure entered in a draft                   . . y . . y y y y y y . .
Figure replaced before it was submitted     . . y . . y y y y y y . .
Figure submitted                            . . y . y y y y y y y . .
Figure submitted, not measured              . . y . . y y y y y y . .
Figure sent back and replaced               . . y . y y y y y y y . .
Figure submitted again                      . . y . y y y y y y y . .
Figure entered since it was submitted       . . y . . y y y y y y . .
Figure approved                             . . y . y y y y y y y . .
Figure approved, not measured               . . y . . y y y y y y . .
Figure published                            y y y y y y y y y y y y y
Figure elsewhere                            . . . y . . y . y . . . .

Narrative draft                             . . y . . y y y y y y . .
Narrative draft, for the province           . . y . . y y y y y y . .
Narrative submitted                         . . y . y y y y y y y . .
Narrative for the province                  . . y y y y y y y y y . .
Narrative for the province, since           . . y . . y y y y y y . .

Review                                      . . y . y y y y y y y . .
Waiver of the whole report                  . . y . y y y y y y y . .
Waiver of what is measured                  . . y . y y y y y y y . .
Waiver of what is not measured              . . y . . y y y y y y . .
Waiver since it was submitted               . . y . . y y y y y y . .
Waiver of a draft                           . . y . . y y y y y y . .
Evidence of the whole report                . . y . y y y y y y y . .
Evidence of what is measured                . . y . y y y y y y y . .
Evidence of what is not measured            . . y . . y y y y y y . .
Evidence since it was submitted             . . y . . y y y y y y . .
Evidence of a draft                         . . y . . y y y y y y . .

WindowChange for everybody                  y y y y y y y y y y y y y
WindowChange for the unit                   . . y . . y y y y y y . .

Person reports                              . . y . y y y y y y y y .
Person elsewhere                            . . . y . . y . y . . . .
Person decides                              y y y y y y y y y y y y y
RoleGrant                                   . . y . . . . y y . . . .
RoleGrant elsewhere                         . . . y . . . . y . . . .
Delegation                                  . . y . . . . y y . y . .
Delegation lapsed                           . . y . . . . y y . . y .
MachineToken                                . . . . . . . y y . . . .
Webhook                                     . . . . . . . y y . . . .

Job of the unit                             . . . . . . . y y . . . .
Job of the instance                         . . . . . . . . y . . . .
Event of the unit                           . . y . . y y y y y y . .
Event of the instance                       . . . . . . . . y . . . .
EventChain                                  . . . . . . . . y . . . .
Seal                                        . . . . . . . . y . . . .
IdempotencyKey                              . . . . . . . . y . . . .
`

// writes says who may add (c) a row for the unit and change (u) the row, as far
// as the model has a say. Nobody removes anything.
const writes = `
                                            P  N  R  E  M  A  C  D  I  T  L  X  V
Agency unit                                 .  .  .  .  .  .  .  .  .  .  .  .  .
AgencyMembership                            .  .  .  .  .  .  .  .  .  .  .  .  .
AgencySuccession                            .  .  .  .  .  .  .  .  .  .  .  .  .
Assignment                                  .  .  .  .  .  .  .  .  .  .  .  .  .
Indicator 1                                 .  .  .  .  .  .  .  .  .  .  .  .  .
LegalDocument                               .  .  .  .  .  .  .  .  .  .  .  .  .
Plan                                        .  .  .  .  .  .  .  .  .  .  .  .  .
ReportingWindow 1                           .  .  .  .  .  .  u  .  .  .  .  .  .
Target                                      .  .  .  .  .  .  .  .  .  .  .  .  .
Task                                        .  .  .  .  .  .  .  .  .  .  .  .  .

Submission submitted                        .  .  cu .  u  u  u  .  .  .  cu .  .
SubmissionVersion                           .  .  .  .  .  .  .  .  .  .  .  .  .
Figure submitted                            .  .  cu .  cu cu cu .  .  .  cu .  .
Figure submitted, not measured              .  .  cu .  .  cu cu .  .  .  cu .  .
Narrative for the province                  .  .  cu u  .  .  cu .  .  .  cu .  .
Review                                      .  .  c  .  c  c  c  .  .  .  c  .  .
Waiver of what is measured                  .  .  c  .  .  .  .  .  .  .  c  .  .
Evidence of what is measured                .  .  c  .  .  .  .  .  .  .  c  .  .
WindowChange for the unit                   .  .  .  .  .  .  c  .  .  .  .  .  .

Person reports                              .  .  .  .  .  .  .  .  .  .  .  .  .
RoleGrant                                   .  .  .  .  .  .  .  cu .  .  .  .  .
Delegation                                  .  .  cu .  .  .  .  cu .  .  .  .  .
MachineToken                                .  .  .  .  .  .  .  cu .  .  .  .  .
Webhook                                     .  .  .  .  .  .  .  cu .  .  .  .  .

Job of the unit                             .  .  .  .  .  .  .  cu .  .  .  .  .
Event of the unit                           .  .  .  .  .  .  .  .  .  .  .  .  .
EventChain                                  .  .  .  .  .  .  .  .  .  .  .  .  .
Seal                                        .  .  .  .  .  .  .  .  .  .  .  .  .
IdempotencyKey                              .  .  .  .  .  .  .  .  .  .  .  .  .
`

// A tableLine is what a table says of one row.
type tableLine struct {
	name  string // the type, then which of its rows
	cells []string
}

// typ is the type of the row.
func (l tableLine) typ() string { typ, _, _ := strings.Cut(l.name, " "); return typ }

// lines reads a table.
func lines(t *testing.T, table string) (all []tableLine) {
	t.Helper()
	const name = 44
	rows := strings.Split(strings.Trim(table, "\n"), "\n")
	for n, v := range visitors {
		require.Equal(t, v.letter, strings.Fields(rows[0])[n])
	}
	for _, row := range rows[1:] {
		if row != "" {
			l := tableLine{strings.TrimSpace(row[:name]), strings.Fields(row[name:])}
			require.Len(t, l.cells, len(visitors), l.name)
			all = append(all, l)
		}
	}
	return all
}

// visit lets a visitor in: by a token, over HTTP and below.
func (o *office) visit(t *testing.T, key string) (*apitest.Server, context.Context) {
	t.Helper()
	switch key {
	case "":
		return o.Server, viewer.NewContext(t.Context(), viewer.Public())
	case "token":
		v, err := o.Access.SignInMachine(t.Context(), o.token)
		require.NoError(t, err)
		return o.WithToken(o.token), viewer.NewContext(t.Context(), v)
	}
	as := o.As(key)
	return as, viewer.NewContext(t.Context(), as.Viewer(t))
}

func TestEveryEntityIsInTheTables(t *testing.T) {
	for name, table := range map[string]string{"reads": reads, "writes": writes} {
		var want, got []string
		for _, e := range entities(apitest.SQLite(t)) {
			want = append(want, e.name)
		}
		for _, l := range lines(t, table) {
			got = append(got, l.typ())
		}
		slices.Sort(want)
		slices.Sort(got)
		assert.Equal(t, want, slices.Compact(got), "%s: say who may do what with each type", name)
	}
}

func TestWhoReadsWhat(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		o := newOffice(t, d)
		types := map[string]entity{}
		for _, e := range entities(d) {
			types[e.name] = e
		}
		roots := learn(t, o.Server).roots()
		for n, v := range visitors {
			t.Run(v.letter+" "+v.key, func(t *testing.T) {
				as, ctx := o.visit(t, v.key)
				along := o.walk(t, as)
				for _, l := range lines(t, reads) {
					want := l.cells[n] == "y"
					id, ok := o.rows[l.name]
					require.True(t, ok, "%s: the office has no such row", l.name)
					rows := seenIn(t, ctx, types[l.typ()])
					assert.Equal(t, want, slices.Contains(rows.ids, id.String()), "%s in the list", l.name)
					assert.Equal(t, len(rows.ids), rows.count, "%s: as many counted as listed", l.typ())
					assert.Equal(t, len(rows.ids) > 0, rows.exist, "%s: there is one if one is listed", l.typ())
					if !isNode(l.typ()) {
						continue
					}
					global := gid.Of(l.typ(), id).String()
					assert.Equal(t, want, o.byID(t, as, global), "%s by id", l.name)
					if root := roots[l.typ()]; root != "" {
						assert.Equal(t, want, o.listed(t, as, root, global), "%s in %s", l.name, root)
					}
					if along[global] || slices.Contains(inPublicPlaces, l.typ()) {
						assert.Equal(t, want, along[global], "%s along an edge", l.name)
					}
				}
			})
		}
	})
}

// found by a viewer of one type, in the three ways of the model.
type sight struct {
	ids   []string
	count int
	exist bool
}

func seenIn(t *testing.T, ctx context.Context, e entity) (s sight) {
	t.Helper()
	ids, err := e.call(ctx, "Query", "IDs")
	denied := errors.Is(err, privacy.Deny)
	if !denied {
		require.NoError(t, err, e.name)
	}
	for n := range reflect.ValueOf(ids).Len() {
		s.ids = append(s.ids, fmt.Sprint(reflect.ValueOf(ids).Index(n)))
	}
	count, err := e.call(ctx, "Query", "Count")
	require.Equal(t, denied, errors.Is(err, privacy.Deny))
	exist, err := e.call(ctx, "Query", "Exist")
	require.Equal(t, denied, errors.Is(err, privacy.Deny))
	s.count, s.exist = count.(int), exist.(bool)
	return s
}

// isNode says whether a type has ids in the graph.
func isNode(typ string) bool { return tags[typ] != 0 }

// roots are the connections of the query type by what they lead to.
func (g graphSchema) roots() map[string]string {
	roots := map[string]string{}
	for _, f := range g.typ("Query").Fields {
		if to, ok := strings.CutSuffix(f.Type.named(), "Connection"); ok && f.arg("where") != nil {
			roots[to] = f.Name
		}
	}
	return roots
}

// byID says whether a row is found by its id; one that is not is answered like
// one that does not exist.
func (o *office) byID(t *testing.T, as *apitest.Server, id string) bool {
	t.Helper()
	a := as.Ask(t, `query($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { id } }`, map[string]any{"id": id})
	require.Empty(t, a.Errors)
	if strings.Contains(string(a.Data), id) {
		assert.NotContains(t, string(a.Data), "null")
		return true
	}
	assert.JSONEq(t, `{"node": null, "nodes": [null]}`, string(a.Data))
	return false
}

// listed says whether a connection has a row: its edges and its total agree.
func (o *office) listed(t *testing.T, as *apitest.Server, root, id string) bool {
	t.Helper()
	var a map[string]page
	as.Get(t, fmt.Sprintf(`query($id: ID!) { all: %s(first: 200) { totalCount edges { node { id } } } one: %[1]s(where: {id: $id}) { totalCount edges { node { id } } }
		not: %[1]s(first: 200, where: {not: {id: $id}}) { totalCount edges { node { id } } } }`, root), map[string]any{"id": id}, &a)
	for name, p := range a {
		assert.Len(t, p.Edges, p.TotalCount, "%s %s", root, name)
	}
	there := slices.Contains(a["all"].ids(), id)
	assert.Equal(t, there, a["one"].TotalCount == 1, "%s by a filter", root)
	assert.NotContains(t, a["not"].ids(), id)
	if root != "events" { // an inspector's look adds one
		assert.Equal(t, a["all"].TotalCount, a["one"].TotalCount+a["not"].TotalCount, "%s: what is not filtered in is filtered out", root)
	}
	return there
}

// inPublicPlaces are the types of which every row hangs on something public, so
// that who sees a row comes to it from there.
var inPublicPlaces = []string{"Submission", "Figure", "WindowChange"}

// walk gathers the ids of what a visitor comes to along the edges of what is
// public, and of reports found there.
func (o *office) walk(t *testing.T, as *apitest.Server) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for _, code := range []string{"unit", "province"} {
		for _, part := range []string{
			`submissions { totalCount edges { node { ...Report } } }`,
			`figures(first: 100) { totalCount edges { node { ...Figure } } }`,
			`answersOwed { id submission { id } }`,
			`duties(window: "2023-Q1") { ...Duty }`, `duties(window: "2023-Q2") { ...Duty }`, `duties(window: "2023-Q4") { ...Duty }`,
		} {
			o.follow(t, as, ids, `agency(code: "`+code+`") { id `+part+` }`)
		}
	}
	for _, code := range []string{"1", "2"} {
		o.follow(t, as, ids, `indicator(plan: "p", code: "`+code+`") { id latestFigure(agency: "unit") { id }
			figures(first: 100) { totalCount edges { node { id supersedes { id } supersededBy { id } } } } }`)
	}
	o.follow(t, as, ids, `reportingWindows { edges { node { id changes { id by { id } } submissions { totalCount edges { node { id } } } } } }`)
	return ids
}

// fragments are what is read of rows along the way.
var fragments = map[string]string{
	"Figure": `fragment Figure on Figure { id submission { id } reviews { id by { id } figures { id } } evidence { id by { id } } }`,
	"Report": `fragment Report on Submission { id submittedBy { id } narratives { id } reviews { id by { id } figures { id } } waivers { id by { id } }
		evidence { id by { id } } figures(first: 50) { totalCount edges { node { id } } } }`,
	"Duty": `fragment Duty on Duty { figure { id } lastFigure { id } submission { id } }`,
}

// follow asks for one thing and what is below, and gathers the ids.
func (o *office) follow(t *testing.T, as *apitest.Server, ids map[string]bool, selection string) {
	t.Helper()
	query := "{" + selection + "}"
	for name, fragment := range fragments {
		if strings.Contains(selection, "..."+name) {
			query += fragment
		}
	}
	a := as.Ask(t, query, nil)
	require.Empty(t, a.Errors, selection)
	var data any
	require.NoError(t, json.Unmarshal(a.Data, &data))
	gather(data, ids)
}

func gather(v any, ids map[string]bool) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			gather(e, ids)
		}
	case map[string]any:
		if id, ok := v["id"].(string); ok {
			ids[id] = true
		}
		for _, e := range v {
			gather(e, ids)
		}
	}
}

func TestWhoWritesWhat(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		o := newOffice(t, d)
		for n, v := range visitors {
			t.Run(v.letter+" "+v.key, func(t *testing.T) {
				_, ctx := o.visit(t, v.key)
				for _, l := range lines(t, writes) {
					got := ""
					if o.may(t, ctx, "add "+l.name, o.add(l)) {
						got += "c"
					}
					if o.may(t, ctx, "change "+l.name, o.change(l)) {
						got += "u"
					}
					assert.Equal(t, strings.Trim(l.cells[n], "."), got, l.name)
					assert.False(t, o.may(t, ctx, "remove "+l.name, o.remove(l)), "%s is removed", l.name)
				}
			})
		}
	})
}

// may says whether the model lets a change pass; nothing of it stays.
func (o *office) may(t *testing.T, ctx context.Context, what string, try func(context.Context, *db.Client) error) bool {
	t.Helper()
	tx, err := o.c.Tx(ctx)
	require.NoError(t, err)
	defer func() { require.NoError(t, tx.Rollback()) }()
	err = try(ctx, tx.Client())
	if err != nil && !errors.Is(err, privacy.Deny) && !db.IsNotFound(err) {
		// It passed the policy, and fails for what is missing in it.
		require.Truef(t, db.IsValidationError(err) || strings.Contains(err.Error(), "missing required"), "%s: %v", what, err)
		return true
	}
	return err == nil
}

// add tries to add a row of a type for the unit, of the indicator of the line,
// in the report that was submitted, lent by the reporter.
func (o *office) add(l tableLine) func(context.Context, *db.Client) error {
	return func(ctx context.Context, c *db.Client) error {
		create := reflect.ValueOf(c).Elem().FieldByName(l.typ()).MethodByName("Create").Call(nil)[0]
		mutation := create.MethodByName("Mutation").Call(nil)[0].Interface().(ent.Mutation)
		of := o.indicators["1"].ID
		if strings.HasSuffix(l.name, ", not measured") {
			of = o.indicators["2"].ID
		}
		for field, value := range map[string]any{
			"agency_id": o.agencies["unit"].ID, "submission_id": o.rows["Submission submitted"], "indicator_id": of,
			"from_id": o.reporter.ID, "role": viewer.RoleReporter,
		} {
			_ = mutation.SetField(field, value) // not every type has every field
		}
		return result(create.MethodByName("Save").Call([]reflect.Value{reflect.ValueOf(ctx)}))
	}
}

// change tries to change the row: what may be changed of some types, anything
// of the others.
func (o *office) change(l tableLine) func(context.Context, *db.Client) error {
	return func(ctx context.Context, c *db.Client) error {
		id := o.rows[l.name]
		switch l.typ() {
		case "Submission":
			return c.Submission.UpdateOneID(id).SetVersion(9).Exec(ctx)
		case "Figure":
			return c.Figure.UpdateOneID(id).SetSupersededAt(hour(9)).Exec(ctx)
		case "Narrative":
			return c.Narrative.UpdateOneID(id).SetSupersededAt(hour(9)).Exec(ctx)
		case "ReportingWindow":
			return c.ReportingWindow.UpdateOneID(id).SetDueAt(hour(9)).Exec(ctx)
		case "RoleGrant":
			return c.RoleGrant.UpdateOneID(id).SetRevokedAt(hour(9)).Exec(ctx)
		case "Delegation":
			return c.Delegation.UpdateOneID(id).SetRevokedAt(hour(9)).Exec(ctx)
		case "MachineToken":
			return c.MachineToken.UpdateOneID(id).SetRevokedAt(hour(9)).Exec(ctx)
		case "Webhook":
			return c.Webhook.UpdateOneID(id).SetRemovedAt(hour(9)).Exec(ctx)
		case "Job":
			return c.Job.UpdateOneID(id).SetAttempts(9).Exec(ctx)
		}
		update := reflect.ValueOf(c).Elem().FieldByName(l.typ()).MethodByName("UpdateOneID").Call([]reflect.Value{reflect.ValueOf(id)})[0]
		return result(update.MethodByName("Save").Call([]reflect.Value{reflect.ValueOf(ctx)}))
	}
}

// remove tries to remove the row, alone and with all others.
func (o *office) remove(l tableLine) func(context.Context, *db.Client) error {
	return func(ctx context.Context, c *db.Client) error {
		of := reflect.ValueOf(c).Elem().FieldByName(l.typ())
		one := of.MethodByName("DeleteOneID").Call([]reflect.Value{reflect.ValueOf(o.rows[l.name])})[0]
		err := result(one.MethodByName("Exec").Call([]reflect.Value{reflect.ValueOf(ctx)}))
		all := of.MethodByName("Delete").Call(nil)[0]
		if err == nil || !errors.Is(err, privacy.Deny) {
			return err
		}
		return result(all.MethodByName("Exec").Call([]reflect.Value{reflect.ValueOf(ctx)}))
	}
}

// result is the error of a call by reflection.
func result(values []reflect.Value) error {
	err, _ := values[len(values)-1].Interface().(error)
	return err
}

func TestNobodyWithoutAViewerReadsOrWrites(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		o := newOffice(t, d)
		types := map[string]entity{}
		for _, e := range entities(d) {
			types[e.name] = e
		}
		none := context.Background()
		for _, l := range lines(t, writes) {
			for _, end := range []string{"Count", "All", "IDs", "Exist", "First", "Only"} {
				_, err := types[l.typ()].call(none, "Query", end)
				assert.ErrorIs(t, err, privacy.Deny, "%s %s", l.name, end)
			}
			for what, try := range map[string]func(context.Context, *db.Client) error{"add": o.add(l), "change": o.change(l), "remove": o.remove(l)} {
				assert.ErrorIs(t, try(none, o.c), privacy.Deny, "%s %s", what, l.name)
			}
		}
	})
}
