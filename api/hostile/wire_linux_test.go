package hostile

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// head begins a POST on a bare connection.
const head = "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\n"

// unreadable is net/http's own answer, which has no code.
const unreadable = "400"

// wire are bytes that are not quite HTTP, or come too slowly.
var wire = []attack{
	says("two lengths", head+"Content-Length: 27\r\nContent-Length: 5\r\n\r\n"+plainRequest, unreadable),
	says("two lengths in one line", head+"Content-Length: 27, 5\r\n\r\n"+plainRequest, unreadable),
	says("a length and pieces", head+"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"+fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(plainRequest), plainRequest)+"GET /"+marker+" HTTP/1.1\r\n\r\n", served),
	says("pieces of another kind", head+"Transfer-Encoding: x"+marker+"\r\n\r\n"+plainRequest, "501"),
	says("pieces twice", head+"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n"+plainRequest, "501"),
	says("a piece with a wrong size", head+"Transfer-Encoding: chunked\r\n\r\nzz"+marker+"\r\n", badRequest),
	says("a length below nothing", head+"Content-Length: -1\r\n\r\n", unreadable),
	says("a length beyond counting", head+"Content-Length: 99999999999999999999\r\n\r\n", unreadable),
	says("a length of a terabyte", head+"Content-Length: 1099511627776\r\n\r\n{", bodyTooBig),
	says("a header over two lines", head+"X-A: b\r\n "+marker+"\r\nContent-Length: 0\r\n\r\n", badRequest),
	says("a header with NUL", head+"X-A: \x00"+marker+"\r\n\r\n", unreadable),
	says("a header with a blank in its name", head+"X A : "+marker+"\r\n\r\n", unreadable),
	says("10,000 headers", head+list(10_000, "X-%d: a\r\n")+"\r\n", headTooBig),
	says("a header of 1 MB", head+"X-A: "+strings.Repeat(marker, 150_000)+"\r\n\r\n", headTooBig),
	says("no host", "POST /graphql HTTP/1.1\r\n\r\n", unreadable),
	says("a host that is none", "POST /graphql HTTP/1.1\r\nHost: a b\x00"+marker+"\r\n\r\n", unreadable),
	says("another protocol", "SSH-2.0-"+marker+"\r\n", unreadable),
	says("HTTP/2 without asking", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", unreadable),
	says("HTTP/9", "POST /graphql HTTP/9.9\r\nHost: a\r\n\r\n", "505"),
	says("a line of 1 MB", "GET /"+strings.Repeat(marker, 150_000)+" HTTP/1.1\r\nHost: a\r\n\r\n", headTooBig),
	says("a request id that is none", head+"X-Request-Id: <"+marker+">\r\nSet-Cookie: "+marker+"\r\nContent-Length: 0\r\n\r\n", badRequest),
	slow(attack{name: "headers that come too slowly", want: "hung up", send: func(t *testing.T, s *server) outcome {
		conn := s.dial(t)
		go trickle(conn, "POST /graphql HTTP/1.1\r\nHost: a\r\nX-A: ", marker)
		return hear(t, conn)
	}}),
	slow(attack{name: "a body that comes too slowly", want: "408 TIMEOUT", send: func(t *testing.T, s *server) outcome {
		conn := s.dial(t)
		go trickle(conn, head+"Content-Length: 100000\r\n\r\n", " ")
		return hear(t, conn)
	}}),
	slow(attack{name: "50 bodies that come too slowly", requests: 50, want: "408 TIMEOUT", send: func(t *testing.T, s *server) outcome {
		answers := make(chan outcome)
		for range 50 {
			conn := s.dial(t)
			go trickle(conn, head+"Content-Length: 100000\r\n\r\n", " ")
			go func() { answers <- hear(t, conn) }()
		}
		o := <-answers
		for range 49 {
			if other := <-answers; other.got() != o.got() {
				o.cut = true
			}
		}
		return o
	}}),
}

func slow(a attack) attack {
	a.slow = true
	return a
}

// trickle says something, and then a little every while until nobody listens.
func trickle(w io.Writer, first, more string) {
	_, err := io.WriteString(w, first)
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for err == nil {
		<-ticker.C
		_, err = io.WriteString(w, more)
	}
}
