package service

import (
	"cmp"
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/predicate"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// ProgressOf returns, by window, how far each agency is that owes something and
// that a role of the viewer reaches, in the order of their codes. A viewer whom
// no role lets see reports finds no window. Six statements, however many
// windows and agencies there are; of the agencies only few columns are loaded.
func ProgressOf(ctx context.Context, client *db.Client, windows []uuid.UUID) (map[uuid.UUID][]*AgencyProgress, error) {
	v, _ := viewer.FromContext(ctx)
	if !v.ReadAll && len(v.At()) == 0 {
		return nil, nil
	}
	rows, err := client.ReportingWindow.Query().Where(reportingwindow.IDIn(windows...)).All(ctx)
	if err != nil {
		return nil, err
	}
	l, err := openLedger(ctx, client, within(v, agency.FieldID))
	if err != nil {
		return nil, err
	}
	reports, err := reportsIn(ctx, client, v, windows, l.agencies)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(l.agencies, func(a, b *db.Agency) int {
		return cmp.Or(cmp.Compare(a.CodeKey, b.CodeKey), slices.Compare(a.ID[:], b.ID[:]))
	})
	progress := make(map[uuid.UUID][]*AgencyProgress, len(rows))
	for _, w := range rows {
		counts, far := l.counts(on(w.CoversTo)), []*AgencyProgress{}
		for _, a := range l.agencies {
			if owed := counts[a.ID]; owed > 0 {
				far = append(far, newProgress(a, owed, reports[place{a.ID, w.ID}]))
			}
		}
		progress[w.ID] = far
	}
	return progress, nil
}

// within is the condition that a column holds an agency that a role of the
// viewer reaches.
func within(v viewer.Viewer, column string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		if v.ReadAll {
			return
		}
		s.Where(rule.Reached(v, s.C(column)))
	}
}

// A place is where a report stands.
type place struct{ agency, window uuid.UUID }

// reportsIn returns the reports of agencies for windows by their place, with their
// counts; of all in reach where the agencies are too many to name.
func reportsIn(ctx context.Context, client *db.Client, v viewer.Viewer, windows []uuid.UUID, agencies []*db.Agency) (map[place]*db.Submission, error) {
	of := predicate.Submission(within(v, submission.FieldAgencyID))
	if len(agencies) <= mostNamed {
		ids := make([]uuid.UUID, len(agencies))
		for n, a := range agencies {
			ids[n] = a.ID
		}
		of = submission.AgencyIDIn(ids...) // which are in reach
	}
	rows, err := client.Submission.Query().
		Where(submission.WindowIDIn(windows...), of).
		Select(submission.FieldAgencyID, submission.FieldWindowID, submission.FieldLate, submission.FieldDrafted,
			submission.FieldSubmitted, submission.FieldReturned, submission.FieldApproved).All(ctx)
	reports := make(map[place]*db.Submission, len(rows))
	for _, r := range rows {
		reports[place{r.AgencyID, r.WindowID}] = r
	}
	return reports, err
}

// newProgress says how far an agency is by its report; nil where it has not
// begun one.
func newProgress(a *db.Agency, owed int, r *db.Submission) *AgencyProgress {
	p := &AgencyProgress{Agency: a, Owed: owed, Missing: owed}
	if r == nil {
		return p
	}
	p.Drafted, p.Submitted, p.Returned, p.Approved = r.Drafted, r.Submitted, r.Returned, r.Approved
	if r.Late {
		p.Late = r.Submitted + r.Approved
	}
	p.Missing = max(0, owed-r.Submitted-r.Approved)
	return p
}

// Total adds the progress of agencies up; nil for nil.
func Total(agencies []*AgencyProgress) *WindowProgress {
	if agencies == nil {
		return nil
	}
	t := &WindowProgress{Agencies: len(agencies)}
	for _, a := range agencies {
		t.Owed += a.Owed
		t.Drafted += a.Drafted
		t.Submitted += a.Submitted
		t.Returned += a.Returned
		t.Approved += a.Approved
		t.Late += a.Late
		t.Missing += a.Missing
	}
	return t
}
