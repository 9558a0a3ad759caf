package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"golang.org/x/sync/errgroup"
)

// compare refuses to measure servers that do not say the same: it asks every body
// of all. What this project's own say has to be the same to the cursor; what
// PostGraphile says, in every value.
func compare(ctx context.Context, requests []request, graph *peer, others ...*peer) error {
	for _, r := range requests {
		group, ctx := errgroup.WithContext(ctx)
		group.SetLimit(comparing)
		for n := range r.bodies {
			group.Go(func() error { return compareOne(ctx, r, n, graph, others) })
		}
		if err := group.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// comparing is how many bodies are asked at once to compare the answers.
const comparing = 4

// compareOne asks all for the nth of what is asked.
func compareOne(ctx context.Context, r request, n int, graph *peer, others []*peer) error {
	answer := func(p *peer) (any, error) {
		raw, err := p.ask(ctx, r, r.of(p)[n])
		if err != nil {
			return nil, err
		}
		data, err := decode(raw)
		if err != nil {
			return nil, fmt.Errorf("%s of %s: %w", r.name, p.name, err)
		}
		if within, ok := data.(map[string]any); ok && p.name == peerPostGraphile && r.within != "" {
			data = within[r.within]
		}
		return data, nil
	}
	here, err := answer(graph)
	if err != nil {
		return err
	}
	for _, other := range others {
		if len(r.of(other)) != len(r.bodies) {
			return fmt.Errorf("%s: %d are asked of %s, %d of %s", r.name, len(r.bodies), graph.name, len(r.of(other)), other.name)
		}
		there, err := answer(other)
		if err != nil {
			return err
		}
		here := here
		if other.name == peerPostGraphile {
			here, there = valuesOf("", here), valuesOf("", there)
		}
		if !reflect.DeepEqual(here, there) {
			return fmt.Errorf("%s: the answers of %s and %s differ at %s\n  to %s", r.name, graph.name, other.name, difference("data", here, there), r.of(other)[n])
		}
	}
	return nil
}

// decode reads the data of an answer: extensions are each server's own.
func decode(raw []byte) (any, error) {
	var answer struct{ Data any }
	err := json.Unmarshal(raw, &answer)
	return answer.Data, err
}

// difference finds where two answers part.
func difference(at string, a, b any) string {
	switch x := a.(type) {
	case map[string]any:
		if y, ok := b.(map[string]any); ok && len(x) == len(y) {
			for name := range x {
				if !reflect.DeepEqual(x[name], y[name]) {
					return difference(at+"."+name, x[name], y[name])
				}
			}
		}
	case []any:
		if y, ok := b.([]any); ok && len(x) == len(y) {
			for n := range x {
				if !reflect.DeepEqual(x[n], y[n]) {
					return difference(fmt.Sprintf("%s[%d]", at, n), x[n], y[n])
				}
			}
		}
	}
	return fmt.Sprintf("%s: %.300v in the one, %.300v in the other", at, a, b)
}
