package bundle

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed data
var data embed.FS

// maxFileSize bounds one file of a bundle.
const maxFileSize = 16 << 20

// Read reads the bundle at the root of a file system: all of its *.yaml files,
// in the order of their names. Sub-folders are not read.
//
// When the files do not follow the format, the error is of type Faults and the
// bundle holds what could be read. Read does not check what the fields mean:
// see Check and Load.
func Read(fsys fs.FS) (*Bundle, error) {
	b, faults, err := read(fsys)
	if err != nil {
		return nil, err
	}
	return b, faults.Err()
}

// Load reads and checks a bundle, and reports the faults of both together.
func Load(fsys fs.FS) (*Bundle, error) {
	b, faults, err := read(fsys)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(faults, isUnreadable) {
		faults = append(faults, b.Check().without(faults)...)
	}
	return b, faults.sorted().Err()
}

// Open loads the bundle at a path: a folder, or a single file.
func Open(path string) (*Bundle, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("open plan bundle: %w", err)
	}
	if info.IsDir() {
		return Load(os.DirFS(mounted(path)))
	}
	return Load(singleFile{os.DirFS(filepath.Dir(path)), filepath.Base(path)})
}

// mounted is where the files of a folder are. Kubernetes mounts a ConfigMap as
// links that lead through ..data, and points that elsewhere when the content
// changes: the links beside it may be of before for a moment, what it leads to
// is whole. Any other folder is its own.
func mounted(folder string) string {
	now, err := filepath.EvalSymlinks(filepath.Join(folder, "..data"))
	if err != nil {
		return folder
	}
	if info, err := os.Stat(now); err != nil || !info.IsDir() {
		return folder
	}
	return now
}

// Embedded loads the bundle that is compiled into the program: the national
// digital-transformation plan of 2021-2025.
func Embedded() (*Bundle, error) {
	fsys, err := fs.Sub(data, "data")
	if err != nil {
		return nil, err
	}
	return Load(fsys)
}

// Digest is the SHA-256 of the files in hexadecimal: names, sizes and contents
// in the order of the names. Two bundles with the same digest are the same.
func (b *Bundle) Digest() string { return b.digest }

// read decodes every file and fills in what the format leaves to the reader.
func read(fsys fs.FS) (*Bundle, Faults, error) {
	names, err := fs.Glob(fsys, "*")
	if err != nil {
		return nil, nil, err
	}
	slices.Sort(names)
	b, d, sum, count := &Bundle{}, &decoder{}, sha256.New(), 0
	for _, name := range names {
		switch {
		case strings.HasPrefix(name, "."):
			continue
		case strings.HasSuffix(name, ".yml"):
			d.faults.add(Pos{File: name, Path: "file"}, name, "the ending .yaml")
			continue
		case !strings.HasSuffix(name, ".yaml"):
			continue
		}
		content, err := readFile(fsys, name)
		if err != nil {
			return nil, nil, fmt.Errorf("read plan bundle: %w", err)
		}
		fmt.Fprintf(sum, "%s\x00%d\x00%s", name, len(content), content)
		d.file(name, content, b)
		count++
	}
	if count == 0 {
		d.faults.add(Pos{Path: "bundle"}, "", "at least one file with the ending .yaml")
	}
	b.digest = hex.EncodeToString(sum.Sum(nil))
	b.resolve()
	return b, d.faults.sorted(), nil
}

func readFile(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFileSize {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("the file is larger than 16 MiB")}
	}
	return fs.ReadFile(fsys, name)
}

// singleFile is a file system that shows one file of another.
type singleFile struct {
	fs.FS
	name string
}

// Glob makes the file the only one that a reader finds.
func (s singleFile) Glob(string) ([]string, error) { return []string{s.name}, nil }
