package report

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/check"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/evidence"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/source"
)

// An edit is a change of the cells of one report, gathered and then written at
// once.
type edit struct {
	tx     *change.Tx
	s      *Service
	sheet  *sheet
	byID   map[uuid.UUID]*db.Indicator // what is owed
	byCode map[string]*db.Indicator    // by plan/code
	last   map[uuid.UUID]*db.Figure
	proved map[uuid.UUID]bool
	taken  map[uuid.UUID]bool // indicators entered in this change

	rows          []*db.FigureCreate
	replaced      []uuid.UUID  // figures that end with the change
	made          []*db.Figure // once written
	before, after map[string]any
	index         int
}

// editing gathers what entering cells needs.
func (s *Service) editing(ctx context.Context, tx *change.Tx, sh *sheet, cells []*PutFigureInput) (*edit, error) {
	owed, err := s.owed(ctx, tx.Client, sh.agency.ID, sh.window)
	if err != nil {
		return nil, err
	}
	e := &edit{
		tx: tx, s: s, sheet: sh, byID: map[uuid.UUID]*db.Indicator{}, byCode: map[string]*db.Indicator{},
		taken: map[uuid.UUID]bool{}, before: map[string]any{}, after: map[string]any{},
	}
	for _, i := range owed {
		e.byID[i.ID], e.byCode[codeOf(i)] = i, i
	}
	if e.last, err = lastBefore(ctx, tx.Client, sh.agency.ID, sh.window, keys(owed)); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(cells, func(c *PutFigureInput) bool { return c.grade(sh.window) == figure.GradeOFFICIAL }) {
		e.proved, err = proved(ctx, tx.Client, sh.report.ID)
	}
	return e, err
}

// codeOf names an indicator by its plan and code.
func codeOf(i *db.Indicator) string { return i.Edges.Plan.Code + "/" + i.Code }

// proved returns the indicators of a report for which there is evidence; the
// nil key is the whole report.
func proved(ctx context.Context, client *db.Client, report uuid.UUID) (map[uuid.UUID]bool, error) {
	files, err := client.Evidence.Query().Where(evidence.SubmissionID(report)).All(ctx)
	there := make(map[uuid.UUID]bool, len(files))
	for _, f := range files {
		if f.IndicatorID == nil {
			there[uuid.Nil] = true
		} else {
			there[*f.IndicatorID] = true
		}
	}
	return there, err
}

// enter judges one cell and, where it has no error, gathers it. Cells come in
// the order of the input.
func (e *edit) enter(in *PutFigureInput) putResult {
	n := e.index
	e.index++
	i, faults := e.find(in)
	out := in.Value == nil && in.Numerator == nil && in.Denominator == nil
	if faults == nil && !(out && e.sheet.cell(i.ID).leftOver()) {
		faults = e.open(i)
	}
	if faults != nil {
		return putResult{Faults: faults.At(cellPath(n, "")[:2]...)}
	}
	e.taken[i.ID] = true
	if out {
		e.takeOut(i)
		return putResult{}
	}
	c := e.sheet.cell(i.ID)
	said, faults := in.entry(e.sheet.window, c)
	if faults == nil {
		faults = e.checked(i, said)
	}
	result := putResult{Faults: faults.At(cellPath(n, "")[:2]...)}
	if !faults.Severe() {
		id := e.put(i, c, said)
		result.Figure = &id
	}
	return result
}

// find finds the indicator of a cell among those owed.
func (e *edit) find(in *PutFigureInput) (*db.Indicator, change.Faults) {
	var i *db.Indicator
	var named, path = "", "indicator"
	switch {
	case in.Indicator != nil:
		i, named = e.byID[*in.Indicator], in.Indicator.String()
	case in.Code != nil:
		plan := defaultPlan
		if in.Plan != nil {
			plan = *in.Plan
		}
		named, path = plan+"/"+*in.Code, "code"
		i = e.byCode[named]
	default:
		return nil, change.Faults{change.Fault(change.Required, []string{"code"}, change.Say(
			"Cần indicator hoặc code.", "Give indicator or code."))}
	}
	switch {
	case i == nil && in.Indicator != nil:
		return nil, change.Faults{change.Fault(change.NotOwed, []string{path}, change.Say(
			"Đơn vị không phải báo cáo chỉ tiêu này trong kỳ.", "The agency does not owe a figure of this indicator in the window."))}
	case i == nil:
		return nil, change.Faults{change.Fault(change.NotOwed, []string{path}, change.Say(
			"Đơn vị không phải báo cáo chỉ tiêu %[1]s trong kỳ.", "The agency does not owe a figure of %[1]s in the window.", named))}
	case e.taken[i.ID]:
		return nil, change.Faults{change.Fault(change.Exists, []string{path}, change.Say(
			"Chỉ tiêu %[1]s có hai lần trong danh sách.", "%[1]s is in the list twice.", codeOf(i)))}
	}
	return i, nil
}

// defaultPlan is the plan of a code that comes without one.
const defaultPlan = "2021-2025"

// open says why a cell may not be changed now, although the report may.
func (e *edit) open(i *db.Indicator) change.Faults {
	c := e.sheet.cells[i.ID]
	locked := !calendar.OnTime(e.tx.At, e.sheet.dates.LocksAt)
	changeable := c != nil && c.changeable()
	switch {
	case c != nil && c.approved != nil && !changeable:
		return change.Faults{change.Fault(change.WrongState, nil, change.Say(
			"Số liệu %[1]s đã được duyệt; hãy dùng reviseFigure, hoặc đề nghị mở lại.",
			"The figure of %[1]s is approved; use reviseFigure, or ask for it to be reopened.", i.Code))}
	case c != nil && c.pending != nil && c.standing.State == Submitted:
		return change.Faults{change.Fault(change.WrongState, nil, change.Say(
			"Số liệu %[1]s đang chờ duyệt.", "The figure of %[1]s waits for review.", i.Code))}
	case locked && !changeable:
		return change.Faults{change.Fault(change.Locked, nil, change.Say(
			"Kỳ báo cáo đã khóa lúc %[1]s; số liệu %[2]s chưa được mở lại.",
			"The window locked at %[1]s, and the figure of %[2]s was not reopened.", local(e.sheet.dates.LocksAt), i.Code))}
	}
	return nil
}

// checked runs the checks on an entry.
func (e *edit) checked(i *db.Indicator, said entry) change.Faults {
	f := &db.Figure{StatedValue: said.Value, Numerator: said.Numerator, Denominator: said.Denominator, Grade: said.Grade, Note: said.Note}
	subject := subjectOf(i, f, e.last[i.ID], e.proved)
	var faults change.Faults
	for _, f := range check.Figure(subject) {
		faults = append(faults, &change.UserError{Code: change.CheckFailed, Path: []string{"value"}, Severity: f.Severity,
			Message: change.Sentence{Vi: f.Check + ": " + f.Message.Vi, En: f.Check + ": " + f.Message.En}})
	}
	return faults
}

// put gathers a figure: it takes the place of the one that waits.
func (e *edit) put(i *db.Indicator, c *cell, said entry) uuid.UUID {
	id := source.Key()
	if said.Reason == nil && c.pending != nil { // a revision that is put right stays one
		said.Reason = c.pending.Reason
	}
	f := row(e.tx, e.sheet.report, e.sheet.window, i.ID, said).SetID(id)
	made := &db.Figure{ID: id, IndicatorID: i.ID, RecordedAt: e.tx.At, Grade: said.Grade, Source: said.Source,
		StatedValue: said.Value, Numerator: said.Numerator, Denominator: said.Denominator, Note: said.Note, Reason: said.Reason}
	e.before[codeOf(i)], e.after[codeOf(i)] = written(c.current()), written(made)
	if c.last != nil {
		f.SetSupersedesID(c.last.ID)
	}
	if c.pending != nil {
		e.replaced = append(e.replaced, c.pending.ID)
	}
	c.pending, c.standing, c.last = made, Standing{State: Draft}, made
	e.rows = append(e.rows, f)
	return id
}

// current is what a cell shows: what waits, or else what is in force.
func (c *cell) current() *db.Figure {
	if c.pending != nil {
		return c.pending
	}
	return c.approved
}

// takeOut gathers the end of a figure that waits.
func (e *edit) takeOut(i *db.Indicator) {
	c := e.sheet.cells[i.ID]
	if c == nil || c.pending == nil {
		return
	}
	e.before[codeOf(i)], e.after[codeOf(i)] = written(c.pending), nil
	e.replaced = append(e.replaced, c.pending.ID)
	c.pending, c.standing = nil, Standing{}
}

// write writes what was gathered: a report in which nothing changed stays as
// it is.
func (e *edit) write(ctx context.Context) error {
	if len(e.rows) == 0 && len(e.replaced) == 0 {
		return nil
	}
	if len(e.replaced) > 0 {
		if err := e.tx.Figure.Update().Where(figure.IDIn(e.replaced...)).SetSupersededAt(e.tx.At).Exec(ctx); err != nil {
			return err
		}
	}
	if len(e.rows) > 0 {
		made, err := e.tx.Figure.CreateBulk(e.rows...).Save(ctx)
		if err != nil {
			return err
		}
		e.made = made
	}
	report := e.sheet.report
	u := e.sheet.counts().on(e.tx.Submission.UpdateOneID(report.ID), e.tx.At)
	if report.Status == returned { // what was returned may be gone, and nothing be left but approved figures
		status := statusAfter(e.sheet)
		if u.SetStatus(status); status == approved && report.ApprovedAt == nil {
			u.SetApprovedAt(e.tx.At)
		}
	}
	if err := e.sheet.save(ctx, u); err != nil {
		return err
	}
	e.s.note(e.tx, report, e.sheet.agency.ID, "figures.put", e.sheet.label(), e.before, e.after)
	return nil
}

// label names a report to readers of the record.
func (s *sheet) label() string { return s.agency.Code + " " + s.window.Code }
