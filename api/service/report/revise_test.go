package report_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestARevisionThatIsNotValidIsRefused(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		code, reporter := d.province(t)
		p := d.make(t, reporter, "putFigures", input{"agency": code, "window": "2023-Q1", "cells": []input{{"code": "1.1", "value": "1", "grade": "PRELIMINARY"}, {"code": "1.2", "value": "2"}}}, "submission.open", "figures.put")
		p = d.make(t, reporter, "submitSubmission", input{"id": p.Submission.ID, "version": p.Submission.Version})
		report := d.make(t, d.reviewer(), "approveSubmission", input{"id": p.Submission.ID, "version": p.Submission.Version, "figures": []string{p.Submission.inForce("1.1").ID}}).Submission
		first := report.inForce("1.1").ID
		for name, row := range map[string]struct {
			in   input
			code string
			path []string
		}{
			"no reason":                      {input{"id": first, "value": "3", "reason": " "}, "REQUIRED", []string{"reason"}},
			"no number":                      {input{"id": first, "reason": "x"}, "REQUIRED", []string{"numerator"}},
			"a value and a fraction":         {input{"id": first, "value": "3", "numerator": "1", "denominator": "2", "reason": "x"}, "INVALID", []string{"value"}},
			"a denominator of zero":          {input{"id": first, "numerator": "1", "denominator": "0", "reason": "x"}, "INVALID", []string{"denominator"}},
			"a lesser grade":                 {input{"id": first, "value": "3", "grade": "ESTIMATE", "reason": "x"}, "INVALID", []string{"grade"}},
			"a document as its source":       {input{"id": first, "value": "3", "source": "DOCUMENT", "reason": "x"}, "INVALID", []string{"source"}},
			"a number that is no percentage": {input{"id": first, "value": "101", "reason": "x"}, "CHECK", []string{"value"}},
			"a figure that waits":            {input{"id": report.inForce("1.2").ID, "value": "3", "reason": "x"}, "WRONG_STATE", []string{"id"}},
			"a figure that is not there":     {input{"id": nobodys("Figure"), "value": "3", "reason": "x"}, "NOT_FOUND", []string{"id"}},
		} {
			t.Run(name, func(t *testing.T) { d.refuse(t, reporter, "reviseFigure", row.in, row.code, row.path...) })
		}
		good := input{"id": first, "value": "3", "reason": "x"}
		d.refuse(t, d.reviewer(), "reviseFigure", good, "NOT_ALLOWED")
		d.refuse(t, d.As("coordinator"), "reviseFigure", good, "NOT_ALLOWED")
		d.refuse(t, d.As("reporter-lao-cai"), "reviseFigure", good, "NOT_FOUND", "id")
		revised := d.make(t, reporter, "reviseFigure", good)
		require.Equal(t, "PRELIMINARY", revised.Figure.Grade, "the grade of the old one")
		d.refuse(t, reporter, "reviseFigure", good, "WRONG_STATE")
		d.refuse(t, reporter, "reviseFigure", input{"id": revised.Figure.ID, "value": "4", "reason": "x"}, "WRONG_STATE")
	})
}

func TestARevisionWaitsBesideTheFigureInForce(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.approved(t, "1.1", "1", "1.2", "2")
		d.make(t, d.As("coordinator"), "publishFigures", input{"window": "2023-Q1"})
		d.Clock.Set(at("2023-08-01T09:00:00+07:00"))
		first := report.inForce("1.1").ID
		revised := d.make(t, reporter, "reviseFigure", input{"id": first, "numerator": "1", "denominator": "4", "reason": " Niên giám ", "source": "STATISTICS_OFFICE"}).Figure
		assert.Equal(t, "25", revised.Value)
		assert.Equal(t, first, revised.Supersedes.ID)
		waiting := d.read(t, reporter, report.ID)
		assert.Equal(t, "SUBMITTED", waiting.Status)
		assert.Equal(t, [4]int{0, 0, 0, 2}, waiting.tally(), "the cell counts as approved")
		assert.Equal(t, "1", approvedValue(waiting, "1.1"))
		assert.False(t, waiting.Late)
		var public struct{ Node *figure }
		d.Get(t, `query($id: ID!) { node(id: $id) { ... on Figure { id value } } }`, input{"id": first}, &public)
		assert.NotNil(t, public.Node, "the public sees the old one")
		d.Get(t, `query($id: ID!) { node(id: $id) { ... on Figure { id value } } }`, input{"id": revised.ID}, &public)
		assert.Nil(t, public.Node)

		after := d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": waiting.Version}).Submission
		assert.Equal(t, "APPROVED", after.Status)
		assert.Equal(t, "25", approvedValue(after, "1.1"))
		var old struct {
			Node struct{ SupersededAt, ApprovedAt *string }
		}
		reporter.Get(t, `query($id: ID!) { node(id: $id) { ... on Figure { supersededAt approvedAt } } }`, input{"id": first}, &old)
		assert.NotNil(t, old.Node.SupersededAt)
		assert.NotNil(t, old.Node.ApprovedAt)
		d.refuse(t, reporter, "reviseFigure", input{"id": first, "value": "3", "reason": "x"}, "WRONG_STATE", "id")
		second := d.make(t, reporter, "reviseFigure", input{"id": revised.ID, "value": "26", "reason": "x"}).Figure
		assert.Equal(t, revised.ID, second.Supersedes.ID)
		assertChain(t, d, report.ID)
	})
}

func TestARevisionIsPutRightAfterTheLock(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.approved(t, "1.1", "1", "1.2", "2")
		d.Clock.Set(at("2023-08-01T09:00:00+07:00"))
		d.make(t, reporter, "reviseFigure", input{"id": report.inForce("1.1").ID, "value": "3", "reason": "Niên giám"})
		sent := d.read(t, reporter, report.ID)
		back := d.make(t, d.reviewer(), "returnSubmission", input{"id": report.ID, "version": sent.Version, "comment": "Nhầm năm."}).Submission
		assert.Equal(t, "RETURNED", back.Status)
		assert.Equal(t, "1", approvedValue(back, "1.1"))
		p := d.refuse(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "4", "1.2", "5", "1.3", "6")}, "INVALID", "cells")
		assert.Empty(t, p.Cells[0].UserErrors)
		assertFault(t, p.Cells[1].UserErrors, "WRONG_STATE", "cells", "1")
		assertFault(t, p.Cells[2].UserErrors, "LOCKED", "cells", "2")
		p = d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "4")})
		p = d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "5")})
		p = d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": p.Submission.Version})
		assert.Equal(t, "1", approvedValue(p.Submission, "1.1"))
		p = d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": p.Submission.Version})
		assert.Equal(t, "5", approvedValue(p.Submission, "1.1"))
		assert.Equal(t, "APPROVED", p.Submission.Status)
		row := d.Client.Figure.GetX(system(), key(t, p.Submission.inForce("1.1").ID))
		require.NotNil(t, row.Reason)
		assert.Equal(t, "Niên giám", *row.Reason, "why it took the place of the other")
		assertChain(t, d, report.ID)
	})
}

func TestAReturnedRevisionMayBeGivenUp(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.approved(t, "1.1", "1")
		d.Clock.Set(at("2023-08-01T09:00:00+07:00"))
		d.make(t, reporter, "reviseFigure", input{"id": report.inForce("1.1").ID, "value": "3", "reason": "x"})
		sent := d.read(t, reporter, report.ID)
		d.make(t, d.reviewer(), "returnSubmission", input{"id": report.ID, "version": sent.Version, "comment": "Không đúng."})
		p := d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": []input{{"code": "1.1"}}})
		assert.Equal(t, "APPROVED", p.Submission.Status, "nothing waits and nothing is to be put right")
		d.make(t, reporter, "reviseFigure", input{"id": report.inForce("1.1").ID, "value": "4", "reason": "x"})
		assertChain(t, d, report.ID)
	})
}

func TestTheWarningOfARevisionIsWaivedWhileItWaits(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.approved(t, "1.1", "1")
		d.Clock.Set(at("2023-08-01T09:00:00+07:00"))
		p := d.make(t, reporter, "waiveCheck", input{"id": report.ID, "waiver": input{"check": "OFFICIAL_WITHOUT_EVIDENCE", "reason": "too early"}})
		revise := input{"id": report.inForce("1.1").ID, "value": "3", "grade": "OFFICIAL", "reason": "x"}
		revised := d.try(t, reporter, "reviseFigure", revise)
		require.NotNil(t, revised.Figure)
		require.Len(t, revised.UserErrors, 1)
		assert.Equal(t, "WARNING", revised.UserErrors[0].Severity)
		sent := d.read(t, reporter, report.ID)
		d.refuse(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": sent.Version}, "CHECK", "findings", "0", "OFFICIAL_WITHOUT_EVIDENCE")
		p = d.make(t, reporter, "waiveCheck", input{"id": report.ID, "waiver": input{"check": "OFFICIAL_WITHOUT_EVIDENCE", "reason": "Bản in gửi sau."}})
		p = d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": p.Submission.Version})
		assert.Equal(t, "OFFICIAL", p.Submission.inForce("1.1").Grade)
		d.refuse(t, reporter, "reviseFigure", input{"id": p.Submission.inForce("1.1").ID, "value": "4", "grade": "PRELIMINARY", "reason": "x"}, "INVALID", "grade")
	})
}

func TestARevisionDoesNotHandInDrafts(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.approved(t, "1.1", "1")
		d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.2", "2")})
		d.refuse(t, reporter, "reviseFigure", input{"id": report.inForce("1.1").ID, "value": "3", "reason": "x"}, "WRONG_STATE")
		d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": []input{{"code": "1.2"}}})
		d.make(t, reporter, "reviseFigure", input{"id": report.inForce("1.1").ID, "value": "3", "reason": "x"})
	})
}
