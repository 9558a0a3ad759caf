package main

import (
	"archive/tar"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// read opens an archive the way a cluster does: as an OCI layout, by the annotated name.
func read(t *testing.T, archive []byte) v1.Image {
	t.Helper()
	folder := t.TempDir()
	files := tar.NewReader(bytes.NewReader(archive))
	for {
		header, err := files.Next()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		path := filepath.Join(folder, header.Name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		data, err := io.ReadAll(files)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, data, 0o644))
	}
	index, err := layout.ImageIndexFromPath(folder)
	require.NoError(t, err)
	require.NoError(t, validate.Index(index))
	manifest, err := index.IndexManifest()
	require.NoError(t, err)
	require.Len(t, manifest.Manifests, 1)
	assert.Equal(t, imageName, manifest.Manifests[0].Annotations["io.containerd.image.name"])
	image, err := index.Image(manifest.Manifests[0].Digest)
	require.NoError(t, err)
	return image
}

// entry is what an image's only layer says about a file.
type entry struct {
	name    string
	mode    int64
	content string
}

func entries(t *testing.T, image v1.Image) []entry {
	t.Helper()
	layers, err := image.Layers()
	require.NoError(t, err)
	require.Len(t, layers, 1)
	content, err := layers[0].Uncompressed()
	require.NoError(t, err)
	defer content.Close()
	var all []entry
	files := tar.NewReader(content)
	for {
		header, err := files.Next()
		if err == io.EOF {
			return all
		}
		require.NoError(t, err)
		data, err := io.ReadAll(files)
		require.NoError(t, err)
		assert.Equal(t, time.Unix(0, 0).UTC(), header.ModTime.UTC(), header.Name)
		assert.Equal(t, []int{0, 0}, []int{header.Uid, header.Gid}, header.Name)
		all = append(all, entry{header.Name, header.Mode, string(data)})
	}
}

func withoutProgram(all []entry) []entry {
	var rest []entry
	for _, e := range all {
		if e.name != "program" {
			rest = append(rest, e)
		}
	}
	return rest
}
