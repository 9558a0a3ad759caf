package config

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	// leastSecret is the fewest bytes that nobody can guess.
	leastSecret = 32
	// mostSecret is more than any secret, and less than a wrong file.
	mostSecret = 4096
)

// Secret is the instance's secret, from which its links are signed: the text of
// c.SecretFile (secret.key in c.DataDir where that is empty) without the white
// space around it, at least 32 bytes long. Where there is no such file it is
// made, with 32 random bytes in base64; processes that start at once end with
// the same secret. Every replica of an instance needs the same file.
//
// A file that others may read, or with too little in it, is refused with Faults.
// A file of another user's may be one that the process reads by its group, as
// Kubernetes mounts it. No error holds any of the secret.
func Secret(c Config) ([]byte, error) {
	path := c.SecretFile
	if path == "" {
		if c.DataDir == "" {
			return nil, Faults{{Field: "secretFile", Want: "a file's path, because there is no data folder to keep it in"}}
		}
		path = filepath.Join(c.DataDir, secretFile)
	}
	secret, err := readSecret(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeSecret(path); err != nil {
			return nil, fmt.Errorf("secretFile %q: make the secret: %w", path, err)
		}
		secret, err = readSecret(path)
	}
	if err != nil && !errors.As(err, new(Faults)) {
		err = fmt.Errorf("secretFile %q: %w", path, err)
	}
	return secret, err
}

// readSecret reads the secret through one open file, so that what was checked is
// what is read.
func readSecret(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	fault := func(want string) error { return Faults{{Field: "secretFile", Value: path, Want: want}} }
	if !info.Mode().IsRegular() {
		return nil, fault("a file")
	}
	if want := tooOpen(info.Mode(), isOurs(info)); want != "" {
		return nil, fault(want)
	}
	content, err := io.ReadAll(io.LimitReader(file, mostSecret+1))
	if err != nil {
		return nil, err
	}
	secret := strings.TrimSpace(string(content))
	if len(secret) < leastSecret || len(content) > mostSecret {
		return nil, fault(fmt.Sprintf("a file with a secret of %d to %d bytes, such as the output of: openssl rand -base64 32", leastSecret, mostSecret))
	}
	return []byte(secret), nil
}

// makeSecret writes a new secret and links it to its name in one step, which
// fails where another process was faster: that one's secret then holds for both,
// and nobody ever reads half a file.
func makeSecret(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	draft, err := os.CreateTemp(dir, ".secret-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(draft.Name())
	random := make([]byte, leastSecret)
	if _, err := rand.Read(random); err != nil {
		return errors.Join(err, draft.Close())
	}
	_, err = draft.WriteString(base64.StdEncoding.EncodeToString(random) + "\n")
	if err := errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return err
	}
	if err := os.Link(draft.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
