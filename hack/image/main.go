// Command image packs one static program into a container image archive, without a container
// engine and without a base image:
//
//	go run ./hack/image -binary bin/tiendo -name registry.example/tiendo/tiendo:1.2.0 -out dist/tiendo-1.2.0.tar
//
// It prints the image's digest. The same program gives the same bytes on every machine.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

// run packs the program that the arguments name and prints the image's digest on stdout.
func run(arguments []string, stdout, stderr io.Writer) error {
	var s spec
	var out string
	flags := flag.NewFlagSet("image", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.binary, "binary", "", "the program: a static Linux executable")
	flags.StringVar(&s.name, "name", "", "the image's full name with its tag, such as registry.example/tiendo/tiendo:1.2.0")
	flags.StringVar(&s.entrypoint, "entrypoint", "", "path of the program in the image (default: its file name under /)")
	flags.StringVar(&s.user, "user", "65532:65532", "who runs it, as uid:gid; a number, so that a cluster can tell it is not root")
	flags.StringVar(&s.authorities, "ca", "", "file of certificate authorities to put at "+authoritiesPath)
	flags.StringVar(&s.title, "title", "", "label of that name (default: the program's file name)")
	flags.StringVar(&s.version, "version", "", "label of that name (default: the tag)")
	flags.StringVar(&s.source, "source", "https://github.com/tiendo-vn/tiendo", "label of that name")
	flags.StringVar(&s.licenses, "licenses", "Apache-2.0", "label of that name")
	flags.StringVar(&out, "out", "", "the archive to write, as `docker load`, `podman load` and `ctr images import` read it")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is left over: everything is said with flags", flags.Args())
	}
	if out == "" {
		return fmt.Errorf("-out is missing: the archive to write")
	}

	image, tag, err := build(s)
	if err != nil {
		return err
	}
	if err := writeFile(out, func(w io.Writer) error { return writeArchive(w, image, tag) }); err != nil {
		return err
	}
	digest, err := image.Digest()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(stdout, digest)
	return err
}

// writeFile writes a file through a neighbour that takes its place at the end, so that nobody
// loads half an archive.
func writeFile(path string, write func(io.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	defer part.Close()
	if err := write(part); err != nil {
		return err
	}
	if err := part.Chmod(0o644); err != nil {
		return err
	}
	if err := part.Close(); err != nil {
		return err
	}
	return os.Rename(part.Name(), path)
}
