//go:build unix

package evidence_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/evidence"
)

func TestAFolderIsForItsOwnerOnly(t *testing.T) {
	store, dir := openFolder(t)
	require.NoError(t, store.Put(t.Context(), blob([]byte("x"))))
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		require.NoError(t, err)
		info, err := entry.Info()
		require.NoError(t, err)
		want := os.FileMode(0o600)
		if entry.IsDir() {
			want = 0o700
		}
		assert.Equal(t, want, info.Mode().Perm(), path)
		return nil
	}))
}

func TestNoLinkLeadsOutOfAFolder(t *testing.T) {
	content := []byte("x")
	hash := hashOf(content)
	outside := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(outside, hash[2:4]), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(outside, hash[2:4], hash), content, 0o600))

	for name, plant := range map[string]func(dir string) error{
		"a folder that is a link out": func(dir string) error {
			return os.Symlink(outside, filepath.Join(dir, hash[:2]))
		},
		"a file that is a link out": func(dir string) error {
			require.NoError(t, os.MkdirAll(filepath.Join(dir, hash[:2], hash[2:4]), 0o700))
			return os.Symlink(filepath.Join(outside, hash[2:4], hash), filepath.Join(dir, hash[:2], hash[2:4], hash))
		},
		"a pipe, which would wait for ever": func(dir string) error {
			require.NoError(t, os.MkdirAll(filepath.Join(dir, hash[:2], hash[2:4]), 0o700))
			return syscall.Mkfifo(filepath.Join(dir, hash[:2], hash[2:4], hash), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			store, dir := openFolder(t)
			require.NoError(t, plant(dir))
			_, _, err := store.Open(t.Context(), hash)
			require.Error(t, err)
			assert.NotErrorIs(t, err, evidence.ErrNotFound)
			assert.Error(t, store.Put(t.Context(), blob(content)))
		})
	}
	left, err := os.ReadDir(outside)
	require.NoError(t, err)
	assert.Len(t, left, 1, "nothing was written out there")
}

func TestOpeningAFolderClearsWhatACrashLeft(t *testing.T) {
	store, dir := openFolder(t)
	require.NoError(t, store.Put(t.Context(), blob([]byte("x"))))
	left := func(name string, age time.Duration) string {
		path := filepath.Join(dir, "incoming", name)
		require.NoError(t, os.WriteFile(path, []byte("half"), 0o600))
		at := time.Now().Add(-age)
		require.NoError(t, os.Chtimes(path, at, at))
		return path
	}
	abandoned, atWork := left("abandoned", 25*time.Hour), left("at-work", 23*time.Hour)

	again, err := evidence.OpenFolder(dir)
	require.NoError(t, err)
	defer func() { assert.NoError(t, again.Close()) }()
	assert.NoFileExists(t, abandoned)
	assert.FileExists(t, atWork, "it may be another server's")
	got, err := read(t, again, hashOf([]byte("x")))
	require.NoError(t, err)
	assert.Equal(t, "x", string(got), "what is stored stays")
}

func TestAFolderThatCannotBeOpened(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := evidence.OpenFolder(file)
	assert.ErrorContains(t, err, "evidence: opening the folder: ")
}
