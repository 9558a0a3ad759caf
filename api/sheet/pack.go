package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// A pack is the unzipped parts of a workbook that may be read: within the
// limits, and with nothing in it that runs or draws on other files.
type pack struct {
	// names are the parts in the order of the file, as the file spells them.
	names []string
	// parts maps their names in lower case, as the format compares them.
	parts map[string][]byte
	types contentTypes
}

var (
	zipMagic = []byte("PK\x03\x04")
	oleMagic = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
)

// unpack reads the parts of a file. It returns a *Fault for a file that is
// refused, and another error where reading itself failed.
func unpack(r io.ReaderAt, size int64, limits Limits) (*pack, error) {
	if size > limits.MaxBytes {
		return nil, fault(FaultTooLarge, "", fmt.Sprint(size), fmt.Sprint(limits.MaxBytes))
	}
	source := &source{ReaderAt: r}
	if err := checkMagic(source); err != nil {
		return nil, source.or(err)
	}
	archive, err := zip.NewReader(source, size)
	if err != nil {
		return nil, source.or(fault(FaultUnreadable, "zip", err.Error(), ""))
	}
	if err := checkDirectory(archive, size, limits); err != nil {
		return nil, err
	}
	p := &pack{parts: map[string][]byte{}}
	if err := p.inflate(archive, limits); err != nil {
		return nil, source.or(err)
	}
	if err := p.weigh(limits); err != nil {
		return nil, err
	}
	return p, p.inspect()
}

// source remembers that the reader itself failed: then the file is not to blame.
type source struct {
	io.ReaderAt
	failed error
}

func (s *source) ReadAt(p []byte, at int64) (int, error) {
	if at < 0 {
		return 0, io.ErrUnexpectedEOF // where a damaged directory sends the zip reader
	}
	n, err := s.ReaderAt.ReadAt(p, at)
	if err != nil && !errors.Is(err, io.EOF) {
		s.failed = err
	}
	return n, err
}

// or returns the reader's failure, else the fault.
func (s *source) or(err error) error {
	if s.failed != nil {
		return fmt.Errorf("read workbook: %w", s.failed)
	}
	return err
}

func checkMagic(r io.ReaderAt) error {
	head := make([]byte, len(oleMagic))
	n, _ := r.ReadAt(head, 0)
	switch {
	case bytes.HasPrefix(head[:n], oleMagic):
		return fault(FaultEncrypted, "", "", "")
	case !bytes.HasPrefix(head[:n], zipMagic):
		return fault(FaultNotWorkbook, "", fmt.Sprintf("% X", head[:min(n, 4)]), "")
	}
	return nil
}

// checkDirectory judges the archive by what it says of itself, before anything
// is unzipped.
func checkDirectory(archive *zip.Reader, size int64, limits Limits) error {
	if n := len(archive.File); n > limits.MaxParts {
		return fault(FaultTooComplex, "zip", fmt.Sprint(n), fmt.Sprint(limits.MaxParts))
	}
	var total uint64
	for _, f := range archive.File {
		if f.Name == "" {
			return fault(FaultUnreadable, "zip", "part name", "")
		}
		if total += f.UncompressedSize64; total > uint64(limits.MaxUnzipped) || f.UncompressedSize64 > uint64(limits.MaxUnzipped) {
			return fault(FaultTooComplex, f.Name, fmt.Sprint(total), fmt.Sprint(limits.MaxUnzipped))
		}
		switch {
		case f.Flags&1 != 0:
			return fault(FaultEncrypted, f.Name, "", "")
		case f.Method != zip.Store && f.Method != zip.Deflate:
			return fault(FaultUnreadable, f.Name, fmt.Sprintf("method %d", f.Method), "")
		}
	}
	if total > ratioFloor && total > uint64(size)*uint64(limits.MaxRatio) {
		return fault(FaultTooComplex, "zip", fmt.Sprintf("%d : %d", total, size), fmt.Sprintf("%d : 1", limits.MaxRatio))
	}
	return nil
}

// inflate unzips the parts, and counts what comes out. The zip reader stops at
// the size that the directory gives a part; the limit does not rest on that.
func (p *pack) inflate(archive *zip.Reader, limits Limits) error {
	left := limits.MaxUnzipped
	for _, f := range archive.File {
		if strings.HasSuffix(f.Name, "/") {
			continue // a folder
		}
		key := partKey(f.Name)
		if _, twice := p.parts[key]; twice || key != path.Clean(key) || strings.HasPrefix(key, "../") || path.IsAbs(key) {
			return fault(FaultUnreadable, f.Name, "part name", "")
		}
		part, err := f.Open()
		if err != nil {
			return fault(FaultUnreadable, f.Name, err.Error(), "")
		}
		content, err := io.ReadAll(io.LimitReader(part, left+1))
		part.Close()
		if err != nil {
			return fault(FaultUnreadable, f.Name, err.Error(), "")
		}
		if left -= int64(len(content)); left < 0 {
			return fault(FaultTooComplex, f.Name, "…", fmt.Sprint(limits.MaxUnzipped))
		}
		p.names = append(p.names, f.Name)
		p.parts[key] = content
	}
	return nil
}

// partKey is a part's name as the format compares names.
func partKey(name string) string { return strings.ToLower(strings.ReplaceAll(name, `\`, "/")) }

// weigh bounds what the XML costs once it is objects, without parsing it.
func (p *pack) weigh(limits Limits) error {
	tags := 0
	for _, name := range p.names {
		content := p.parts[partKey(name)]
		switch path.Ext(partKey(name)) {
		case ".xml", ".rels":
		case ".vml":
			if len(content) > maxDrawing {
				return fault(FaultTooComplex, name, fmt.Sprint(len(content)), fmt.Sprint(maxDrawing))
			}
		default:
			continue
		}
		tags += bytes.Count(content, []byte("<"))
		if tags > limits.MaxTags {
			return fault(FaultTooComplex, name, fmt.Sprint(tags), fmt.Sprint(limits.MaxTags))
		}
		for rest := content; ; {
			_, after, found := bytes.Cut(rest, []byte("<"))
			if !found {
				break
			}
			if end := bytes.IndexByte(after, '>'); end > maxTag || end < 0 && len(after) > maxTag {
				return fault(FaultTooComplex, name, "tag", fmt.Sprint(maxTag))
			}
			rest = after
		}
	}
	return nil
}
