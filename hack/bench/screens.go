package main

import (
	"context"
	"database/sql"
	"fmt"
)

// measureScreens is the part about reading: three screens, each of the graph and
// as one statement.
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
	clock, err := newPostgresClock(ctx, s.DB)
	if err != nil {
		return err
	}
	graph, err := startPeer(ctx, peerGraph, s.url, o.concurrency)
	if err != nil {
		return err
	}
	defer graph.stop()
	limit, err := startPeer(ctx, peerLimit, s.url, o.concurrency)
	if err != nil {
		return err
	}
	defer limit.stop()

	requests, err := newRequests(ctx, s.DB, limit)
	if err != nil {
		return err
	}
	step("comparing the answers")
	if err := compare(ctx, requests, graph, limit); err != nil {
		return err
	}
	counted, err := startPeer(ctx, peerCounted, s.url, 1)
	if err != nil {
		return err
	}
	r.statements, err = countStatements(ctx, counted, requests)
	counted.stop()
	if err != nil {
		return err
	}
	if r.rows, err = measure(ctx, o, clock, requests, []*peer{graph, limit}); err != nil {
		return err
	}
	r.machine = describe(ctx, s.DB)
	return nil
}
