package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
)

// A finding is what one audit came to: ok, notice, warn or error.
type finding struct {
	ID, Name, Status, Reason string
}

// audit runs graphql-http's audits against the server at url.
func audit(ctx context.Context, url string) ([]finding, error) {
	cmd, err := node(ctx, "audit.mjs", url)
	if err != nil {
		return nil, err
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("audits: %w: %s", err, stderr.Bytes())
	}
	var found []finding
	return found, json.Unmarshal(stdout.Bytes(), &found)
}
