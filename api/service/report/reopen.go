package report

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/review"
)

// longestReopening is how long figures may be open for change.
const longestReopening = 90 * 24 * time.Hour

// Reopen opens approved figures of one report for change until a time. They
// stay in force until better ones are approved.
func (s *Service) Reopen(ctx context.Context, in ReopenFiguresInput) (*ReopenFiguresPayload, error) {
	p := &ReopenFiguresPayload{ClientMutationID: in.ClientMutationID, Figures: []*db.Figure{}}
	_, first, err := change.Do(ctx, s.Store, change.Request{Operation: "reopenFigures", Key: in.ClientMutationID, Input: in},
		func(ctx context.Context, tx *change.Tx) (bool, error) { return true, s.reopen(ctx, tx, in) })
	if p.UserErrors, err = change.FaultsOf(err); err != nil || p.UserErrors != nil {
		return p, err
	}
	p.Figures, err = s.inOrder(ctx, in.Figures, first)
	return p, err
}

func (s *Service) reopen(ctx context.Context, tx *change.Tx, in ReopenFiguresInput) error {
	reason, faults := required(in.Reason, "reason", maxText)
	if until := in.Until.UTC(); !until.After(tx.At) || until.Sub(tx.At) > longestReopening {
		faults = append(faults, change.Fault(change.Invalid, []string{"until"}, change.Say(
			"%[1]s không hợp lệ; cần một thời điểm trong vòng %[2]d ngày tới.", "%[1]s is not valid; expected a time within the next %[2]d days.",
			in.Until.Format(time.RFC3339), int(longestReopening.Hours()/24))))
	}
	if n := len(in.Figures); n == 0 || n > MaxCells {
		code := change.TooMany
		if n == 0 {
			code = change.Required
		}
		faults = append(faults, change.Fault(code, []string{"figures"}, change.Say(
			"Có %[1]d số liệu; cần từ 1 đến %[2]d.", "There are %[1]d figures; expected 1 to %[2]d.", n, MaxCells)))
	}
	if faults != nil {
		return faults
	}
	report, err := reportOf(ctx, tx.Client, in.Figures, func(n int) []string { return []string{"figures", strconv.Itoa(n)} })
	if err != nil {
		return err
	}
	sh, a, err := s.begin(ctx, tx, Reopen, "figures", report, nil)
	if err != nil {
		return err
	}
	inForce := map[uuid.UUID]*db.Figure{}
	for _, c := range sh.cells {
		if c.approved != nil && a.decides(c.approved) {
			inForce[c.approved.ID] = c.approved
		}
	}
	for n, id := range in.Figures {
		if inForce[id] == nil {
			faults = append(faults, change.Fault(change.WrongState, []string{"figures", strconv.Itoa(n)}, change.Say(
				"Số liệu này không phải số liệu đã duyệt đang có hiệu lực mà bạn được mở lại.", "This is not an approved figure in force that you may reopen.")))
		}
	}
	if faults != nil {
		return faults
	}
	until := in.Until.UTC().Truncate(time.Microsecond)
	if err := s.step(ctx, tx, sh, review.ActionREOPEN, in.Figures, &reason, &until); err != nil {
		return err
	}
	s.note(tx, sh.report, sh.agency.ID, "figures.reopen", sh.label(), nil,
		map[string]any{"figures": in.Figures, "reason": reason, "until": until})
	return sh.counts().on(tx.Submission.UpdateOneID(sh.report.ID), tx.At).Exec(ctx)
}

// reportOf returns the report all the figures are of; path is where the input
// names each.
func reportOf(ctx context.Context, client *db.Client, ids []uuid.UUID, path func(n int) []string) (uuid.UUID, error) {
	rows, err := client.Figure.Query().Where(figure.IDIn(ids...)).All(ctx)
	if err != nil {
		return uuid.Nil, err
	}
	found := map[uuid.UUID]*uuid.UUID{}
	for _, f := range rows {
		found[f.ID] = f.SubmissionID
	}
	var faults change.Faults
	var report *uuid.UUID
	for n, id := range ids {
		of, there := found[id]
		switch {
		case !there:
			faults = append(faults, change.Fault(change.NotFound, path(n), change.Say(
				"Không tìm thấy số liệu, hoặc bạn không được xem.", "There is no such figure, or you may not see it.")))
		case of == nil:
			faults = append(faults, change.Fault(change.WrongState, path(n), change.Say(
				"Số liệu này do văn bản công bố, không thuộc báo cáo nào.", "A document states this figure; it is of no report.")))
		case report != nil && *report != *of:
			faults = append(faults, change.Fault(change.Invalid, path(n), change.Say(
				"Các số liệu phải thuộc cùng một báo cáo.", "The figures have to be of one report.")))
		default:
			report = of
		}
	}
	if faults != nil {
		return uuid.Nil, faults
	}
	return *report, nil
}

// inOrder reads figures in the order of their keys.
func (s *Service) inOrder(ctx context.Context, ids []uuid.UUID, first time.Time) ([]*db.Figure, error) {
	cells := make([]putResult, len(ids))
	for n := range ids {
		cells[n].Figure = &ids[n]
	}
	at(ctx, first)
	found, err := s.figures(ctx, cells)
	list := make([]*db.Figure, 0, len(ids))
	for _, id := range ids {
		if f := found[id]; f != nil {
			list = append(list, f)
		}
	}
	return list, err
}
