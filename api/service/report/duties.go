package report

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Duties returns what an agency owes in a window, by code: its figures in the
// order of plans and codes, then the texts the window requires, each with where
// it stands. The error for a window that is not there is db.IsNotFound.
func (s *Service) Duties(ctx context.Context, agencyID uuid.UUID, windowCode string) ([]*service.Duty, error) {
	return s.DutiesIn(ctx, agencyID, windowCode, "", nil)
}

// DutiesIn is Duties, narrowed to a plan and to roles; an empty one does not.
// Texts belong to no plan. The number of statements does not depend on the
// number of duties.
func (s *Service) DutiesIn(ctx context.Context, agencyID uuid.UUID, windowCode, planCode string, roles []assignment.Role) ([]*service.Duty, error) {
	q, err := s.Client.ReportingWindow.Query().Where(reportingwindow.Code(windowCode)).CollectFields(service.Selecting(ctx, "window"))
	if err != nil {
		return nil, err
	}
	w, err := q.Only(ctx)
	if err != nil {
		return nil, err
	}
	owed, err := service.OwedIn(ctx, s.Client, agencyID, w, planCode, roles)
	if err != nil || len(owed) == 0 {
		return owed, err
	}
	if err := expect(ctx, s.Client, agencyID, w, owed); err != nil {
		return nil, err
	}
	p, err := s.progress(ctx, agencyID, w, owed)
	if err != nil {
		return nil, err
	}
	if planCode == "" {
		owed = append(owed, textsOwed(w, owed)...)
	}
	for _, d := range owed {
		p.fill(d)
	}
	return owed, nil
}

// expect fills in what a figure is entered by: the target of the year, who
// measures, and the last figure before.
func expect(ctx context.Context, client *db.Client, agencyID uuid.UUID, w *db.ReportingWindow, owed []*service.Duty) error {
	ids, plans := make([]uuid.UUID, len(owed)), []uuid.UUID{}
	for n, d := range owed {
		ids[n] = d.Indicator.ID
		if !slices.Contains(plans, d.Indicator.PlanID) {
			plans = append(plans, d.Indicator.PlanID)
		}
	}
	targets, err := service.TargetsOf(service.Selecting(ctx, "target"), client, ids, w.Year)
	if err != nil {
		return err
	}
	measures, err := service.MeasuresIn(ctx, client, w, plans)
	if err != nil {
		return err
	}
	last, err := service.LastFigures(service.Selecting(ctx, "lastFigure"), client, agencyID, ids, period(w))
	for _, d := range owed {
		i := d.Indicator
		d.Target, d.MeasuredBy, d.LastFigure = targets[i.ID], measures[i.PlanID].Of(i.ID), last[i.ID]
	}
	return err
}

// textsOwed are the texts a window requires of an agency that owes figures, in
// the role in which it implements or else measures.
func textsOwed(w *db.ReportingWindow, owed []*service.Duty) []*service.Duty {
	role := assignment.RoleMEASURE
	if slices.ContainsFunc(owed, func(d *service.Duty) bool { return d.Role == assignment.RoleIMPLEMENT }) {
		role = assignment.RoleIMPLEMENT
	}
	var texts []*service.Duty
	for _, name := range w.RequiredNarratives {
		kind := narrative.Kind(name)
		texts = append(texts, &service.Duty{Agency: owed[0].Agency, Role: role, Narrative: &kind, Window: w})
	}
	return texts
}

// A progress is how far an agency is with its report of a window, as far as the
// viewer may know.
type progress struct {
	now       time.Time
	dates     *calendar.Deadlines
	report    *db.Submission // nil where it was not begun, or may not be seen
	figures   map[uuid.UUID]*db.Figure
	standings map[uuid.UUID]Standing
	texts     map[narrative.Kind]*db.Narrative
	// whole says that the viewer may know of all of it; measures are the indicators
	// it may know of otherwise.
	whole    bool
	measures []uuid.UUID
}

func (s *Service) progress(ctx context.Context, agencyID uuid.UUID, w *db.ReportingWindow, owed []*service.Duty) (*progress, error) {
	v, _ := viewer.FromContext(ctx)
	p := &progress{now: s.Clock(), whole: v.ReadAll, measures: v.Measures, figures: map[uuid.UUID]*db.Figure{}, texts: map[narrative.Kind]*db.Narrative{}}
	if at, ok := asof.At(ctx); ok {
		p.now = at
	}
	var err error
	if !p.whole {
		if p.whole, err = rule.Holds(ctx, s.Client, v, agencyID); err != nil {
			return nil, err
		}
	}
	dates, err := calendar.DeadlinesOf(ctx, s.Client, w, agencyID)
	if err != nil {
		return nil, err
	}
	p.dates = dates[agencyID]
	q, err := s.Client.Submission.Query().Where(submission.AgencyID(agencyID), submission.WindowID(w.ID)).CollectFields(service.Selecting(ctx, "submission"))
	if err != nil {
		return nil, err
	}
	if p.report, err = q.Only(ctx); err != nil && !db.IsNotFound(err) {
		return nil, err
	}
	if err := p.readFigures(ctx, s.Client, agencyID, w, owed); err != nil || p.report == nil {
		return p, err
	}
	texts, err := s.Client.Narrative.Query().Where(narrative.SubmissionID(p.report.ID), narrative.SupersededAtIsNil()).
		Order(db.Asc(narrative.FieldRecordedAt, narrative.FieldID)).All(ctx)
	for _, t := range texts {
		p.texts[t.Kind] = t
	}
	return p, err
}

// readFigures reads the figure of each indicator that the report shows: what
// waits before what is in force, and that before a suggestion.
func (p *progress) readFigures(ctx context.Context, client *db.Client, agencyID uuid.UUID, w *db.ReportingWindow, owed []*service.Duty) error {
	ids := make([]uuid.UUID, len(owed))
	for n, d := range owed {
		ids[n] = d.Indicator.ID
	}
	q, err := client.Figure.Query().Where(figure.AgencyID(agencyID), figure.WindowID(w.ID), figure.IndicatorIDIn(ids...), figure.SupersededAtIsNil()).
		Order(db.Asc(figure.FieldRecordedAt, figure.FieldID)).CollectFields(service.Selecting(ctx, "figure"))
	if err != nil {
		return err
	}
	rows, err := q.All(ctx)
	if err != nil {
		return err
	}
	for _, f := range rows {
		if known := p.figures[f.IndicatorID]; known == nil || weight(f) >= weight(known) {
			p.figures[f.IndicatorID] = f
		}
	}
	shown := make([]uuid.UUID, 0, len(p.figures))
	for _, f := range p.figures {
		shown = append(shown, f.ID)
	}
	p.standings, err = Standings(ctx, client, shown, p.now)
	return err
}

func weight(f *db.Figure) int {
	switch {
	case f.ApprovedAt != nil:
		return 1
	case f.Prefilled:
		return 0
	}
	return 2
}

// fill says of a duty where it stands. Of what the viewer may not know it says
// nothing but what is public.
func (p *progress) fill(d *service.Duty) {
	d.Submission = p.report
	var state service.DutyState
	if d.Indicator != nil {
		d.Figure = p.figures[d.Indicator.ID]
		if !p.whole && !slices.Contains(p.measures, d.Indicator.ID) {
			return
		}
		state = p.stateOf(d.Figure)
	} else {
		if !p.whole && p.report == nil {
			return
		}
		state = p.stateOfText(p.texts[*d.Narrative])
	}
	late := !calendar.OnTime(p.now, p.dates.DueAt)
	switch state {
	case service.DutyStateSubmitted, service.DutyStateApproved, service.DutyStateReopened:
		late = p.report != nil && p.report.Late
	}
	due := p.dates.DueAt
	d.State, d.DueAt, d.Late = &state, &due, &late
}

func (p *progress) stateOf(f *db.Figure) service.DutyState {
	switch {
	case f == nil:
		return service.DutyStateMissing
	case f.Prefilled && f.ApprovedAt == nil:
		return service.DutyStatePrefilled
	}
	return service.DutyState(p.standings[f.ID].State)
}

// stateOfText: a text stands where its report stands, and is a draft since it
// was written anew.
func (p *progress) stateOfText(t *db.Narrative) service.DutyState {
	switch {
	case t == nil:
		return service.DutyStateMissing
	case p.report.SubmittedAt == nil || t.RecordedAt.After(*p.report.SubmittedAt):
		return service.DutyStateDraft
	}
	return service.DutyState(p.report.Status)
}
