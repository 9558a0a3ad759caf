package report_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A desk is an instance with people at work on 20 March 2023, in the window
// of 2023-Q1. Its clock moves on by a second with every change.
type desk struct {
	*apitest.Server
	unused []string // provinces that have no report yet
}

// eachDesk runs a test at a desk on each database.
func eachDesk(t *testing.T, test func(t *testing.T, d *desk)) {
	apitest.EachPlanned(t, func(t *testing.T, base *apitest.Database) {
		d := &desk{Server: apitest.SignedIn(t, base)}
		d.Clock.Set(at("2023-03-20T09:00:00+07:00"))
		for _, a := range base.Client.Agency.Query().Where(agency.KindEQ(agency.KindPROVINCE)).Order(db.Asc(agency.FieldCode)).AllX(apitest.System()) {
			if a.Code != "lao-cai" {
				d.unused = append(d.unused, a.Code)
			}
		}
		test(t, d)
	})
}

// province returns a province without a report, and its reporter.
func (d *desk) province(t *testing.T) (string, *apitest.Server) {
	t.Helper()
	require.NotEmpty(t, d.unused, "no province is left")
	code := d.unused[0]
	d.unused = d.unused[1:]
	d.Grant(t, "reporter-"+code, viewer.RoleReporter, code)
	return code, d.As("reporter-" + code)
}

func (d *desk) reviewer() *apitest.Server { return d.As("reviewer-cdsqg") }

// operations are the changes of a report: the type of the input and what is
// read of the answer.
var operations = map[string][2]string{
	"openSubmission":     {"OpenSubmissionInput", `clientMutationId submission { ` + whole + ` }`},
	"putFigures":         {"PutFiguresInput", `clientMutationId submission { ` + whole + ` } cells { index figure { id value grade } userErrors { code path message severity } }`},
	"submitSubmission":   {"SubmitSubmissionInput", `clientMutationId submission { ` + whole + ` }`},
	"withdrawSubmission": {"WithdrawSubmissionInput", `clientMutationId submission { ` + whole + ` }`},
	"returnSubmission":   {"ReturnSubmissionInput", `clientMutationId submission { ` + whole + ` }`},
	"approveSubmission":  {"ApproveSubmissionInput", `clientMutationId submission { ` + whole + ` }`},
	"waiveCheck":         {"WaiveCheckInput", `clientMutationId submission { ` + whole + ` }`},
	"reopenFigures":      {"ReopenFiguresInput", `clientMutationId figures { id value grade state reopenedUntil }`},
	"reviseFigure":       {"ReviseFigureInput", `clientMutationId figure { id value grade state supersedes { id value grade } }`},
	"publishFigures":     {"PublishFiguresInput", `clientMutationId published`},
	"putNarrative":       {"PutNarrativeInput", `clientMutationId narrative { id body }`},
	"routeNarrative":     {"RouteNarrativeInput", `clientMutationId narrative { id body }`},
	"answerNarrative":    {"AnswerNarrativeInput", `clientMutationId narrative { id body }`},
}

type input = map[string]any

// try asks for a change, a second after the one before.
func (d *desk) try(t *testing.T, as *apitest.Server, name string, in input) payload {
	t.Helper()
	d.Clock.Advance(time.Second)
	return change(t, as, name, operations[name][0], operations[name][1], in)
}

// make makes a change, which has to leave one event that names it and who made
// it, or one for each action named.
func (d *desk) make(t *testing.T, as *apitest.Server, name string, in input, actions ...string) payload {
	t.Helper()
	before := d.Client.Event.Query().CountX(system())
	p := d.try(t, as, name, in)
	require.Empty(t, p.UserErrors, "%s %v: %+v", name, in, p.Cells)
	if actions == nil {
		actions = []string{recorded[name]}
	}
	left := []string{}
	who := as.Viewer(t).Name
	for _, e := range d.events(t, before) {
		left = append(left, e.Action)
		assert.Equal(t, who, e.Actor)
		assert.Equal(t, d.Clock.Now().Truncate(time.Second), e.At.UTC().Truncate(time.Second))
		if e.AgencyID != nil {
			assert.NotNil(t, e.EntityID)
			assert.NotEmpty(t, e.After, "%s says nothing of what came of it", e.Action)
		}
	}
	require.Equal(t, actions, left, "the record of %s", name)
	return p
}

// recorded is what the record calls a change.
var recorded = map[string]string{
	"openSubmission": "submission.open", "putFigures": "figures.put", "submitSubmission": "submission.submit",
	"withdrawSubmission": "submission.withdraw", "returnSubmission": "submission.return", "approveSubmission": "submission.approve",
	"waiveCheck": "check.waive", "reopenFigures": "figures.reopen", "reviseFigure": "figure.revise", "publishFigures": "figures.publish",
	"putNarrative": "narrative.put", "routeNarrative": "narrative.route", "answerNarrative": "narrative.answer",
}

// nothing is what the record keeps of a change that changed nothing.
var nothing = []string{}

// refuse asks for a change that must be refused with a code at a place of the
// input, and must leave everything as it was.
func (d *desk) refuse(t *testing.T, as *apitest.Server, name string, in input, code string, path ...string) payload {
	t.Helper()
	before := d.contents(t)
	p := d.try(t, as, name, in)
	require.NotEmpty(t, p.UserErrors, "%s %v went through", name, in)
	assert.Equal(t, code, p.UserErrors[0].Code, "%+v", p.UserErrors)
	assert.Equal(t, strings.Join(path, "."), strings.Join(p.UserErrors[0].Path, "."), "%+v", p.UserErrors)
	assert.NotEmpty(t, p.UserErrors[0].Message)
	d.assertSame(t, as, before, name)
	return p
}

// assertSame checks that what somebody was refused has changed nothing, and
// returns what there is.
func (d *desk) assertSame(t *testing.T, as *apitest.Server, before map[string]string, what ...any) map[string]string {
	t.Helper()
	after := d.contents(t)
	if as.Token(t) != "" && as.Viewer(t).Recorded { // an inspector's every request is an event
		before["events"], before["event_chains"] = after["events"], after["event_chains"]
	}
	assert.Equal(t, before, after, what...)
	return after
}

// changing are the tables that changes of reports write to.
var changing = []string{"submissions", "submission_versions", "figures", "narratives", "reviews", "review_figures",
	"waivers", "evidence", "events", "event_chains", "idempotency_keys"}

// contents is how many rows each of those tables has, and a digest of them.
func (d *desk) contents(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, table := range changing {
		rows, err := d.DB.QueryContext(apitest.System(), "SELECT * FROM "+table)
		require.NoError(t, err)
		columns, err := rows.Columns()
		require.NoError(t, err)
		var found []string
		for rows.Next() {
			values, pointers := make([]any, len(columns)), make([]any, len(columns))
			for n := range values {
				pointers[n] = &values[n]
			}
			require.NoError(t, rows.Scan(pointers...))
			found = append(found, fmt.Sprint(values...))
		}
		require.NoError(t, rows.Err())
		require.NoError(t, rows.Close())
		slices.Sort(found)
		all[table] = fmt.Sprintf("%d rows, %x", len(found), sha256.Sum256([]byte(strings.Join(found, "\n"))))
	}
	return all
}

// events is the record in the order it was written, without the first lines.
func (d *desk) events(t *testing.T, without int) []*db.Event {
	t.Helper()
	events, err := d.Client.Event.Query().Order(db.Asc(event.FieldID)).Offset(without).All(system())
	require.NoError(t, err)
	return events
}

// assertWhole checks that the record is one whole: every chain of events, from
// its beginning.
func (d *desk) assertWhole(t *testing.T) {
	t.Helper()
	_, err := audit.Verify(t.Context(), d.Client, func(f audit.Finding) { t.Errorf("the record: %s", f.Sentence) })
	require.NoError(t, err)
}

// submitted returns the report of a province that was just submitted with
// figures, and its reporter.
func (d *desk) submitted(t *testing.T, figures ...any) (*submission, *apitest.Server) {
	t.Helper()
	report, reporter := d.drafted(t, figures...)
	return d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": report.Version}).Submission, reporter
}

// drafted is submitted, before it is.
func (d *desk) drafted(t *testing.T, figures ...any) (*submission, *apitest.Server) {
	t.Helper()
	code, reporter := d.province(t)
	p := d.make(t, reporter, "putFigures", input{"agency": code, "window": "2023-Q1", "cells": cells(figures...)}, "submission.open", "figures.put")
	return p.Submission, reporter
}

// approved is submitted, and then approved as a whole.
func (d *desk) approved(t *testing.T, figures ...any) (*submission, *apitest.Server) {
	t.Helper()
	report, reporter := d.submitted(t, figures...)
	return d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": report.Version}).Submission, reporter
}

// read returns a report as it is.
func (d *desk) read(t *testing.T, as *apitest.Server, id string) *submission {
	t.Helper()
	var data struct{ Node *submission }
	as.Get(t, `query($id: ID!) { node(id: $id) { ... on Submission { `+whole+` } } }`, input{"id": id}, &data)
	return data.Node
}

// setDates gives a window other dates.
func (d *desk) setDates(t *testing.T, code, opens, due, grace, locks string) {
	t.Helper()
	_, err := d.Client.ReportingWindow.Update().Where(reportingwindow.Code(code)).
		SetOpensAt(at(opens).UTC()).SetDueAt(at(due).UTC()).SetGraceUntil(at(grace).UTC()).SetLocksAt(at(locks).UTC()).Save(apitest.System())
	require.NoError(t, err)
}

// indicatorID is the global id of an indicator of the plan.
func (d *desk) indicatorID(t *testing.T, code string) string {
	t.Helper()
	var data struct{ Indicator struct{ ID string } }
	d.Get(t, `query($code: String!) { indicator(plan: "2021-2025", code: $code) { id } }`, input{"code": code}, &data)
	require.NotEmpty(t, data.Indicator.ID, code)
	return data.Indicator.ID
}

// system is a context that sees everything.
func system() context.Context { return apitest.System() }
