package graph_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
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

Person reports                              . . y y y y y y y y y y .
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
PersistedDocument                           . . . . . . . . y . . . .
UsageCount                                  . . . . . . . . y . . . .
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
PersistedDocument                           .  .  .  .  .  .  .  .  .  .  .  .  .
UsageCount                                  .  .  .  .  .  .  .  .  .  .  .  .  .
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
			if !kept[e.name] {
				want = append(want, e.name)
			}
		}
		for _, l := range lines(t, table) {
			got = append(got, l.typ())
		}
		slices.Sort(want)
		slices.Sort(got)
		assert.Equal(t, want, slices.Compact(got), "%s: say who may do what with each type", name)
	}
}
