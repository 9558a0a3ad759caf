package faults_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
)

// A report goes through its life where PostgreSQL keeps rows from viewers, and
// another agency's reporter sees nothing of it.
func TestAReportLivesBehindTheWall(t *testing.T) {
	w := newWorld(t, apitest.PlannedPostgres(t))
	code, reporter := w.province(t)
	_, stranger := w.province(t)
	settings := config.Default()
	settings.Database.RowSecurity = true
	s := apitest.SignedInWith(t, apitest.Walled(t, w.Database, settings.Database), w.Clock, settings)
	seen := func(who string, r report) bool {
		var data struct{ Node *report }
		s.As(who).Get(t, `query($id: ID!) { node(id: $id) { ... on Submission { id status version } } }`, map[string]any{"id": r.ID}, &data)
		return data.Node != nil
	}
	draft := change{"openSubmission", input{"agency": code, "window": window}}.make(t, s.As(reporter))
	r := change{"putFigures", input{"submission": draft.ID, "cells": []input{{"code": "1.1", "value": "12"}}}}.make(t, s.As(reporter))
	assert.True(t, seen(reporter, r))
	assert.False(t, seen(stranger, r))
	assert.False(t, seen("reviewer-cdsqg", r), "it is a draft")
	for _, status := range []string{"RETURNED", "APPROVED"} {
		r = change{"submitSubmission", input{"id": draft.ID, "version": r.Version}}.make(t, s.As(reporter))
		assert.True(t, seen("reviewer-cdsqg", r))
		if status == "RETURNED" {
			r = change{"returnSubmission", input{"id": draft.ID, "version": r.Version, "comment": "xem lại"}}.make(t, s.As("reviewer-cdsqg"))
		} else {
			r = change{"approveSubmission", input{"id": draft.ID, "version": r.Version}}.make(t, s.As("reviewer-cdsqg"))
		}
		assert.Equal(t, status, r.Status)
	}
	assert.False(t, seen(stranger, r))
}
