package report

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/check"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/db/waiver"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Findings returns what the checks find in a report as it stands.
func (s *Service) Findings(ctx context.Context, report *db.Submission) ([]*Finding, error) {
	whole, err := s.Client.Submission.Query().Where(submission.ID(report.ID)).WithAgency().WithWindow().Only(ctx)
	if db.IsNotFound(err) {
		return []*Finding{}, nil
	}
	if err != nil {
		return nil, err
	}
	sh, err := load(ctx, s.Client, whole, s.Clock())
	if err != nil {
		return nil, err
	}
	return s.find(ctx, s.Client, sh)
}

// find runs the checks over what waits in a report, by code of the indicator,
// the whole report last.
func (s *Service) find(ctx context.Context, client *db.Client, sh *sheet) ([]*Finding, error) {
	// The figures are those the viewer sees; what they are checked against is the
	// same whoever looks.
	ctx = viewer.NewContext(ctx, viewer.System("check"))
	found := []*Finding{}
	figures, err := s.findInFigures(ctx, client, sh)
	if err != nil {
		return nil, err
	}
	texts, err := findInTexts(ctx, client, sh)
	if err != nil {
		return nil, err
	}
	found = append(append(found, figures...), texts...)
	return found, markWaived(ctx, client, sh.report.ID, found)
}

func (s *Service) findInFigures(ctx context.Context, client *db.Client, sh *sheet) ([]*Finding, error) {
	pending := map[uuid.UUID]*db.Figure{}
	for id, c := range sh.cells {
		if c.pending != nil && !c.pending.Prefilled {
			pending[id] = c.pending
		}
	}
	if len(pending) == 0 {
		return nil, nil
	}
	ids := make([]uuid.UUID, 0, len(pending))
	for id := range pending {
		ids = append(ids, id)
	}
	indicators, err := client.Indicator.Query().Where(indicator.IDIn(ids...)).WithPlan().All(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(indicators, func(a, b *db.Indicator) int {
		return strings.Compare(a.Edges.Plan.CodeKey+" "+a.CodeKey, b.Edges.Plan.CodeKey+" "+b.CodeKey)
	})
	last, err := lastBefore(ctx, client, sh.agency.ID, sh.window, ids)
	if err != nil {
		return nil, err
	}
	var files map[uuid.UUID]bool
	if slices.ContainsFunc(slices.Collect(maps.Values(pending)), func(f *db.Figure) bool { return f.Grade == figure.GradeOFFICIAL }) {
		if files, err = proved(ctx, client, sh.report.ID); err != nil {
			return nil, err
		}
	}
	var found []*Finding
	for _, i := range indicators {
		f := pending[i.ID]
		for _, w := range check.Figure(subjectOf(i, f, last[i.ID], files)) {
			found = append(found, &Finding{Check: w.Check, Severity: w.Severity, Indicator: i, Figure: f, Message: w.Message})
		}
	}
	return found, nil
}

// subjectOf gathers what the checks look at.
func subjectOf(i *db.Indicator, f, last *db.Figure, files map[uuid.UUID]bool) check.Subject {
	value, _ := service.Value(f, *i.Unit) // every row has a number: the database says so
	s := check.Subject{
		Indicator: codeOf(i), Unit: *i.Unit, Grade: f.Grade, Value: value, Numerator: f.Numerator, Denominator: f.Denominator,
		Noted: f.Note != nil, Proved: files[i.ID] || files[uuid.Nil],
	}
	if last != nil {
		before, _ := service.Value(last, *i.Unit)
		s.Last = &before
	}
	return s
}

// findInTexts looks for required texts that are not there.
func findInTexts(ctx context.Context, client *db.Client, sh *sheet) ([]*Finding, error) {
	if len(sh.window.RequiredNarratives) == 0 {
		return nil, nil
	}
	texts, err := client.Narrative.Query().Where(narrative.SubmissionID(sh.report.ID), narrative.SupersededAtIsNil()).All(ctx)
	if err != nil {
		return nil, err
	}
	there := map[narrative.Kind]bool{}
	for _, t := range texts {
		there[t.Kind] = true
	}
	var found []*Finding
	for _, w := range check.Narratives(sh.window.RequiredNarratives, there) {
		found = append(found, &Finding{Check: w.Check, Severity: w.Severity, Message: w.Message})
	}
	return found, nil
}

// markWaived marks the warnings that were waived.
func markWaived(ctx context.Context, client *db.Client, report uuid.UUID, found []*Finding) error {
	if !slices.ContainsFunc(found, func(f *Finding) bool { return f.Severity == change.Warning }) {
		return nil
	}
	waivers, err := client.Waiver.Query().Where(waiver.SubmissionID(report)).All(ctx)
	for _, f := range found {
		f.Waived = f.Severity == change.Warning && slices.ContainsFunc(waivers, func(w *db.Waiver) bool {
			return w.CheckCode == f.Check && (w.IndicatorID == nil || f.Indicator != nil && *w.IndicatorID == f.Indicator.ID) &&
				(f.Figure == nil || !w.At.Before(f.Figure.RecordedAt)) // a later figure needs a waiver of its own
		})
	}
	return err
}

// Checks lists the checks that reports go through.
func Checks() []*ReportCheck {
	var list []*ReportCheck
	for _, c := range check.All() {
		list = append(list, &ReportCheck{Code: c.Code, Severity: c.Severity, Sentence: change.Sentence{Vi: c.Vi, En: c.En}})
	}
	return list
}
