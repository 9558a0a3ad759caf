package faults_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/plan"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
)

// submitted adds reports of communes that wait for a decision, each with one
// figure.
func (w *world) submitted(t *testing.T, n int) (reports []report) {
	t.Helper()
	ctx := apitest.System()
	codes, _ := w.communes(t, n)
	win := w.Client.ReportingWindow.Query().Where(reportingwindow.Code(window)).OnlyX(ctx)
	of := w.Client.Indicator.Query().Where(indicator.HasPlanWith(plan.Code("2021-2025")), indicator.Code("1.1")).OnlyIDX(ctx)
	var rows []*db.SubmissionCreate
	for _, a := range w.Client.Agency.Query().Where(agency.CodeIn(codes...)).AllX(ctx) {
		rows = append(rows, w.Client.Submission.Create().SetAgencyID(a.ID).SetWindowID(win.ID).SetDrafted(1).SetSubmitted(1).
			SetStatus(submission.StatusSUBMITTED).SetSubmittedAt(today))
	}
	var figures []*db.FigureCreate
	for _, s := range w.Client.Submission.CreateBulk(rows...).SaveX(ctx) {
		figures = append(figures, w.Client.Figure.Create().SetIndicatorID(of).SetAgencyID(s.AgencyID).SetSubmissionID(s.ID).
			SetYear(win.Year).SetWindowID(win.ID).SetPeriodKey("2023-Q1").SetRecordedAt(today).
			SetGrade(figure.GradePRELIMINARY).SetSource(figure.SourceDECLARED).SetStatedValue(decimal.New(12, 0)))
		reports = append(reports, report{ID: gid.Of("Submission", s.ID).String(), Version: s.Version})
	}
	w.Client.Figure.CreateBulk(figures...).ExecX(ctx)
	return reports
}

// assertOnce checks that the record has so many events of a report, and none
// besides.
func (w *world) assertOnce(t *testing.T, r report, want map[string]int) {
	t.Helper()
	id, err := gid.Parse(r.ID)
	require.NoError(t, err)
	got := map[string]int{}
	for _, e := range w.Client.Event.Query().Where(event.EntityID(id.Key)).AllX(apitest.System()) {
		got[e.Action]++
	}
	assert.Equal(t, want, got, "the record of a report")
}
