package report_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// tally is how many figures of a report stand where.
func (s *submission) tally() [4]int { return [4]int{s.Drafted, s.Submitted, s.Returned, s.Approved} }

func TestAReportIsReturnedAsAWhole(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.submitted(t, "1.1", "1", "1.2", "2")
		whole := input{"id": report.ID, "version": report.Version}
		d.refuse(t, d.reviewer(), "returnSubmission", whole, "REQUIRED", "comment")
		whole["comment"] = " \t\n"
		d.refuse(t, d.reviewer(), "returnSubmission", whole, "REQUIRED", "comment")
		whole["comment"] = " Chưa khớp. "
		back := d.make(t, d.reviewer(), "returnSubmission", whole).Submission
		assert.Equal(t, "RETURNED", back.Status)
		assert.Equal(t, [4]int{0, 0, 2, 0}, back.tally())
		step := back.Reviews[len(back.Reviews)-1]
		assert.Equal(t, "RETURN", step.Action)
		assert.Equal(t, "Chưa khớp.", *step.Comment)
		assert.Equal(t, d.reviewer().Viewer(t).Name, step.By.Name)
		assert.Len(t, step.Figures, 2)
		whole["version"] = back.Version
		d.refuse(t, d.reviewer(), "returnSubmission", whole, "WRONG_STATE")
		d.refuse(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": back.Version}, "WRONG_STATE")

		sent := d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": back.Version}).Submission
		assert.Equal(t, [4]int{0, 2, 0, 0}, sent.tally(), "what was returned may be submitted as it was")
	})
}

func TestSingleFiguresAreReturnedEachWithItsReason(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, _ := d.submitted(t, "1.1", "1", "1.2", "2", "1.3", "3")
		other, _ := d.submitted(t, "1.1", "1")
		first, second := report.inForce("1.1").ID, report.inForce("1.2").ID
		refuse := func(figures []input, code string, path ...string) {
			t.Helper()
			d.refuse(t, d.reviewer(), "returnSubmission", input{"id": report.ID, "version": report.Version, "figures": figures}, code, path...)
		}
		refuse([]input{{"id": first, "comment": ""}}, "REQUIRED", "figures", "0", "comment")
		refuse([]input{{"id": first, "comment": "x"}, {"id": second, "comment": "  "}}, "REQUIRED", "figures", "1", "comment")
		refuse([]input{{"id": first, "comment": "x"}, {"id": first, "comment": "y"}}, "WRONG_STATE", "figures", "1")
		refuse([]input{{"id": other.inForce("1.1").ID, "comment": "x"}}, "WRONG_STATE", "figures", "0")
		refuse([]input{{"id": nobodys("Figure"), "comment": "x"}}, "WRONG_STATE", "figures", "0")

		back := d.make(t, d.reviewer(), "returnSubmission", input{"id": report.ID, "version": report.Version, "comment": "Xem từng dòng.",
			"figures": []input{{"id": first, "comment": "Lẻ?"}, {"id": second, "comment": "Chẵn?"}}}).Submission
		assert.Equal(t, [4]int{0, 1, 2, 0}, back.tally())
		steps := back.Reviews[len(back.Reviews)-3:]
		assert.Equal(t, []string{"Xem từng dòng.", "Lẻ?", "Chẵn?"}, []string{*steps[0].Comment, *steps[1].Comment, *steps[2].Comment})
		assert.Equal(t, first, steps[1].Figures[0].ID)
		back = d.make(t, d.reviewer(), "returnSubmission", input{"id": report.ID, "version": back.Version, "comment": "Và cả dòng này."}).Submission
		assert.Equal(t, [4]int{0, 0, 3, 0}, back.tally(), "the rest, later")
	})
}

func TestAReportIsApproved(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.submitted(t, "1.1", "1", "1.2", "2")
		first := report.inForce("1.1").ID
		one := d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": report.Version, "figures": []string{first}, "comment": "Tốt."}).Submission
		assert.Equal(t, "SUBMITTED", one.Status, "something waits still")
		assert.Equal(t, [4]int{0, 1, 0, 1}, one.tally())
		assert.Equal(t, "Tốt.", *one.Reviews[len(one.Reviews)-1].Comment)
		d.refuse(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": one.Version, "figures": []string{first}}, "WRONG_STATE", "figures", "0")
		d.refuse(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": one.Version, "figures": []string{report.inForce("1.2").ID, report.inForce("1.2").ID}}, "WRONG_STATE", "figures", "1")
		all := d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": one.Version}).Submission
		assert.Equal(t, "APPROVED", all.Status)
		assert.Equal(t, [4]int{0, 0, 0, 2}, all.tally())
		for _, name := range []string{"approveSubmission", "returnSubmission"} {
			d.refuse(t, d.reviewer(), name, input{"id": report.ID, "version": all.Version, "comment": "x"}, "WRONG_STATE")
		}

		more := d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.3", "3")}).Submission
		assert.Equal(t, "APPROVED", more.Status, "a figure that comes later changes nothing of what was approved")
		more = d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": more.Version}).Submission
		assert.Equal(t, [4]int{0, 1, 0, 2}, more.tally())
		more = d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": more.Version}).Submission
		assert.Equal(t, [4]int{0, 0, 0, 3}, more.tally())
	})
}

func TestEachReviewerDecidesOnWhatItMeasures(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.Grant(t, "reviewer-kts", viewer.RoleReviewer, "vu-kts-xhs")
		d.Grant(t, "reviewer-bc", viewer.RoleReviewer, "vu-bc")
		kts, bc := d.As("reviewer-kts"), d.As("reviewer-bc")
		report, reporter := d.submitted(t, "1.1", "1", "4.19", "2", "4.20", "3", "4.2", "4")
		seen := d.read(t, kts, report.ID)
		require.Len(t, seen.Figures.Edges, 2, "nothing else is seen")
		require.NotNil(t, seen.inForce("4.19"))

		p := d.make(t, kts, "approveSubmission", input{"id": report.ID, "version": report.Version, "figures": []string{seen.inForce("4.19").ID}})
		assert.Equal(t, [4]int{0, 3, 0, 1}, p.Submission.tally())
		assert.Equal(t, "SUBMITTED", p.Submission.Status)
		d.refuse(t, kts, "approveSubmission", input{"id": report.ID, "version": p.Submission.Version, "figures": []string{report.inForce("1.1").ID}}, "WRONG_STATE", "figures", "0")
		d.refuse(t, kts, "returnSubmission", input{"id": report.ID, "version": p.Submission.Version, "figures": []input{{"id": report.inForce("4.2").ID, "comment": "x"}}}, "WRONG_STATE", "figures", "0")
		p = d.make(t, kts, "approveSubmission", input{"id": report.ID, "version": p.Submission.Version})
		assert.Equal(t, [4]int{0, 2, 0, 2}, p.Submission.tally(), "all is all it measures")
		d.refuse(t, kts, "approveSubmission", input{"id": report.ID, "version": p.Submission.Version}, "WRONG_STATE")

		p = d.make(t, bc, "returnSubmission", input{"id": report.ID, "version": p.Submission.Version, "comment": "Sai."})
		assert.Equal(t, [4]int{0, 1, 1, 2}, p.Submission.tally())
		assert.Equal(t, "RETURNED", p.Submission.Status)
		p = d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": p.Submission.Version})
		assert.Equal(t, [4]int{0, 0, 1, 3}, p.Submission.tally())
		assert.Equal(t, "RETURNED", p.Submission.Status)

		p = d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("4.2", "5")})
		p = d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": p.Submission.Version})
		assert.Equal(t, "SUBMITTED", p.Submission.Status)
		p = d.make(t, bc, "approveSubmission", input{"id": report.ID, "version": p.Submission.Version})
		assert.Equal(t, "APPROVED", p.Submission.Status)
		assert.Equal(t, [4]int{0, 0, 0, 4}, p.Submission.tally())
		assert.Equal(t, d.read(t, reporter, report.ID).tally(), p.Submission.tally())
	})
}

func TestAReportIsNotApprovedWhileAFigureIsPutRight(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.submitted(t, "1.1", "1", "1.2", "2")
		p := d.make(t, d.reviewer(), "returnSubmission", input{"id": report.ID, "version": report.Version, "figures": []input{{"id": report.inForce("1.2").ID, "comment": "?"}}})
		p = d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.2", "3")})
		assert.Equal(t, [4]int{1, 1, 0, 0}, p.Submission.tally())
		p = d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": p.Submission.Version})
		assert.Equal(t, "RETURNED", p.Submission.Status, "what was returned is not submitted again")

		d.Clock.Set(at("2023-04-20T09:00:00+07:00"))
		p = d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": p.Submission.Version})
		assert.True(t, p.Submission.Late, "it was never approved as a whole")
	})
}

func TestADraftIsForNobodyToDecideOn(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		code, reporter := d.province(t)
		report := d.make(t, reporter, "putFigures", input{"agency": code, "window": "2023-Q1", "cells": cells("1.1", "1")}, "submission.open", "figures.put").Submission
		decide := input{"id": report.ID, "version": report.Version, "comment": "x"}
		d.refuse(t, d.reviewer(), "approveSubmission", decide, "NOT_FOUND", "id")
		d.refuse(t, d.reviewer(), "returnSubmission", decide, "NOT_FOUND", "id")
		d.Grant(t, "reviewer-there", viewer.RoleReviewer, code)
		d.refuse(t, d.As("reviewer-there"), "approveSubmission", decide, "WRONG_STATE")
		d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": report.Version})
		decide["version"] = report.Version + 1
		p := d.make(t, d.As("reviewer-there"), "approveSubmission", decide)
		assert.Equal(t, "APPROVED", p.Submission.Status, "a reviewer of the agency decides on all of its figures")
	})
}
