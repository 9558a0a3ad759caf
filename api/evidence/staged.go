package evidence

import (
	"context"
	"errors"
	"os"
)

// Staged is a file that was received and found good, and is not stored yet.
// End it with Commit or Discard. It is for one goroutine.
type Staged struct {
	// Hash is the SHA-256 of the content, 64 lower-case hexadecimal digits.
	Hash string
	// Size is the number of bytes, at least 1.
	Size int64
	// MediaType is what the content is, one of MediaTypes, without parameters.
	MediaType string
	// Name is the declared name made safe: at most 200 bytes of NFC, no folder, no
	// control characters, with an ending that fits the type.
	Name string

	file *os.File
	// leftover is the temporary file's name where the system kept it.
	leftover string
}

// errEnded says that there is no content any more.
var errEnded = errors.New("evidence: the file was committed or discarded already")

// Commit stores the file and lets go of the temporary one. After an error the file
// is still there: commit again, or discard it.
func (s *Staged) Commit(ctx context.Context, store Store) error {
	if s.file == nil {
		return errEnded
	}
	if err := store.Put(ctx, Blob{Hash: s.Hash, Size: s.Size, Content: s.file}); err != nil {
		return err
	}
	_ = s.Discard() // the file is stored, whatever becomes of the temporary one
	return nil
}

// Discard lets go of the temporary file. It does nothing after Commit, or twice.
func (s *Staged) Discard() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	if s.leftover != "" {
		err = errors.Join(err, os.Remove(s.leftover))
	}
	s.file = nil
	return err
}
