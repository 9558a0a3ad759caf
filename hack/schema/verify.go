package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// verify lists every promise that is broken. What is dangerous is told, and no
// fault: whether a client minds is for people to judge.
func verify(ctx context.Context, p paths, today time.Time, out io.Writer) error {
	sdl, err := os.ReadFile(p.schema)
	if err != nil {
		return err
	}
	found, err := promises(string(sdl), today)
	if err != nil {
		return err
	}
	var faults []error
	for _, fault := range found {
		faults = append(faults, errors.New(fault))
	}
	state, err := survey(ctx, p)
	if err != nil {
		return err
	}
	for _, c := range state.unreleased {
		switch c.Level {
		case breaking:
			faults = append(faults, fmt.Errorf("breaks clients of %s: %s", state.last(), c.Message))
		case dangerous:
			fmt.Fprintf(out, "schema: dangerous for clients of %s: %s\n", state.last(), c.Message)
		}
	}
	made, err := pages(ctx, p, state)
	if err != nil {
		return err
	}
	for path, text := range made {
		if there, err := os.ReadFile(path); err != nil || string(there) != text {
			faults = append(faults, fmt.Errorf("%s is stale: run go run ./hack/schema write", path))
		}
	}
	return errors.Join(faults...)
}

// A standing is what was released, and what has changed since.
type standing struct {
	releases   []string
	unreleased []change
}

func (s standing) last() string { return s.releases[len(s.releases)-1] }

func survey(ctx context.Context, p paths) (s standing, err error) {
	if s.releases, err = releases(p.released); err != nil || len(s.releases) == 0 {
		return s, err
	}
	s.unreleased, err = compare(ctx, p.release(s.last()), p.schema)
	return s, err
}

// pages are the generated pages by their paths.
func pages(ctx context.Context, p paths, s standing) (map[string]string, error) {
	log, err := changelog(ctx, p, s.releases, s.unreleased)
	if err != nil {
		return nil, err
	}
	codes, err := errorsPage(p.schema)
	if err != nil {
		return nil, err
	}
	return map[string]string{p.changelog: log, p.codes: codes}, nil
}

func write(ctx context.Context, p paths) error {
	state, err := survey(ctx, p)
	if err != nil {
		return err
	}
	made, err := pages(ctx, p, state)
	for path, text := range made {
		err = errors.Join(err, os.WriteFile(path, []byte(text), 0o644))
	}
	return err
}
