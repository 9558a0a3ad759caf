package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestReopeningNeedsAReasonAndAnEnd(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.approved(t, "1.1", "1", "1.2", "2")
		other, _ := d.approved(t, "1.1", "1")
		waits, _ := d.submitted(t, "1.1", "1")
		draft, _ := d.drafted(t, "1.1", "1")
		first := report.inForce("1.1").ID
		now := d.Clock.Now()
		soon := now.Add(48 * time.Hour)
		many := make([]string, 501)
		for n := range many {
			many[n] = first
		}
		for name, row := range map[string]struct {
			figures []string
			reason  string
			until   time.Time
			code    string
			path    []string
		}{
			"no reason":                         {[]string{first}, "", soon, "REQUIRED", []string{"reason"}},
			"a reason of spaces":                {[]string{first}, "  ", soon, "REQUIRED", []string{"reason"}},
			"a reason that is too long":         {[]string{first}, strings.Repeat("x", 4001), soon, "INVALID", []string{"reason"}},
			"an end that is past":               {[]string{first}, "x", now.Add(-time.Hour), "INVALID", []string{"until"}},
			"an end beyond 90 days":             {[]string{first}, "x", now.Add(91 * 24 * time.Hour), "INVALID", []string{"until"}},
			"no figure":                         {nil, "x", soon, "REQUIRED", []string{"figures"}},
			"501 figures":                       {many, "x", soon, "TOO_MANY", []string{"figures"}},
			"a figure that is not there":        {[]string{first, nobodys("Figure")}, "x", soon, "NOT_FOUND", []string{"figures", "1"}},
			"a figure of another report":        {[]string{first, other.inForce("1.1").ID}, "x", soon, "INVALID", []string{"figures", "1"}},
			"a figure that waits":               {[]string{waits.inForce("1.1").ID}, "x", soon, "WRONG_STATE", nil},
			"a draft, which the unit never saw": {[]string{draft.inForce("1.1").ID}, "x", soon, "NOT_FOUND", []string{"figures", "0"}},
		} {
			t.Run(name, func(t *testing.T) {
				if row.figures == nil {
					row.figures = []string{}
				}
				d.refuse(t, d.reviewer(), "reopenFigures", input{"figures": row.figures, "reason": row.reason, "until": row.until}, row.code, row.path...)
			})
		}
		in := input{"figures": []string{first}, "reason": "x", "until": soon}
		d.refuse(t, reporter, "reopenFigures", in, "NOT_ALLOWED")
		d.refuse(t, d.As("admin"), "reopenFigures", in, "NOT_ALLOWED")
		d.Grant(t, "reviewer-vt", viewer.RoleReviewer, "cuc-vt")
		d.refuse(t, d.As("reviewer-vt"), "reopenFigures", in, "NOT_FOUND", "figures", "0")

		var document struct {
			Agency struct {
				Figures struct {
					Edges []struct{ Node struct{ ID string } }
				}
			}
		}
		d.Get(t, `{ agency(code: "cuc-vt") { figures(first: 1) { edges { node { id } } } } }`, nil, &document)
		d.refuse(t, d.As("reviewer-vt"), "reopenFigures", input{"figures": []string{document.Agency.Figures.Edges[0].Node.ID}, "reason": "x", "until": soon}, "WRONG_STATE", "figures", "0")

		edge := input{"figures": []string{first}, "reason": " Sai số. ", "until": d.Clock.Now().Add(90*24*time.Hour + time.Second)}
		p := d.make(t, d.As("coordinator"), "reopenFigures", edge)
		require.Len(t, p.Figures, 1)
		assert.Equal(t, "REOPENED", p.Figures[0].State)
		assert.Equal(t, edge["until"].(time.Time), p.Figures[0].ReopenedUntil.UTC())
		step := d.read(t, reporter, report.ID).Reviews
		assert.Equal(t, "Sai số.", *step[len(step)-1].Comment)
	})
}

func TestWhatWasReopenedMayBeChangedAfterTheLock(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.approved(t, "1.1", "1", "1.2", "2")
		first := report.inForce("1.1").ID
		d.Clock.Set(at("2023-06-10T09:00:00+07:00"))
		d.refuse(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "3")}, "LOCKED")
		p := d.make(t, d.reviewer(), "reopenFigures", input{"figures": []string{first}, "reason": "x", "until": "2023-06-12T09:00:00+07:00"})
		report = d.read(t, reporter, report.ID)
		assert.Equal(t, "APPROVED", report.Status)
		assert.Equal(t, [4]int{0, 0, 0, 2}, report.tally(), "it stays in force")

		p = d.refuse(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "3", "1.2", "4", "1.3", "5")}, "INVALID", "cells")
		assert.Empty(t, p.Cells[0].UserErrors)
		assertFault(t, p.Cells[1].UserErrors, "WRONG_STATE", "cells", "1")
		assertFault(t, p.Cells[2].UserErrors, "LOCKED", "cells", "2")
		p = d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "3")})
		assert.Equal(t, "DRAFT", p.Submission.pending("1.1").State)
		assert.Equal(t, "1", approvedValue(p.Submission, "1.1"), "the old one is in force until the new one is approved")
		p = d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": p.Submission.Version})
		assert.False(t, p.Submission.Late, "what was approved first was on time")
		assert.Equal(t, "SUBMITTED", p.Submission.Status)
		p = d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": p.Submission.Version})
		assert.Equal(t, "APPROVED", p.Submission.Status)
		assert.Equal(t, "3", approvedValue(p.Submission, "1.1"))
		assert.Equal(t, "APPROVED", p.Submission.state("1.1"), "it is closed again")
		d.refuse(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "4")}, "LOCKED")
		assertChain(t, d, report.ID)
	})
}

// pending is the figure of an indicator that waits in a report.
func (s *submission) pending(code string) *figure {
	for n, e := range s.Figures.Edges {
		if e.Node.Indicator.Code == code && e.Node.SupersededAt == nil && e.Node.State != "APPROVED" && e.Node.State != "REOPENED" {
			return &s.Figures.Edges[n].Node
		}
	}
	return nil
}

// approvedValue is the number in force of an indicator in a report.
func approvedValue(s *submission, code string) string {
	for _, e := range s.Figures.Edges {
		if e.Node.Indicator.Code == code && e.Node.SupersededAt == nil && (e.Node.State == "APPROVED" || e.Node.State == "REOPENED") {
			return e.Node.Value
		}
	}
	return ""
}

func TestAReopeningEnds(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.approved(t, "1.1", "1", "1.2", "2")
		first, second := report.inForce("1.1").ID, report.inForce("1.2").ID
		reopen := input{"figures": []string{first, second}, "reason": "x", "until": "2023-06-12T09:00:00+07:00"}
		d.Clock.Set(at("2023-06-10T09:00:00+07:00"))
		d.make(t, d.reviewer(), "reopenFigures", reopen)
		d.Clock.Set(at("2023-06-12T08:59:58+07:00"))
		p := d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "3")})
		d.Clock.Set(at("2023-06-12T09:00:00+07:00"))
		version := p.Submission.Version
		p = d.refuse(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "4", "1.2", "4", "1.3", "4")}, "INVALID", "cells")
		assertFault(t, p.Cells[0].UserErrors, "WRONG_STATE", "cells", "0")
		assertFault(t, p.Cells[1].UserErrors, "WRONG_STATE", "cells", "1")
		assertFault(t, p.Cells[2].UserErrors, "LOCKED", "cells", "2")
		d.refuse(t, reporter, "submitSubmission", input{"id": report.ID, "version": version}, "LOCKED")
		assert.Equal(t, "APPROVED", approvedState(d.read(t, reporter, report.ID), "1.2"))

		reopen["until"] = "2023-06-14T09:00:00+07:00"
		d.make(t, d.reviewer(), "reopenFigures", reopen)
		p = d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.2", "4")})
		p = d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": p.Submission.Version})
		p = d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": p.Submission.Version})
		assert.Equal(t, []string{"3", "4"}, []string{approvedValue(p.Submission, "1.1"), approvedValue(p.Submission, "1.2")})
	})
}

// approvedState is where the figure in force of an indicator stands.
func approvedState(s *submission, code string) string {
	for _, e := range s.Figures.Edges {
		if e.Node.Indicator.Code == code && e.Node.SupersededAt == nil && (e.Node.State == "APPROVED" || e.Node.State == "REOPENED") {
			return e.Node.State
		}
	}
	return ""
}

func TestAReopenedFigureInAnOpenWindowNeedsItsReopening(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.approved(t, "1.1", "1", "1.2", "2")
		d.make(t, d.reviewer(), "reopenFigures", input{"figures": []string{report.inForce("1.1").ID}, "reason": "x", "until": "2023-03-21T09:00:00+07:00"})
		p := d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "3")})
		d.Clock.Set(at("2023-03-21T09:00:00+07:00"))
		d.refuse(t, reporter, "submitSubmission", input{"id": report.ID, "version": p.Submission.Version}, "WRONG_STATE")
		p = d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": []input{{"code": "1.1"}}})
		assert.Nil(t, p.Submission.pending("1.1"), "its draft may be taken out")
		assert.Equal(t, "1", approvedValue(p.Submission, "1.1"))
	})
}
