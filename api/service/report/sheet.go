package report

import (
	"context"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/calendar"
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
// transaction ends. SQLite has one writer at a time anyway.
func lockReport(ctx context.Context, client *db.Client, on string, id uuid.UUID) (*db.Submission, error) {
	q := client.Submission.Query().Where(submission.ID(id))
	if on == dialect.Postgres {
		q.Modify(func(s *sql.Selector) { s.ForUpdate() })
	}
	return q.WithAgency().WithWindow().Only(ctx)
}

// load reads the cells of a report.
func load(ctx context.Context, client *db.Client, report *db.Submission, now time.Time) (*sheet, error) {
	s := &sheet{report: report, agency: report.Edges.Agency, window: report.Edges.Window, cells: map[uuid.UUID]*cell{}}
	dates, err := calendar.DeadlinesOf(ctx, client, s.window, s.agency.ID)
	if err != nil {
		return nil, err
	}
	s.dates = dates[s.agency.ID]
	q := client.Figure.Query().
		Where(figure.SubmissionID(report.ID), figure.Or(figure.SupersededAtIsNil(), figure.Not(figure.HasSupersededBy()))).
		Order(db.Asc(figure.FieldRecordedAt, figure.FieldID))
	if report.SubmittedAt != nil || report.Approved > 0 { // nobody returns or reopens before
		q.WithReviews(func(q *db.ReviewQuery) {
			q.Where(review.ActionIn(review.ActionRETURN, review.ActionREOPEN)).Order(db.Asc(review.FieldAt, review.FieldID))
		})
	}
	rows, err := q.All(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range rows {
		s.cell(f.IndicatorID).add(f, standing(f, report, f.Edges.Reviews, now))
	}
	return s, nil
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
