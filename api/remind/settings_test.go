package remind_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/remind"
)

func TestFaultyMailSettingsAreRefused(t *testing.T) {
	file := func(content string) string {
		path := filepath.Join(t.TempDir(), "password")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	for name, tc := range map[string]struct {
		mail config.Mail
		want string
	}{
		"a password that is not there": {config.Mail{URL: "smtp://a@example.vn", PasswordFile: "/nowhere/password", From: "a@example.vn"}, "no such file"},
		"an empty password":            {config.Mail{URL: "smtp://a@example.vn", PasswordFile: file("\n"), From: "a@example.vn"}, "expected a password"},
		"a file that is no password":   {config.Mail{URL: "smtp://a@example.vn", PasswordFile: file(strings.Repeat("x", 5000)), From: "a@example.vn"}, "expected a password"},
		"no sender":                    {config.Mail{URL: "smtp://example.vn"}, "mail.from"},
	} {
		t.Run(name, func(t *testing.T) {
			c := config.Default()
			c.Mail = tc.mail
			_, err := remind.New(remind.Options{Config: c})
			assert.ErrorContains(t, err, tc.want)
		})
	}
}
