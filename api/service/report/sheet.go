package report

import (
	"context"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
)

// A sheet is a report with its cells as they stand: what every move is judged
// by and made on.
type sheet struct {
	report *db.Submission
	agency *db.Agency
	window *db.ReportingWindow
	dates  *calendar.Deadlines
	cells  map[uuid.UUID]*cell // by indicator
	// saved is the report after the change; nil before.
	saved *db.Submission
}

// A cell is one indicator in a report: its rows follow each other in one line.
type cell struct {
	// pending is the figure that waits: entered, submitted or returned. Nil where
	// there is none.
	pending  *db.Figure
	standing Standing
	// approved is the figure in force; nil where there is none.
	approved *db.Figure
	// reopened is until when it may be changed; nil where it may not.
	reopened *time.Time
	// last is the newest row, which a new one follows: also one taken out.
	last *db.Figure
}

// lockReport reads a report and keeps others from changing it until the
// transaction ends. SQLite has one writer at a time anyway. A change that waited
// for another comes after it, whatever the clock said when it was asked for: the
// times of a report are in the order of its versions.
func lockReport(ctx context.Context, tx *change.Tx, id uuid.UUID) (*db.Submission, error) {
	q := tx.Submission.Query().Where(submission.ID(id))
	if tx.Dialect() == dialect.Postgres {
		q.Modify(func(s *sql.Selector) { s.ForUpdate() })
	}
	report, err := q.WithAgency().WithWindow().Only(ctx)
	if err != nil {
		return nil, err
	}
	// The first version may be of this very change.
	if last := report.ChangedAt; last.After(tx.At) || last.Equal(tx.At) && report.Version > 1 {
		tx.At = last.UTC().Add(time.Microsecond)
	}
	return report, nil
}

// load reads the cells of a report, which comes with its agency and window.
func load(ctx context.Context, client *db.Client, report *db.Submission, now time.Time) (*sheet, error) {
	sheets, err := loadAll(ctx, client, []*db.Submission{report}, now)
	return sheets[report], err
}

// loadAll reads the cells of reports, which come with their windows. One that
// is not begun has no cells.
func loadAll(ctx context.Context, client *db.Client, reports []*db.Submission, now time.Time) (map[*db.Submission]*sheet, error) {
	sheets := make(map[*db.Submission]*sheet, len(reports))
	byID := map[uuid.UUID]*sheet{}
	ids := make([]uuid.UUID, 0, len(reports))
	decided := false // nobody returns or reopens before a report is submitted
	for _, r := range reports {
		sh := &sheet{report: r, agency: r.Edges.Agency, window: r.Edges.Window, cells: map[uuid.UUID]*cell{}}
		if sheets[r] = sh; r.ID != uuid.Nil {
			byID[r.ID], ids = sh, append(ids, r.ID)
		}
		decided = decided || r.SubmittedAt != nil || r.Approved > 0
	}
	if err := setDates(ctx, client, sheets); err != nil || len(ids) == 0 {
		return sheets, err
	}
	q := client.Figure.Query().
		Where(figure.SubmissionIDIn(ids...), figure.Or(figure.SupersededAtIsNil(), figure.Not(figure.HasSupersededBy()))).
		Order(db.Asc(figure.FieldRecordedAt, figure.FieldID))
	if decided {
		q.WithReviews(func(q *db.ReviewQuery) {
			q.Where(review.ActionIn(review.ActionRETURN, review.ActionREOPEN)).Order(db.Asc(review.FieldAt, review.FieldID))
		})
	}
	rows, err := q.All(ctx)
	for _, f := range rows {
		sh := byID[*f.SubmissionID]
		sh.cell(f.IndicatorID).add(f, standing(f, sh.report, f.Edges.Reviews, now))
	}
	return sheets, err
}

// setDates finds the dates that hold for the agency of each report.
func setDates(ctx context.Context, client *db.Client, sheets map[*db.Submission]*sheet) error {
	agencies, windows := map[uuid.UUID][]uuid.UUID{}, map[uuid.UUID]*db.ReportingWindow{}
	for r, sh := range sheets {
		agencies[r.WindowID], windows[r.WindowID] = append(agencies[r.WindowID], r.AgencyID), sh.window
	}
	for id, w := range windows {
		dates, err := calendar.DeadlinesOf(ctx, client, w, agencies[id]...)
		if err != nil {
			return err
		}
		for r, sh := range sheets {
			if r.WindowID == id {
				sh.dates = dates[r.AgencyID]
			}
		}
	}
	return nil
}

// cell returns the cell of an indicator, an empty one where there was none.
func (s *sheet) cell(indicator uuid.UUID) *cell {
	c := s.cells[indicator]
	if c == nil {
		c = &cell{}
		s.cells[indicator] = c
	}
	return c
}

// add puts a figure in its place; figures come in the order they were entered.
func (c *cell) add(f *db.Figure, at Standing) {
	c.last = f
	switch {
	case f.SupersededAt != nil:
	case f.ApprovedAt == nil:
		c.pending, c.standing = f, at
	default:
		c.approved, c.reopened = f, at.Until
	}
}

// counts says how many cells stand where: one with a figure in force counts as
// approved whatever waits beside it, and suggestions do not count.
func (s *sheet) counts() (n counts) {
	for _, c := range s.cells {
		switch {
		case c.approved != nil:
			n.approved++
		case c.pending == nil || c.pending.Prefilled:
		case c.standing.State == Draft:
			n.drafted++
		case c.standing.State == Submitted:
			n.submitted++
		case c.standing.State == Returned:
			n.returned++
		}
	}
	return n
}

type counts struct{ drafted, submitted, returned, approved int }

// on puts the counts and the time into a change of the report: one more
// version.
func (n counts) on(u *db.SubmissionUpdateOne, at time.Time) *db.SubmissionUpdateOne {
	return u.AddVersion(1).SetChangedAt(at).
		SetDrafted(n.drafted).SetSubmitted(n.submitted).SetReturned(n.returned).SetApproved(n.approved)
}

// waiting returns the pending figures in a state, suggestions left out.
func (s *sheet) waiting(state FigureState) []*db.Figure {
	var found []*db.Figure
	for _, c := range s.cells {
		if c.pending != nil && !c.pending.Prefilled && c.standing.State == state {
			found = append(found, c.pending)
		}
	}
	return found
}
