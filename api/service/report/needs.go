package report

import (
	"time"

	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// A need says what a move needs of the figures of a report and does not find;
// nil where it finds it.
type need func(action SubmissionAction, sh *sheet, a *actor, now time.Time) *Refusal

// somethingToSubmit: drafts, all of which may still be submitted.
func somethingToSubmit(action SubmissionAction, sh *sheet, _ *actor, now time.Time) *Refusal {
	drafts := sh.drafts()
	if len(drafts) == 0 {
		return &Refusal{action, change.WrongState, change.Say(
			"Báo cáo chưa có số liệu nào để gửi.", "The report has no figure to submit.")}
	}
	for _, f := range drafts {
		switch c := sh.cells[f.IndicatorID]; {
		case c.changeable():
		case !calendar.OnTime(now, sh.dates.LocksAt):
			return &Refusal{action, change.Locked, lockedSince(sh)}
		case c.approved != nil:
			return &Refusal{action, change.WrongState, change.Say(
				"Thời hạn mở lại của một số liệu đã hết; hãy bỏ bản soạn của nó, hoặc đề nghị mở lại.",
				"The time for which a figure was reopened is over; take its draft out, or ask for it to be reopened.")}
		}
	}
	return nil
}

// nothingDecided: no figure was decided on since the report was submitted.
func nothingDecided(action SubmissionAction, sh *sheet, _ *actor, _ time.Time) *Refusal {
	for _, c := range sh.cells {
		if c.approved != nil && !c.approved.ApprovedAt.Before(*sh.report.SubmittedAt) {
			return &Refusal{action, change.WrongState, change.Say(
				"Đã có số liệu được duyệt; không thể rút.", "Figures of it were approved already; it cannot be taken back.")}
		}
	}
	return nil
}

// somethingWaits: a figure the actor may decide on.
func somethingWaits(action SubmissionAction, sh *sheet, a *actor, _ time.Time) *Refusal {
	for _, f := range sh.waiting(Submitted) {
		if a.decides(f) {
			return nil
		}
	}
	return &Refusal{action, change.WrongState, change.Say(
		"Không có số liệu nào đang chờ bạn quyết định.", "No figure waits for your decision.")}
}

// somethingInForce: an approved figure the actor may decide on.
func somethingInForce(action SubmissionAction, sh *sheet, a *actor, _ time.Time) *Refusal {
	if sh.some(func(c *cell) bool { return c.approved != nil && a.decides(c.approved) }) {
		return nil
	}
	return &Refusal{action, change.WrongState, change.Say(
		"Báo cáo không có số liệu đã duyệt mà bạn được mở lại.", "The report has no approved figure that you may reopen.")}
}

// somethingToRevise: an approved figure nothing waits beside, and no drafts
// that would be handed in with it.
func somethingToRevise(action SubmissionAction, sh *sheet, _ *actor, _ time.Time) *Refusal {
	switch {
	case len(sh.waiting(Draft)) > 0:
		return &Refusal{action, change.WrongState, change.Say(
			"Báo cáo có số liệu đang soạn; hãy gửi hoặc bỏ chúng trước.", "The report has drafted figures; submit them or take them out first.")}
	case !sh.some(func(c *cell) bool { return c.approved != nil && c.pending == nil }):
		return &Refusal{action, change.WrongState, change.Say(
			"Báo cáo không có số liệu đã duyệt nào thay được lúc này.", "The report has no approved figure whose place could be taken now.")}
	}
	return nil
}

// drafts are the figures that a submission hands in: those entered, and those
// returned and left as they were.
func (s *sheet) drafts() []*db.Figure { return append(s.waiting(Draft), s.waiting(Returned)...) }

// some says whether any cell is so.
func (s *sheet) some(so func(*cell) bool) bool {
	for _, c := range s.cells {
		if so(c) {
			return true
		}
	}
	return false
}

// openForChange says that something in the report may be changed although the
// window is locked: which, is judged figure by figure.
func (s *sheet) openForChange() bool {
	return s.some(func(c *cell) bool { return c.changeable() || c.leftOver() })
}

// changeable says that the figure in force was reopened, or that a revision of
// it is being put right: revisions have no time limit.
func (c *cell) changeable() bool {
	return c.reopened != nil ||
		c.approved != nil && c.pending != nil && c.pending.Reason != nil && c.standing.State != Submitted
}

// leftOver says that a draft lies beside the figure in force. It may be taken
// out whenever.
func (c *cell) leftOver() bool {
	return c.approved != nil && c.pending != nil && c.standing.State != Submitted
}
