package main

import (
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// buildPause builds the smallest program of this repository from a copy in a folder.
func buildPause(t *testing.T, folder string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(folder, 0o755))
	source, err := os.ReadFile("../cluster.d/pause/main.go")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "main.go"), source, 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module pause\n\ngo 1.26\n"), 0o644))
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", "pause", ".")
	build.Dir = folder
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off", "GOOS=linux", "GOARCH=amd64")
	said, err := build.CombinedOutput()
	require.NoError(t, err, string(said))
	return filepath.Join(folder, "pause")
}

// static writes the head of an executable that needs no loader.
func static(t *testing.T, tail string) string { return program(t, 62, 1, tail) }

// program writes the head of a 64-bit Linux executable: for a processor, with one segment of a
// kind (1 is loaded, 3 names a loader), and some bytes after it.
func program(t *testing.T, machine uint16, segment uint32, tail string) string {
	t.Helper()
	head := make([]byte, 64+56)
	copy(head, "\x7fELF\x02\x01\x01")
	binary.LittleEndian.PutUint16(head[16:], 2)
	binary.LittleEndian.PutUint16(head[18:], machine)
	binary.LittleEndian.PutUint32(head[20:], 1)
	binary.LittleEndian.PutUint64(head[32:], 64)
	binary.LittleEndian.PutUint16(head[52:], 64)
	binary.LittleEndian.PutUint16(head[54:], 56)
	binary.LittleEndian.PutUint16(head[56:], 1)
	binary.LittleEndian.PutUint32(head[64:], segment)
	path := filepath.Join(t.TempDir(), "program")
	require.NoError(t, os.WriteFile(path, append(head, tail...), 0o755))
	return path
}
