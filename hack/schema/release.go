package main

import (
	"context"
	"fmt"
	"os"
)

// release keeps the present schema as a version's. A breaking change needs a new
// first number, or the second one before 1.0.0: who releases it means it.
func release(ctx context.Context, p paths, name string) error {
	state, err := survey(ctx, p)
	switch {
	case err != nil:
		return err
	case !version.MatchString(name):
		return fmt.Errorf("%q is no version; expected one such as 1.2.0", name)
	case len(state.releases) > 0 && older(name, state.last()) <= 0:
		return fmt.Errorf("%s is not newer than %s, which is the last release", name, state.last())
	}
	for _, c := range state.unreleased {
		if c.Level == breaking && !breaks(state.last(), name) {
			return fmt.Errorf("%s cannot follow %s: %s", name, state.last(), c.Message)
		}
	}
	sdl, err := os.ReadFile(p.schema)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(p.released, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(p.release(name), sdl, 0o644); err != nil {
		return err
	}
	return write(ctx, p)
}
