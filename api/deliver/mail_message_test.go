package deliver_test

import (
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/deliver"
)

func TestWhatAMailSays(t *testing.T) {
	server := (&smtpServer{mechanisms: "PLAIN"}).start(t)
	require.NoError(t, server.mailer(t).Send(t.Context(), reminder()))
	got, err := mail.ReadMessage(strings.NewReader(server.received()[0].Data))
	require.NoError(t, err)

	subject, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject"))
	require.NoError(t, err)
	assert.Equal(t, reminder().Subject, subject)
	to, err := got.Header.AddressList("To")
	require.NoError(t, err)
	assert.Equal(t, &reminder().To[0], to[0])
	from, err := got.Header.AddressList("From")
	require.NoError(t, err)
	assert.Equal(t, &mail.Address{Name: "Tiến Độ", Address: "tiendo@example.vn"}, from[0])
	assert.Equal(t, "auto-generated", got.Header.Get("Auto-Submitted"))
	assert.Empty(t, got.Header.Get("User-Agent")+got.Header.Get("X-Mailer"))
	_, err = got.Header.Date()
	assert.NoError(t, err)
	for line := range strings.Lines(server.received()[0].Data) {
		assert.LessOrEqual(t, len(line), 78)
	}

	media, params, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	require.NoError(t, err)
	assert.Equal(t, "multipart/alternative", media)
	parts := multipart.NewReader(got.Body, params["boundary"])
	for _, want := range [][2]string{{"text/plain", reminder().Text}, {"text/html", reminder().HTML}} {
		part, err := parts.NextRawPart()
		require.NoError(t, err)
		assert.Equal(t, want[0]+"; charset=UTF-8", part.Header.Get("Content-Type"))
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		require.NoError(t, err)
		assert.Equal(t, want[1], strings.ReplaceAll(string(body), "\r\n", "\n"))
	}
	_, err = parts.NextRawPart()
	assert.ErrorIs(t, err, io.EOF)
}

func TestAMailWithoutHTMLIsPlain(t *testing.T) {
	server := (&smtpServer{mechanisms: "PLAIN"}).start(t)
	message := reminder()
	message.HTML = ""
	require.NoError(t, server.mailer(t).Send(t.Context(), message))
	got, err := mail.ReadMessage(strings.NewReader(server.received()[0].Data))
	require.NoError(t, err)
	assert.Equal(t, "text/plain; charset=UTF-8", got.Header.Get("Content-Type"))
}

func TestARepeatIsRecognisedByItsMessageID(t *testing.T) {
	server := (&smtpServer{mechanisms: "PLAIN"}).start(t)
	m := server.mailer(t)
	other := reminder()
	other.Key = "digest 2023-Q2 / bkhcn"
	for _, message := range []deliver.Message{reminder(), reminder(), other} {
		require.NoError(t, m.Send(t.Context(), message))
	}
	var ids []string
	for _, one := range server.received() {
		got, err := mail.ReadMessage(strings.NewReader(one.Data))
		require.NoError(t, err)
		ids = append(ids, got.Header.Get("Message-ID"))
	}
	assert.Regexp(t, `^<[0-9a-f]{32}@example\.vn>$`, ids[0])
	assert.Equal(t, ids[0], ids[1])
	assert.NotEqual(t, ids[0], ids[2])
}

// Every way in which a subject, a name or an address could become a header or a
// command of its own.
func TestAFaultyMessageIsNotSent(t *testing.T) {
	with := func(change func(*deliver.Message)) deliver.Message {
		m := reminder()
		change(&m)
		return m
	}
	to := func(name, address string) deliver.Message {
		return with(func(m *deliver.Message) { m.To = []mail.Address{{Name: name, Address: address}} })
	}
	for name, tc := range map[string]struct {
		message deliver.Message
		want    string
	}{
		"a newline in the subject":         {with(func(m *deliver.Message) { m.Subject = "a\nBcc: b@example.vn" }), "subject"},
		"a return in the subject":          {with(func(m *deliver.Message) { m.Subject = "a\rBcc: b@example.vn" }), "subject"},
		"a next-line in the subject":       {with(func(m *deliver.Message) { m.Subject = "a\u0085b" }), "subject"},
		"a subject that is not UTF-8":      {with(func(m *deliver.Message) { m.Subject = "a\xff" }), "subject"},
		"an endless subject":               {with(func(m *deliver.Message) { m.Subject = strings.Repeat("ơ", 501) }), "subject"},
		"no subject":                       {with(func(m *deliver.Message) { m.Subject = "" }), "subject"},
		"a newline in a name":              {to("Lan\r\nBcc: b@example.vn", "lan@example.vn"), "to name"},
		"a newline in an address":          {to("", "lan@example.vn>\r\nRCPT TO:<b@example.vn"), "to "},
		"a newline in a quoted local part": {to("", "\"lan\n\"@example.vn"), "to "},
		"a command's parameter":            {to("", "lan@example.vn> NOTIFY=NEVER"), "to "},
		"two addresses in one":             {to("", "lan@example.vn,b@example.vn"), "to "},
		"a name in the address":            {to("", "Lan <lan@example.vn>"), "to "},
		"an address without a domain":      {to("", "lan"), "to "},
		"a quoted local part":              {to("", "\"lan b\"@example.vn"), "to "},
		"no address":                       {to("Lan", ""), "to "},
		"an address outside ASCII":         {to("", "lan@ví-dụ.vn"), "to "},
		"an endless address":               {to("", strings.Repeat("a", 250)+"@example.vn"), "to "},
		"no recipients":                    {with(func(m *deliver.Message) { m.To = nil }), "expected 1 to 100 recipients"},
		"too many recipients":              {with(func(m *deliver.Message) { m.To = make([]mail.Address, 101) }), "got 101"},
		"no text":                          {with(func(m *deliver.Message) { m.Text = "" }), "text"},
		"a text that is not UTF-8":         {with(func(m *deliver.Message) { m.Text = "\xff" }), "text"},
		"HTML that is not UTF-8":           {with(func(m *deliver.Message) { m.HTML = "\xff" }), "html"},
		"no key":                           {with(func(m *deliver.Message) { m.Key = "" }), "key"},
	} {
		t.Run(name, func(t *testing.T) {
			server := (&smtpServer{mechanisms: "PLAIN"}).start(t)
			err := server.mailer(t).Send(t.Context(), tc.message)
			require.ErrorContains(t, err, tc.want)
			assert.NotContains(t, err.Error(), "\r")
			assert.False(t, deliver.Retryable(err))
			assert.Empty(t, server.heard(), "nobody was connected to")
		})
	}
}

func TestAMessagesFaultsComeAtOnce(t *testing.T) {
	server := (&smtpServer{}).start(t)
	err := server.mailer(t).Send(t.Context(), deliver.Message{})
	for _, field := range []string{"to:", "subject", "text:", "key:"} {
		assert.ErrorContains(t, err, field)
	}
}
