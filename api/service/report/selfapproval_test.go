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
		// by prepares the people, each with a name of the province's own, and says
		// who submits and who then tries to approve.
		by      func(t *testing.T, d *desk, province string) (submits, approves string)
		refused bool
	}{
		"somebody who is a reviewer too": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "both-"+province, viewer.RoleReporter, province)
			d.Grant(t, "both-"+province, viewer.RoleReviewer, unit)
			return "both-" + province, "both-" + province
		}, true},
		"another reviewer": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "reports-"+province, viewer.RoleReporter, province)
			d.Grant(t, "reports-"+province, viewer.RoleReviewer, unit)
			d.Grant(t, "reviews-"+province, viewer.RoleReviewer, unit)
			return "reports-" + province, "reviews-" + province
		}, false},
		"a reviewer who submitted with a lent role": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "away-"+province, viewer.RoleReporter, province)
			d.Grant(t, "stands-in-"+province, viewer.RoleReviewer, unit)
			d.lend(t, "away-"+province, viewer.RoleReporter, province, "stands-in-"+province)
			return "stands-in-" + province, "stands-in-" + province
		}, true},
		"a reviewer in whose name it was submitted": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "away-"+province, viewer.RoleReporter, province)
			d.Grant(t, "away-"+province, viewer.RoleReviewer, unit)
			d.lend(t, "away-"+province, viewer.RoleReporter, province, "stands-in-"+province)
			return "stands-in-" + province, "away-" + province
		}, true},
		"somebody with the role of the reviewer who submitted it": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "both-"+province, viewer.RoleReporter, province)
			d.Grant(t, "both-"+province, viewer.RoleReviewer, unit)
			d.lend(t, "both-"+province, viewer.RoleReviewer, unit, "stands-in-"+province)
			return "both-" + province, "stands-in-" + province
		}, true},
		"somebody with that role, and a reviewer of other figures": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "both-"+province, viewer.RoleReporter, province)
			d.Grant(t, "both-"+province, viewer.RoleReviewer, unit)
			d.Grant(t, "stands-in-"+province, viewer.RoleReviewer, "cuc-vt")
			d.lend(t, "both-"+province, viewer.RoleReviewer, unit, "stands-in-"+province)
			return "both-" + province, "stands-in-" + province
		}, true},
		"somebody with that role, who is a reviewer there as well": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "both-"+province, viewer.RoleReporter, province)
			d.Grant(t, "both-"+province, viewer.RoleReviewer, unit)
			d.Grant(t, "stands-in-"+province, viewer.RoleReviewer, unit)
			d.lend(t, "both-"+province, viewer.RoleReviewer, unit, "stands-in-"+province)
			return "both-" + province, "stands-in-" + province
		}, false},
		"a reviewer of the agency, with the role of who submitted it": {func(t *testing.T, d *desk, province string) (string, string) {
			d.Grant(t, "both-"+province, viewer.RoleReporter, province)
			d.Grant(t, "both-"+province, viewer.RoleReviewer, province)
			d.lend(t, "both-"+province, viewer.RoleReviewer, province, "stands-in-"+province)
			return "both-" + province, "stands-in-" + province
		}, true},
	}
	eachDesk(t, func(t *testing.T, d *desk) {
		for name, row := range rows {
			t.Run(name, func(t *testing.T) {
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
		}
	})
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
