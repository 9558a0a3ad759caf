package main

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/tiendo-vn/tiendo/api/config"
)

// A stage is what the parts about reading work on: a database of 2,000,000 figures
// and the servers over it.
type stage struct {
	options
	*store
	clock postgresClock
	graph *peer // an instance as it is shipped
	limit *peer
	// foreign is PostGraphile; nil where it could not be installed.
	foreign  *peer
	requests []request
}

// measureScreens is the parts about reading.
func measureScreens(ctx context.Context, o options, r *report) error {
	s, err := newStore(ctx, fmt.Sprintf("tiendo_bench_%d", o.figures), o.keep, func(ctx context.Context, db *sql.DB) error {
		if err := addAgencies(ctx, db, agencyTotal); err != nil {
			return err
		}
		if err := addReports(ctx, db, o.figures); err != nil {
			return err
		}
		return addCoordinator(ctx, db, `SELECT id, code FROM agencies WHERE code = 'cac-bo-nganh-dia-phuong'`)
	})
	if err != nil {
		return err
	}
	defer s.close(o.keep)
	g := &stage{options: o, store: s}
	defer g.stop()
	if err := g.start(ctx, r); err != nil {
		return err
	}
	r.machine = describe(ctx, s.DB)
	for _, part := range []struct {
		name    string
		measure func(context.Context, *report) error
	}{
		{partScreens, g.measureMatrix},
		{partCrowd, g.measureCrowd},
		{partWall, g.measureWall},
		{partFallback, g.measureFallback},
		{partPlans, g.measurePlans},
		{partMemory, g.measureMemory},
	} {
		if !o.wants(part.name) {
			continue
		}
		if err := part.measure(ctx, r); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return nil
}

// start starts the servers, and refuses to go on unless they say the same.
func (g *stage) start(ctx context.Context, r *report) (err error) {
	if g.clock, err = newPostgresClock(ctx, g.DB); err != nil {
		return err
	}
	connections := max(g.concurrency, crowd)
	if g.graph, err = startPeer(ctx, peerGraph, g.url, connections); err != nil {
		return err
	}
	if g.limit, err = startPeer(ctx, peerLimit, g.url, connections); err != nil {
		return err
	}
	if g.foreign, r.foreign, err = startPostGraphile(ctx, g.DB, g.url, connections, config.Default().Database.MaxOpen); err != nil {
		return err
	}
	r.hasForeign = g.foreign != nil
	if g.requests, err = newRequests(ctx, g.DB, g.figures, g.limit, g.foreign); err != nil {
		return err
	}
	step("comparing the answers")
	if err := compare(ctx, g.requests, g.graph, g.others()...); err != nil {
		return err
	}
	return g.warm(ctx, g.requests)
}

// warm keeps PostGraphile busy for as long as Node takes to compile what it runs.
func (g *stage) warm(ctx context.Context, requests []request) error {
	if g.foreign == nil {
		return nil
	}
	for _, r := range requests {
		if _, err := load(ctx, g.concurrency, g.cell, r, g.foreign); err != nil {
			return err
		}
	}
	return nil
}

// others are the servers that the graph is compared with.
func (g *stage) others() []*peer {
	if g.foreign == nil {
		return []*peer{g.limit}
	}
	return []*peer{g.limit, g.foreign}
}

func (g *stage) stop() {
	for _, p := range []*peer{g.graph, g.limit, g.foreign} {
		if p != nil {
			p.stop()
		}
	}
}

// measureMatrix measures the three screens on each server: the graph, the same
// without the compiler of queries, one statement, and PostGraphile.
func (g *stage) measureMatrix(ctx context.Context, r *report) error {
	resolvers, err := startPeer(ctx, peerGraph, g.url, g.concurrency, uncompiled...)
	if err != nil {
		return err
	}
	defer resolvers.stop()
	resolvers.name = peerResolvers
	if err := compare(ctx, g.requests, g.graph, resolvers); err != nil {
		return err
	}
	counted, err := startPeer(ctx, peerCounted, g.url, 1)
	if err != nil {
		return err
	}
	defer counted.stop()
	if r.statements, err = countStatements(ctx, counted, g.requests); err != nil {
		return err
	}
	slow, err := startPeer(ctx, peerCounted, g.url, 1, uncompiled...)
	if err != nil {
		return err
	}
	defer slow.stop()
	if r.uncompiled, err = countStatements(ctx, slow, g.requests); err != nil {
		return err
	}
	if r.rows, err = measure(ctx, g.options, g.clock, g.requests, append([]*peer{g.graph, resolvers}, g.others()...)); err != nil {
		return err
	}
	kept, err := g.measureSums(ctx)
	r.rows = append(r.rows, kept...)
	return err
}

// measureCrowd measures the dashboard and the page from 128 connections, beside
// PostGraphile alone, where it is there: there is time for answers enough for a
// 99th percentile.
func (g *stage) measureCrowd(ctx context.Context, r *report) (err error) {
	o := g.options
	o.concurrency, o.cell = crowd, 2*g.cell
	other := g.foreign
	if other == nil {
		other = g.limit
	}
	r.crowd, err = measure(ctx, o, g.clock, g.requests[:2], []*peer{g.graph, other})
	return err
}
