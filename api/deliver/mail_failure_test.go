package deliver_test

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/deliver"
)

func TestWhatAServerAnswersDecidesAboutAnotherTry(t *testing.T) {
	for name, tc := range map[string]struct {
		at, reply string
		code      int
		retryable bool
	}{
		"the sender is refused":                 {"MAIL", "550 5.7.1 not you", 550, false},
		"the sender is put off":                 {"MAIL", "451 4.3.0 later", 451, true},
		"the sender has to sign in":             {"MAIL", "530 5.7.0 sign in", 530, true},
		"the recipient is refused":              {"RCPT", "550 5.1.1 no such user", 550, false},
		"the recipient's box is full":           {"RCPT", "452 4.2.2 full", 452, true},
		"the text is refused before it is sent": {"DATA", "554 5.5.1 no", 554, false},
		"the text is put off":                   {"DATA", "451 later", 451, true},
		"the text is refused":                   {content, "554 5.6.0 looks like spam", 554, false},
		"the text's storage is full":            {content, "452 4.3.1 full", 452, true},
		"the server goes down":                  {"RCPT", "421 4.3.2 going down", 421, true},
		"the connection breaks at the sender":   {"MAIL", drop, 0, true},
		"the connection breaks at the name":     {"RCPT", drop, 0, true},
		"the connection breaks in the text":     {"DATA", drop, 0, true},
		"nobody knows whether it was taken":     {content, drop, 0, true},
		"an answer that is none":                {"MAIL", "what?", 0, true},
		// What comes before the message is about us: every message would fail.
		"the server takes no one":     {greeting, "554 no service", 554, true},
		"the server takes nobody now": {greeting, "421 busy", 421, true},
		"the name is refused":         {"EHLO", "550 who?", 550, true},
		"the password is refused":     {"AUTH", "535 5.7.8 wrong", 535, true},
		"the sign-in is put off":      {"AUTH", "454 4.7.0 later", 454, true},
	} {
		t.Run(name, func(t *testing.T) {
			server := &smtpServer{mechanisms: "PLAIN", script: map[string]string{tc.at: tc.reply}}
			if tc.at == "EHLO" {
				server.script["HELO"] = tc.reply
			}
			server.start(t)
			err := server.mailer(t).Send(t.Context(), reminder())
			var failure *deliver.Error
			require.ErrorAs(t, err, &failure)
			assert.Equal(t, deliver.ChannelMail, failure.Channel)
			assert.Equal(t, tc.code, failure.Code, err)
			assert.Equal(t, tc.retryable, deliver.Retryable(err), err)
			assert.Equal(t, !tc.retryable, failure.Permanent)
			assert.Empty(t, server.received())
		})
	}
}

func TestAWrongPasswordIsRefused(t *testing.T) {
	for _, mechanism := range []string{"PLAIN", "LOGIN"} {
		server := (&smtpServer{mechanisms: mechanism}).start(t)
		m := server.mailer(t, func(s *deliver.MailSettings) { s.Password = "wrong" })
		err := m.Send(t.Context(), reminder())
		require.EqualError(t, err, "mail: signing in: the server answered 535")
		assert.Empty(t, server.received())
	}
}

func TestAServerWithoutAWayToSignInIsAnError(t *testing.T) {
	for _, mechanisms := range []string{"", "GSSAPI NTLM"} {
		server := (&smtpServer{mechanisms: mechanisms}).start(t)
		err := server.mailer(t).Send(t.Context(), reminder())
		require.ErrorContains(t, err, "offers none of PLAIN and LOGIN")
		assert.True(t, deliver.Retryable(err))
		assert.Empty(t, server.received())
	}
}

// What the server took over is sent: an error would send it again.
func TestATakenMailIsSentHoweverTheSessionEnds(t *testing.T) {
	for _, end := range []string{drop, "421 bye", "500 what?"} {
		server := (&smtpServer{mechanisms: "PLAIN", script: map[string]string{"QUIT": end}}).start(t)
		require.NoError(t, server.mailer(t).Send(t.Context(), reminder()))
		assert.Len(t, server.received(), 1)
	}
}

func TestAServerThatDoesNotSayGoodByeIsNotWaitedFor(t *testing.T) {
	server := (&smtpServer{mechanisms: "PLAIN", script: map[string]string{"QUIT": hang}}).start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	require.NoError(t, server.mailer(t).Send(ctx, reminder()))
	assert.NoError(t, ctx.Err(), "the session ended by itself")
}

func TestOneRefusedRecipientStopsTheMessageForAll(t *testing.T) {
	server := (&smtpServer{mechanisms: "PLAIN", script: map[string]string{
		"RCPT TO:<full@": "452 full", "RCPT TO:<gone@": "550 gone", "RCPT TO:<left@": "551 left",
	}}).start(t)
	m, message := server.mailer(t), reminder()
	message.To = []mail.Address{
		{Address: "full@example.vn"}, {Address: "gone@example.vn"}, {Address: "lan@example.vn"}, {Address: "left@example.vn"},
	}
	err := m.Send(t.Context(), message)
	var failure *deliver.Error
	require.ErrorAs(t, err, &failure)
	assert.False(t, deliver.Retryable(err), "the same recipients will be refused again")
	assert.Equal(t, 550, failure.Code)
	assert.Equal(t, []string{"gone@example.vn", "left@example.vn"}, failure.Refused)
	assert.ErrorContains(t, err, "gone@example.vn: the server answered 550 gone")

	message.To = []mail.Address{{Address: "full@example.vn"}, {Address: "lan@example.vn"}}
	err = m.Send(t.Context(), message)
	require.ErrorAs(t, err, &failure)
	assert.True(t, deliver.Retryable(err))
	assert.Empty(t, failure.Refused)
	assert.Empty(t, server.received())

	message.To = []mail.Address{{Address: "minh@example.vn"}, {Address: "lan@example.vn"}}
	require.NoError(t, m.Send(t.Context(), message))
	assert.Equal(t, []string{"TO:<minh@example.vn>", "TO:<lan@example.vn>"}, server.received()[0].To)
}

func TestTheContextEndsAHangingSession(t *testing.T) {
	for _, at := range []string{greeting, "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", content} {
		t.Run("cancelled at "+at, func(t *testing.T) {
			server := (&smtpServer{mechanisms: "PLAIN", script: map[string]string{at: hang}}).start(t)
			ctx, cancel := context.WithCancel(t.Context())
			go func() { <-server.reached(); cancel() }()
			err := server.mailer(t).Send(ctx, reminder())
			require.ErrorIs(t, err, context.Canceled)
			assert.True(t, deliver.Retryable(err))
		})
	}
	t.Run("out of time in the TLS handshake", func(t *testing.T) {
		server := (&smtpServer{script: map[string]string{greeting: hang}}).start(t)
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		m := server.mailer(t, func(s *deliver.MailSettings) { s.URL = strings.Replace(s.URL, "smtp:", "smtps:", 1) })
		err := m.Send(ctx, reminder())
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.True(t, deliver.Retryable(err))
	})
	t.Run("over before it began", func(t *testing.T) {
		server := (&smtpServer{}).start(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, server.mailer(t).Send(ctx, reminder()), context.Canceled)
		assert.Empty(t, server.heard())
	})
}

func TestAServerThatNeverStopsTalkingIsLeft(t *testing.T) {
	server := (&smtpServer{script: map[string]string{greeting: "220 " + strings.Repeat("x", 2<<20)}}).start(t)
	err := server.mailer(t).Send(t.Context(), reminder())
	require.ErrorContains(t, err, "the server said more than")
}

func TestRetryable(t *testing.T) {
	assert.False(t, deliver.Retryable(nil))
	assert.True(t, deliver.Retryable(errors.New("unknown")))
	assert.True(t, deliver.Retryable(fmt.Errorf("wrapped: %w", &deliver.Error{})))
	assert.False(t, deliver.Retryable(fmt.Errorf("wrapped: %w", &deliver.Error{Permanent: true})))
}
