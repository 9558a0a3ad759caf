package evidence_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/evidence"
)

// Keys of the test's bucket, which no error may hold.
const (
	accessKey = "AKIATIENDOTEST"
	secretKey = "s3cret/of+the=bucket"
)

// kept is a store with a view from behind.
type kept struct {
	evidence.Store
	// spoil replaces a stored file's bytes.
	spoil func(hash string, content []byte)
	// files lists all there is in the place of storage, leftovers included.
	files func() []string
	// writes counts how often a file was put in place.
	writes func() int
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func blob(content []byte) evidence.Blob {
	return evidence.Blob{Hash: hashOf(content), Size: int64(len(content)), Content: bytes.NewReader(content)}
}

func keyFiles(t *testing.T) (access, secret string) {
	t.Helper()
	dir := t.TempDir()
	access, secret = filepath.Join(dir, "access"), filepath.Join(dir, "secret")
	require.NoError(t, os.WriteFile(access, []byte(accessKey+"\n"), 0o600))
	require.NoError(t, os.WriteFile(secret, []byte(secretKey+"\n"), 0o600))
	return access, secret
}

func openBucket(t *testing.T, server *httptest.Server, query string) evidence.Store {
	t.Helper()
	access, secret := keyFiles(t)
	store, err := evidence.Open("s3://"+strings.TrimPrefix(server.URL, "http://")+"/evidence/files?insecure=true"+query, access, secret)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, store.Close()) })
	return store
}

func openFolder(t *testing.T) (evidence.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a", "b")
	store, err := evidence.OpenFolder(dir)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, store.Close()) })
	return store, dir
}

// stores are the stores under test, each fresh and empty.
var stores = map[string]func(t *testing.T) kept{
	"a folder": folderStore,
	"a bucket": func(t *testing.T) kept { return bucketStore(t, nil) },
}

func folderStore(t *testing.T) kept {
	dir := filepath.Join(t.TempDir(), "evidence")
	store, err := evidence.Open(dir, "", "")
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, store.Close()) })
	files := func() (names []string) {
		require.NoError(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				names = append(names, strings.TrimPrefix(path, dir+"/"))
			}
			return err
		}))
		return names
	}
	return kept{Store: store, files: files,
		writes: func() int { return len(files()) },
		spoil: func(hash string, content []byte) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, hash[:2], hash[2:4], hash), content, 0o600))
		},
	}
}

// bucketStore is a bucket in memory, behind what checks signed hashes as real
// stores do. Requests pass through damage first, where there is one.
func bucketStore(t *testing.T, damage func(body []byte) []byte) kept {
	memory := s3mem.New()
	require.NoError(t, memory.CreateBucket("evidence"))
	s3 := gofakes3.New(memory).Server()
	var writes atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPut {
			s3.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the client went away
		}
		if damage != nil {
			body = damage(body)
		}
		if hashOf(body) != r.Header.Get("X-Amz-Content-Sha256") {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, "<Error><Code>XAmzContentSHA256Mismatch</Code></Error>")
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer := &status{ResponseWriter: w}
		s3.ServeHTTP(answer, r)
		if answer.code == 0 || answer.code == http.StatusOK {
			writes.Add(1)
		}
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains of clients that leave
	server.Start()
	t.Cleanup(server.Close)
	return kept{Store: openBucket(t, server, ""), writes: func() int { return int(writes.Load()) },
		files: func() (names []string) {
			list, err := memory.ListBucket("evidence", &gofakes3.Prefix{}, gofakes3.ListBucketPage{})
			require.NoError(t, err)
			for _, object := range list.Contents {
				names = append(names, strings.TrimPrefix(object.Key, "files/"))
			}
			return names
		},
		spoil: func(hash string, content []byte) {
			_, err := memory.PutObject("evidence", "files/"+hash[:2]+"/"+hash[2:4]+"/"+hash,
				map[string]string{}, bytes.NewReader(content), int64(len(content)), nil)
			require.NoError(t, err)
		},
	}
}

type status struct {
	http.ResponseWriter
	code int
}

func (s *status) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}
