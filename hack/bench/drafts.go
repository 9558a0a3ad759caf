package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/graph/gid"
)

var (
	//go:embed requests/open.graphql
	openQuery string
	//go:embed requests/put.graphql
	putQuery string
	//go:embed requests/submit.graphql
	submitQuery string
)

// A draft is a report that was begun, and what is entered in it: a number for
// each indicator, in their order.
type draft struct {
	*reporter
	window     *window
	id         uuid.UUID
	indicators []indicator
	values     []string
}

// A changed is what the graph answers to a change of a report.
type changed struct {
	Data struct {
		Change struct {
			Submission struct {
				ID      string
				Status  string
				Version int
			}
			UserErrors []struct{ Code, Message string }
		}
	}
}

// change asks for a change of a report as somebody, and wants it to be made.
func change(ctx context.Context, p *peer, token string, body []byte) (*changed, error) {
	raw, err := p.send(ctx, http.MethodPost, "/graphql", token, body)
	if err != nil {
		return nil, err
	}
	var c changed
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, err
	}
	if len(c.Data.Change.UserErrors) > 0 {
		return nil, fmt.Errorf("refused: %.500s", raw)
	}
	return &c, nil
}

// begin has every reporter begin a report for a window, so many at once: what is
// measured comes after.
func begin(ctx context.Context, p *peer, connections int, reporters []reporter, w *window, indicators []indicator) ([]draft, error) {
	drafts := make([]draft, len(reporters))
	faults := make([]error, len(reporters))
	places := make(chan struct{}, connections)
	var group sync.WaitGroup
	for n := range reporters {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			drafts[n] = draft{reporter: &reporters[n], window: w, indicators: indicators}
			faults[n] = drafts[n].begin(ctx, p, n)
		})
	}
	group.Wait()
	for n, err := range faults {
		if err != nil {
			return nil, fmt.Errorf("begin the report of %s: %w", reporters[n].code, err)
		}
	}
	return drafts, nil
}

// begin begins the report, and makes up what is to be entered.
func (d *draft) begin(ctx context.Context, p *peer, n int) error {
	c, err := change(ctx, p, d.token, bodyOf(openQuery, map[string]any{"input": map[string]any{"agency": d.code, "window": d.window.code}}))
	if err != nil {
		return err
	}
	id, err := gid.Parse(c.Data.Change.Submission.ID)
	if err != nil {
		return err
	}
	d.id = id.Key
	for i := range d.indicators {
		hundredths := scatter(uint64(n)<<16|uint64(i)) % 10_000
		d.values = append(d.values, fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100))
	}
	return nil
}

// key is the client's key of a change.
func (d *draft) key(operation string) string { return d.window.code + "/" + d.code + "/" + operation }

// putBody is the request that enters the figures.
func (d *draft) putBody() []byte {
	cells := make([]map[string]string, len(d.indicators))
	for n, i := range d.indicators {
		cells[n] = map[string]string{"code": i.code, "value": d.values[n]}
	}
	return bodyOf(putQuery, map[string]any{"input": map[string]any{
		"submission": gid.Of("Submission", d.id).String(), "version": 1, "cells": cells, "clientMutationId": d.key("put")}})
}

// submitBody is the request that hands the report in.
func (d *draft) submitBody() []byte {
	return bodyOf(submitQuery, map[string]any{"input": map[string]any{
		"id": gid.Of("Submission", d.id).String(), "version": 2, "clientMutationId": d.key("submit")}})
}
