package report_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAReportIsTakenBackBeforeADecision(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.submitted(t, "1.1", "1", "1.2", "2")
		d.refuse(t, d.reviewer(), "withdrawSubmission", input{"id": report.ID, "version": report.Version}, "NOT_ALLOWED")
		d.refuse(t, d.As("reporter-lao-cai"), "withdrawSubmission", input{"id": report.ID, "version": report.Version}, "NOT_FOUND", "id")
		back := d.make(t, reporter, "withdrawSubmission", input{"id": report.ID, "version": report.Version}).Submission
		assert.Equal(t, "DRAFT", back.Status)
		assert.Nil(t, back.SubmittedAt)
		assert.Equal(t, [4]int{2, 0, 0, 0}, back.tally())
		assert.Equal(t, "WITHDRAW", back.Reviews[len(back.Reviews)-1].Action)
		assert.Nil(t, d.read(t, d.reviewer(), report.ID), "it is nobody else's any more")
		d.refuse(t, reporter, "withdrawSubmission", input{"id": report.ID, "version": back.Version}, "WRONG_STATE")

		p := d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "3")})
		sent := d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": p.Submission.Version}).Submission
		assert.Equal(t, [4]int{0, 2, 0, 0}, sent.tally())
		assert.Equal(t, "3", d.read(t, d.reviewer(), report.ID).inForce("1.1").Value)
	})
}

func TestAReportIsNotTakenBackAfterADecision(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.submitted(t, "1.1", "1", "1.2", "2")
		p := d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": report.Version, "figures": []string{report.inForce("1.1").ID}})
		d.refuse(t, reporter, "withdrawSubmission", input{"id": report.ID, "version": p.Submission.Version}, "WRONG_STATE")
		p = d.make(t, d.reviewer(), "returnSubmission", input{"id": report.ID, "version": p.Submission.Version, "comment": "x"})
		d.refuse(t, reporter, "withdrawSubmission", input{"id": report.ID, "version": p.Submission.Version}, "WRONG_STATE")
	})
}

// What is taken back is the last submission: what came of those before it
// stays.
func TestTakingBackUndoesTheLastSubmissionAlone(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.submitted(t, "1.1", "1", "1.2", "2")
		p := d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": report.Version, "figures": []string{report.inForce("1.1").ID}})
		returned := d.make(t, d.reviewer(), "returnSubmission", input{"id": report.ID, "version": p.Submission.Version, "comment": "x"}).Submission
		d.Clock.Set(at("2023-04-20T09:00:00+07:00"))
		p = d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": returned.Version})
		assert.True(t, p.Submission.Late)
		back := d.make(t, reporter, "withdrawSubmission", input{"id": report.ID, "version": p.Submission.Version}).Submission
		assert.Equal(t, "RETURNED", back.Status)
		assert.Equal(t, [4]int{0, 0, 1, 1}, back.tally())
		assert.Equal(t, returned.SubmittedAt, back.SubmittedAt)
		assert.False(t, back.Late, "the submission that stands was on time")
		require.NotNil(t, d.read(t, d.reviewer(), report.ID), "the reviewer keeps what was decided")
	})
}

func TestTakingBackARevisionLeavesTheReportApproved(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.approved(t, "1.1", "1", "1.2", "2")
		d.Clock.Set(at("2023-08-01T09:00:00+07:00"))
		p := d.make(t, reporter, "reviseFigure", input{"id": report.inForce("1.1").ID, "value": "3", "reason": "x"})
		require.Equal(t, "SUBMITTED", p.Figure.State)
		sent := d.read(t, reporter, report.ID)
		back := d.make(t, reporter, "withdrawSubmission", input{"id": report.ID, "version": sent.Version}).Submission
		assert.Equal(t, "APPROVED", back.Status)
		assert.Equal(t, report.SubmittedAt, back.SubmittedAt)
		assert.Equal(t, [4]int{0, 0, 0, 2}, back.tally())
		assert.Equal(t, "DRAFT", back.state("1.1"))

		p = d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": []input{{"code": "1.1"}}})
		assert.Equal(t, "1", p.Submission.inForce("1.1").Value, "it is taken out although the window is locked")
		p = d.make(t, reporter, "reviseFigure", input{"id": report.inForce("1.1").ID, "value": "4", "reason": "x"})
		assert.Equal(t, "SUBMITTED", p.Figure.State)
	})
}
