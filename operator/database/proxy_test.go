package database_test

import (
	"encoding/binary"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/operator/database"
)

// fate is what becomes of a connection at a message.
type fate int

const (
	// lost: the message does not arrive, and the connection is cut.
	lost fate = iota
	// unanswered: the message arrives, and the connection is cut before the answer.
	unanswered
	// silent: the message does not arrive and nothing is ever said again, as on a
	// network that swallows packets.
	silent
)

// proxy stands before a server and counts what the operator sends and waits on: a
// session's start, a word of its sign-in, a statement or the end of a prepared one.
// It reads the protocol, so it stands where there is no TLS.
type proxy struct {
	listener net.Listener
	target   string
	// at is the message at which the fate comes, from 1; zero for never.
	at   int64
	fate fate
	sent atomic.Int64

	mu    sync.Mutex
	conns []net.Conn
}

func newProxy(t testing.TB, target string, at int64, f fate) *proxy {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &proxy{listener: listener, target: target, at: at, fate: f}
	go p.serve()
	t.Cleanup(func() {
		_ = listener.Close()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, c := range p.conns {
			_ = c.Close()
		}
	})
	return p
}

// before is the server as it is reached through the proxy.
func (p *proxy) before(s database.Server) database.Server {
	s.Port, s.TLS = p.listener.Addr().(*net.TCPAddr).Port, database.TLS{Mode: database.Disable}
	return s
}

func (p *proxy) keep(c net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conns = append(p.conns, c)
}

func (p *proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.target)
		if err != nil {
			_ = client.Close()
			return
		}
		p.keep(client)
		p.keep(server)
		go p.forward(client, server)
	}
}

// forward passes messages on, one at a time, until the fate comes.
func (p *proxy) forward(client, server net.Conn) {
	var deaf atomic.Bool
	go func() {
		buffer := make([]byte, 64<<10)
		for {
			n, err := server.Read(buffer)
			if n > 0 && !deaf.Load() {
				_, _ = client.Write(buffer[:n])
			}
			if err != nil {
				if !deaf.Load() || p.fate != silent {
					_ = client.Close()
				}
				return
			}
		}
	}()
	defer server.Close()
	for head := 0; ; head = 1 { // the first message has no type
		start := make([]byte, head+4)
		if _, err := io.ReadFull(client, start); err != nil {
			return
		}
		body := make([]byte, binary.BigEndian.Uint32(start[head:])-4)
		if _, err := io.ReadFull(client, body); err != nil {
			return
		}
		message := append(start, body...)
		if head == 1 && start[0] == 'X' { // taking leave
			_, _ = server.Write(message)
			return
		}
		awaited := head == 0 || start[0] == 'Q' || start[0] == 'S' || start[0] == 'p'
		if !awaited || p.sent.Add(1) != p.at {
			_, _ = server.Write(message)
			continue
		}
		deaf.Store(true)
		switch p.fate {
		case lost:
			_ = client.Close()
		case unanswered:
			_, _ = server.Write(message)
			_ = client.Close()
		case silent:
			_, _ = io.Copy(io.Discard, client)
		}
		return
	}
}
