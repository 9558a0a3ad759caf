package report

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
)

// MaxCells is the most figures one change enters.
const MaxCells = 500

// A putAnswer is what is kept of an answer: keys and faults.
type putAnswer struct {
	Report uuid.UUID
	Cells  []putResult
}

// A putResult is what became of one cell.
type putResult struct {
	Figure *uuid.UUID
	Faults change.Faults
}

// Put enters figures into a draft or returned report: all or none, or each
// without an error, as the caller asks. A figure that is entered again takes
// the place of the one before; one without a number takes it out.
func (s *Service) Put(ctx context.Context, in PutFiguresInput) (*PutFiguresPayload, error) {
	p := &PutFiguresPayload{ClientMutationID: in.ClientMutationID, Cells: []*PutFigureResult{}}
	var made *edit
	var refused []putResult // cells of a refused change: kept nowhere, but told
	answer, first, err := change.Do(ctx, s.Store, change.Request{Operation: "putFigures", Key: in.ClientMutationID, Input: in},
		func(ctx context.Context, tx *change.Tx) (answer *putAnswer, err error) {
			made, answer, err = s.put(ctx, tx, in)
			if answer != nil && err != nil {
				refused = answer.Cells
			}
			return answer, err
		})
	if p.UserErrors, err = change.FaultsOf(err); err != nil {
		return p, err
	}
	if p.UserErrors != nil {
		p.Submission, err = s.current(ctx, in)
		p.Cells = cellResults(refused, nil)
		return p, err
	}
	if first.IsZero() && made.sheet.saved != nil {
		p.Submission, p.Cells = made.sheet.saved.Unwrap(), cellResults(answer.Cells, made.figures())
		return p, nil
	}
	if p.Submission, err = s.answered(ctx, answer.Report, first); err != nil {
		return p, err
	}
	figures, err := s.figures(ctx, answer.Cells)
	p.Cells = cellResults(answer.Cells, figures)
	return p, err
}

// put enters figures inside a change. The answer comes with the faults too.
func (s *Service) put(ctx context.Context, tx *change.Tx, in PutFiguresInput) (*edit, *putAnswer, error) {
	if err := in.check(); err != nil {
		return nil, nil, err
	}
	sh, _, err := s.beginPut(ctx, tx, in)
	if err != nil {
		return nil, nil, err
	}
	answer := &putAnswer{Report: sh.report.ID, Cells: make([]putResult, len(in.Cells))}
	e, err := s.editing(ctx, tx, sh, in.Cells)
	if err != nil {
		return nil, nil, err
	}
	failed := false
	for n, c := range in.Cells {
		answer.Cells[n] = e.enter(c)
		failed = failed || answer.Cells[n].Faults.Severe()
	}
	if failed && in.Mode != PutModeEach {
		for n := range answer.Cells {
			answer.Cells[n].Figure = nil
		}
		return nil, answer, change.Refuse(change.Invalid, []string{"cells"}, change.Say(
			"Có ô không hợp lệ; không ghi ô nào.", "Some cells are not valid; none was written."))
	}
	return e, answer, e.write(ctx)
}

// beginPut finds the report, begun where there was none, and judges the move.
func (s *Service) beginPut(ctx context.Context, tx *change.Tx, in PutFiguresInput) (*sheet, *actor, error) {
	var id uuid.UUID
	if in.Submission != nil {
		id = *in.Submission
	} else {
		report, err := s.open(ctx, tx, *in.Agency, *in.Window)
		if err != nil {
			return nil, nil, err
		}
		id = report.ID
	}
	return s.begin(ctx, tx, Edit, "submission", id, in.Version)
}

// check looks at what one sees without the database; all faults at once.
func (in PutFiguresInput) check() error {
	var faults change.Faults
	if in.Submission == nil && (in.Agency == nil || in.Window == nil) {
		faults = append(faults, change.Fault(change.Required, []string{"submission"}, change.Say(
			"Cần submission, hoặc agency và window.", "Give submission, or agency and window.")))
	}
	if n := len(in.Cells); n == 0 || n > MaxCells {
		code := change.TooMany
		if n == 0 {
			code = change.Required
		}
		faults = append(faults, change.Fault(code, []string{"cells"}, change.Say(
			"Có %[1]d ô; cần từ 1 đến %[2]d.", "There are %[1]d cells; expected 1 to %[2]d.", n, MaxCells)))
	}
	if faults != nil {
		return faults
	}
	return nil
}

// current is the report a refused change was about, for the client to see.
func (s *Service) current(ctx context.Context, in PutFiguresInput) (*db.Submission, error) {
	q := s.Client.Submission.Query()
	switch {
	case in.Submission != nil:
		q.Where(submission.ID(*in.Submission))
	case in.Agency != nil && in.Window != nil:
		owner, window, err := named(ctx, s.Client, *in.Agency, *in.Window)
		if _, other := change.FaultsOf(err); err != nil {
			return nil, other
		}
		q.Where(submission.AgencyID(owner.ID), submission.WindowID(window.ID))
	default:
		return nil, nil
	}
	report, err := q.Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return report, err
}

// figures reads the figures of an answer.
func (s *Service) figures(ctx context.Context, cells []putResult) (map[uuid.UUID]*db.Figure, error) {
	var ids []uuid.UUID
	for _, c := range cells {
		if c.Figure != nil {
			ids = append(ids, *c.Figure)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := s.Client.Figure.Query().Where(figure.IDIn(ids...)).All(ctx)
	found := make(map[uuid.UUID]*db.Figure, len(rows))
	for _, f := range rows {
		found[f.ID] = f
	}
	return found, err
}

// figures are those the change has made, once it is committed.
func (e *edit) figures() map[uuid.UUID]*db.Figure {
	made := make(map[uuid.UUID]*db.Figure, len(e.made))
	for _, f := range e.made {
		made[f.ID] = f.Unwrap()
	}
	return made
}

func cellResults(cells []putResult, figures map[uuid.UUID]*db.Figure) []*PutFigureResult {
	results := make([]*PutFigureResult, len(cells))
	for n, c := range cells {
		results[n] = &PutFigureResult{Index: n, UserErrors: c.Faults}
		if c.Figure != nil {
			results[n].Figure = figures[*c.Figure]
		}
	}
	return results
}

// cellPath is where a cell stands in the input.
func cellPath(n int, field string) []string { return []string{"cells", strconv.Itoa(n), field} }
