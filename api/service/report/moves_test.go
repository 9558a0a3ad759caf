package report_test

import (
	"slices"
	"testing"
	"time"

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

// inspector is the caller whose every request is an event.
const inspector = "the inspector"

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
	inspector:                            {persona("inspector"), nil, true, false},
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
	name, in := "", about
	switch action {
	case "EDIT":
		name, in = "putFigures", input{"submission": report.ID, "version": report.Version, "cells": cells(entered, "11")}
	case "SUBMIT":
		name = "submitSubmission"
	case "WITHDRAW":
		name = "withdrawSubmission"
	case "RETURN":
		name, in["comment"] = "returnSubmission", "x"
	case "APPROVE":
		name = "approveSubmission"
	case "REOPEN":
		name, in = "reopenFigures", input{"figures": []string{figure}, "reason": "x", "until": "2023-05-01T00:00:00+07:00"}
	case "REVISE":
		name, in = "reviseFigure", input{"id": figure, "value": "11", "reason": "x"}
	}
	d.Clock.Advance(time.Second)
	p := change(t, as, name, operations[name][0], "clientMutationId", in)
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
	for moment, dates := range moments {
		t.Run(dates.name, func(t *testing.T) {
			eachDesk(t, func(t *testing.T, d *desk) {
				d.Grant(t, "reviewer-vt", viewer.RoleReviewer, "cuc-vt")
				for stage := range stages {
					report := d.bring(t, stage, moment)
					for who, actions := range d.judgeAll(t, moment, stage, report) {
						for _, action := range actions {
							if report == nil { // the one that was judged has moved on
								report = d.bring(t, stage, moment)
							}
							as := callers[who].as(t, d, d.codeOf(t, report))
							assert.Equal(t, ok, d.attempt(t, as, action, stage, report), "%s of %s: %s", who, stage, action)
							report = nil
						}
					}
				}
				d.assertWhole(t)
			})
		})
	}
}

// bring brings a report to a stage while its window is open, and then the
// window to a moment.
func (d *desk) bring(t *testing.T, stage string, moment int) *submission {
	t.Helper()
	open, now := moments[1], moments[moment]
	d.setDates(t, "2023-Q1", open.opens, open.due, open.grace, open.locks)
	report := stages[stage](t, d)
	d.setDates(t, "2023-Q1", now.opens, now.due, now.grace, now.locks)
	return report
}

// judgeAll lets everybody judge a report: all of it changes nothing. It returns
// what is possible, by who may.
func (d *desk) judgeAll(t *testing.T, moment int, stage string, report *submission) map[string][]string {
	t.Helper()
	people, possible, code := map[string]*apitest.Server{}, map[string][]string{}, d.codeOf(t, report)
	for who, caller := range callers {
		people[who] = caller.as(t, d, code)
	}
	before := d.contents(t)
	for who, as := range people {
		if who != inspector {
			possible[who] = d.judge(t, as, moment, stage, who, report)
		}
	}
	after := d.assertSame(t, people["the reporter"], before, "%s", stage)
	possible[inspector] = d.judge(t, people[inspector], moment, stage, inspector, report)
	d.assertSame(t, people[inspector], after, "%s of %s", inspector, stage)
	return possible
}

// judge compares what viewerCan says to somebody about a report, and what comes
// of trying all that is not possible, with the table. It returns what is.
func (d *desk) judge(t *testing.T, as *apitest.Server, moment int, stage, who string, report *submission) (possible []string) {
	t.Helper()
	caller := callers[who]
	sees := !caller.none && (caller.drafts || stage != "a draft" && stage != "an empty draft")
	may := canOf(t, as, report.ID)
	require.Equal(t, sees, may != nil, "%s of %s", who, stage)
	for _, action := range []string{"EDIT", "SUBMIT", "WITHDRAW", "RETURN", "APPROVE", "REOPEN", "REVISE"} {
		want := unseen
		if sees {
			want = no
			if slices.Contains(caller.actions, action) {
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
	return possible
}

// flags are the fields of viewerCan by action.
func (c *can) flags() map[string]bool {
	return map[string]bool{"EDIT": c.Edit, "SUBMIT": c.Submit, "WITHDRAW": c.Withdraw, "RETURN": c.Return, "APPROVE": c.Approve, "REOPEN": c.Reopen, "REVISE": c.Revise}
}
