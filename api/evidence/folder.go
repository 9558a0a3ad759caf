package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"time"

	"github.com/google/uuid"
)

// folder keeps each file at ab/cd/<hash>. Everything goes through an os.Root, so
// that no link inside leads outside.
type folder struct{ root *os.Root }

const (
	// incoming holds files that are being written, on the same file system as
	// where they go, so that they can be moved there in one step.
	incoming = "incoming"
	// abandoned is the age at which such a file can only be what a crash left.
	abandoned = 24 * time.Hour
)

// OpenFolder keeps files in a folder, which is made where there is none, for its
// owner's eyes only.
func OpenFolder(at string) (Store, error) {
	if err := os.MkdirAll(at, 0o700); err != nil {
		return nil, fmt.Errorf("evidence: opening the folder: %w", err)
	}
	root, err := os.OpenRoot(at)
	if err != nil {
		return nil, fmt.Errorf("evidence: opening the folder: %w", err)
	}
	f := &folder{root}
	if err := f.prepare(time.Now().Add(-abandoned)); err != nil {
		_ = root.Close()
		return nil, fmt.Errorf("evidence: opening the folder: %w", err)
	}
	return f, nil
}

// prepare makes the folder for incoming files and clears it of those that were
// last written before a time; others may be another server's, at work.
func (f *folder) prepare(before time.Time) error {
	if err := f.root.MkdirAll(incoming, 0o700); err != nil {
		return err
	}
	left, err := fs.ReadDir(f.root.FS(), incoming)
	if err != nil {
		return err
	}
	for _, entry := range left {
		info, err := entry.Info()
		if err == nil && info.Mode().IsRegular() && info.ModTime().Before(before) {
			err = f.root.Remove(path.Join(incoming, entry.Name()))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (f *folder) Close() error { return f.root.Close() }

// String is where the files are.
func (f *folder) String() string { return f.root.Name() }

func pathOf(hash string) string { return path.Join(hash[:2], hash[2:4], hash) }

func (f *folder) Put(ctx context.Context, b Blob) error { return put(ctx, f, b) }

func (f *folder) Open(ctx context.Context, hash string) (io.ReadCloser, int64, error) {
	if err := checkHash(hash); err != nil {
		return nil, 0, err
	}
	// Looked at before it is opened: opening a pipe would wait for its other end.
	info, err := f.root.Lstat(pathOf(hash))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, 0, ErrNotFound
	case err != nil:
		return nil, 0, fmt.Errorf("evidence: opening %s: %w", hash, err)
	case !info.Mode().IsRegular():
		return nil, 0, fmt.Errorf("evidence: opening %s: expected a regular file, not %v", hash, info.Mode().Type())
	}
	file, err := f.root.Open(pathOf(hash))
	if err != nil {
		return nil, 0, fmt.Errorf("evidence: opening %s: %w", hash, err)
	}
	content := verify(stoppable{ctx, file}, hash, ErrCorrupt)
	return checkedFile{content, file.Close}, info.Size(), nil
}

// write moves a complete and synced file into place, whatever is there: of the
// same name there can only be the same content, or a damaged one. A crash leaves
// the old state or the new one.
func (f *folder) write(ctx context.Context, b Blob, _ bool) error {
	temporary := path.Join(incoming, b.Hash+"."+uuid.NewString())
	if err := f.fill(ctx, temporary, b); err != nil {
		_ = f.root.Remove(temporary)
		if errors.Is(err, ErrMismatch) {
			return err
		}
		return fmt.Errorf("evidence: storing %s: %w", b.Hash, err)
	}
	if err := f.place(temporary, pathOf(b.Hash)); err != nil {
		_ = f.root.Remove(temporary)
		return fmt.Errorf("evidence: storing %s: %w", b.Hash, err)
	}
	return nil
}

func (f *folder) fill(ctx context.Context, at string, b Blob) error {
	file, err := f.root.OpenFile(at, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	content := stoppable{ctx, io.NewSectionReader(b.Content, 0, b.Size)}
	_, err = io.Copy(file, verify(content, b.Hash, ErrMismatch))
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

func (f *folder) place(from, to string) error {
	if err := f.root.MkdirAll(path.Dir(to), 0o700); err != nil {
		return err
	}
	if err := f.root.Rename(from, to); err != nil {
		return err
	}
	// A name is only safe once its folder is: the file's, and those made for it.
	for dir := path.Dir(to); ; dir = path.Dir(dir) {
		if err := f.sync(dir); err != nil || dir == "." {
			return err
		}
	}
}

func (f *folder) sync(dir string) error {
	if runtime.GOOS == "windows" {
		return nil // it has no such thing for folders
	}
	d, err := f.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
