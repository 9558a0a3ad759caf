package report

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// judge says whether a move may be made on a report now: nil, or why not. It
// looks at the report as a whole; single figures are judged where they are
// touched.
func judge(m move, sh *sheet, a *actor, now time.Time) *Refusal {
	switch {
	case a == nil:
		return &Refusal{m.action, change.NotAllowed, change.Say(
			"Bạn không có vai trò phù hợp ở đơn vị này (cần: %[1]s).", "You have no role for it at this agency (one of: %[1]s).", names(m.roles))}
	case !slices.Contains(m.from, sh.report.Status):
		return &Refusal{m.action, change.WrongState, change.Say(
			"Báo cáo đang ở trạng thái %[1]s; cần: %[2]s.", "The report is %[1]s; it has to be %[2]s.", sh.report.Status, names(m.from))}
	case m.inTime && now.Before(sh.dates.OpensAt):
		return &Refusal{m.action, change.NotOpen, change.Say(
			"Kỳ báo cáo mở từ %[1]s.", "The window opens at %[1]s.", local(sh.dates.OpensAt))}
	case m.inTime && !calendar.OnTime(now, sh.dates.LocksAt) && !sh.openForChange():
		return &Refusal{m.action, change.Locked, lockedSince(sh)}
	case m.needs != nil:
		return m.needs(m.action, sh, a, now)
	}
	return nil
}

// lockedSince says that the window of a report is locked.
func lockedSince(sh *sheet) change.Sentence {
	return change.Say("Kỳ báo cáo đã khóa lúc %[1]s; đề nghị mở lại.", "The window locked at %[1]s; ask for it to be reopened.", local(sh.dates.LocksAt))
}

// selfApproval refuses whoever submitted a report, or for whom it was
// submitted, as the one who approves it.
func selfApproval(report *db.Submission, a *actor) *Refusal {
	for _, hand := range a.hands() {
		if report.SubmittedByID != nil && hand == *report.SubmittedByID || report.SubmittedForID != nil && hand == *report.SubmittedForID {
			return &Refusal{Approve, change.NotAllowed, change.Say(
				"Người gửi báo cáo không được tự duyệt.", "Nobody approves a report that the same person submitted.")}
		}
	}
	return nil
}

// fault turns a refusal into a fault of the change that was asked for.
func (r *Refusal) fault(path ...string) error { return change.Refuse(r.Code, path, r.Message) }

// begin reads and locks the report a move is about, and judges the move. What
// the viewer may not see is not found; path is where the input names it.
func (s *Service) begin(ctx context.Context, tx *change.Tx, action SubmissionAction, path string, id uuid.UUID, version *int) (*sheet, *actor, error) {
	return s.beginMove(ctx, tx, moveOf(action), path, id, version)
}

func (s *Service) beginMove(ctx context.Context, tx *change.Tx, m move, path string, id uuid.UUID, version *int) (*sheet, *actor, error) {
	report, err := lockReport(ctx, tx, id)
	if db.IsNotFound(err) {
		return nil, nil, notFound(path)
	}
	if err != nil {
		return nil, nil, err
	}
	a, err := who(ctx, tx.Client, m, report.AgencyID)
	if err != nil {
		return nil, nil, err
	}
	// Whoever decides on some figures has to count them all.
	sh, err := load(viewer.NewContext(ctx, viewer.System("report")), tx.Client, report, tx.At)
	if err != nil {
		return nil, nil, err
	}
	switch r := judge(m, sh, a, tx.At); {
	case r != nil && r.Code == change.NotAllowed:
		return nil, nil, r.fault()
	case version != nil && *version != report.Version:
		return nil, nil, conflict(report, *version)
	case r != nil:
		return nil, nil, r.fault()
	}
	a.act(tx)
	return sh, a, nil
}

// conflict says that the report was changed meanwhile, and how it stands.
func conflict(report *db.Submission, version int) error {
	return change.Refuse(change.Conflict, []string{"version"}, change.Say(
		"Báo cáo đã thay đổi: phiên bản hiện tại là %[1]d (%[2]s), bạn gửi %[3]d.",
		"The report was changed meanwhile: it is at version %[1]d (%[2]s), you sent %[3]d.", report.Version, report.Status, version))
}

func notFound(path string) error {
	return change.Refuse(change.NotFound, []string{path}, change.Say(
		"Không tìm thấy, hoặc bạn không được xem.", "There is no such thing, or you may not see it."))
}

// names joins names for a sentence.
func names[T ~string](list []T) string {
	text := ""
	for n, name := range list {
		if n > 0 {
			text += ", "
		}
		text += string(name)
	}
	return text
}

// local is a time as people in Viet Nam read it.
func local(t time.Time) string { return t.In(calendar.Zone).Format("15:04 02/01/2006") }

// statusAfter is where a report stands once figures of it were decided. What
// was returned has to be submitted again, also where it was put right already.
func statusAfter(sh *sheet) submission.Status {
	switch {
	case len(sh.waiting(Returned)) > 0, sh.report.Status == returned && len(sh.waiting(Draft)) > 0:
		return returned
	case len(sh.waiting(Submitted)) > 0:
		return submitted
	case sh.counts().approved == 0:
		return sh.report.Status
	}
	return approved
}
