package deliver_test

import (
	"context"
	"encoding/binary"
	"net"
	"net/netip"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// The parts of a DNS message (RFC 1035) that the name server below needs.
const (
	dnsHeader       = 12
	dnsResponse     = 0x8180 // an answer, with recursion
	dnsNoSuchName   = 3
	dnsA, dnsAAAA   = 1, 28
	dnsPointerFirst = 0xc00c // "the name of the question"
)

// resolve starts a name server that gives every name the first address when it
// is looked up the first time, the second the next time, and the last from then
// on. "" stands for a name that does not exist.
func resolve(t *testing.T, addresses ...string) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	require.NoError(t, err)
	var running sync.WaitGroup
	t.Cleanup(func() { _ = conn.Close(); running.Wait() })
	running.Go(func() {
		asked := map[uint16]int{} // a lookup asks for A and for AAAA
		for query := make([]byte, 512); ; {
			n, from, err := conn.ReadFrom(query)
			if err != nil {
				return
			}
			end := dnsHeader
			for query[end] != 0 {
				end += 1 + int(query[end])
			}
			kind := binary.BigEndian.Uint16(query[end+1:])
			address := addresses[min(asked[kind], len(addresses)-1)]
			asked[kind]++
			_, _ = conn.WriteTo(reply(query[:n], end+5, kind, address), from)
		}
	})
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// reply answers the question that ends at the given byte.
func reply(query []byte, end int, kind uint16, address string) []byte {
	message := slices.Clone(query[:end])
	flags, answers := uint16(dnsResponse), uint16(0)
	addr, err := netip.ParseAddr(address)
	switch {
	case err != nil:
		flags |= dnsNoSuchName
	case kind == dnsA && addr.Is4(), kind == dnsAAAA && addr.Is6():
		answers = 1
		message = binary.BigEndian.AppendUint16(message, dnsPointerFirst)
		message = binary.BigEndian.AppendUint16(message, kind)
		message = append(message, 0, 1, 0, 0, 0, 0) // class IN, to be kept for no time
		message = binary.BigEndian.AppendUint16(message, uint16(addr.BitLen()/8))
		message = append(message, addr.AsSlice()...)
	}
	binary.BigEndian.PutUint16(message[2:], flags)
	binary.BigEndian.PutUint16(message[6:], answers)
	binary.BigEndian.PutUint32(message[8:], 0)
	return message
}
