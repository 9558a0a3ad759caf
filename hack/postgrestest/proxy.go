package postgrestest

import (
	"bufio"
	"encoding/binary"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// Message is one of PostgreSQL's protocol on its way through a Proxy.
type Message struct {
	// FromServer says which way it goes.
	FromServer bool
	// Type is its first byte; 0 for the first one of a client, which has none.
	Type byte
}

// Awaited says whether a client waits for an answer to the message: a session's
// start, a word of its sign-in, a statement or the end of a prepared one.
func (m Message) Awaited() bool {
	return !m.FromServer && (m.Type == 0 || m.Type == 'Q' || m.Type == 'S' || m.Type == 'p')
}

// Fate is what becomes of a connection at a message.
type Fate int

const (
	// Pass: nothing.
	Pass Fate = iota
	// Lost: the message does not arrive, and the connection is cut.
	Lost
	// Unanswered: the message arrives, and the connection is cut.
	Unanswered
	// Silent: the message does not arrive and nothing is ever said again, as on a
	// network that swallows packets.
	Silent
)

// Proxy stands before a server and lets each message meet its fate. It reads the
// protocol, so it stands where there is no TLS.
type Proxy struct {
	// Port is where it listens on 127.0.0.1.
	Port int

	network, target string
	listener        net.Listener
	judge           atomic.Pointer[func(Message) Fate]
	mute            atomic.Bool

	mu    sync.Mutex
	links []*link
}

// NewProxy listens for as long as the test runs.
func NewProxy(t testing.TB, network, target string) *Proxy {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &Proxy{Port: listener.Addr().(*net.TCPAddr).Port, network: network, target: target, listener: listener}
	p.Judge(func(Message) Fate { return Pass })
	go p.serve()
	t.Cleanup(func() {
		_ = listener.Close()
		p.each((*link).close)
	})
	return p
}

// Judge sets who decides on messages from now on, several at a time.
func (p *Proxy) Judge(judge func(Message) Fate) { p.judge.Store(&judge) }

// Mute swallows everything from now on, without closing anything.
func (p *Proxy) Mute() {
	p.mute.Store(true)
	p.each(func(l *link) { l.deaf.Store(true) })
}

// Unmute lets new connections through. Those of before stay dead, and nobody
// tells them.
func (p *Proxy) Unmute() { p.mute.Store(false) }

func (p *Proxy) each(do func(*link)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.links {
		do(l)
	}
}

func (p *Proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial(p.network, p.target)
		if err != nil {
			_ = client.Close()
			continue
		}
		l := &link{proxy: p, client: client, server: server}
		p.mu.Lock()
		l.deaf.Store(p.mute.Load())
		p.links = append(p.links, l)
		p.mu.Unlock()
		go l.pass(client, server, false)
		go l.pass(server, client, true)
	}
}

// link is a connection through a proxy.
type link struct {
	proxy          *Proxy
	client, server net.Conn
	deaf           atomic.Bool
}

func (l *link) close() {
	_ = l.client.Close()
	_ = l.server.Close()
}

// pass passes messages on until one of them meets its end, or one side closes.
func (l *link) pass(from, to net.Conn, fromServer bool) {
	in, out := bufio.NewReader(from), bufio.NewWriter(to)
	for first := !fromServer; ; first = false {
		kind, message, err := read(in, first)
		if err != nil {
			break
		}
		fate := Pass
		if !l.deaf.Load() {
			fate = (*l.proxy.judge.Load())(Message{fromServer, kind})
		}
		if fate == Silent {
			l.deaf.Store(true)
		}
		if l.deaf.Load() {
			_ = out.Flush()
			continue
		}
		if fate != Lost {
			_, _ = out.Write(message)
		}
		if fate != Pass || in.Buffered() == 0 {
			_ = out.Flush()
		}
		if fate != Pass {
			break
		}
	}
	if !l.deaf.Load() {
		l.close()
		return
	}
	if !fromServer {
		l.close() // the client gave it up
	}
}

// read takes one message; the first one of a client has no type.
func read(in *bufio.Reader, first bool) (kind byte, message []byte, err error) {
	head := 1
	if first {
		head = 0
	}
	start := make([]byte, head+4)
	if _, err := io.ReadFull(in, start); err != nil {
		return 0, nil, err
	}
	body := make([]byte, binary.BigEndian.Uint32(start[head:])-4)
	if _, err := io.ReadFull(in, body); err != nil {
		return 0, nil, err
	}
	if !first {
		kind = start[0]
	}
	return kind, append(start, body...), nil
}
