package report

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
)

// Open begins the report of an agency for a window, with the last known figures
// put in as suggestions, or returns the one that was begun.
func (s *Service) Open(ctx context.Context, in OpenSubmissionInput) (*OpenSubmissionPayload, error) {
	p := &OpenSubmissionPayload{ClientMutationID: in.ClientMutationID}
	id, first, err := change.Do(ctx, s.Store, change.Request{Operation: "openSubmission", Key: in.ClientMutationID, Input: in},
		func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) {
			report, err := s.open(ctx, tx, in.Agency, in.Window)
			if err != nil {
				return uuid.Nil, err
			}
			return report.ID, nil
		})
	if p.UserErrors, err = change.FaultsOf(err); err != nil || p.UserErrors != nil {
		return p, err
	}
	p.Submission, err = s.answered(ctx, id, first)
	return p, err
}

// open returns the report of an agency for a window, begun where there was
// none.
func (s *Service) open(ctx context.Context, tx *change.Tx, agencyCode, windowCode string) (*db.Submission, error) {
	owner, window, err := named(ctx, tx.Client, agencyCode, windowCode)
	if err != nil {
		return nil, err
	}
	a, err := who(ctx, tx.Client, moveOf(Edit), owner.ID)
	if err != nil {
		return nil, err
	}
	found, err := tx.Submission.Query().Where(submission.AgencyID(owner.ID), submission.WindowID(window.ID)).Only(ctx)
	if err == nil || !db.IsNotFound(err) {
		return found, err
	}
	dates, err := calendar.DeadlinesOf(ctx, tx.Client, window, owner.ID)
	if err != nil {
		return nil, err
	}
	blank := &sheet{report: &db.Submission{Status: draft}, dates: dates[owner.ID]}
	if r := judge(moveOf(Edit), blank, a, tx.At); r != nil {
		return nil, r.fault()
	}
	a.act(tx)
	return s.create(ctx, tx, owner, window)
}

// create adds the report and its suggestions.
func (s *Service) create(ctx context.Context, tx *change.Tx, owner *db.Agency, window *db.ReportingWindow) (*db.Submission, error) {
	owed, err := s.owed(ctx, tx.Client, owner.ID, window)
	if err != nil {
		return nil, err
	}
	if len(owed) == 0 {
		return nil, change.Refuse(change.NotOwed, []string{"agency"}, change.Say(
			"%[1]s không phải báo cáo chỉ tiêu nào trong kỳ %[2]s.", "%[1]s owes no figure in window %[2]s.", owner.Code, window.Code))
	}
	report, err := tx.Submission.Create().SetAgencyID(owner.ID).SetWindowID(window.ID).SetCreatedAt(tx.At).SetChangedAt(tx.At).Save(ctx)
	if err != nil {
		return nil, err
	}
	last, err := lastBefore(ctx, tx.Client, owner.ID, window, keys(owed))
	if err != nil {
		return nil, err
	}
	var rows []*db.FigureCreate
	for _, i := range owed {
		if f := last[i.ID]; f != nil {
			rows = append(rows, row(tx, report, window, i.ID, suggestion(f)).SetPrefilled(true))
		}
	}
	if len(rows) > 0 {
		if err := tx.Figure.CreateBulk(rows...).Exec(ctx); err != nil {
			return nil, err
		}
	}
	label := fmt.Sprintf("%s %s", owner.Code, window.Code)
	s.note(tx, report, owner.ID, "submission.open", label, nil, map[string]any{"window": window.Code, "suggestions": len(rows)})
	return report, nil
}

// named finds an agency and a window by code; both faults come at once.
func named(ctx context.Context, client *db.Client, agencyCode, windowCode string) (*db.Agency, *db.ReportingWindow, error) {
	var faults change.Faults
	owner, err := client.Agency.Query().Where(agency.Code(agencyCode)).Only(ctx)
	if db.IsNotFound(err) {
		faults, err = append(faults, unknown("agency", agencyCode)), nil
	}
	if err != nil {
		return nil, nil, err
	}
	window, err := client.ReportingWindow.Query().Where(reportingwindow.Code(windowCode)).Only(ctx)
	if db.IsNotFound(err) {
		faults, err = append(faults, unknown("window", windowCode)), nil
	}
	if err == nil && faults != nil {
		err = faults
	}
	return owner, window, err
}

func unknown(path, code string) *change.UserError {
	return change.Fault(change.NotFound, []string{path}, change.Say("Không có mã %[1]q.", "There is no code %[1]q.", code))
}

// owed returns the indicators an agency owes figures of in a window.
func (s *Service) owed(ctx context.Context, client *db.Client, agencyID uuid.UUID, window *db.ReportingWindow) ([]*db.Indicator, error) {
	duties, err := service.Owed(ctx, client, agencyID, window)
	if err != nil {
		return nil, err
	}
	owed := make([]*db.Indicator, len(duties))
	for n, d := range duties {
		owed[n] = d.Indicator
	}
	return owed, nil
}

func keys(indicators []*db.Indicator) []uuid.UUID {
	ids := make([]uuid.UUID, len(indicators))
	for n, i := range indicators {
		ids[n] = i.ID
	}
	return ids
}
