package graph_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/plan"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
)

type coded struct{ Code string }

// A duty is one that was asked for with a window.
type duty struct {
	Role               string
	Indicator, Through *coded
	Narrative          *string
	State              *string
	DueAt              *time.Time
	Late               *bool
	Figure             *struct{ ID, Value string }
	LastFigure         *struct {
		Value  string
		Window coded
	}
	Target     *struct{ Value *string }
	MeasuredBy []coded
	Submission *struct{ Status string }
	Window     coded
}

const dutiesOf = `query($agency: String!, $window: String!, $plan: String, $roles: [AssignmentRole!]) { agency(code: $agency) {
	duties(window: $window, plan: $plan, roles: $roles) { role indicator { code name unit } through { code } narrative state dueAt late figure { id value } window { code }
		lastFigure { value grade window { code } } target { year comparator value } measuredBy { code } submission { status } } } }`

// dutiesIn asks what an agency owes in a window: figures by their codes, texts
// by their kinds.
func dutiesIn(t *testing.T, s *apitest.Server, variables map[string]any) map[string]duty {
	t.Helper()
	var got struct{ Agency struct{ Duties []duty } }
	s.Get(t, dutiesOf, variables, &got)
	found := map[string]duty{}
	for _, d := range got.Agency.Duties {
		name := ""
		if d.Indicator != nil {
			name = d.Indicator.Code
		} else {
			name = *d.Narrative
		}
		require.NotContains(t, found, name, "each once")
		found[name] = d
	}
	return found
}

var laoCai = map[string]any{"agency": "lao-cai", "window": "2023-Q2"}

// A desk is the report of Lao Cai for 2023-Q2, with a figure in every state.
type desk struct {
	*db.Client
	report   *db.Submission
	window   *db.ReportingWindow
	province uuid.UUID
	person   *db.Person
}

// submittedOn is when the report of the desk was submitted: in time.
var submittedOn = time.Date(2023, 7, 1, 2, 0, 0, 0, time.UTC)

func newDesk(d *apitest.Database) *desk {
	ctx := apitest.System()
	k := &desk{Client: d.Client, province: d.Client.Agency.Query().Where(agency.Code("lao-cai")).OnlyIDX(ctx)}
	k.window = k.ReportingWindow.Query().Where(reportingwindow.Code("2023-Q2")).OnlyX(ctx)
	k.person = k.Person.Create().SetSubject("desk").SetName("Lan").SaveX(ctx)
	k.report = k.Submission.Create().SetAgencyID(k.province).SetWindow(k.window).SetCreatedAt(submittedOn).SetChangedAt(submittedOn).
		SetStatus(submission.StatusSUBMITTED).SetSubmittedAt(submittedOn).SetSubmittedBy(k.person).SaveX(ctx)
	before, after := submittedOn.Add(-time.Hour), submittedOn.Add(time.Hour)
	k.figure("1.2", "2", before).SetPrefilled(true).ExecX(ctx)
	k.figure("1.3", "3", after).ExecX(ctx)
	k.figure("1.4", "4", before).ExecX(ctx)
	k.step(review.ActionRETURN, nil, k.figure("1.5", "5", before).SaveX(ctx))
	k.figure("2.1", "6", before).SetApprovedAt(after).ExecX(ctx)
	until := after.AddDate(1, 0, 0)
	k.step(review.ActionREOPEN, &until, k.figure("2.2", "7", before).SetApprovedAt(after).SaveX(ctx))
	old := k.figure("3.5.1", "8", before).SetApprovedAt(after).SaveX(ctx)
	k.figure("3.5.1", "9", after).SetSupersedes(old).ExecX(ctx)
	k.figure("3.5.2", "0", before).SetSupersededAt(after).ExecX(ctx) // taken out
	return k
}

func (k *desk) figure(code, value string, at time.Time) *db.FigureCreate {
	measure := k.Indicator.Query().Where(indicator.Code(code), indicator.HasPlanWith(plan.Code("2021-2025"))).OnlyIDX(apitest.System())
	return k.Figure.Create().SetIndicatorID(measure).SetAgencyID(k.province).SetSubmission(k.report).SetWindow(k.window).SetYear(2023).
		SetPeriodKey("2023-Q2").SetGrade(figure.GradePRELIMINARY).SetSource(figure.SourceDECLARED).
		SetStatedValue(decimal.RequireFromString(value)).SetRecordedAt(at)
}

func (k *desk) step(action review.Action, until *time.Time, f *db.Figure) {
	k.Review.Create().SetSubmission(k.report).SetAgencyID(k.province).SetAction(action).SetAt(submittedOn.Add(2 * time.Hour)).
		SetAuthorID(k.person.ID).SetNillableUntil(until).SetVersion(2).AddFigures(f).ExecX(apitest.System())
}

func TestWhereADutyStands(t *testing.T) {
	want := map[string]struct{ state, figure string }{
		"1.1": {"MISSING", ""}, "1.2": {"PREFILLED", "2"}, "1.3": {"DRAFT", "3"}, "1.4": {"SUBMITTED", "4"}, "1.5": {"RETURNED", "5"},
		"2.1": {"APPROVED", "6"}, "2.2": {"REOPENED", "7"}, "3.5.1": {"DRAFT", "9"}, "3.5.2": {"MISSING", ""},
	}
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		newDesk(d)
		s.Clock.Set(submittedOn.AddDate(0, 0, 1))
		found := dutiesIn(t, s.As("reporter-lao-cai"), laoCai)
		for code, w := range want {
			require.Contains(t, found, code)
			got := found[code]
			assert.Equal(t, w.state, *got.State, code)
			assert.Equal(t, w.figure == "", got.Figure == nil, code)
			if got.Figure != nil {
				assert.Equal(t, w.figure, got.Figure.Value, code)
			}
			assert.Equal(t, "SUBMITTED", got.Submission.Status)
			assert.Equal(t, "2023-Q2", got.Window.Code)
			assert.True(t, got.DueAt.Equal(time.Date(2023, 7, 4, 16, 59, 59, 999_000_000, time.UTC)), "%s", got.DueAt)
			assert.False(t, *got.Late, code)
		}
		for name, d := range found {
			assert.NotEqual(t, d.Indicator == nil, d.Narrative == nil, name)
			assert.Contains(t, []string{"MEASURE", "IMPLEMENT"}, d.Role)
		}
	})
}

func TestADutyIsLateByTheDatesOfTheAgency(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		k := newDesk(d)
		reporter := s.As("reporter-lao-cai")
		late := func() (late []string) {
			for _, code := range []string{"1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2"} {
				if *dutiesIn(t, reporter, laoCai)[code].Late {
					late = append(late, code)
				}
			}
			return late
		}
		s.Clock.Set(k.window.DueAt)
		assert.Empty(t, late(), "the last moment is on time")
		s.Clock.Set(k.window.DueAt.Add(time.Millisecond))
		assert.Equal(t, []string{"1.1", "1.2", "1.3", "1.5"}, late(), "what has not come is late; what came came in time")

		k.Submission.UpdateOne(k.report).SetLate(true).SetVersion(2).SetChangedAt(submittedOn).ExecX(apitest.System())
		assert.Equal(t, []string{"1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2"}, late(), "the report came late")

		due := k.window.DueAt.AddDate(0, 0, 9)
		k.WindowChange.Create().SetWindow(k.window).SetKind(windowchange.KindEXTEND).SetDueAt(due).SetReason("bão").SetAuthorID(k.person.ID).
			SetOpenedBefore(due).SetDueBefore(due).SetGraceBefore(due).SetLockedBefore(due).SetAt(submittedOn).AddAgencyIDs(k.province).ExecX(apitest.System())
		assert.Equal(t, []string{"1.4", "2.1", "2.2"}, late(), "the agency has more time")
		assert.True(t, dutiesIn(t, reporter, laoCai)["1.1"].DueAt.Equal(due))
	})
}

func TestWhatADutyIsEnteredBy(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		k := newDesk(d)
		ctx := apitest.System()
		other := k.Agency.Query().Where(agency.Code("ha-giang")).OnlyIDX(ctx)
		last := func(code, value, window string, change func(*db.FigureCreate)) {
			w := k.ReportingWindow.Query().Where(reportingwindow.Code(window)).OnlyX(ctx)
			create := k.figure("1.1", value, submittedOn.AddDate(0, -3, 0)).SetWindow(w).SetPeriodKey(window).SetApprovedAt(submittedOn)
			create.Mutation().ClearSubmission()
			change(create)
			create.ExecX(ctx)
		}
		asIs := func(*db.FigureCreate) {}
		last("1.1", "50", "2022-Q4", asIs)
		last("1.1", "60", "2023-Q1", asIs)
		last("1.1", "61", "2023-Q1", func(c *db.FigureCreate) { c.SetGrade(figure.GradeOFFICIAL).SetSupersededAt(submittedOn) })
		last("1.1", "62", "2023-Q1", func(c *db.FigureCreate) { c.SetGrade(figure.GradeESTIMATE).Mutation().ClearApprovedAt() })
		last("1.1", "63", "2023-Q1", func(c *db.FigureCreate) { c.SetAgencyID(other) })
		last("1.1", "70", "2023-Q3", asIs)
		s.Clock.Set(submittedOn.AddDate(0, 0, 1))
		got := dutiesIn(t, s.As("reporter-lao-cai"), laoCai)["1.1"]
		require.NotNil(t, got.LastFigure)
		assert.Equal(t, "60", got.LastFigure.Value, "approved, in force, before the window, of the agency itself")
		assert.Equal(t, "2023-Q1", got.LastFigure.Window.Code)
		assert.Equal(t, []coded{{"cuc-cdsqg"}}, got.MeasuredBy)

		var plan struct {
			Indicator struct {
				Targets []struct {
					Year        int
					Kind, Value *string
				}
			}
		}
		s.Get(t, `{ indicator(plan: "2021-2025", code: "1.5") { targets { year kind value } } }`, nil, &plan)
		for _, target := range plan.Indicator.Targets {
			if target.Year == 2023 {
				assert.Equal(t, target.Value, dutiesIn(t, s.As("reporter-lao-cai"), laoCai)["1.5"].Target.Value)
			}
		}
		assert.Equal(t, "50", *dutiesIn(t, s.As("reporter-lao-cai"), laoCai)["1.5"].Target.Value)
	})
}

func TestTextsAreOwedToo(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		k := newDesk(d)
		s.Clock.Set(submittedOn.AddDate(0, 0, 1))
		reporter := s.As("reporter-lao-cai")
		state := func(kind string) string { return *dutiesIn(t, reporter, laoCai)[kind].State }
		assert.Equal(t, "MISSING", state("TREND"))
		assert.Equal(t, "MISSING", state("PROPOSAL"))
		assert.NotContains(t, dutiesIn(t, reporter, laoCai), "DIFFICULTY", "the window does not require it")
		assert.NotContains(t, dutiesIn(t, reporter, map[string]any{"agency": "lao-cai", "window": "2023-Q1"}), "TREND")

		text := k.Narrative.Create().SetSubmission(k.report).SetAgencyID(k.province).SetKind(narrative.KindTREND).SetBody("Tăng").
			SetRecordedAt(submittedOn.Add(-time.Minute)).SaveX(apitest.System())
		assert.Equal(t, "SUBMITTED", state("TREND"))
		k.Narrative.UpdateOne(text).SetSupersededAt(submittedOn.Add(time.Minute)).ExecX(apitest.System())
		assert.Equal(t, "MISSING", state("TREND"), "taken out")
		k.Narrative.Create().SetSubmission(k.report).SetAgencyID(k.province).SetKind(narrative.KindTREND).SetBody("Giảm").
			SetRecordedAt(submittedOn.Add(time.Minute)).ExecX(apitest.System())
		assert.Equal(t, "DRAFT", state("TREND"), "written since the report was submitted")
		assert.Equal(t, "MISSING", state("PROPOSAL"))
	})
}
