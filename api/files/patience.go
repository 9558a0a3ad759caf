package files

import (
	"net/http"
	"time"
)

const (
	// slowest is the slowest line that is waited for, in bytes a second.
	slowest = 32 << 10
	// handling is the time on top of that for everything else.
	handling = time.Minute
)

// patient gives a request time for a file of up to most bytes each way. The
// server's own limits are for requests that fit a packet or two; a link is only
// ever handed to somebody who is known.
func patient(w http.ResponseWriter, r *http.Request, most int64) {
	if r.ContentLength > 0 {
		most = min(most, r.ContentLength)
	}
	until := time.Now().Add(handling + time.Duration(most/slowest)*time.Second)
	c := http.NewResponseController(w)
	// Where the connection takes no deadline, it has none that could be too short.
	_ = c.SetReadDeadline(until)
	_ = c.SetWriteDeadline(until.Add(handling))
}
