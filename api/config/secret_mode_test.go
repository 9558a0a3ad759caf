package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
)

func TestWhoMayReadASecret(t *testing.T) {
	const alone, group = "a file for its owner alone (mode 0600)", "a file that its group may read at most (mode 0440)"
	for name, tc := range map[string]struct {
		mode   os.FileMode
		ours   bool
		wanted string
	}{
		"its owner alone":                          {0o600, true, ""},
		"its owner, who may not write it":          {0o400, true, ""},
		"our file, and its group":                  {0o640, true, alone},
		"our file, and its group to write":         {0o620, true, alone},
		"our file, and anybody":                    {0o604, true, alone},
		"somebody else's, and its group":           {0o440, false, ""},
		"somebody else's, who writes it":           {0o640, false, ""},
		"somebody else's, and root":                {0o400, false, ""},
		"somebody else's, and its group to write":  {0o460, false, group},
		"somebody else's, and its group to run it": {0o450, false, group},
		"somebody else's, and anybody":             {0o444, false, alone},
		"somebody else's, and anybody to write":    {0o442, false, alone},
	} {
		t.Run(name, func(t *testing.T) {
			want := config.TooOpen(tc.mode, tc.ours)
			if tc.wanted == "" {
				assert.Empty(t, want)
				return
			}
			assert.Contains(t, want, tc.wanted)
			assert.Contains(t, want, fmt.Sprintf("its mode is %04o", tc.mode))
		})
	}
}

// mountSecret writes a secret the way Kubernetes mounts one: links that lead
// through ..data to a folder with a date.
func mountSecret(t *testing.T, content string, mode os.FileMode) (link, file string) {
	t.Helper()
	volume := t.TempDir()
	file = filepath.Join(volume, "..2026_11_22_01", "key")
	require.NoError(t, os.Mkdir(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	require.NoError(t, os.Chmod(file, mode))
	require.NoError(t, os.Symlink("..2026_11_22_01", filepath.Join(volume, "..data")))
	link = filepath.Join(volume, "key")
	require.NoError(t, os.Symlink("..data/key", link))
	return link, file
}

func TestAMountedSecretIsUsedAndItsVolumeLeftAlone(t *testing.T) {
	secret := strings.Repeat("mounted ", 5)
	link, file := mountSecret(t, secret, 0o400)
	require.NoError(t, os.Chmod(filepath.Dir(link), 0o555))
	t.Cleanup(func() { _ = os.Chmod(filepath.Dir(link), 0o755) }) // else it cannot be removed
	before, err := os.Stat(filepath.Dir(link))
	require.NoError(t, err)
	got, err := config.Secret(config.Config{SecretFile: link})
	require.NoError(t, err)
	assert.Equal(t, strings.TrimSpace(secret), string(got))
	after, err := os.Stat(filepath.Dir(link))
	require.NoError(t, err)
	assert.Equal(t, before.ModTime(), after.ModTime(), "nothing was written beside it")

	require.NoError(t, os.Chmod(file, 0o440))
	_, err = config.Secret(config.Config{SecretFile: link})
	assert.ErrorContains(t, err, "its mode is 0440", "the file counts, not the link; and this one is ours")
	if os.Geteuid() == 0 { // only root gives files away
		require.NoError(t, os.Chown(file, 65532, 65532))
		got, err = config.Secret(config.Config{SecretFile: link})
		require.NoError(t, err)
		assert.Equal(t, strings.TrimSpace(secret), string(got))
		require.NoError(t, os.Chmod(file, 0o444))
		_, err = config.Secret(config.Config{SecretFile: link})
		assert.ErrorContains(t, err, "its mode is 0444")
	}
}

func TestALinkToNowhereIsNoSecret(t *testing.T) {
	link, file := mountSecret(t, "", 0o400)
	require.NoError(t, os.Remove(file))
	_, err := config.Secret(config.Config{SecretFile: link})
	assert.ErrorContains(t, err, link)
	assert.NoFileExists(t, file)
}
