package deliver

import (
	"fmt"
	"time"

	"github.com/tiendo-vn/tiendo/api/server/language"
)

// Kind is what is to be done about the things an Item counts.
type Kind string

// The kinds.
const (
	// DueSoon is a report not yet submitted whose deadline comes near.
	DueSoon Kind = "DUE_SOON"
	// DueToday is a report not yet submitted whose deadline is today.
	DueToday Kind = "DUE_TODAY"
	// Overdue is a report not submitted in time.
	Overdue Kind = "OVERDUE"
	// WaitingForReview is a submitted report that the reviewer has to look at.
	WaitingForReview Kind = "WAITING_FOR_REVIEW"
	// Returned is a report that the reviewer gave back for correction.
	Returned Kind = "RETURNED"
	// AnswerOwed is a question that waits for the agency's answer.
	AnswerOwed Kind = "ANSWER_OWED"
	// Escalated is something left undone for so long that the tier above was told.
	Escalated Kind = "ESCALATED"
)

// urgency is the order of a digest; its first item goes into the subject.
var urgency = []Kind{Escalated, Overdue, DueToday, Returned, DueSoon, AnswerOwed, WaitingForReview}

// wording is what a language needs beside its templates.
type wording struct {
	// subject takes the first item, the window's code and the agency.
	subject string
	// layout is a time.Layout of a moment in Viet Nam.
	layout string
	// one and many are the nouns that are counted.
	one, many string
	kinds     map[Kind]string
}

var wordings = map[language.Language]wording{
	language.Vietnamese: {
		subject: "[Tiến Độ] %s – kỳ %s – %s",
		layout:  "02/01/2006 15:04 giờ Việt Nam",
		one:     "mục", many: "mục",
		kinds: map[Kind]string{
			DueSoon:          "Sắp đến hạn nộp",
			DueToday:         "Đến hạn nộp hôm nay",
			Overdue:          "Đã quá hạn nộp",
			WaitingForReview: "Chờ duyệt",
			Returned:         "Bị trả lại để sửa và nộp lại",
			AnswerOwed:       "Câu hỏi chờ trả lời",
			Escalated:        "Đã báo lên cấp trên",
		},
	},
	language.English: {
		subject: "[Tiến Độ] %s – window %s – %s",
		// The month in letters: 02/04 is February to some readers of English.
		layout: "2 January 2006 15:04 Viet Nam time",
		one:    "item", many: "items",
		kinds: map[Kind]string{
			DueSoon:          "Due soon",
			DueToday:         "Due today",
			Overdue:          "Overdue",
			WaitingForReview: "Waiting for review",
			Returned:         "Returned for correction",
			AnswerOwed:       "Waiting for your answer",
			Escalated:        "Escalated to the tier above",
		},
	},
}

// zone is Viet Nam's, which has had no other since 1975. Fixed, so that the
// texts do not depend on the machine's table of zones.
var zone = time.FixedZone("ICT", 7*60*60)

// moment writes a time to the minute. Deadlines at the end of a day are
// 23:59:59 and stay on that day: seconds are cut off, not rounded.
func (w wording) moment(t time.Time) string { return t.In(zone).Format(w.layout) }

// count is "Overdue: 3 items".
func (w wording) count(kind Kind, n int) string {
	noun := w.many
	if n == 1 {
		noun = w.one
	}
	return fmt.Sprintf("%s: %d %s", w.kinds[kind], n, noun)
}
