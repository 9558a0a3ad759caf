package report

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/check"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// waiving is who may let warnings pass: wherever the report stands, because a
// revision that waits for approval may have one.
var waiving = move{action: Edit, from: []submission.Status{draft, submitted, returned, approved},
	roles: []viewer.Role{viewer.RoleReporter}, scope: viewer.ScopeEdit}

// Waive lets a warning pass, with a reason that is kept.
func (s *Service) Waive(ctx context.Context, in WaiveCheckInput) (*SubmissionPayload, error) {
	return s.move(ctx, "waiveCheck", in.ClientMutationID, in, in.ID, func(ctx context.Context, tx *change.Tx) (*sheet, error) {
		sh, _, err := s.beginMove(ctx, tx, waiving, "id", in.ID, nil)
		if err != nil {
			return nil, err
		}
		if err := s.waive(ctx, tx, sh, []*WaiverInput{in.Waiver}, "waiver"); err != nil {
			return nil, err
		}
		s.note(tx, sh.report, sh.agency.ID, "check.waive", sh.label(), nil,
			map[string]any{"check": in.Waiver.Check, "reason": in.Waiver.Reason})
		return sh, sh.save(ctx, sh.counts().on(tx.Submission.UpdateOneID(sh.report.ID), tx.At))
	})
}

// waive keeps waivers; all faults at once.
func (s *Service) waive(ctx context.Context, tx *change.Tx, sh *sheet, waivers []*WaiverInput, path string) error {
	var faults change.Faults
	rows := make([]*db.WaiverCreate, 0, len(waivers))
	for n, w := range waivers {
		wrong := w.check(sh)
		if path == "waivers" {
			wrong = wrong.At(strconv.Itoa(n))
		}
		faults = append(faults, wrong.At(path)...)
		rows = append(rows, tx.Waiver.Create().SetSubmissionID(sh.report.ID).SetAgencyID(sh.agency.ID).
			SetNillableIndicatorID(w.Indicator).SetCheckCode(w.Check).SetReason(w.Reason).SetAt(tx.At).SetAuthorID(tx.Viewer.Person))
	}
	if faults != nil || len(rows) == 0 {
		return orNil(faults)
	}
	return tx.Waiver.CreateBulk(rows...).Exec(ctx)
}

// check says what is wrong with a waiver, and cleans its reason.
func (w *WaiverInput) check(sh *sheet) change.Faults {
	reason, faults := required(w.Reason, "reason", maxText)
	w.Reason = reason
	if !check.Waivable(w.Check) {
		faults = append(faults, change.Fault(change.Invalid, []string{"check"}, change.Say(
			"%[1]q không phải là cảnh báo có thể bỏ qua.", "%[1]q is not a check whose warnings may be waived.", w.Check)))
	}
	if w.Indicator != nil && sh.pendingOf(*w.Indicator) == nil {
		faults = append(faults, change.Fault(change.NotFound, []string{"indicator"}, change.Say(
			"Báo cáo không có số liệu đang soạn của chỉ tiêu này.", "The report has no waiting figure of this indicator.")))
	}
	return faults
}

// pendingOf returns the figure that waits in a cell.
func (s *sheet) pendingOf(indicator uuid.UUID) *db.Figure {
	if c := s.cells[indicator]; c != nil {
		return c.pending
	}
	return nil
}

// orNil keeps an empty list of faults from becoming an error.
func orNil(faults change.Faults) error {
	if len(faults) == 0 {
		return nil
	}
	return faults
}
