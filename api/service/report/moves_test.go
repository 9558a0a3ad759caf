package report_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

const (
	ok      = ""
	no      = "NOT_ALLOWED"
	unseen  = "NOT_FOUND"
	state   = "WRONG_STATE"
	notOpen = "NOT_OPEN"
	locked  = "LOCKED"
)

// moments are dates of the window that put 20 March 2023 before its opening,
// into it, into the grace after it and behind its lock.
var moments = []struct{ name, opens, due, grace, locks string }{
	{"before the opening", "2023-03-21T00:00:00+07:00", "2023-04-02T23:59:59.999+07:00", "2023-04-10T23:59:59.999+07:00", "2023-05-31T23:59:59.999+07:00"},
	{"in the window", "2023-03-01T00:00:00+07:00", "2023-04-02T23:59:59.999+07:00", "2023-04-10T23:59:59.999+07:00", "2023-05-31T23:59:59.999+07:00"},
	{"in the grace", "2023-03-01T00:00:00+07:00", "2023-03-10T23:59:59.999+07:00", "2023-04-10T23:59:59.999+07:00", "2023-05-31T23:59:59.999+07:00"},
	{"after the lock", "2023-03-01T00:00:00+07:00", "2023-03-10T23:59:59.999+07:00", "2023-03-10T23:59:59.999+07:00", "2023-03-19T23:59:59.999+07:00"},
}

// stages are where a report may stand, and how it comes there.
var stages = map[string]func(t *testing.T, d *desk) *submission{
	"a draft": func(t *testing.T, d *desk) *submission { return first(d.drafted(t, "1.1", "10", "1.2", "10")) },
	"an empty draft": func(t *testing.T, d *desk) *submission {
		code, reporter := d.province(t)
		return d.make(t, reporter, "openSubmission", input{"agency": code, "window": "2023-Q1"}).Submission
	},
	"submitted": func(t *testing.T, d *desk) *submission { return first(d.submitted(t, "1.1", "10", "1.2", "10")) },
	"partly approved": func(t *testing.T, d *desk) *submission {
		report, _ := d.submitted(t, "1.1", "10", "1.2", "10")
		return d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": report.Version, "figures": []string{report.inForce("1.1").ID}}).Submission
	},
	"returned": func(t *testing.T, d *desk) *submission {
		report, _ := d.submitted(t, "1.1", "10", "1.2", "10")
		return d.make(t, d.reviewer(), "returnSubmission", input{"id": report.ID, "version": report.Version, "comment": "x"}).Submission
	},
	"partly returned": func(t *testing.T, d *desk) *submission {
		report, _ := d.submitted(t, "1.1", "10", "1.2", "10")
		return d.make(t, d.reviewer(), "returnSubmission", input{"id": report.ID, "version": report.Version, "figures": []input{{"id": report.inForce("1.1").ID, "comment": "x"}}}).Submission
	},
	"approved": func(t *testing.T, d *desk) *submission { return first(d.approved(t, "1.1", "10", "1.2", "10")) },
	"approved, with a draft": func(t *testing.T, d *desk) *submission {
		report, reporter := d.approved(t, "1.1", "10", "1.2", "10")
		return d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.3", "10")}).Submission
	},
	"reopened": func(t *testing.T, d *desk) *submission {
		report, reporter := d.approved(t, "1.1", "10", "1.2", "10")
		d.make(t, d.reviewer(), "reopenFigures", input{"figures": []string{report.inForce("1.1").ID}, "reason": "x", "until": "2023-04-20T00:00:00+07:00"})
		return d.read(t, reporter, report.ID)
	},
	"reopened, with a draft": func(t *testing.T, d *desk) *submission {
		report, reporter := d.approved(t, "1.1", "10", "1.2", "10")
		d.make(t, d.reviewer(), "reopenFigures", input{"figures": []string{report.inForce("1.1").ID}, "reason": "x", "until": "2023-04-20T00:00:00+07:00"})
		return d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "11")}).Submission
	},
}

func first(report *submission, _ *apitest.Server) *submission { return report }

// always is a code whatever the moment.
func always(code string) [4]string { return [4]string{code, code, code, code} }

var whileOpen = [4]string{notOpen, ok, ok, locked}

// allowed is what comes of an action, by stage and moment, for those whose
// role it is. Stages that are not named are the wrong state.
var allowed = map[string]map[string][4]string{
	"EDIT": {
		"a draft": whileOpen, "an empty draft": whileOpen, "returned": whileOpen, "partly returned": whileOpen,
		"approved": whileOpen, "approved, with a draft": whileOpen,
		"reopened": {notOpen, ok, ok, ok}, "reopened, with a draft": {notOpen, ok, ok, ok},
	},
	"SUBMIT": {
		"a draft": whileOpen, "returned": whileOpen, "partly returned": whileOpen, "approved, with a draft": whileOpen,
		"an empty draft": {notOpen, state, state, locked}, "approved": {notOpen, state, state, locked},
		"reopened": {notOpen, state, state, state}, "reopened, with a draft": {notOpen, ok, ok, ok},
	},
	"WITHDRAW": {"submitted": always(ok)},
	"RETURN":   {"submitted": always(ok), "partly approved": always(ok), "partly returned": always(ok)},
	"APPROVE":  {"submitted": always(ok), "partly approved": always(ok), "partly returned": always(ok)},
	"REOPEN": {
		"partly approved": always(ok), "approved": always(ok), "approved, with a draft": always(ok),
		"reopened": always(ok), "reopened, with a draft": always(ok),
	},
	"REVISE": {"partly approved": always(ok), "approved": always(ok), "reopened": always(ok)},
}

// expected is what comes of an action at a stage in a moment.
func expected(action, stage string, moment int) string {
	if codes, named := allowed[action][stage]; named {
		return codes[moment]
	}
	return state
}

// callers are those who try, and the actions of their roles.
var callers = map[string]struct {
	as      func(t *testing.T, d *desk, code string) *apitest.Server
	actions []string
	// drafts says that drafts are seen; none that nothing is.
	drafts, none bool
}{
	"the reporter":           {func(t *testing.T, d *desk, code string) *apitest.Server { return d.As("reporter-" + code) }, []string{"EDIT", "SUBMIT", "WITHDRAW", "REVISE"}, true, false},
	"the unit that measures": {func(t *testing.T, d *desk, code string) *apitest.Server { return d.reviewer() }, []string{"RETURN", "APPROVE", "REOPEN"}, false, false},
	"a reviewer of the agency": {func(t *testing.T, d *desk, code string) *apitest.Server {
		if !d.As("reviewer-" + code).Viewer(t).Has(viewer.RoleReviewer) {
			d.Grant(t, "reviewer-"+code, viewer.RoleReviewer, code)
		}
		return d.As("reviewer-" + code)
	}, []string{"RETURN", "APPROVE", "REOPEN"}, true, false},
	"the coordinator":                    {persona("coordinator"), []string{"REOPEN"}, true, false},
	"the administrator":                  {persona("admin"), nil, true, false},
	"the inspector":                      {persona("inspector"), nil, true, false},
	"another's reporter":                 {persona("reporter-lao-cai"), nil, false, true},
	"a unit that measures nothing of it": {persona("reviewer-vt"), nil, false, true},
	"a stranger":                         {persona("a-stranger"), nil, false, true},
}

func persona(key string) func(*testing.T, *desk, string) *apitest.Server {
	return func(_ *testing.T, d *desk, _ string) *apitest.Server { return d.As(key) }
}

// attempt tries an action on a report in a way that is right but for what the
// table is about, and returns the code it is refused with.
func (d *desk) attempt(t *testing.T, as *apitest.Server, action, stage string, report *submission) string {
	t.Helper()
	about := input{"id": report.ID, "version": report.Version}
	entered := "1.4"
	if stage == "reopened" || stage == "reopened, with a draft" {
		entered = "1.1"
	}
	figure := nobodys("Figure")
	if f := report.decided("1.1"); f != nil {
		figure = f.ID
	}
	var p payload
	switch action {
	case "EDIT":
		p = d.try(t, as, "putFigures", input{"submission": report.ID, "version": report.Version, "cells": cells(entered, "11")})
	case "SUBMIT":
		p = d.try(t, as, "submitSubmission", about)
	case "WITHDRAW":
		p = d.try(t, as, "withdrawSubmission", about)
	case "RETURN":
		about["comment"] = "x"
		p = d.try(t, as, "returnSubmission", about)
	case "APPROVE":
		p = d.try(t, as, "approveSubmission", about)
	case "REOPEN":
		p = d.try(t, as, "reopenFigures", input{"figures": []string{figure}, "reason": "x", "until": "2023-05-01T00:00:00+07:00"})
	case "REVISE":
		p = d.try(t, as, "reviseFigure", input{"id": figure, "value": "11", "reason": "x"})
	}
	if len(p.UserErrors) == 0 {
		return ok
	}
	return p.UserErrors[0].Code
}

// decided is the figure in force of an indicator, or else the one that waits.
func (s *submission) decided(code string) (found *figure) {
	for n, e := range s.Figures.Edges {
		if e.Node.Indicator.Code == code && (found == nil || e.Node.State == "APPROVED" || e.Node.State == "REOPENED") {
			found = &s.Figures.Edges[n].Node
		}
	}
	return found
}

func TestEveryMoveInEveryStage(t *testing.T) {
	actions := []string{"EDIT", "SUBMIT", "WITHDRAW", "RETURN", "APPROVE", "REOPEN", "REVISE"}
	for moment, dates := range moments {
		t.Run(dates.name, func(t *testing.T) {
			eachDesk(t, func(t *testing.T, d *desk) {
				d.Grant(t, "reviewer-vt", viewer.RoleReviewer, "cuc-vt")
				for stage := range stages {
					for who := range callers {
						d.tryAll(t, moment, stage, who, actions)
					}
				}
				d.assertWhole(t)
			})
		})
	}
}

// tryAll compares what somebody may do at a stage, what viewerCan says, and
// what comes of trying, with the table.
func (d *desk) tryAll(t *testing.T, moment int, stage, who string, actions []string) {
	t.Helper()
	open := moments[1]
	d.setDates(t, "2023-Q1", open.opens, open.due, open.grace, open.locks)
	report := stages[stage](t, d)
	caller := callers[who]
	as := caller.as(t, d, d.codeOf(t, report))
	now := moments[moment]
	d.setDates(t, "2023-Q1", now.opens, now.due, now.grace, now.locks)
	sees := !caller.none && (caller.drafts || stage != "a draft" && stage != "an empty draft")
	may := canOf(t, as, report.ID)
	require.Equal(t, sees, may != nil, "%s of %s", who, stage)
	var possible []string
	before := d.contents(t)
	for _, action := range actions {
		want := unseen
		if sees {
			want = no
			if contains(caller.actions, action) {
				want = expected(action, stage, moment)
			}
			assert.Equal(t, want == ok, may.flags()[action], "viewerCan: %s of %s: %s", who, stage, action)
			assert.Equal(t, want, may.reason(action), "viewerCan: %s of %s: why not %s", who, stage, action)
		}
		switch {
		case want == ok:
			possible = append(possible, action)
		case stage == "an empty draft" && (action == "REOPEN" || action == "REVISE"): // there is no figure to name
		default:
			assert.Equal(t, want, d.attempt(t, as, action, stage, report), "%s of %s: %s", who, stage, action)
		}
	}
	assert.Equal(t, before, d.contents(t), "what was refused left something")
	for n, action := range possible {
		if n > 0 {
			d.setDates(t, "2023-Q1", open.opens, open.due, open.grace, open.locks)
			report = stages[stage](t, d)
			as = caller.as(t, d, d.codeOf(t, report))
			d.setDates(t, "2023-Q1", now.opens, now.due, now.grace, now.locks)
		}
		assert.Equal(t, ok, d.attempt(t, as, action, stage, report), "%s of %s: %s", who, stage, action)
	}
}

func contains(list []string, one string) bool {
	for _, s := range list {
		if s == one {
			return true
		}
	}
	return false
}

// flags are the fields of viewerCan by action.
func (c *can) flags() map[string]bool {
	return map[string]bool{"EDIT": c.Edit, "SUBMIT": c.Submit, "WITHDRAW": c.Withdraw, "RETURN": c.Return, "APPROVE": c.Approve, "REOPEN": c.Reopen, "REVISE": c.Revise}
}
