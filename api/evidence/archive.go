package evidence

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"math"
	"path"
	"strings"
)

const (
	// maxDirectory is how many bytes may be read to learn an archive's contents.
	// A document of a thousand parts needs a tenth of it.
	maxDirectory = 1 << 20
	// maxUnpacked is the most bytes a document may unpack to.
	maxUnpacked = 256 << 20
	// maxRatio is how many times its size a document may unpack to, from
	// freeUnpacked on. Sheets of much the same rows reach a hundred.
	maxRatio     = 200
	freeUnpacked = 16 << 20
	// maxIndex is the most bytes of the part that lists the others.
	maxIndex = 1 << 20
)

// errBudget is how reading a directory ends that is larger than maxDirectory.
var errBudget = errors.New("evidence: the archive's directory is too large")

// budget bounds what is read through it. archive/zip reads a directory to its
// end, whatever number of parts the archive admits to, and keeps each in memory.
type budget struct {
	from io.ReaderAt
	left int64
}

func (b *budget) ReadAt(p []byte, at int64) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, errBudget
	}
	return b.from.ReadAt(p, at)
}

// archive is an opened zip whose directory was checked.
type archive struct {
	parts []*zip.File
	named map[string]*zip.File // by name in lower case
}

// openArchive reads an archive's directory and refuses one that two programs could
// read differently (a name twice, a name outside the archive, parts that overlap),
// one that hides its parts behind a password, and one that unpacks to too much.
func openArchive(content io.ReaderAt, size int64) (*archive, error) {
	bounded := &budget{from: content, left: maxDirectory}
	z, err := zip.NewReader(bounded, size)
	switch {
	case errors.Is(err, errBudget):
		return nil, &ArchiveError{Want: "fewer parts"}
	case err != nil:
		return nil, &ArchiveError{Want: "a whole zip archive"}
	}
	bounded.left = math.MaxInt64
	a := &archive{named: make(map[string]*zip.File, len(z.File))}
	var packed, unpacked uint64
	for _, f := range z.File {
		if err := a.add(f); err != nil {
			return nil, err
		}
		// Checked one by one, so that the sums cannot overflow.
		if f.CompressedSize64 > uint64(size) || packed+f.CompressedSize64 > uint64(size) {
			return nil, &ArchiveError{Part: shorten(f.Name), Want: "bytes of its own: the parts overlap"}
		}
		if f.UncompressedSize64 > maxUnpacked || unpacked+f.UncompressedSize64 > maxUnpacked {
			return nil, &ArchiveError{Want: "at most 256 MiB once unpacked"}
		}
		packed += f.CompressedSize64
		unpacked += f.UncompressedSize64
	}
	if unpacked > freeUnpacked && unpacked/maxRatio > uint64(size) {
		return nil, &ArchiveError{Want: "at most 200 times its size once unpacked"}
	}
	return a, nil
}

func (a *archive) add(f *zip.File) error {
	fold := strings.ToLower(f.Name)
	switch {
	case f.Name == "", strings.ContainsAny(f.Name, "\\\x00"), path.IsAbs(f.Name), path.Clean("/"+f.Name) != "/"+strings.TrimSuffix(f.Name, "/"):
		return &ArchiveError{Part: shorten(f.Name), Want: "a plain name inside the archive"}
	case a.named[fold] != nil:
		return &ArchiveError{Part: shorten(f.Name), Want: "each name once"}
	case f.Flags&0x1 != 0:
		return &ArchiveError{Part: shorten(f.Name), Want: "no password"}
	}
	a.named[fold] = f
	a.parts = append(a.parts, f)
	return nil
}

// unpack reads every part to its end, which proves that its size is the one the
// bounds were checked with, and that it is whole: archive/zip fails at the first
// byte beyond that size and on a wrong checksum.
func (a *archive) unpack(ctx context.Context) error {
	for _, f := range a.parts {
		part, err := f.Open()
		if err == nil {
			_, err = io.Copy(io.Discard, stoppable{ctx, part})
			_ = part.Close()
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			return &ArchiveError{Part: shorten(f.Name), Want: "a whole part of the size the archive says"}
		}
	}
	return nil
}

// read returns a part's content, or nil where there is no such part.
func (a *archive) read(name string, most int64) ([]byte, error) {
	f := a.named[strings.ToLower(name)]
	if f == nil {
		return nil, nil
	}
	part, err := f.Open()
	if err != nil {
		return nil, &ArchiveError{Part: shorten(f.Name), Want: "a whole part of the size the archive says"}
	}
	defer func() { _ = part.Close() }()
	text, err := io.ReadAll(io.LimitReader(part, most+1))
	switch {
	case err != nil:
		return nil, &ArchiveError{Part: shorten(f.Name), Want: "a whole part of the size the archive says"}
	case int64(len(text)) > most:
		return nil, &ArchiveError{Part: shorten(f.Name), Want: "at most 1 MiB"}
	}
	return text, nil
}
