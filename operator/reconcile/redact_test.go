package reconcile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

func TestMessagesHoldNoSecrets(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"a URL with a password":         {"dial postgres://tiendo_a:s3cr3t@pg-1:5432/x: refused", "dial postgres://tiendo_a:[hidden]@pg-1:5432/x: refused"},
		"a password with odd signs":     {`open "postgresql://u:p@s/s3cr3t#@h/x"`, `open "postgresql://u:[hidden]@h/x"`},
		"a URL in JSON":                 {`{"error":"postgres://u:s3cr3t@h/x","code":1}`, `{"error":"postgres://u:[hidden]@h/x","code":1}`},
		"a URL that was cut before":     {"_a:s3cr3t@pg-1.databases.svc:5432/x refused", "[hidden]@pg-1.databases.svc:5432/x refused"},
		"such one after our words":      {"no (s3cr3t@pg-1:5432/x refused)", "no ([hidden]@pg-1:5432/x refused)"},
		"a password by its name":        {"host=h password=s3cr3t user=u", "host=h password=[hidden] user=u"},
		"one in JSON":                   {`{"password":"s3cr3t","user":"u"}`, `{"password":"[hidden]","user":"u"}`},
		"one in JSON in JSON":           {`{"msg":"{\"password\":\"s3cr3t\"}"}`, `{"msg":"{\"password\":\"[hidden]\"}"}`},
		"what is known to be a secret":  {"have known-s3cr3t here", "have [hidden] here"},
		"a URL without a password":      {"https://nixa.example/x and postgres://h:5432/x", "https://nixa.example/x and postgres://h:5432/x"},
		"words about a password":        {`password authentication failed for user "tiendo_a"`, `password authentication failed for user "tiendo_a"`},
		"our end of a connection":       {"read tcp 10.0.0.1:54321->10.0.0.2:80: reset", "read tcp 10.0.0.2:80: reset"},
		"half a character at the end":   {"t\xe1\xba", "t\uFFFD"},
		"a host as images are pulled":   {`image registry.example:5000/tiendo@sha256:abc`, `image registry.example:5000/tiendo@sha256:abc`},
		"an address of somebody's mail": {"ask it@laocai.example about it", "ask it@laocai.example about it"},
	} {
		t.Run(name, func(t *testing.T) {
			var list []metav1.Condition
			reconcile.Conditions{List: &list, Secrets: []string{"", "known-s3cr3t"}}.False("Ready", "Why", tc.text)
			assert.Equal(t, tc.want, list[0].Message)
		})
	}
}
