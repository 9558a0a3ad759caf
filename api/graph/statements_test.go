package graph_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/db/target"
)

// What a screen costs in statements, at most. A loader sends what it has
// gathered when its time is up, so on a busy machine one statement may come in
// a few parts; a resolver that asks row by row is far beyond the bound, since
// every screen here has more rows than it has statements.
var costs = map[string]struct {
	query string
	most  int
	// compiled says that PostgreSQL answers it by one statement.
	compiled bool
}{
	"dashboard: the tree of a plan with targets, who measures, and an agency's latest figures": {`{
	  plan(code: "p") { name indicators(where: { hasParent: false }, orderBy: { field: CODE, direction: ASC }) { edges { node { ...Node children { ...Node children { ...Node } } } } } }
	}
	fragment Node on Indicator { id code name unit
	  targets { year kind comparator value text }
	  measuredBy { code name }
	  latestFigure(agency: "a-0") { value grade window { code } }
	}`, 30, true},
	"list: submissions with agency, window and people": {`{
	  submissions(first: 50, orderBy: { field: SUBMITTED_AT, direction: DESC }) {
	    totalCount
	    edges { cursor node { id status submittedAt late version agency { code name kind } window { code dueAt } submittedBy { name } reviewer { name } } }
	    pageInfo { hasNextPage endCursor }
	  }
	}`, 7, true},
	"list: submissions, each asked for in parts": {`{
	  submissions(first: 50) { edges { a: node { status window { code } } b: node { agency { code } x: agency { parent { code } } y: agency { kind } } }
	    again: edges { node { submittedBy { name } figures(first: 2) { edges { a: node { value } node { indicator { code } } } } } } }
	}`, 12, true},
	"five levels: documents, indicators, children, assignments, agencies": {`{
	  plans(first: 2) { edges { node { indicators(first: 20, where: { hasParent: false }) { edges { node { code
	    children { code children { code assignments { role agency { code parent { code } memberOf { code } } } } } } } } } } }
	}`, 10, true},
	"figures of many indicators, each with its unit": {`{
	  indicators(first: 60) { edges { node { code disagreements { year gap } figures(first: 5) { totalCount edges { node { value numerator agency { code } submission { status } supersedes { id } } } } } } }
	}`, 45, false},
	"reports of many agencies, with their figures": {`{
	  agencies(first: 100) { edges { node { code submissions(first: 5) { totalCount edges { node { status narratives { kind } figures(first: 5) { edges { node { value indicator { code } } } } } } } } } }
	}`, 20, true},
	"the roll-up of a year": {`{
	  rollUp(plan: "p", year: 2023) { count mean shareMeetingTarget indicator { code name } window { code } }
	}`, 5, true},
	"the duties of an agency": {`{
	  agency(code: "a-0") { duties { role indicator { code name unit } task { code title } through { code name } inheritedFrom { code } } }
	}`, 12, false},
}

func TestTheNumberOfStatementsDoesNotDependOnTheRows(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		grow(t, d, 2)
		s := apitest.Serve(t, d, readsAll)
		few := counts(t, s)
		grow(t, d, 9)
		many := counts(t, s)
		for name, cost := range costs {
			assert.Equal(t, kinds(few[name]), kinds(many[name]), "%s", name)
			most := cost.most
			if cost.compiled && d.Dialect == dialect.Postgres {
				most = 1
			}
			assert.LessOrEqual(t, len(many[name]), most, "%s:\n%s", name, strings.Join(many[name], "\n"))
			t.Logf("%d statements for few rows, %d for many, at most %d: %s", len(few[name]), len(many[name]), cost.most, name)
		}
	})
}

// counts returns the statements of each screen.
func counts(t *testing.T, s *apitest.Server) map[string][]string {
	t.Helper()
	statements := map[string][]string{}
	for name, cost := range costs {
		s.Statements().Reset()
		answer := s.Ask(t, cost.query, nil)
		require.Empty(t, answer.Errors, "%s: %s", name, s.Log)
		require.Greater(t, len(answer.Data), 200, "%s: the answer holds rows", name)
		statements[name] = s.Statements().All()
	}
	return statements
}

var parameters = regexp.MustCompile(`(\$\d+|\?)(, (\$\d+|\?))*`)

// kinds returns the different statements, whatever the number of parameters.
func kinds(statements []string) []string {
	var kinds []string
	for _, s := range statements {
		kinds = append(kinds, parameters.ReplaceAllString(s, "?"))
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// grow adds rows to the plan "p": n headings of n headings of n measures, n
// agencies with a report in each of four windows, and a figure in each.
func grow(t *testing.T, d *apitest.Database, n int) {
	t.Helper()
	ctx := apitest.System()
	c := d.Client
	plan, err := c.Plan.Query().First(ctx)
	if db.IsNotFound(err) {
		plan = c.Plan.Create().SetCode("p").SetName("Kế hoạch").SetVersion("1").SetYearFrom(2021).SetYearTo(2025).SaveX(ctx)
		for quarter := 1; quarter <= 4; quarter++ {
			at := time.Date(2023, time.Month(3*quarter), 1, 0, 0, 0, 0, time.UTC)
			c.ReportingWindow.Create().SetCode(fmt.Sprintf("2023-Q%d", quarter)).SetYear(2023).SetQuarter(quarter).SetCoversFrom(at).SetCoversTo(at).
				SetOpensAt(at).SetDueAt(at).SetGraceUntil(at).SetLocksAt(at).SetExpectedGrade(reportingwindow.ExpectedGradeOFFICIAL).ExecX(ctx)
		}
		c.Agency.Create().SetCode("g").SetName("Các địa phương").SetKind(agency.KindGROUP).ExecX(ctx)
	} else if err != nil {
		t.Fatal(err)
	}
	from := c.Agency.Query().CountX(ctx) - 1
	group := c.Agency.Query().Where(agency.Code("g")).OnlyX(ctx)
	var agencies []*db.Agency
	for i := range n {
		a := c.Agency.Create().SetCode(fmt.Sprintf("a-%d", from+i)).SetName("Tỉnh").SetKind(agency.KindPROVINCE).SetParent(group).SaveX(ctx)
		c.AgencyMembership.Create().SetAgency(group).SetMemberOf(a).ExecX(ctx)
		agencies = append(agencies, a)
	}
	measures := growTree(t, d, plan, group, agencies, from, n)
	person := c.Person.Create().SetSubject(fmt.Sprint(from)).SetName("Người gửi").SaveX(ctx)
	reviewer := c.Person.Create().SetSubject(fmt.Sprint("r", from)).SetName("Người duyệt").SaveX(ctx)
	windows := c.ReportingWindow.Query().AllX(ctx)
	for _, a := range agencies {
		for _, w := range windows {
			report := c.Submission.Create().SetAgency(a).SetWindow(w).SetStatus(submission.StatusSUBMITTED).SetSubmittedAt(w.DueAt).
				SetSubmittedBy(person).SetReviewer(reviewer).SaveX(ctx)
			var figures []*db.FigureCreate
			for _, i := range measures {
				figures = append(figures, c.Figure.Create().SetIndicator(i).SetAgency(a).SetWindow(w).SetSubmission(report).SetYear(2023).
					SetPeriodKey(w.Code).SetGrade(figure.GradeOFFICIAL).SetSource(figure.SourceDECLARED).
					SetNumerator(decimal.NewFromInt(1)).SetDenominator(decimal.NewFromInt(3)))
			}
			c.Figure.CreateBulk(figures...).ExecX(ctx)
		}
	}
}

// growTree adds headings of headings of at most twelve measures.
func growTree(t *testing.T, d *apitest.Database, plan *db.Plan, group *db.Agency, agencies []*db.Agency, from, n int) []*db.Indicator {
	t.Helper()
	ctx := apitest.System()
	heading := func(code string, parent *db.Indicator) *db.IndicatorCreate {
		create := d.Client.Indicator.Create().SetPlan(plan).SetCode(code).SetName("Nhóm").SetKind(indicator.KindGROUP)
		if parent != nil {
			create.SetParent(parent)
		}
		return create
	}
	var measures []*db.Indicator
	for i := range n {
		root := heading(fmt.Sprint(from+i+1), nil).SaveX(ctx)
		middle := heading(root.Code+".1", root).SaveX(ctx)
		assign := d.Client.Assignment.Create().SetIndicator(middle).SetRole(assignment.RoleMEASURE)
		assign.SetAgency(agencies[0]).ExecX(ctx)
		for j := range min(n, 3) {
			m := heading(fmt.Sprintf("%s.%d", middle.Code, j+1), middle).SetKind(indicator.KindINDICATOR).SetUnit(indicator.UnitPERCENT).SaveX(ctx)
			d.Client.Assignment.Create().SetIndicator(m).SetAgency(group).SetRole(assignment.RoleIMPLEMENT).ExecX(ctx)
			for year := 2022; year <= 2025; year++ {
				d.Client.Target.Create().SetIndicator(m).SetYear(year).SetKind(target.KindPLAN).SetComparator(target.ComparatorAtLeast).
					SetValue(decimal.NewFromInt(50)).SetText("≥ 50%").ExecX(ctx)
			}
			measures = append(measures, m)
		}
	}
	return measures
}
