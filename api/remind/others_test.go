package remind_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// waiting is a report with a figure that waits for review.
func waiting(s *db.SubmissionCreate) { s.SetSubmitted(1) }

func TestReviewersAreToldWhatWaits(t *testing.T) {
	eachWorld(t, "2023-03-20 08:00", func(t *testing.T, w *world) {
		for name, code := range map[string]string{
			"do": "cuc-m", "tren": "bo-k", // who measures, and the tier above
			"chung": "cac-tinh", "nha": "tinh-c", // the group, and the agency itself
			"khac": "bo-a", "cuc": "cuc-b", // neither
		} {
			w.give(name, viewer.RoleReviewer, code)
			w.give(name+"-r", viewer.RoleReporter, code)
		}
		w.report("tinh-c", "2023-Q1", submission.StatusSUBMITTED, waiting)
		w.run(t, w.clock)
		w.settle(t, "2023-03-20 08:00")
		assert.Equal(t, []string{
			"chung: [Tiến Độ] Chờ duyệt: 1 mục – kỳ 2023-Q1 – Các tỉnh",
			"do: [Tiến Độ] Chờ duyệt: 1 mục – kỳ 2023-Q1 – Cục M",
			"nha: [Tiến Độ] Chờ duyệt: 1 mục – kỳ 2023-Q1 – Tỉnh C",
			"tren: [Tiến Độ] Chờ duyệt: 1 mục – kỳ 2023-Q1 – Bộ K",
		}, w.told(t))
		assert.Contains(t, w.letters(t)[1].text, "- Chờ duyệt: 1 mục (Tỉnh C)\n")
		w.report("cuc-b", "2023-Q1", submission.StatusSUBMITTED, waiting)
		w.settle(t, "2023-09-02 08:00") // after the lock it still waits
		letters := w.letters(t)
		assert.Equal(t, "do: [Tiến Độ] Chờ duyệt: 2 mục – kỳ 2023-Q1 – Cục M", letters[4].to+": "+letters[4].subject)
		assert.Contains(t, letters[4].text, "(Cục B, Tỉnh C)")
	})
}

func TestReviewersAreNotToldWhatDoesNotWaitForThem(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, w *world, s *db.Submission, f *db.Figure){
		"a figure that was approved": func(_ *testing.T, w *world, s *db.Submission, f *db.Figure) {
			w.Client.Figure.UpdateOne(f).SetApprovedAt(w.clock.Now()).ExecX(apitest.System())
		},
		"a figure that was returned": func(_ *testing.T, w *world, s *db.Submission, f *db.Figure) {
			w.Client.Review.Create().SetSubmissionID(s.ID).SetAgencyID(s.AgencyID).SetAction(review.ActionRETURN).SetAt(w.clock.Now()).
				SetAuthorID(w.person("do").ID).SetVersion(2).AddFigures(f).ExecX(apitest.System())
		},
		"a report in which nothing waits": func(_ *testing.T, w *world, s *db.Submission, f *db.Figure) {
			w.Client.Submission.UpdateOne(s).SetSubmitted(0).SetApproved(1).SetVersion(2).ExecX(apitest.System())
		},
		"a draft": func(_ *testing.T, w *world, s *db.Submission, f *db.Figure) {
			w.Client.Submission.UpdateOne(s).SetSubmitted(0).SetDrafted(1).SetStatus(submission.StatusDRAFT).SetVersion(2).ExecX(apitest.System())
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachWorld(t, "2023-03-20 08:00", func(t *testing.T, w *world) {
				w.give("do", viewer.RoleReviewer, "cuc-m")
				s := w.report("tinh-c", "2023-Q1", submission.StatusSUBMITTED, waiting)
				change(t, w, s, w.Client.Figure.Query().Where(figure.SubmissionID(s.ID)).OnlyX(apitest.System()))
				w.run(t, w.clock)
				w.settle(t, "2023-03-20 08:30")
				assert.Empty(t, w.told(t))
			})
		})
	}
}

func TestTheTierAboveIsToldWhatIsLongOverdue(t *testing.T) {
	eachWorld(t, "2023-04-05 08:00", func(t *testing.T, w *world) {
		w.give("tren", viewer.RoleCoordinator, "bo-a")
		w.give("tren-r", viewer.RoleReporter, "bo-a")
		w.give("tinh", viewer.RoleCoordinator, "cac-tinh")
		w.give("tinh-r", viewer.RoleReporter, "cac-tinh")
		w.give("bo-k", viewer.RoleReporter, "bo-k")
		w.run(t, w.clock)
		w.settle(t, "2023-04-05 23:58") // 72 hours after the due date are over at midnight
		assert.Empty(t, w.told(t))
		w.settle(t, "2023-04-06 08:00")
		assert.Equal(t, []string{
			"bo-k: [Tiến Độ] Đã báo lên cấp trên: 1 mục – kỳ 2023-Q1 – Bộ K", // no coordinator there
			"tinh: [Tiến Độ] Đã báo lên cấp trên: 1 mục – kỳ 2023-Q1 – Các tỉnh",
			"tren: [Tiến Độ] Đã báo lên cấp trên: 1 mục – kỳ 2023-Q1 – Bộ A",
		}, w.told(t))
		for n, about := range []string{"Cục M", "Tỉnh C", "Cục B"} {
			assert.Contains(t, w.letters(t)[n].text, "- Đã báo lên cấp trên: 1 mục ("+about+")\n")
		}
		for _, code := range []string{"cuc-b", "cuc-m", "tinh-c"} {
			w.report(code, "2023-Q1", submission.StatusSUBMITTED, as)
		}
		w.settle(t, "2023-04-07 08:00")
		assert.Len(t, w.told(t), 3, "what was submitted is no longer told")
	})
}

func TestAnswersOwedAreToldOnceTheirDayIsOver(t *testing.T) {
	eachWorld(t, "2023-04-10 08:00", func(t *testing.T, w *world) {
		for name, role := range map[string]viewer.Role{
			"tra-loi": viewer.RoleReporter, "duyet": viewer.RoleReviewer, "dieu-phoi": viewer.RoleCoordinator, "quan-tri": viewer.RoleAdmin,
		} {
			w.give(name, role, "bo-k")
		}
		ask := func(s *db.Submission, due string) *db.Narrative {
			return w.Client.Narrative.Create().SetSubmissionID(s.ID).SetAgencyID(s.AgencyID).SetKind(narrative.KindDIFFICULTY).
				SetBody("Thiếu vốn").SetRecordedAt(w.clock.Now()).SetRoutedToID(w.agency("bo-k").ID).
				SetAnswerDueOn(at(due + " 07:00")).SaveX(apitest.System())
		}
		w.report("cuc-m", "2023-Q1", submission.StatusSUBMITTED, as) // else the coordinator is told of that
		sent := w.report("tinh-c", "2023-Q1", submission.StatusSUBMITTED, as)
		asked := ask(sent, "2023-04-14")
		ask(w.report("cuc-b", "2023-Q1", submission.StatusDRAFT, as), "2023-04-14") // nobody has sent it
		w.run(t, w.clock)
		w.settle(t, "2023-04-14 23:30")
		assert.NotContains(t, w.told(t), "tra-loi: [Tiến Độ] Câu hỏi chờ trả lời: 1 mục – kỳ 2023-Q1 – Bộ K")
		before := len(w.told(t))
		w.settle(t, "2023-04-15 08:00")
		owed := w.told(t)
		for _, name := range []string{"tra-loi", "duyet", "dieu-phoi"} {
			assert.Contains(t, owed, name+": [Tiến Độ] Câu hỏi chờ trả lời: 1 mục – kỳ 2023-Q1 – Bộ K")
		}
		assert.NotContains(t, owed, "quan-tri: [Tiến Độ] Câu hỏi chờ trả lời: 1 mục – kỳ 2023-Q1 – Bộ K")
		w.Client.Narrative.UpdateOne(asked).SetAnswer("Đã bố trí").SetAnsweredAt(w.clock.Now()).ExecX(apitest.System())
		after := len(owed)
		require.Equal(t, before+3, after)
		w.settle(t, "2023-04-16 08:00")
		assert.Len(t, w.told(t), after)
	})
}

func TestOnlyWhoHasTheRoleAndAnAddressIsTold(t *testing.T) {
	eachWorld(t, "2023-04-02 08:00", func(t *testing.T, w *world) {
		ctx := apitest.System()
		now := w.clock.Now()
		w.Client.RoleGrant.UpdateOne(w.give("revoked", viewer.RoleReporter, "cuc-b")).SetRevokedAt(now.Add(-time.Hour)).ExecX(ctx)
		w.Client.Person.UpdateOne(w.person("nowhere")).ClearEmail().ExecX(ctx)
		w.give("nowhere", viewer.RoleReporter, "cuc-b")
		w.give("above", viewer.RoleReporter, "bo-a")
		w.give("admin", viewer.RoleAdmin, "cuc-b")
		w.Client.RoleGrant.Create().SetPersonID(w.person("ended").ID).SetAgencyID(w.agency("cuc-b").ID).
			SetRole(viewer.RoleReporter).SetUntil(now.Add(-time.Minute)).ExecX(ctx)
		absent := w.give("absent", viewer.RoleReporter, "cuc-b")
		lend := func(to string, from, until time.Time) *db.DelegationCreate {
			return w.Client.Delegation.Create().SetGrantID(absent.ID).SetAgencyID(absent.AgencyID).SetFromID(absent.PersonID).
				SetToID(w.person(to).ID).SetRole(absent.Role).SetStartsAt(from).SetEndsAt(until).SetReason("Nghỉ phép")
		}
		lend("stands-in", now.Add(-time.Hour), now.Add(24*time.Hour)).ExecX(ctx)
		lend("stood-in", now.Add(-48*time.Hour), now.Add(-time.Hour)).ExecX(ctx)
		lend("not-now", now.Add(-time.Hour), now.Add(24*time.Hour)).SetRevokedAt(now.Add(-time.Minute)).ExecX(ctx)
		w.run(t, w.clock)
		w.settle(t, "2023-04-02 08:00")
		assert.Equal(t, []string{
			"absent: [Tiến Độ] Đến hạn nộp hôm nay: 2 mục – kỳ 2023-Q1 – Cục B",
			"stands-in: [Tiến Độ] Đến hạn nộp hôm nay: 2 mục – kỳ 2023-Q1 – Cục B",
		}, w.told(t))
	})
}

func TestWhoLosesTheRoleBeforeTheMorningIsToldNothing(t *testing.T) {
	eachWorld(t, "2023-04-02 00:30", func(t *testing.T, w *world) {
		grant := w.give("lan", viewer.RoleReporter, "cuc-b")
		w.run(t, w.clock)
		w.settle(t, "2023-04-02 00:30")
		w.Client.RoleGrant.UpdateOne(grant).SetRevokedAt(w.clock.Now()).ExecX(apitest.System())
		w.settle(t, "2023-04-02 08:00")
		assert.Empty(t, w.told(t))
	})
}
