package instance_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/instance"
)

// A container with nothing to write to is told when it starts, and not by the
// first file that somebody sends.
func TestEvidenceNeedsAFolderForFilesOnTheirWay(t *testing.T) {
	c := config.Default()
	c.SecretFile = filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(c.SecretFile, []byte(strings.Repeat("k", 32)), 0o400))
	c.Evidence.URL = t.TempDir()
	scratch := t.TempDir()
	t.Setenv("TMPDIR", scratch)
	files, err := instance.OpenFiles(c)
	require.NoError(t, err)
	require.NoError(t, files.Close())
	left, err := os.ReadDir(scratch)
	require.NoError(t, err)
	assert.Empty(t, left)

	t.Setenv("TMPDIR", filepath.Join(scratch, "not there"))
	_, err = instance.OpenFiles(c)
	require.ErrorIs(t, err, os.ErrNotExist)
	assert.ErrorContains(t, err, "evidence: no folder for files on their way")
	assert.ErrorContains(t, err, "TMPDIR, or set evidence.off")

	c.Evidence = config.Evidence{Off: true}
	files, err = instance.OpenFiles(c)
	require.NoError(t, err, "what keeps no evidence needs none")
	require.NoError(t, files.Close())
}
