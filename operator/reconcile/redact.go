package reconcile

import (
	"regexp"
	"strings"
)

// hidden stands where a secret was.
const hidden = "[hidden]"

// What programs print may hold the URL they were given, whole or from its middle
// on, where a kubelet has cut it; or a password by that name.
var (
	credentials = regexp.MustCompile(`([A-Za-z][A-Za-z0-9+.-]*://[^\s:/@"'|]*):[^\s"'|]*@`)
	beheaded    = regexp.MustCompile(`(^|[(|]\s*)[^\s"'|()]*@([A-Za-z0-9.-]+:[0-9]+/)`)
	password    = regexp.MustCompile(`(?i)(password\\?["']?\s*[=:]\s*\\?["']?)[^\s"'|&\\]+`)
)

// local is our own end of a connection: its port is another one each time, and
// would make each try a change.
var local = regexp.MustCompile(`\b(read|write) (tcp|udp)([46]?) \S+->`)

// plain is a text that everybody who sees the object may read, and that says the
// same as often as the same happens.
func plain(text string, secrets []string) string {
	for _, secret := range secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, hidden)
		}
	}
	text = credentials.ReplaceAllString(text, "$1:"+hidden+"@")
	text = beheaded.ReplaceAllString(text, "$1"+hidden+"@$2")
	text = password.ReplaceAllString(text, "${1}"+hidden)
	text = local.ReplaceAllString(text, "$1 $2$3 ")
	return strings.ToValidUTF8(text, "\uFFFD")
}
