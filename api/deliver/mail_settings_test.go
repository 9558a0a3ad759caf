package deliver_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/deliver"
)

func TestMailSettingsAreChecked(t *testing.T) {
	const secret = "7f3a"
	for name, tc := range map[string]struct {
		settings deliver.MailSettings
		want     string
	}{
		"a password in the URL":          {deliver.MailSettings{URL: "smtp://u:7f3a@h"}, "mail.url: expected no password"},
		"a password with a slash":        {deliver.MailSettings{URL: "smtp://u:12/7f3a@h"}, "mail.url: expected nothing behind"},
		"a password taken for a port":    {deliver.MailSettings{URL: "smtp://u:99999/7f3a@h"}, "mail.url: expected a port"},
		"a URL that cannot be read":      {deliver.MailSettings{URL: "smtp://u:7f3a/x@h"}, "mail.url: expected smtp://"},
		"another scheme":                 {deliver.MailSettings{URL: "http://h"}, "mail.url: expected the scheme"},
		"nothing":                        {deliver.MailSettings{}, "mail.url: expected the scheme"},
		"no host":                        {deliver.MailSettings{URL: "smtp://u@:25"}, "mail.url: expected a host"},
		"port 0":                         {deliver.MailSettings{URL: "smtp://h:0"}, "mail.url: expected a port"},
		"a query":                        {deliver.MailSettings{URL: "smtp://h?tls=no"}, "mail.url: expected nothing behind"},
		"a password without a user":      {deliver.MailSettings{URL: "smtp://h", Password: "7f3a"}, "mail.url: expected a user"},
		"a user without a password":      {deliver.MailSettings{URL: "smtp://u@h"}, "mail.url: expected no user"},
		"a user with a control":          {deliver.MailSettings{URL: "smtp://u%00@h", Password: "7f3a"}, "mail.url: expected a user without control"},
		"a password with its line's end": {deliver.MailSettings{URL: "smtp://u@h", Password: "7f3a\n"}, "mail.passwordFile"},
		"a sender that is none":          {deliver.MailSettings{URL: "smtp://h", From: "Tiến Độ"}, "mail.from"},
		"a sender with a newline":        {deliver.MailSettings{URL: "smtp://h", From: "a@example.vn\r\nBcc: b@example.vn"}, "mail.from"},
		"a sender outside ASCII":         {deliver.MailSettings{URL: "smtp://h", From: "a@ví-dụ.vn"}, "mail.from"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := deliver.NewMailer(tc.settings)
			require.ErrorContains(t, err, tc.want)
			assert.NotContains(t, err.Error(), secret)
			if tc.settings.From == "" {
				assert.ErrorContains(t, err, "mail.from", "all faults at once")
			}
		})
	}
}

func TestAURLWithoutAPortMeansTheUsualOne(t *testing.T) {
	for url, want := range map[string]string{
		"smtp://mail.example.vn":       "mail.example.vn:587",
		"smtps://mail.example.vn":      "mail.example.vn:465",
		"smtp://mail.example.vn:25/":   "mail.example.vn:25",
		"smtps://[2001:db8::1]":        "[2001:db8::1]:465",
		"smtp://mail.example.vn:65535": "mail.example.vn:65535",
	} {
		m, err := deliver.NewMailer(deliver.MailSettings{URL: url, From: "a@example.vn"})
		require.NoError(t, err)
		assert.Equal(t, "mail through "+want, fmt.Sprint(m))
	}
}
