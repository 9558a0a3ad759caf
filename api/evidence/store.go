// Package evidence keeps the files that prove a figure: scans, letters, sheets.
//
// A file is received, judged and stored in three steps, each of which can only
// refuse:
//
//	staged, err := evidence.Receive(ctx, body, name, mediaType, limits)
//	defer staged.Discard()
//	err = staged.Commit(ctx, store) // then record staged.Hash, Size, MediaType, Name
//
// What a file is, its content says: neither its name nor what the sender calls it
// is believed. A stored file is named by the SHA-256 of its content, is verified
// each time it is read, and is never deleted or changed: evidence that could be
// taken away proves nothing. Commit before recording the hash: a file that no
// record names is harmless, a record that names no file is not.
//
// Serve sends a file so that a browser saves it and never opens it in place.
package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
)

// Store keeps files by the SHA-256 of their content. Everything it does is safe
// for concurrent use, also by several servers that share the place of storage.
// There is no way to delete.
type Store interface {
	// Put stores a file. It is idempotent: the same content twice is stored once.
	// When it returns nil the file is stored and was whole: one that was there
	// but damaged has been replaced. ErrMismatch says that the content is not what
	// the hash names.
	Put(ctx context.Context, b Blob) error
	// Open reads a file; the reader must be closed, and ends with the context. The
	// size is in bytes. The error is ErrNotFound where there is none. The reader fails with ErrCorrupt
	// when the content is not what the hash names, and keeps the last part of the
	// file back until it knows: a damaged file never reads as a whole one.
	Open(ctx context.Context, hash string) (io.ReadCloser, int64, error)
	// Close gives back what the store itself holds open.
	Close() error
}

// Blob is a file to be stored.
type Blob struct {
	// Hash is the SHA-256 of the content, 64 lower-case hexadecimal digits.
	Hash string
	// Size is the number of bytes, at least 1.
	Size int64
	// Content is read from 0 to Size, perhaps more than once.
	Content io.ReaderAt
}

var (
	// ErrNotFound says that the store has no file of this hash.
	ErrNotFound = errors.New("evidence: no such file")
	// ErrCorrupt says that a stored file is no longer what was stored.
	ErrCorrupt = errors.New("evidence: the stored file is damaged")
	// ErrMismatch says that content to be stored is not what its hash names.
	ErrMismatch = errors.New("evidence: the content does not have the hash it is to be stored under")
)

// hashForm is what becomes part of a path: nothing else ever does.
var hashForm = regexp.MustCompile(`\A[0-9a-f]{64}\z`)

func checkHash(hash string) error {
	if !hashForm.MatchString(hash) {
		return fmt.Errorf("evidence: hash %.80q: expected 64 lower-case hexadecimal digits", hash)
	}
	return nil
}

// place is where blobs are kept: what differs between stores.
type place interface {
	Open(ctx context.Context, hash string) (io.ReadCloser, int64, error)
	// write stores a blob whole or not at all. It may leave alone what is there
	// already, unless told to replace it.
	write(ctx context.Context, b Blob, replace bool) error
}

// put reads what is there before it believes it: somebody who sends the same
// evidence again is the one chance to mend a damaged copy.
func put(ctx context.Context, p place, b Blob) error {
	if err := checkHash(b.Hash); err != nil {
		return err
	}
	if b.Size < 1 {
		return fmt.Errorf("evidence: size %d: expected at least 1", b.Size)
	}
	stored, size, err := p.Open(ctx, b.Hash)
	if err == nil {
		_, err = io.Copy(io.Discard, stored)
		err = errors.Join(err, stored.Close())
		if err == nil && size != b.Size {
			return ErrMismatch // the copy has the hash, so this content cannot
		}
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrNotFound):
		return p.write(ctx, b, false)
	case errors.Is(err, ErrCorrupt):
		return p.write(ctx, b, true)
	}
	return err
}
