package report_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// can is what a viewer may do with a report, and why not.
type can struct {
	Edit, Submit, Withdraw, Return, Approve, Reopen, Revise bool
	Reasons                                                 []struct{ Action, Code, Message string }
}

// canOf returns what somebody may do with a report; nil where it is not seen.
func canOf(t *testing.T, as *apitest.Server, report string) *can {
	t.Helper()
	var data struct{ Node *struct{ ViewerCan can } }
	as.Get(t, `query($id: ID!) { node(id: $id) { ... on Submission { viewerCan { edit submit withdraw return approve reopen revise reasons { action code message } } } } }`, input{"id": report}, &data)
	if data.Node == nil {
		return nil
	}
	return &data.Node.ViewerCan
}

// reason is the code of why an action is not possible; empty where it is.
func (c *can) reason(action string) string {
	for _, r := range c.Reasons {
		if r.Action == action {
			return r.Code
		}
	}
	return ""
}

func TestNobodyApprovesWhatTheySubmitted(t *testing.T) {
	const unit = "cuc-cdsqg"
	rows := map[string]struct {
		// by prepares the people and says who submits and who then tries to approve.
		by      func(t *testing.T, d *desk, province string) (submits, approves string)
		refused bool
	}{
		"somebody who is a reviewer too": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "both", viewer.RoleReporter, province)
			d.Grant(t, "both", viewer.RoleReviewer, unit)
			return "both", "both"
		}, true},
		"another reviewer": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "reports", viewer.RoleReporter, province)
			d.Grant(t, "reports", viewer.RoleReviewer, unit)
			d.Grant(t, "reviews", viewer.RoleReviewer, unit)
			return "reports", "reviews"
		}, false},
		"a reviewer who submitted with a lent role": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "away", viewer.RoleReporter, province)
			d.Grant(t, "stands-in", viewer.RoleReviewer, unit)
			d.lend(t, "away", viewer.RoleReporter, province, "stands-in")
			return "stands-in", "stands-in"
		}, true},
		"a reviewer in whose name it was submitted": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "away", viewer.RoleReporter, province)
			d.Grant(t, "away", viewer.RoleReviewer, unit)
			d.lend(t, "away", viewer.RoleReporter, province, "stands-in")
			return "stands-in", "away"
		}, true},
		"somebody with the role of the reviewer who submitted it": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "both", viewer.RoleReporter, province)
			d.Grant(t, "both", viewer.RoleReviewer, unit)
			d.lend(t, "both", viewer.RoleReviewer, unit, "stands-in")
			return "both", "stands-in"
		}, true},
		"somebody with that role, and a reviewer of other figures": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "both", viewer.RoleReporter, province)
			d.Grant(t, "both", viewer.RoleReviewer, unit)
			d.Grant(t, "stands-in", viewer.RoleReviewer, "cuc-vt")
			d.lend(t, "both", viewer.RoleReviewer, unit, "stands-in")
			return "both", "stands-in"
		}, true},
		"somebody with that role, who is a reviewer there as well": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "both", viewer.RoleReporter, province)
			d.Grant(t, "both", viewer.RoleReviewer, unit)
			d.Grant(t, "stands-in", viewer.RoleReviewer, unit)
			d.lend(t, "both", viewer.RoleReviewer, unit, "stands-in")
			return "both", "stands-in"
		}, false},
		"a reviewer of the agency, with the role of who submitted it": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "both", viewer.RoleReporter, province)
			d.Grant(t, "both", viewer.RoleReviewer, province)
			d.lend(t, "both", viewer.RoleReviewer, province, "stands-in")
			return "both", "stands-in"
		}, true},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			eachDesk(t, func(t *testing.T, d *desk) {
				code, reporter := d.province(t)
				report := d.make(t, reporter, "putFigures", input{"agency": code, "window": "2023-Q1", "cells": cells("1.1", "1")}, "submission.open", "figures.put").Submission
				submits, approves := row.by(t, d, code)
				report = d.make(t, d.As(submits), "submitSubmission", input{"id": report.ID, "version": report.Version}).Submission
				in := input{"id": report.ID, "version": report.Version}
				may := canOf(t, d.As(approves), report.ID)
				require.NotNil(t, may)
				assert.Equal(t, !row.refused, may.Approve, "viewerCan.approve")
				assert.True(t, may.Return, "whoever may not approve may return")
				if !row.refused {
					d.make(t, d.As(approves), "approveSubmission", in)
					return
				}
				assert.Equal(t, "NOT_ALLOWED", may.reason("APPROVE"))
				p := d.refuse(t, d.As(approves), "approveSubmission", in, "NOT_ALLOWED", "id")
				assert.Contains(t, p.UserErrors[0].Message, "the same person")
				in["figures"] = []string{report.inForce("1.1").ID}
				d.refuse(t, d.As(approves), "approveSubmission", in, "NOT_ALLOWED", "id")
			})
		})
	}
}

func TestWhatIsDoneWithALentRoleSaysForWhom(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		code, reporter := d.province(t)
		name := reporter.Viewer(t).Name
		d.lend(t, "reporter-"+code, viewer.RoleReporter, code, "stands-in")
		d.lend(t, "reviewer-cdsqg", viewer.RoleReviewer, "cuc-cdsqg", "reviews")
		d.lend(t, "coordinator", viewer.RoleCoordinator, "cac-bo-nganh-dia-phuong", "publishes")
		check := func(action, actor, behalf string) {
			t.Helper()
			a, b, c := d.lastEvent(t)
			assert.Equal(t, []string{action, actor, behalf}, []string{a, b, c})
		}
		p := d.make(t, d.As("stands-in"), "putFigures", input{"agency": code, "window": "2023-Q1", "cells": cells("1.1", "1", "1.2", "2")}, "submission.open", "figures.put")
		check("figures.put", "stands-in", name)
		p = d.make(t, d.As("stands-in"), "submitSubmission", input{"id": p.Submission.ID, "version": p.Submission.Version})
		check("submission.submit", "stands-in", name)
		p = d.make(t, d.As("reviews"), "approveSubmission", input{"id": p.Submission.ID, "version": p.Submission.Version})
		check("submission.approve", "reviews", d.reviewer().Viewer(t).Name)
		var data struct {
			Node struct {
				SubmittedBy, SubmittedFor struct{ Name string }
				Reviews                   []struct{ By, OnBehalfOf struct{ Name string } }
			}
		}
		reporter.Get(t, `query($id: ID!) { node(id: $id) { ... on Submission { submittedBy { name } submittedFor { name } reviews { by { name } onBehalfOf { name } } } } }`, input{"id": p.Submission.ID}, &data)
		assert.Equal(t, "stands-in", data.Node.SubmittedBy.Name)
		assert.Equal(t, name, data.Node.SubmittedFor.Name)
		require.Len(t, data.Node.Reviews, 2)
		assert.Equal(t, name, data.Node.Reviews[0].OnBehalfOf.Name)
		assert.Equal(t, d.reviewer().Viewer(t).Name, data.Node.Reviews[1].OnBehalfOf.Name)

		d.make(t, d.As("publishes"), "publishFigures", input{"window": "2023-Q1"})
		check("figures.publish", "publishes", d.As("coordinator").Viewer(t).Name)
	})
}
