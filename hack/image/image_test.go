package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const imageName = "registry.example/tiendo/tiendo:1.2.0"

// pack runs the command and answers what it printed and the archive's bytes.
func pack(t *testing.T, arguments ...string) (string, []byte) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "dist", "image.tar")
	var stdout bytes.Buffer
	require.NoError(t, run(append(arguments, "-out", out), &stdout, io.Discard))
	archive, err := os.ReadFile(out)
	require.NoError(t, err)
	return strings.TrimSpace(stdout.String()), archive
}

func TestTheSameSourceInTwoFoldersGivesTheSameArchive(t *testing.T) {
	var digests []string
	var archives [][]byte
	for _, folder := range []string{"a", "another/and/deeper"} {
		binary := buildPause(t, filepath.Join(t.TempDir(), folder))
		// Nothing of this is the program: who may read it, and when it was made.
		require.NoError(t, os.Chmod(binary, 0o700|os.FileMode(len(folder)%8)))
		require.NoError(t, os.Chtimes(binary, time.Time{}, time.Unix(int64(len(folder))*1e7, 0)))
		digest, archive := pack(t, "-binary", binary, "-name", imageName)
		digests, archives = append(digests, digest), append(archives, archive)
	}
	assert.Equal(t, digests[0], digests[1])
	assert.True(t, bytes.Equal(archives[0], archives[1]), "the archives differ")
}

func TestAnotherProgramGivesAnotherDigest(t *testing.T) {
	one, _ := pack(t, "-binary", static(t, "one"), "-name", imageName, "-title", "tiendo")
	other, _ := pack(t, "-binary", static(t, "other"), "-name", imageName, "-title", "tiendo")
	assert.NotEqual(t, one, other)
}

func TestTheImageHoldsTheProgramAndNothingElse(t *testing.T) {
	program := static(t, "the program")
	digest, archive := pack(t, "-binary", program, "-name", imageName, "-entrypoint", "/tiendo", "-title", "tiendo")
	image := read(t, archive)

	got, err := image.Digest()
	require.NoError(t, err)
	assert.Equal(t, digest, got.String(), "what is printed is the digest a loader finds")
	config, err := image.ConfigFile()
	require.NoError(t, err)
	assert.Equal(t, "linux/amd64", config.Platform().String())
	assert.Equal(t, []string{"/tiendo"}, config.Config.Entrypoint)
	assert.Equal(t, "65532:65532", config.Config.User)
	assert.Equal(t, time.Unix(0, 0).UTC(), config.Created.UTC())
	assert.Equal(t, map[string]string{
		"org.opencontainers.image.title":    "tiendo",
		"org.opencontainers.image.version":  "1.2.0",
		"org.opencontainers.image.source":   "https://github.com/tiendo-vn/tiendo",
		"org.opencontainers.image.licenses": "Apache-2.0",
	}, config.Config.Labels)

	content, err := os.ReadFile(program)
	require.NoError(t, err)
	assert.Equal(t, []entry{{"tiendo", 0o555, string(content)}}, entries(t, image))
}

func TestCertificateAuthoritiesGoWhereProgramsLook(t *testing.T) {
	authorities := filepath.Join(t.TempDir(), "bundle")
	require.NoError(t, os.WriteFile(authorities, []byte("PEM"), 0o600))
	_, archive := pack(t, "-binary", static(t, ""), "-name", imageName, "-ca", authorities)
	assert.Equal(t, []entry{
		{"etc/", 0o755, ""}, {"etc/ssl/", 0o755, ""}, {"etc/ssl/certs/", 0o755, ""},
		{"etc/ssl/certs/ca-certificates.crt", 0o444, "PEM"},
	}, withoutProgram(entries(t, read(t, archive))))
}

// TestOldLoadersFindTheImage reads manifest.json, as they do.
func TestOldLoadersFindTheImage(t *testing.T) {
	digest, archive := pack(t, "-binary", static(t, ""), "-name", imageName)
	image, err := tarball.Image(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(archive)), nil }, nil)
	require.NoError(t, err)
	require.NoError(t, validate.Image(image))
	config, err := image.ConfigName()
	require.NoError(t, err)
	want, err := read(t, archive).ConfigName()
	require.NoError(t, err)
	assert.Equal(t, want, config, digest)
}

func TestWrongInputIsNamed(t *testing.T) {
	good := static(t, "")
	script := filepath.Join(t.TempDir(), "script")
	require.NoError(t, os.WriteFile(script, []byte("#!/bin/sh\n"), 0o755))
	for name, c := range map[string]struct {
		arguments []string
		want      string
	}{
		"a program that is not there":        {[]string{"-binary", "bin/nowhere", "-name", imageName}, `-binary "bin/nowhere": there is no such file: build it first`},
		"a script":                           {[]string{"-binary", script, "-name", imageName}, "is not a Linux executable"},
		"a program that asks for a loader":   {[]string{"-binary", program(t, 62, 3, ""), "-name", imageName}, "is linked dynamically: build it with CGO_ENABLED=0"},
		"a program for another processor":    {[]string{"-binary", program(t, 243, 1, ""), "-name", imageName}, "is for EM_RISCV; only amd64 and arm64 are packed"},
		"a name without a tag":               {[]string{"-binary", good, "-name", "registry.example/tiendo"}, `-name "registry.example/tiendo": want registry/path:tag`},
		"a name without a registry":          {[]string{"-binary", good, "-name", "tiendo:1"}, `-name "tiendo:1": want registry/path:tag`},
		"a user by name":                     {[]string{"-binary", good, "-name", imageName, "-user", "nobody"}, `-user "nobody": want uid:gid in digits`},
		"an entrypoint that is not absolute": {[]string{"-binary", good, "-name", imageName, "-entrypoint", "tiendo"}, `-entrypoint "tiendo": want the absolute path of a file`},
		"an entrypoint that climbs":          {[]string{"-binary", good, "-name", imageName, "-entrypoint", "/../x"}, `-entrypoint "/../x": want the absolute path of a file`},
		"authorities that are not there":     {[]string{"-binary", good, "-name", imageName, "-ca", "nowhere"}, "file for /etc/ssl/certs/ca-certificates.crt: open nowhere"},
		"a word that is left over":           {[]string{"-binary", good, "extra"}, `["extra"] is left over`},
		"an archive that is not said":        {[]string{"-binary", good, "-name", imageName, "-out", ""}, "-out is missing"},
		"a flag that does not exist":         {[]string{"-colour", "red"}, "-colour"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			err := run(append([]string{"-out", filepath.Join(folder, "image.tar")}, c.arguments...), io.Discard, io.Discard)
			require.ErrorContains(t, err, c.want)
			left, err := os.ReadDir(folder)
			require.NoError(t, err)
			assert.Empty(t, left, "nothing half-written stays")
		})
	}
}
