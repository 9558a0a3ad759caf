package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
)

// verified hands a file on while hashing it, one piece behind: a piece is handed
// on only when the next one is there, and the last one only when the hash is
// right. So whoever reads a damaged file never gets all of it, however short.
type verified struct {
	from    io.Reader
	want    string
	fault   error
	sum     hash.Hash
	ready   []byte // checked, or followed by more
	pending []byte // the piece after it
	spare   []byte
	err     error
}

// pieceSize is how much of a file is held back, in bytes.
const pieceSize = 64 << 10

// verify reads from a reader whose content must have the hash; else it fails with
// the fault.
func verify(from io.Reader, want string, fault error) io.Reader {
	return &verified{from: from, want: want, fault: fault, sum: sha256.New()}
}

func (v *verified) Read(p []byte) (int, error) {
	for len(v.ready) == 0 {
		if v.err != nil {
			return 0, v.err
		}
		v.advance()
	}
	n := copy(p, v.ready)
	v.ready = v.ready[n:]
	return n, nil
}

// advance reads the next piece and, where there is one, releases the one before.
func (v *verified) advance() {
	if v.spare == nil {
		v.spare, v.pending = make([]byte, pieceSize), make([]byte, 0, pieceSize)
	}
	next, err := fill(v.from, v.spare[:pieceSize])
	v.sum.Write(next)
	switch err {
	case nil:
		v.ready, v.pending, v.spare = v.pending, next, v.pending
	case io.EOF:
		if hex.EncodeToString(v.sum.Sum(nil)) != v.want {
			v.err = v.fault
			return
		}
		v.ready, v.err = append(v.pending, next...), io.EOF
	default:
		v.err = err
	}
}

// fill reads until the piece is full. Unlike io.ReadFull it tells the end of a
// file from a connection that broke, which net/http calls an unexpected end: one
// is a matter of the hash, the other of trying again.
func fill(from io.Reader, piece []byte) ([]byte, error) {
	for n := 0; ; {
		read, err := from.Read(piece[n:])
		if n += read; err != nil || n == len(piece) {
			return piece[:n], err
		}
	}
}

// checkedFile is a verified reader that closes what it reads from.
type checkedFile struct {
	io.Reader
	close func() error
}

func (c checkedFile) Close() error { return c.close() }

// stoppable ends a read when its context ends.
type stoppable struct {
	ctx  context.Context
	from io.Reader
}

func (s stoppable) Read(p []byte) (int, error) {
	if s.ctx.Err() != nil {
		return 0, context.Cause(s.ctx)
	}
	return s.from.Read(p)
}
