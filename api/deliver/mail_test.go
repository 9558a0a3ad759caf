package deliver_test

import (
	"context"
	"net"
	"net/mail"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/deliver"
)

// reminder is a message that is well.
func reminder() deliver.Message {
	return deliver.Message{
		To:      []mail.Address{{Name: "Nguyễn Thị Lan", Address: "lan@example.vn"}},
		Subject: "Sắp đến hạn nộp báo cáo quý I năm 2023 của Bộ Khoa học và Công nghệ",
		Text:    "Kính gửi Bộ,\n.\nHạn: 02/04/2023 23:59 giờ Việt Nam\n",
		HTML:    "<p>Kính gửi Bộ</p>",
		Key:     "digest 2023-Q1 / bkhcn",
	}
}

// settings are those of a mailer that signs in to the server by STARTTLS.
func (s *smtpServer) settings() deliver.MailSettings {
	scheme := "smtp"
	if s.implicit {
		scheme = "smtps"
	}
	return deliver.MailSettings{
		URL: scheme + "://tiendo%40example.vn@" + mailHost, Password: mailPassword,
		From: "Tiến Độ <tiendo@example.vn>", Roots: s.roots,
	}
}

func (s *smtpServer) mailer(t *testing.T, change ...func(*deliver.MailSettings)) *deliver.Mailer {
	t.Helper()
	settings := s.settings()
	for _, f := range change {
		f(&settings)
	}
	m, err := deliver.NewMailer(settings)
	require.NoError(t, err)
	m.Through(s.address())
	return m
}

func TestAMailArrivesSignedInAndEncrypted(t *testing.T) {
	for name, server := range map[string]*smtpServer{
		"by STARTTLS and PLAIN":           {mechanisms: "LOGIN PLAIN"},
		"by STARTTLS and LOGIN":           {mechanisms: "XOAUTH2 LOGIN"},
		"by TLS from the first byte":      {mechanisms: "PLAIN", implicit: true},
		"by TLS from the first and LOGIN": {mechanisms: "LOGIN", implicit: true},
	} {
		t.Run(name, func(t *testing.T) {
			server.start(t)
			require.NoError(t, server.mailer(t).Send(t.Context(), reminder()))
			got := server.received()
			require.Len(t, got, 1)
			assert.Contains(t, got[0].From, "<tiendo@example.vn>")
			assert.NotContains(t, got[0].From, "SMTPUTF8", "which the next server may not know")
			assert.Equal(t, []string{"TO:<lan@example.vn>"}, got[0].To)
			for _, command := range server.heard() {
				if !strings.HasPrefix(command, "EHLO") && command != "STARTTLS" {
					assert.Contains(t, command, "(tls)")
				}
			}
			assert.Contains(t, strings.Join(server.heard(), "\n"), "(tls)AUTH ")
		})
	}
}

func TestMailIsNotSentInPlain(t *testing.T) {
	for name, tc := range map[string]struct {
		server *smtpServer
		change func(*deliver.MailSettings)
		want   string
	}{
		"without STARTTLS on offer": {&smtpServer{mechanisms: "PLAIN", noStartTLS: true}, nil, "does not support STARTTLS"},
		"with STARTTLS refused": {
			&smtpServer{mechanisms: "PLAIN", script: map[string]string{"STARTTLS": "454 not now"}}, nil, "454"},
		"to a server nobody vouches for": {
			&smtpServer{mechanisms: "PLAIN"}, func(s *deliver.MailSettings) { s.Roots = nil }, "certificate"},
		"to a server of another name": {
			&smtpServer{mechanisms: "PLAIN"},
			func(s *deliver.MailSettings) { s.URL = strings.Replace(s.URL, mailHost, "mail.example.org", 1) }, "certificate"},
		"to a server of another name by smtps": {
			&smtpServer{mechanisms: "PLAIN", implicit: true},
			func(s *deliver.MailSettings) { s.URL = strings.Replace(s.URL, mailHost, "mail.example.org", 1) }, "certificate"},
		"to a server that does not speak TLS": {
			&smtpServer{mechanisms: "PLAIN"},
			func(s *deliver.MailSettings) { s.URL = strings.Replace(s.URL, "smtp:", "smtps:", 1) }, "TLS"},
		"without a user either": {
			&smtpServer{noStartTLS: true},
			func(s *deliver.MailSettings) { s.URL, s.Password = "smtp://"+mailHost, "" }, "does not support STARTTLS"},
	} {
		t.Run(name, func(t *testing.T) {
			tc.server.start(t)
			change := tc.change
			if change == nil {
				change = func(*deliver.MailSettings) {}
			}
			err := tc.server.mailer(t, change).Send(t.Context(), reminder())
			require.ErrorContains(t, err, tc.want)
			assert.True(t, deliver.Retryable(err), "somebody will put the server right")
			assert.Empty(t, tc.server.received())
			heard := strings.Join(tc.server.heard(), "\n")
			assert.NotContains(t, heard, "AUTH")
			assert.NotContains(t, heard, "MAIL")
		})
	}
}

func TestMailToThisMachineGoesInPlain(t *testing.T) {
	for name, server := range map[string]*smtpServer{
		"signed in by PLAIN": {mechanisms: "PLAIN", noStartTLS: true},
		"signed in by LOGIN": {mechanisms: "LOGIN", noStartTLS: true},
		"beside a STARTTLS with a certificate nobody knows": {mechanisms: "PLAIN"},
	} {
		t.Run(name, func(t *testing.T) {
			server.start(t)
			settings := server.settings()
			settings.URL = "smtp://tiendo%40example.vn@" + server.address()
			settings.Roots = nil
			m, err := deliver.NewMailer(settings)
			require.NoError(t, err)
			require.NoError(t, m.Send(t.Context(), reminder()))
			assert.Len(t, server.received(), 1)
		})
	}
}

func TestWithoutAUserNobodySignsIn(t *testing.T) {
	server := (&smtpServer{mechanisms: "PLAIN"}).start(t)
	m := server.mailer(t, func(s *deliver.MailSettings) { s.URL, s.Password = "smtp://"+mailHost, "" })
	require.NoError(t, m.Send(t.Context(), reminder()))
	assert.NotContains(t, strings.Join(server.heard(), "\n"), "AUTH")
}

func TestAServerThatIsNotThereIsWorthAnotherTry(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	m, err := deliver.NewMailer(deliver.MailSettings{URL: "smtp://" + listener.Addr().String(), From: "a@example.vn"})
	require.NoError(t, err)
	err = m.Send(context.Background(), reminder())
	require.ErrorContains(t, err, "mail: connecting")
	assert.True(t, deliver.Retryable(err))
}
