package hostile

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// marker stands in hostile requests where there is room for a text of theirs,
// and in no answer.
const marker = "zqMark7"

// An attack is one hostile request, or a connection full of them.
type attack struct {
	name string
	// send does it once and returns what came back.
	send func(t *testing.T, s *server) outcome
	// before readies the server, outside of what is measured, until the test ends.
	before func(t *testing.T, s *server)
	// want is the status and the code of the answer.
	want string
	// requests is how many there are in one attack, where each is answered by
	// itself: the budget is each one's.
	requests int
	// closed attacks a server that neither shows its schema nor has an explorer.
	closed bool
	// slow attacks take seconds by the clock, and are done once.
	slow bool
	// probe is not refused: it asks what an ordinary request may ask, and the
	// answer must give nothing away.
	probe bool
}

// An outcome is what came back.
type outcome struct {
	status int
	header http.Header
	text   string // the body, or everything heard on a connection
	code   string
	bytes  int
	cut    bool // the server hung up without a word
}

// read takes the first error's code out of a body.
func (o outcome) read() outcome {
	var answer struct {
		Errors []struct {
			Extensions struct{ Code string }
		}
	}
	o.bytes = len(o.text)
	if json.Unmarshal([]byte(o.text), &answer) == nil && len(answer.Errors) > 0 {
		o.code = answer.Errors[0].Extensions.Code
	}
	return o
}

// got is the outcome as a case states it.
func (o outcome) got() string {
	if o.cut {
		return "hung up"
	}
	said := o.code
	if o.status != 0 {
		said = fmt.Sprint(o.status, " ", o.code)
	}
	return strings.TrimSpace(said)
}

const (
	// budget is the processor time that refusing may cost.
	budget = 50 * time.Millisecond
	// maxAnswer is the size of an answer that refuses.
	maxAnswer = 2 << 10
	// rounds is how often an attack is made; the median counts.
	rounds = 5
)

// check holds an outcome against the rules.
func (a attack) check(t *testing.T, o outcome) {
	t.Helper()
	assert.Equal(t, a.want, o.got(), "%.300s", o.text)
	assert.Less(t, o.bytes, maxAnswer, "the answer is short: %.300s", o.text)
	assert.NotContains(t, o.text, marker, "the answer echoes")
	for name, values := range o.header {
		assert.NotContains(t, strings.Join(values, " "), marker, "the header %s echoes", name)
	}
	assert.NotContains(t, o.text, "goroutine ", "the answer has a stack")
	assert.NotContains(t, o.text, ".go:", "the answer names sources")
	assert.NotContains(t, o.text, "pq:", "the answer quotes the database")
	if a.closed {
		assert.NotContains(t, o.text, "Did you mean", "the answer suggests what the schema has")
	}
}

// ordinary asks what front ends ask, and wants it answered.
func (s *server) ordinary(t *testing.T) {
	t.Helper()
	o := s.post(t, `{"query":"{ plan(code: \"2021-2025\") { code version } }"}`)
	require.Equal(t, http.StatusOK, o.status, o.text)
	require.Contains(t, o.text, `"data":{"plan":{"code":"2021-2025","version":"2023"}}`)
}
