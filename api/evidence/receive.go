package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
)

// Limits bounds what is received.
type Limits struct {
	// MaxBytes is the most bytes a file may have, from 1 to 1 GiB.
	MaxBytes int64
	// Dir is the folder for files that are on their way; empty is the system's
	// folder for temporary files. It needs room for MaxBytes per upload at once.
	Dir string
}

// Usable says why no file could be received, before one comes: a container may
// have no folder that can be written to.
func (l Limits) Usable() error {
	file, err := os.CreateTemp(l.Dir, "evidence-*")
	if err != nil {
		return fmt.Errorf("evidence: no folder for files on their way: %w", err)
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// mostBytes is the largest limit: a file is stored by one request, and is read
// again when it is served.
const mostBytes = 1 << 30

// Receive reads an upload to its end, on the disk and never in memory, judges what
// it is by its content, and holds it until it is committed or discarded. The
// declared name and type are what the sender calls the file; the type may be empty.
//
// The error is *TooLargeError, ErrEmpty, *TypeError for what evidence may not be,
// *DeclaredError where content and declaration disagree, *MacroError or
// *ArchiveError for what is wrong inside a document; any other is about reading r
// or writing the temporary file. Nothing is left behind then.
func Receive(ctx context.Context, r io.Reader, declaredName, declaredType string, limits Limits) (*Staged, error) {
	if limits.MaxBytes < 1 || limits.MaxBytes > mostBytes {
		return nil, fmt.Errorf("evidence: limit of %d bytes: expected from 1 to %d", limits.MaxBytes, mostBytes)
	}
	file, err := os.CreateTemp(limits.Dir, "evidence-*")
	if err != nil {
		return nil, fmt.Errorf("evidence: receiving a file: %w", err)
	}
	s := &Staged{file: file}
	// A file without a name goes when it is closed, also by a crash.
	if os.Remove(file.Name()) != nil {
		s.leftover = file.Name()
	}
	if err := s.fill(ctx, r, limits.MaxBytes); err != nil {
		_ = s.Discard()
		return nil, err
	}
	if err := s.judge(ctx, declaredName, declaredType); err != nil {
		_ = s.Discard()
		return nil, err
	}
	return s, nil
}

// fill spools and hashes the upload.
func (s *Staged) fill(ctx context.Context, r io.Reader, most int64) error {
	sum := sha256.New()
	// One byte more than allowed is enough to know.
	n, err := io.Copy(io.MultiWriter(s.file, sum), io.LimitReader(stoppable{ctx, r}, most+1))
	switch {
	case err != nil:
		return fmt.Errorf("evidence: receiving a file: %w", err)
	case n > most:
		return &TooLargeError{Limit: most}
	case n == 0:
		return ErrEmpty
	}
	s.Hash, s.Size = hex.EncodeToString(sum.Sum(nil)), n
	return nil
}

// judge decides what the file is and what it will be called.
func (s *Staged) judge(ctx context.Context, declaredName, declaredType string) error {
	found, err := detect(ctx, s.file, s.Size)
	if err != nil {
		if errors.As(err, new(*MacroError)) || errors.As(err, new(*ArchiveError)) {
			return err
		}
		return fmt.Errorf("evidence: reading the file received: %w", err)
	}
	if _, allowed := mediaTypeOf(found); !allowed {
		return &TypeError{Declared: shorten(declaredType), Found: found}
	}
	if s.MediaType, err = settle(declaredType, found); err != nil {
		return err
	}
	s.Name = cleanName(declaredName, s.MediaType)
	return nil
}
