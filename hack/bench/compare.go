package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
)

// compare refuses to measure two servers that do not say the same, cursors and
// ids included: it asks every body of both.
func compare(ctx context.Context, requests []request, graph, limit *peer) error {
	for _, r := range requests {
		for _, body := range r.bodies {
			var answers [2]any
			for n, p := range []*peer{graph, limit} {
				raw, err := p.ask(ctx, r, body)
				if err != nil {
					return err
				}
				if err := json.Unmarshal(raw, &answers[n]); err != nil {
					return fmt.Errorf("%s of %s: %w", r.name, p.name, err)
				}
			}
			if !reflect.DeepEqual(answers[0], answers[1]) {
				return fmt.Errorf("%s: the answers differ at %s\n  to %s", r.name, difference("data", answers[0], answers[1]), body)
			}
		}
	}
	return nil
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
	return fmt.Sprintf("%s: %.300v in the graph, %.300v by hand", at, a, b)
}
