package main

import (
	"context"
	"embed"
	"os/exec"
	"strings"

	"github.com/tiendo-vn/tiendo/hack/npm"
)

//go:embed package.json package-lock.json *.mjs
var project embed.FS

// node prepares a script of this folder to run beside the packages that the
// lockfile pins. The caller starts it.
func node(ctx context.Context, script string, args ...string) (*exec.Cmd, error) {
	text, err := project.ReadFile(script)
	if err != nil {
		return nil, err
	}
	dir, err := install(ctx)
	if err != nil {
		return nil, err
	}
	// From standard input a module finds its packages below the working directory,
	// so that the script itself stays in the tree.
	cmd := exec.CommandContext(ctx, "node", append([]string{"--input-type=module", "-"}, args...)...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(string(text))
	return cmd, nil
}

// install returns a folder with the packages that the lockfile pins.
func install(ctx context.Context) (string, error) {
	files := map[string][]byte{}
	for _, name := range []string{"package.json", "package-lock.json"} {
		text, err := project.ReadFile(name)
		if err != nil {
			return "", err
		}
		files[name] = text
	}
	return npm.Install(ctx, "audit GraphQL over HTTP", files)
}
