package main

import (
	"archive/tar"
	"encoding/json"
	"fmt"
	"io"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// writeArchive writes an OCI layout, which keeps the image's digest on its way into a cluster,
// with the manifest.json beside it that older loaders look for.
func writeArchive(w io.Writer, image v1.Image, tag name.Tag) error {
	blobs, err := blobsOf(image)
	if err != nil {
		return err
	}
	index, err := indexOf(image, tag)
	if err != nil {
		return err
	}
	manifest, err := legacyManifest(image, tag)
	if err != nil {
		return err
	}

	archive := tar.NewWriter(w)
	if err := writeEntry(archive, "oci-layout", 0o444, []byte(`{"imageLayoutVersion":"1.0.0"}`)); err != nil {
		return err
	}
	for _, b := range blobs {
		if err := writeEntry(archive, blobPath(b.digest), 0o444, b.data); err != nil {
			return err
		}
	}
	if err := writeEntry(archive, "index.json", 0o444, index); err != nil {
		return err
	}
	if err := writeEntry(archive, "manifest.json", 0o444, manifest); err != nil {
		return err
	}
	return archive.Close()
}

type blob struct {
	digest v1.Hash
	data   []byte
}

func blobPath(digest v1.Hash) string { return "blobs/" + digest.Algorithm + "/" + digest.Hex }

// blobsOf reads the layers, the configuration and the manifest of an image.
func blobsOf(image v1.Image) ([]blob, error) {
	var blobs []blob
	layers, err := image.Layers()
	if err != nil {
		return nil, err
	}
	for _, layer := range layers {
		digest, err := layer.Digest()
		if err != nil {
			return nil, err
		}
		compressed, err := layer.Compressed()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(compressed)
		compressed.Close()
		if err != nil {
			return nil, fmt.Errorf("layer %s: %w", digest, err)
		}
		blobs = append(blobs, blob{digest, data})
	}
	for _, part := range []struct {
		digest func() (v1.Hash, error)
		data   func() ([]byte, error)
	}{{image.ConfigName, image.RawConfigFile}, {image.Digest, image.RawManifest}} {
		digest, err := part.digest()
		if err != nil {
			return nil, err
		}
		data, err := part.data()
		if err != nil {
			return nil, err
		}
		blobs = append(blobs, blob{digest, data})
	}
	return blobs, nil
}

// indexOf names the image twice: containerd reads its own annotation, others the OCI one.
func indexOf(image v1.Image, tag name.Tag) ([]byte, error) {
	descriptor, err := partial.Descriptor(image)
	if err != nil {
		return nil, err
	}
	descriptor.ArtifactType = "" // an image, whatever its configuration says
	descriptor.Annotations = map[string]string{
		"io.containerd.image.name":          tag.Name(),
		"org.opencontainers.image.ref.name": tag.TagStr(),
	}
	index := mutate.AppendManifests(mutate.IndexMediaType(empty.Index, types.OCIImageIndex),
		mutate.IndexAddendum{Add: image, Descriptor: *descriptor})
	return index.RawManifest()
}

// legacyManifest is the list of images as `docker save` writes it.
func legacyManifest(image v1.Image, tag name.Tag) ([]byte, error) {
	config, err := image.ConfigName()
	if err != nil {
		return nil, err
	}
	manifest, err := image.Manifest()
	if err != nil {
		return nil, err
	}
	var layers []string
	for _, layer := range manifest.Layers {
		layers = append(layers, blobPath(layer.Digest))
	}
	return json.Marshal([]map[string]any{{"Config": blobPath(config), "RepoTags": []string{tag.Name()}, "Layers": layers}})
}
