package access_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestAWebhooksSecretIsShownOnce(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		a := s.do("admin", createWebhook, values{"agency": "lao-cai", "url": "https://laocai.example/hook?token=bi-mat"})
		require.Empty(t, a.UserErrors)
		assert.True(t, strings.HasPrefix(*a.Secret, "whsec_"))
		assert.Equal(t, "https://laocai.example/hook?token=bi-mat", a.Webhook.URL)
		assert.Equal(t, "Vũ Thanh Tùng", a.Webhook.By.Name)
		kept, err := s.Client.Webhook.Query().Only(apitest.System())
		require.NoError(t, err)
		assert.Equal(t, *a.Secret, kept.Secret, "what is posted is signed with it")
		s.nowhere(t, *a.Secret)
		s.nowhere(t, "bi-mat")
		assert.JSONEq(t, `{"host": "laocai.example"}`, string(s.lastEvent("webhook.create").After))
		assert.Equal(t, []string{"EXISTS url"}, s.do("admin", createWebhook, values{"agency": "lao-cai", "url": a.Webhook.URL}).codes())
		assert.Empty(t, s.do("admin", createWebhook, values{"agency": "hanoi", "url": a.Webhook.URL}).UserErrors, "another agency's")
	})
}

func TestWhoMayRegisterWhichAddress(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		s.Grant(t, "admin-lao-cai", viewer.RoleAdmin, "lao-cai")
		s.lend("admin", viewer.RoleAdmin, everybody, "deputy")
		machine, _ := s.token("admin", "COORDINATOR", everybody, "READ", "COORDINATE")
		for name, test := range map[string]struct {
			as, agency, url string
			want            []string
		}{
			"an administrator":              {"admin-lao-cai", "lao-cai", "https://a.example/1", []string{}},
			"with a lent role":              {"deputy", "lao-cai", "https://a.example/2", []string{}},
			"at another agency":             {"admin-lao-cai", "hanoi", "https://a.example/3", []string{"NOT_ALLOWED agency"}},
			"a reporter":                    {"reporter-lao-cai", "lao-cai", "https://a.example/4", []string{"NOT_ALLOWED agency"}},
			"not encrypted":                 {"admin", "lao-cai", "http://a.example/", []string{"INVALID url"}},
			"this machine":                  {"admin", "lao-cai", "https://127.0.0.1/", []string{"INVALID url"}},
			"a private network":             {"admin", "lao-cai", "https://10.0.0.1/", []string{"INVALID url"}},
			"the metadata of a cloud":       {"admin", "lao-cai", "https://169.254.169.254/", []string{"INVALID url"}},
			"with a user":                   {"admin", "lao-cai", "https://u:p@a.example/", []string{"INVALID url"}},
			"with a fragment":               {"admin", "lao-cai", "https://a.example/#x", []string{"INVALID url"}},
			"of two lines":                  {"admin", "lao-cai", "https://a.example/\nx", []string{"INVALID url"}},
			"too long":                      {"admin", "lao-cai", "https://a.example/" + strings.Repeat("a", 2048), []string{"INVALID url"}},
			"with every fault":              {"admin", "no-such", "ftp://a.example/", []string{"INVALID url", "NOT_FOUND agency"}},
			"nothing of it, and no role":    {"stranger", "lao-cai", "", []string{"INVALID url", "NOT_ALLOWED agency"}},
			"of an agency beyond the reach": {"admin", "chinh-phu", "https://a.example/5", []string{"NOT_ALLOWED agency"}},
		} {
			t.Run(name, func(t *testing.T) {
				a := s.do(test.as, createWebhook, values{"agency": test.agency, "url": test.url})
				assert.Equal(t, test.want, a.codes())
				assert.Equal(t, len(test.want) == 0, a.Secret != nil)
				for _, e := range a.UserErrors {
					assert.False(t, test.url != "" && strings.Contains(e.Message, test.url), "an address may hold a token: %s", e.Message)
				}
			})
		}
		assert.Equal(t, []string{"NOT_ALLOWED"}, s.ask(s.WithToken(machine), createWebhook, values{"agency": "lao-cai", "url": "https://a.example/"}).codes())
	})
}

func TestAnAddressIsRemovedOnce(t *testing.T) {
	eachScene(t, func(t *testing.T, s scene) {
		s.Grant(t, "admin-lao-cai", viewer.RoleAdmin, "lao-cai")
		here := s.do("admin", createWebhook, values{"agency": "lao-cai", "url": "https://a.example/"}).Webhook.ID
		there := s.do("admin", createWebhook, values{"agency": "hanoi", "url": "https://a.example/"}).Webhook.ID
		assert.Equal(t, []string{"NOT_FOUND id"}, s.do("admin-lao-cai", removeWebhook, values{"id": there}).codes())
		assert.Equal(t, []string{"NOT_FOUND id"}, s.do("reporter-lao-cai", removeWebhook, values{"id": here}).codes())
		assert.Equal(t, []string{"NOT_FOUND id"}, s.do("admin", removeWebhook, values{"id": global("Webhook", uuid.New())}).codes())
		assert.Equal(t, []string{"NOT_ALLOWED id"}, s.do("inspector", removeWebhook, values{"id": here}).codes())
		a := s.do("admin-lao-cai", removeWebhook, values{"id": here})
		require.Empty(t, a.UserErrors)
		assert.NotNil(t, a.Webhook.RemovedAt)
		assert.Nil(t, a.Secret)
		assert.Equal(t, []string{"WRONG_STATE id"}, s.do("admin-lao-cai", removeWebhook, values{"id": here}).codes())
		assert.Equal(t, 1, s.events("webhook.remove"))
		assert.Empty(t, s.do("admin", createWebhook, values{"agency": "lao-cai", "url": "https://a.example/"}).UserErrors, "it can be registered again")
	})
}
