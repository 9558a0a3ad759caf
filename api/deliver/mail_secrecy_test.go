package deliver_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/deliver"
)

// A server can repeat what it was sent, in the form it was sent or in another.
func TestNoErrorShowsThePassword(t *testing.T) {
	inBase64 := base64.StdEncoding.EncodeToString([]byte(mailPassword))
	plain := base64.StdEncoding.EncodeToString([]byte("\x00" + mailUser + "\x00" + mailPassword))
	echo := " " + mailPassword + " " + inBase64 + " " + plain + "\x1b[2J"
	for _, at := range []string{greeting, "EHLO", "AUTH", "MAIL", "RCPT", "DATA", content} {
		for _, reply := range []string{"550" + echo, "450" + echo, "what is" + echo} {
			server := &smtpServer{mechanisms: "PLAIN", script: map[string]string{at: reply}}
			if at == "EHLO" {
				server.script["HELO"] = reply
			}
			err := server.start(t).mailer(t).Send(t.Context(), reminder())
			require.Error(t, err)
			for ; err != nil; err = errors.Unwrap(err) {
				for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err)} {
					assert.NotContains(t, text, mailPassword, at)
					assert.NotContains(t, text, inBase64, at)
					assert.NotContains(t, text, plain, at)
					assert.NotContains(t, err.Error(), "\x1b", at)
				}
			}
		}
	}
}

func TestNothingPrintsASecret(t *testing.T) {
	server := (&smtpServer{}).start(t)
	settings := server.settings()
	endpoint := deliver.Endpoint{URL: "https://example.vn", Secret: mailPassword}
	for _, v := range []any{settings, &settings, server.mailer(t), *server.mailer(t), endpoint, endpoint.Secret} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			text := fmt.Sprintf(verb, v)
			assert.NotContains(t, text, mailPassword)
			assert.NotContains(t, text, fmt.Sprintf("%x", mailPassword))
		}
	}
	encoded, err := json.Marshal(endpoint)
	require.NoError(t, err)
	assert.JSONEq(t, `{"URL":"https://example.vn","Secret":"xxxxx"}`, string(encoded))
}
