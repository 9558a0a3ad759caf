package documents

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// hashLength is that of SHA-256 in hexadecimal.
const hashLength = 2 * sha256.Size

// maxFileBytes bounds a file of documents.
const maxFileBytes = 32 << 20

// A Document is one with its name, and where it came from.
type Document struct {
	Hash, Text string
	// Source is the file, and the key in a manifest.
	Source string
}

// Hash is the name of a document.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Read takes documents from files: a .graphql or .gql file is one, to the byte,
// and a .json file a manifest of {hash: document} as code generators write it. It
// reports every fault of all files. The same document twice is read once.
func Read(paths []string) ([]Document, error) {
	found := map[string]Document{}
	var faults []error
	fault := func(where, format string, args ...any) {
		faults = append(faults, fmt.Errorf(where+": "+format, args...))
	}
	for _, path := range paths {
		text, err := readFile(path)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		switch strings.ToLower(filepath.Ext(path)) {
		case ".graphql", ".gql":
			found[Hash(text)] = Document{Hash(text), text, path}
		case ".json":
			var manifest map[string]string
			if err := decode(text, &manifest); err != nil {
				fault(path, `expected a manifest of {"hash": "document"}: %w`, err)
				continue
			}
			for _, key := range slices.Sorted(maps.Keys(manifest)) {
				d := Document{strings.TrimPrefix(key, "sha256:"), manifest[key], path + ": " + key}
				if d.Hash != Hash(d.Text) {
					fault(d.Source, "expected the SHA-256 of its document, %s (the client preset writes it with hashAlgorithm: 'sha256')", Hash(d.Text))
					continue
				}
				found[d.Hash] = d
			}
		default:
			fault(path, "expected a .json manifest or a .graphql file")
		}
	}
	all := slices.SortedFunc(maps.Values(found), func(a, b Document) int { return strings.Compare(a.Source, b.Source) })
	return all, errors.Join(faults...)
}

func readFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFileBytes+1))
	switch {
	case err != nil:
		return "", err
	case len(text) > maxFileBytes:
		return "", fmt.Errorf("%s: expected at most %d bytes", path, maxFileBytes)
	case !utf8.Valid(text) || slices.Contains(text, 0):
		return "", fmt.Errorf("%s: expected text in UTF-8 without NUL", path)
	}
	return string(text), nil
}

func decode(text string, to *map[string]string) error {
	decoder := json.NewDecoder(strings.NewReader(text))
	if err := decoder.Decode(to); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is text behind the JSON value")
	}
	return nil
}
