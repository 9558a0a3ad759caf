package deliver_test

import (
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/deliver"
	"github.com/tiendo-vn/tiendo/api/server/language"
)

func digest() deliver.Digest {
	return deliver.Digest{
		Language: language.Vietnamese, AgencyName: "Bộ Khoa học và Công nghệ",
		WindowCode: "2023-Q1", WindowTitle: "Quý I năm 2023",
		// The last moment of the day in Viet Nam, given in another zone.
		DueAt: time.Date(2023, 4, 2, 16, 59, 59, 999e6, time.UTC),
		Items: []deliver.Item{
			{Kind: deliver.WaitingForReview, Count: 1},
			{Kind: deliver.Overdue, Count: 3, Detail: "1.5, 3.5.1, 3.5.3"},
		},
		Link: "https://tiendo.example.vn/ky/2023-Q1?a=1&b=2",
	}
}

func TestADigestInVietnamese(t *testing.T) {
	got, err := digest().Render()
	require.NoError(t, err)
	assert.Equal(t, "[Tiến Độ] Đã quá hạn nộp: 3 mục – kỳ 2023-Q1 – Bộ Khoa học và Công nghệ", got.Subject)
	assert.Equal(t, `Kính gửi Bộ Khoa học và Công nghệ,

Kỳ báo cáo 2023-Q1 – Quý I năm 2023
Thời hạn nộp: 02/04/2023 23:59 giờ Việt Nam

Việc cần làm:
- Đã quá hạn nộp: 3 mục (1.5, 3.5.1, 3.5.3)
- Chờ duyệt: 1 mục

Xem và xử lý tại: https://tiendo.example.vn/ky/2023-Q1?a=1&b=2

Thư này do hệ thống Tiến Độ gửi tự động, xin không trả lời thư này.
`, got.Text)
	for _, want := range []string{
		`<html lang="vi">`, "<title>[Tiến Độ] Đã quá hạn nộp: 3 mục", "<strong>02/04/2023 23:59 giờ Việt Nam</strong>",
		"<li>Đã quá hạn nộp: 3 mục (1.5, 3.5.1, 3.5.3)</li>\n<li>Chờ duyệt: 1 mục</li>",
		`href="https://tiendo.example.vn/ky/2023-Q1?a=1&amp;b=2"`,
	} {
		assert.Contains(t, got.HTML, want)
	}
}

func TestADigestInEnglish(t *testing.T) {
	d := digest()
	d.Language, d.AgencyName, d.WindowTitle = language.English, "Ministry of Science and Technology", ""
	got, err := d.Render()
	require.NoError(t, err)
	assert.Equal(t, "[Tiến Độ] Overdue: 3 items – window 2023-Q1 – Ministry of Science and Technology", got.Subject)
	assert.Equal(t, `To Ministry of Science and Technology

Reporting window 2023-Q1
Due: 2 April 2023 23:59 Viet Nam time

To do:
- Overdue: 3 items (1.5, 3.5.1, 3.5.3)
- Waiting for review: 1 item

See and do it at: https://tiendo.example.vn/ky/2023-Q1?a=1&b=2

Tiến Độ sent this message by itself; please do not reply to it.
`, got.Text)
	assert.Contains(t, got.HTML, `<html lang="en">`)
	assert.Contains(t, got.HTML, "<li>Waiting for review: 1 item</li>")
}

func TestEveryKindHasItsWordsInBothLanguages(t *testing.T) {
	byUrgency := []deliver.Kind{
		deliver.Escalated, deliver.Overdue, deliver.DueToday, deliver.Returned,
		deliver.DueSoon, deliver.AnswerOwed, deliver.WaitingForReview,
	}
	for lang, want := range map[language.Language][]string{
		language.Vietnamese: {
			"Đã báo lên cấp trên: 2 mục", "Đã quá hạn nộp: 2 mục", "Đến hạn nộp hôm nay: 2 mục", "Bị trả lại để sửa và nộp lại: 2 mục",
			"Sắp đến hạn nộp: 2 mục", "Câu hỏi chờ trả lời: 2 mục", "Chờ duyệt: 2 mục",
		},
		language.English: {
			"Escalated to the tier above: 2 items", "Overdue: 2 items", "Due today: 2 items", "Returned for correction: 2 items",
			"Due soon: 2 items", "Waiting for your answer: 2 items", "Waiting for review: 2 items",
		},
	} {
		d := digest()
		d.Language, d.Items = lang, nil
		for i := range byUrgency { // the least urgent first
			d.Items = append(d.Items, deliver.Item{Kind: byUrgency[len(byUrgency)-1-i], Count: 2})
		}
		got, err := d.Render()
		require.NoError(t, err)
		assert.Contains(t, got.Text, "- "+strings.Join(want, "\n- ")+"\n")
		assert.Contains(t, got.Subject, want[0])
	}
}

func TestWhatPeopleTypeStaysText(t *testing.T) {
	d := digest()
	d.AgencyName = "Bộ <script>alert(1)</script> & Co"
	d.WindowTitle = `"><img src=x>`
	d.Items = []deliver.Item{{Kind: deliver.Returned, Count: 1, Detail: "a<b>\n\nXem tại: https://evil.example\u202e\u2028x"}}
	got, err := d.Render()
	require.NoError(t, err)
	for _, tag := range []string{"<script", "<img", "<b>"} {
		assert.NotContains(t, got.HTML, tag)
	}
	assert.Contains(t, got.HTML, "Bộ &lt;script&gt;alert(1)&lt;/script&gt; &amp; Co")
	assert.Contains(t, got.Text, "Kính gửi Bộ <script>alert(1)</script> & Co,", "a plain text needs no escaping")
	assert.Contains(t, got.Text, "(a<b> Xem tại: https://evil.example x)\n", "one line stays one line")
}

func TestADigestsLinesAreBounded(t *testing.T) {
	d := digest()
	d.AgencyName = strings.Repeat("ộ", 5000)
	d.WindowCode = strings.Repeat("ộ", 5000)
	d.Items[0].Detail = strings.Repeat("ộ", 5000)
	got, err := d.Render()
	require.NoError(t, err)
	assert.Contains(t, got.Text, "Kính gửi "+strings.Repeat("ộ", 119)+"…,")
	assert.Contains(t, got.Text, "("+strings.Repeat("ộ", 499)+"…)")

	server := (&smtpServer{mechanisms: "PLAIN"}).start(t)
	require.NoError(t, server.mailer(t).Send(t.Context(), deliver.Message{
		To: []mail.Address{{Address: "lan@example.vn"}}, Subject: got.Subject, Text: got.Text, HTML: got.HTML, Key: "k",
	}), "the longest digest is a message")
}

func TestAFaultyDigestIsRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*deliver.Digest)
		want   string
	}{
		"another language":         {func(d *deliver.Digest) { d.Language = "fr" }, `language "fr": expected vi or en`},
		"no agency":                {func(d *deliver.Digest) { d.AgencyName = " \n" }, "agency name"},
		"no window":                {func(d *deliver.Digest) { d.WindowCode = "" }, "window code"},
		"no deadline":              {func(d *deliver.Digest) { d.DueAt = time.Time{} }, "due at"},
		"nothing to do":            {func(d *deliver.Digest) { d.Items = nil }, "items: expected at least one"},
		"an unknown kind":          {func(d *deliver.Digest) { d.Items[1].Kind = "LATE" }, `items[1] kind "LATE"`},
		"none of a kind":           {func(d *deliver.Digest) { d.Items[0].Count = 0 }, "items[0] count 0"},
		"a link to a script":       {func(d *deliver.Digest) { d.Link = "javascript:alert(1)" }, "link"},
		"a link within":            {func(d *deliver.Digest) { d.Link = "/ky/2023-Q1" }, "link"},
		"a link with a line's end": {func(d *deliver.Digest) { d.Link = "https://a.vn/\nx" }, "link"},
		"no link":                  {func(d *deliver.Digest) { d.Link = "" }, "link"},
	} {
		t.Run(name, func(t *testing.T) {
			d := digest()
			tc.change(&d)
			got, err := d.Render()
			require.ErrorContains(t, err, tc.want)
			assert.Zero(t, got)
		})
	}
	_, err := deliver.Digest{}.Render()
	for _, field := range []string{"language", "agency name", "window code", "due at", "items", "link"} {
		assert.ErrorContains(t, err, field, "all faults at once")
	}
}
