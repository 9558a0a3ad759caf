package budget

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// The header fields of draft-ietf-httpapi-ratelimit-headers-11, which are
// structured fields of RFC 9651. Units are costs, not requests.
const (
	headerPolicy = "Ratelimit-Policy"
	headerState  = "Ratelimit"
	policyName   = `"cost"`
)

// Policy is the value of RateLimit-Policy.
func (b *Budget) Policy() string {
	return fmt.Sprintf(`%s;q=%d;qu="cost";w=%d`, policyName, b.quota, seconds(b.window))
}

// Say puts the budget into an answer's header.
func (b *Budget) Say(h http.Header, policy string, s State) {
	h[headerPolicy] = []string{policy}
	text := make([]byte, 0, 48)
	text = append(text, policyName+";r="...)
	text = strconv.AppendInt(text, int64(s.Remaining), 10)
	text = append(text, ";t="...)
	text = strconv.AppendInt(text, seconds(s.Whole.Sub(b.now())), 10)
	h[headerState] = []string{string(text)}
}

// RetryAfter is the value of Retry-After for what was refused.
func (s State) RetryAfter() string { return strconv.FormatInt(max(seconds(s.Wait), 1), 10) }

// seconds rounds up: who waits that long has waited long enough.
func seconds(d time.Duration) int64 {
	return int64((max(d, 0) + time.Second - 1) / time.Second)
}
