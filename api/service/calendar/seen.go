package calendar

import (
	"context"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A Case is an agency, by code, in a window.
type Case struct {
	Window uuid.UUID
	Agency string
}

// DeadlinesSeen returns the dates that hold in each case where the viewer may
// see the agency's reports: by a role that reaches it, or because it sees the
// one of the window. Of other cases, and of agencies that are not there, it
// says nothing. Five statements, however many cases.
func DeadlinesSeen(ctx context.Context, client *db.Client, cases []Case) (map[Case]*Deadlines, error) {
	v, _ := viewer.FromContext(ctx)
	if !v.ReadAll && !v.Has() {
		return nil, nil
	}
	ids, codes := make([]uuid.UUID, len(cases)), make([]string, len(cases))
	for n, c := range cases {
		ids[n], codes[n] = c.Window, c.Agency
	}
	windows, err := client.ReportingWindow.Query().Where(reportingwindow.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	agencies, reached, err := agenciesSeen(ctx, client, v, codes)
	if err != nil {
		return nil, err
	}
	reports, err := reportsSeen(ctx, client, ids, agencies)
	if err != nil {
		return nil, err
	}
	g, err := grantsIn(ctx, client, ids...)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*db.ReportingWindow, len(windows))
	for _, w := range windows {
		byID[w.ID] = w
	}
	dates := make(map[Case]*Deadlines, len(cases))
	for _, c := range cases {
		a, w := agencies[c.Agency], byID[c.Window]
		if a != uuid.Nil && w != nil && (reached[a] || reports[[2]uuid.UUID{a, w.ID}]) {
			dates[c] = g.deadlines(w, a)
		}
	}
	return dates, nil
}

// agenciesSeen finds agencies by code, and which of them roles of the viewer
// reach.
func agenciesSeen(ctx context.Context, client *db.Client, v viewer.Viewer, codes []string) (map[string]uuid.UUID, map[uuid.UUID]bool, error) {
	rows, err := client.Agency.Query().Where(agency.CodeIn(codes...)).All(ctx)
	if err != nil {
		return nil, nil, err
	}
	byCode, reached := map[string]uuid.UUID{}, map[uuid.UUID]bool{}
	for _, a := range rows {
		byCode[a.Code], reached[a.ID] = a.ID, v.ReadAll
	}
	if v.ReadAll {
		return byCode, reached, nil
	}
	ids, err := client.Agency.Query().Where(agency.CodeIn(codes...), func(s *sql.Selector) {
		s.Where(rule.Reached(v, s.C(agency.FieldID)))
	}).IDs(ctx)
	for _, id := range ids {
		reached[id] = true
	}
	return byCode, reached, err
}

// reportsSeen returns which reports of the agencies the viewer sees, by agency
// and window.
func reportsSeen(ctx context.Context, client *db.Client, windows []uuid.UUID, agencies map[string]uuid.UUID) (map[[2]uuid.UUID]bool, error) {
	var of []uuid.UUID
	for _, id := range agencies {
		of = append(of, id)
	}
	rows, err := client.Submission.Query().Where(submission.WindowIDIn(windows...), submission.AgencyIDIn(of...)).
		Select(submission.FieldAgencyID, submission.FieldWindowID).All(ctx)
	seen := make(map[[2]uuid.UUID]bool, len(rows))
	for _, r := range rows {
		seen[[2]uuid.UUID{r.AgencyID, r.WindowID}] = true
	}
	return seen, err
}
