package main

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"os"
	"path"
	"sort"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// file is one file of an image and where its content comes from.
type file struct {
	path, from string
	mode       int64
}

// newLayer packs files and the folders they are in, everything owned by root and from the same
// second: what the disk says about them does not reach the image.
func newLayer(files []file) (v1.Layer, error) {
	folders := map[string]bool{}
	for _, f := range files {
		for folder := path.Dir(f.path); folder != "/"; folder = path.Dir(folder) {
			folders[folder] = true
		}
	}
	var content bytes.Buffer
	w := tar.NewWriter(&content)
	for _, folder := range sorted(folders) {
		if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: folder[1:] + "/", Mode: 0o755, ModTime: epoch}); err != nil {
			return nil, err
		}
	}
	for _, f := range files {
		data, err := os.ReadFile(f.from)
		if err != nil {
			return nil, fmt.Errorf("file for %s: %w", f.path, err)
		}
		if err := writeEntry(w, f.path[1:], f.mode, data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return tarball.LayerFromOpener(func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(content.Bytes())), nil
	}, tarball.WithMediaType(types.OCILayer))
}

func writeEntry(w *tar.Writer, name string, mode int64, data []byte) error {
	header := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: mode, Size: int64(len(data)), ModTime: epoch}
	if err := w.WriteHeader(header); err != nil {
		return err
	}
	_, err := w.Write(data)
	return err
}

// sorted lists the folders, parents first.
func sorted(folders map[string]bool) []string {
	var list []string
	for folder := range folders {
		list = append(list, folder)
	}
	sort.Strings(list)
	return list
}
