package main

import (
	"debug/elf"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// authoritiesPath is the first place where Go programs look for certificate authorities.
const authoritiesPath = "/etc/ssl/certs/ca-certificates.crt"

// spec says what goes into an image.
type spec struct {
	binary, name, entrypoint, user, authorities string
	title, version, source, licenses            string
}

// epoch is the time of everything in an image: a date of the build would change its digest.
var epoch = time.Unix(0, 0).UTC()

var numericUser = regexp.MustCompile(`^[0-9]+:[0-9]+$`)

// build makes the image of a spec, and the name to keep it under.
func build(s spec) (v1.Image, name.Tag, error) {
	tag, err := name.NewTag(s.name, name.StrictValidation)
	if err != nil {
		return nil, tag, fmt.Errorf("-name %q: want registry/path:tag: %w", s.name, err)
	}
	if !numericUser.MatchString(s.user) {
		return nil, tag, fmt.Errorf("-user %q: want uid:gid in digits, such as 65532:65532; an image without a base knows no names", s.user)
	}
	if s.entrypoint == "" {
		s.entrypoint = "/" + filepath.Base(s.binary)
	}
	if !path.IsAbs(s.entrypoint) || path.Clean(s.entrypoint) != s.entrypoint || s.entrypoint == "/" {
		return nil, tag, fmt.Errorf("-entrypoint %q: want the absolute path of a file, such as /tiendo", s.entrypoint)
	}
	architecture, err := inspect(s.binary)
	if err != nil {
		return nil, tag, fmt.Errorf("-binary %q: %w", s.binary, err)
	}

	files := []file{{path: s.entrypoint, from: s.binary, mode: 0o555}}
	if s.authorities != "" {
		files = append(files, file{path: authoritiesPath, from: s.authorities, mode: 0o444})
	}
	layer, err := newLayer(files)
	if err != nil {
		return nil, tag, err
	}
	image, err := assemble(layer, &v1.ConfigFile{
		OS: "linux", Architecture: architecture, Created: v1.Time{Time: epoch},
		RootFS: v1.RootFS{Type: "layers"},
		Config: v1.Config{
			Entrypoint: []string{s.entrypoint},
			User:       s.user,
			WorkingDir: "/",
			Labels: map[string]string{
				"org.opencontainers.image.title":    either(s.title, filepath.Base(s.binary)),
				"org.opencontainers.image.version":  either(s.version, tag.TagStr()),
				"org.opencontainers.image.source":   s.source,
				"org.opencontainers.image.licenses": s.licenses,
			},
		},
	})
	return image, tag, err
}

// assemble puts the one layer under the configuration.
func assemble(layer v1.Layer, config *v1.ConfigFile) (v1.Image, error) {
	base := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	image, err := mutate.ConfigFile(base, config)
	if err != nil {
		return nil, err
	}
	return mutate.Append(image, mutate.Addendum{
		Layer:     layer,
		MediaType: types.OCILayer,
		History:   v1.History{Created: v1.Time{Time: epoch}, CreatedBy: "hack/image"},
	})
}

// inspect answers the architecture of a program, in an image's words. It refuses one that asks
// for a loader: without a base image there is none, and all the cluster would say about it is
// "no such file or directory".
func inspect(binary string) (string, error) {
	program, err := elf.Open(binary)
	if os.IsNotExist(err) {
		return "", fmt.Errorf("there is no such file: build it first")
	} else if err != nil {
		return "", fmt.Errorf("is not a Linux executable: %w", err)
	}
	defer program.Close()
	for _, segment := range program.Progs {
		if segment.Type == elf.PT_INTERP {
			return "", fmt.Errorf("is linked dynamically: build it with CGO_ENABLED=0")
		}
	}
	switch program.Machine {
	case elf.EM_X86_64:
		return "amd64", nil
	case elf.EM_AARCH64:
		return "arm64", nil
	}
	return "", fmt.Errorf("is for %s; only amd64 and arm64 are packed", program.Machine)
}

// either is the first of two texts that says something.
func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
