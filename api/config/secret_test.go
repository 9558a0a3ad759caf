package config_test

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
)

func TestTheSecretIsMadeOnceAndKept(t *testing.T) {
	c := config.Config{DataDir: filepath.Join(t.TempDir(), "not", "there", "yet")}
	made, err := config.Secret(c)
	require.NoError(t, err)
	random, err := base64.StdEncoding.DecodeString(string(made))
	require.NoError(t, err)
	assert.Len(t, random, 32)
	info, err := os.Stat(filepath.Join(c.DataDir, "secret.key"))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode())

	read, err := config.Secret(c)
	require.NoError(t, err)
	assert.Equal(t, made, read)

	other, err := config.Secret(config.Config{DataDir: t.TempDir()})
	require.NoError(t, err)
	assert.NotEqual(t, made, other)
}

func TestProcessesThatStartAtOnceShareOneSecret(t *testing.T) {
	c := config.Config{SecretFile: filepath.Join(t.TempDir(), "secret.key")}
	var all sync.WaitGroup
	start := make(chan struct{})
	secrets := make([]string, 20)
	for n := range secrets {
		all.Go(func() {
			<-start
			secret, err := config.Secret(c)
			assert.NoError(t, err)
			secrets[n] = string(secret)
		})
	}
	close(start)
	all.Wait()
	for _, secret := range secrets {
		assert.Equal(t, secrets[0], secret)
	}
	entries, err := os.ReadDir(filepath.Dir(c.SecretFile))
	require.NoError(t, err)
	assert.Len(t, entries, 1, "no draft is left behind")
}

func TestASecretThatSomebodyWroteIsUsedAsItIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(path, []byte("\n  correct horse battery staple, twice \n"), 0o400))
	secret, err := config.Secret(config.Config{SecretFile: path, DataDir: "/nowhere"})
	require.NoError(t, err)
	assert.Equal(t, "correct horse battery staple, twice", string(secret))
}

func TestSecretsThatAreRefused(t *testing.T) {
	long := strings.Repeat("s3cret", 6)
	for name, tc := range map[string]struct {
		content string
		mode    os.FileMode
		want    string
	}{
		"one that the group may read":     {long, 0o640, "expected a file for its owner alone (mode 0600), because whoever reads it can sign links; its mode is 0640"},
		"one that anybody may read":       {long, 0o604, "its mode is 0604"},
		"one that anybody may write":      {long, 0o602, "its mode is 0602"},
		"one that is too short":           {"s3cret", 0o600, "expected a file with a secret of 32 to 4096 bytes"},
		"one that is mostly white space":  {"s3cret" + strings.Repeat("\n", 40), 0o600, "a secret of 32 to 4096 bytes"},
		"one that is empty":               {"", 0o600, "a secret of 32 to 4096 bytes"},
		"a file that is no secret at all": {strings.Repeat("s3cret", 1000), 0o600, "a secret of 32 to 4096 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "key")
			require.NoError(t, os.WriteFile(path, []byte(tc.content), 0o600))
			require.NoError(t, os.Chmod(path, tc.mode))
			secret, err := config.Secret(config.Config{SecretFile: path})
			assert.Nil(t, secret)
			require.ErrorContains(t, err, tc.want)
			assert.ErrorContains(t, err, path)
			assert.NotContains(t, err.Error(), "s3cret")
		})
	}
}

func TestASecretThatCannotBeKept(t *testing.T) {
	_, err := config.Secret(config.Config{})
	assert.ErrorContains(t, err, "secretFile: expected a file's path, because there is no data folder")

	_, err = config.Secret(config.Config{SecretFile: t.TempDir()})
	require.ErrorContains(t, err, "expected a file")

	file := writeFile(t, "not a folder")
	_, err = config.Secret(config.Config{DataDir: file})
	assert.ErrorContains(t, err, "secretFile")
	assert.ErrorContains(t, err, file)
}
