package remind_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/job"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

var one = decimal.NewFromInt(1)

// as leaves the counts of a report as they are.
func as(*db.SubmissionCreate) {}

func TestAuthorsAreToldBeforeOnAndAfterTheDueDate(t *testing.T) {
	const soon, today, overdue = "Sắp đến hạn nộp", "Đến hạn nộp hôm nay", "Đã quá hạn nộp"
	eachWorld(t, "2023-02-28 08:00", func(t *testing.T, w *world) {
		w.give("lan", viewer.RoleReporter, "cuc-b")
		w.give("minh", viewer.RoleReviewer, "cuc-b")
		w.run(t, w.clock)
		for _, step := range []struct{ now, told, why string }{
			{"2023-02-28 23:50", "", "the window is not open"},
			{"2023-03-01 08:00", "", "the due date is far"},
			{"2023-03-30 23:58", "", "72 hours before begin at midnight"},
			{"2023-03-31 06:59", "", "the day begins in the morning"},
			{"2023-03-31 07:00", soon, ""},
			{"2023-03-31 23:50", "", "once a day"},
			{"2023-04-01 08:00", soon, ""},
			{"2023-04-02 08:00", today, ""},
			{"2023-04-02 23:50", "", "once a day"},
			{"2023-04-03 08:00", overdue, ""},
			{"2023-04-04 08:00", overdue, ""},
			{"2023-08-31 08:00", overdue, ""},
			{"2023-09-01 08:00", "", "the window is locked"},
		} {
			before := len(w.told(t))
			w.settle(t, step.now)
			want := []string{}
			if step.told != "" {
				want = append(want, "lan: [Tiến Độ] "+step.told+": 2 mục – kỳ 2023-Q1 – Cục B")
			}
			assert.Equal(t, want, w.told(t)[before:], "%s %s", step.now, step.why)
		}
	})
}

func TestADigestSaysWhatToDoAndWhere(t *testing.T) {
	eachWorld(t, "2023-04-02 08:00", func(t *testing.T, w *world) {
		w.give("lan", viewer.RoleReporter, "cuc-b")
		w.run(t, w.clock)
		w.settle(t, "2023-04-02 08:00")
		letters := w.letters(t)
		require.Len(t, letters, 1)
		assert.Equal(t, `Kính gửi Cục B,

Kỳ báo cáo 2023-Q1 – Quý I năm 2023
Thời hạn nộp: 02/04/2023 23:59 giờ Việt Nam

Việc cần làm:
- Đến hạn nộp hôm nay: 2 mục

Xem và xử lý tại: https://tiendo.example.vn/?agency=cuc-b&window=2023-Q1

Thư này do hệ thống Tiến Độ gửi tự động, xin không trả lời thư này.
`, letters[0].text)
	})
}

func TestNothingIsSaidOfWhatWasSubmitted(t *testing.T) {
	for name, status := range map[string]submission.Status{
		"that waits for review": submission.StatusSUBMITTED, "that was approved": submission.StatusAPPROVED,
	} {
		t.Run(name, func(t *testing.T) {
			eachWorld(t, "2023-04-03 00:30", func(t *testing.T, w *world) {
				w.give("lan", viewer.RoleReporter, "cuc-b")
				w.run(t, w.clock)
				w.settle(t, "2023-04-03 00:30")
				assert.Equal(t, map[job.State]int{job.StateREADY: 1}, w.states("digest.mail"), "queued for the morning")
				w.report("cuc-b", "2023-Q1", status, as)
				w.settle(t, "2023-04-03 08:00")
				assert.Equal(t, map[job.State]int{job.StateDONE: 1}, w.states("digest.mail"))
				assert.Empty(t, w.told(t))
				w.settle(t, "2023-04-04 08:00")
				assert.Equal(t, map[job.State]int{job.StateDONE: 1}, w.states("digest.mail"), "no more are queued")
			})
		})
	}
}

func TestADraftIsCountedByWhatIsNotApproved(t *testing.T) {
	eachWorld(t, "2023-04-03 08:00", func(t *testing.T, w *world) {
		w.give("lan", viewer.RoleReporter, "cuc-b")
		w.report("cuc-b", "2023-Q1", submission.StatusDRAFT, func(s *db.SubmissionCreate) { s.SetDrafted(1).SetApproved(1) })
		w.run(t, w.clock)
		w.settle(t, "2023-04-03 08:00")
		assert.Equal(t, []string{"lan: [Tiến Độ] Đã quá hạn nộp: 1 mục – kỳ 2023-Q1 – Cục B"}, w.told(t))
	})
}

func TestReturnedFiguresAreTold(t *testing.T) {
	eachWorld(t, "2023-03-20 08:00", func(t *testing.T, w *world) {
		w.give("lan", viewer.RoleReporter, "cuc-b")
		w.give("minh", viewer.RoleReviewer, "cuc-b")
		w.report("cuc-b", "2023-Q1", submission.StatusRETURNED, func(s *db.SubmissionCreate) { s.SetReturned(2) })
		w.run(t, w.clock)
		w.settle(t, "2023-03-20 08:00")
		assert.Equal(t, []string{"lan: [Tiến Độ] Bị trả lại để sửa và nộp lại: 2 mục – kỳ 2023-Q1 – Cục B"}, w.told(t), "long before the due date")
		w.settle(t, "2023-09-01 08:00")
		assert.Len(t, w.told(t), 1, "after the lock nothing can be done about it")
	})
}

func TestDatesGrantedToAnAgencyCount(t *testing.T) {
	eachWorld(t, "2023-04-03 08:00", func(t *testing.T, w *world) {
		w.give("lan", viewer.RoleReporter, "cuc-b")
		w.give("hoa", viewer.RoleReporter, "tinh-c")
		win := w.window("2023-Q1")
		w.Client.WindowChange.Create().SetWindowID(win.ID).SetKind(windowchange.KindEXTEND).AddAgencyIDs(w.agency("cuc-b").ID).
			SetDueAt(at("2023-04-20 23:59")).SetGraceUntil(at("2023-04-20 23:59")).
			SetOpenedBefore(win.OpensAt).SetDueBefore(win.DueAt).SetGraceBefore(win.GraceUntil).SetLockedBefore(win.LocksAt).
			SetReason("Bão").SetAt(at("2023-04-01 08:00")).SetAuthorID(w.person("nam").ID).SaveX(apitest.System())
		w.run(t, w.clock)
		w.settle(t, "2023-04-03 08:00")
		assert.Equal(t, []string{"hoa: [Tiến Độ] Đã quá hạn nộp: 1 mục – kỳ 2023-Q1 – Tỉnh C"}, w.told(t))
		w.settle(t, "2023-04-20 08:00")
		letters := w.letters(t)
		last := letters[len(letters)-1]
		assert.Equal(t, "[Tiến Độ] Đến hạn nộp hôm nay: 2 mục – kỳ 2023-Q1 – Cục B", last.subject)
		assert.Contains(t, last.text, "Thời hạn nộp: 20/04/2023 23:59")
	})
}

func TestSeveralWindowsMakeOneDigest(t *testing.T) {
	eachWorld(t, "2023-07-04 08:00", func(t *testing.T, w *world) {
		w.give("hoa", viewer.RoleReporter, "tinh-c")
		w.run(t, w.clock)
		w.settle(t, "2023-07-04 08:00")
		letters := w.letters(t)
		require.Len(t, letters, 1)
		assert.Equal(t, "[Tiến Độ] Đã quá hạn nộp: 1 mục – kỳ 2023-Q1 – Tỉnh C", letters[0].subject)
		assert.Contains(t, letters[0].text, `
- Đã quá hạn nộp: 1 mục
- Đến hạn nộp hôm nay: 1 mục (kỳ 2023-Q2, hạn 04/07/2023 23:59)
`)
	})
}
