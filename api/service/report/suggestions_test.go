package report_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	figurerow "github.com/tiendo-vn/tiendo/ent/db/figure"
)

// lastQuarter gives a province an approved report of 2022-Q4, and puts the
// clock into 2023-Q1.
func (d *desk) lastQuarter(t *testing.T, cells []input) (string, *apitest.Server) {
	t.Helper()
	code, reporter := d.province(t)
	d.Clock.Set(at("2022-11-20T09:00:00+07:00"))
	p := d.make(t, reporter, "putFigures", input{"agency": code, "window": "2022-Q4", "cells": cells}, "submission.open", "figures.put")
	p = d.make(t, reporter, "submitSubmission", input{"id": p.Submission.ID, "version": p.Submission.Version})
	d.make(t, d.reviewer(), "approveSubmission", input{"id": p.Submission.ID, "version": p.Submission.Version})
	d.Clock.Set(at("2023-03-20T09:00:00+07:00"))
	return code, reporter
}

func (s *submission) prefilled() (codes []string) {
	for _, e := range s.Figures.Edges {
		if e.Node.Prefilled && e.Node.SupersededAt == nil {
			codes = append(codes, e.Node.Indicator.Code)
		}
	}
	return codes
}

func TestADraftSuggestsTheLastApprovedFigures(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		code, reporter := d.lastQuarter(t, []input{{"code": "1.1", "value": "40"}, {"code": "1.2", "numerator": "1", "denominator": "3"}, {"code": "1.3", "value": "7", "grade": "ESTIMATE", "note": "x"}})
		in := input{"agency": code, "window": "2023-Q1"}
		report := d.make(t, reporter, "openSubmission", in).Submission
		assert.ElementsMatch(t, []string{"1.1", "1.2", "1.3"}, report.prefilled())
		assert.Equal(t, "33.333333333333", report.inForce("1.2").Value)
		assert.Equal(t, "ESTIMATE", report.inForce("1.3").Grade)
		assert.Equal(t, "DRAFT", report.state("1.1"))
		assert.Zero(t, report.Drafted, "suggestions do not count")
		assert.Empty(t, findings(t, reporter, report.ID, "en"), "and are not checked")

		again := d.make(t, reporter, "openSubmission", in, nothing...).Submission
		assert.Equal(t, report, again, "the one that was begun")
		d.refuse(t, reporter, "submitSubmission", input{"id": report.ID, "version": report.Version}, "WRONG_STATE")

		p := d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "40", "1.4", "2")})
		assert.ElementsMatch(t, []string{"1.2", "1.3"}, p.Submission.prefilled(), "putting confirms")
		assert.Equal(t, 2, p.Submission.Drafted)
		p = d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": []input{{"code": "1.3"}}})
		assert.ElementsMatch(t, []string{"1.2"}, p.Submission.prefilled(), "a suggestion may be taken out")

		sent := d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": p.Submission.Version}).Submission
		assert.Empty(t, sent.prefilled(), "what nobody confirmed is dropped")
		assert.Equal(t, 2, sent.Submitted)
		seen := d.read(t, d.reviewer(), report.ID)
		for _, e := range seen.Figures.Edges {
			assert.False(t, e.Node.Prefilled, "the reviewer sees no suggestion")
		}
		back := d.make(t, d.reviewer(), "returnSubmission", input{"id": report.ID, "version": sent.Version, "comment": "Thiếu 1.2."}).Submission
		d.make(t, reporter, "putFigures", input{"submission": report.ID, "version": back.Version, "cells": cells("1.2", "34")})
		assertChain(t, d, report.ID)
	})
}

func TestASuggestionIsTheNewestOfItsPeriod(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		code, reporter := d.lastQuarter(t, []input{{"code": "1.1", "value": "40"}})
		old := d.Client.Figure.Query().Where(figurerow.HasAgencyWith(agency.Code(code))).OnlyX(system())
		var data struct {
			Submission *submission
		}
		reporter.Get(t, `query($code: String!) { submission(agency: $code, window: "2022-Q4") { `+whole+` } }`, input{"code": code}, &data)
		d.make(t, reporter, "reviseFigure", input{"id": data.Submission.inForce("1.1").ID, "value": "41", "reason": "x"})
		report := d.make(t, reporter, "openSubmission", input{"agency": code, "window": "2023-Q1"}).Submission
		assert.Equal(t, "40", report.inForce("1.1").Value, "a revision that waits is not known yet")
		require.Equal(t, "40", old.StatedValue.String())

		other, newReporter := d.province(t)
		assert.Empty(t, d.make(t, newReporter, "openSubmission", input{"agency": other, "window": "2023-Q1"}).Submission.prefilled(), "others' figures suggest nothing")
	})
}

func TestAJumpNeedsANote(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		code, reporter := d.lastQuarter(t, []input{{"code": "1.1", "value": "40"}, {"code": "1.2", "value": "40"}})
		in := input{"agency": code, "window": "2023-Q1", "mode": "EACH", "cells": cells("1.1", "60", "1.2", "60.0001")}
		p := d.make(t, reporter, "putFigures", in, "submission.open", "figures.put")
		assert.Empty(t, p.Cells[0].UserErrors, "exactly half more")
		assertFault(t, p.Cells[1].UserErrors, "CHECK", "cells", "1", "value")
		assert.Contains(t, p.Cells[1].UserErrors[0].Message, "JUMP_NEEDS_NOTE")
		p = d.make(t, reporter, "putFigures", input{"submission": p.Submission.ID, "cells": []input{{"code": "1.2", "value": "60.0001", "note": "Thêm trạm."}}})
		d.make(t, reporter, "submitSubmission", input{"id": p.Submission.ID, "version": p.Submission.Version})
	})
}

func TestWhatADocumentPrintedIsSuggestedAsDeclared(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		p := d.make(t, d.As("reporter-cuc-vt"), "openSubmission", input{"agency": "cuc-vt", "window": "2023-Q1"})
		require.Contains(t, p.Submission.prefilled(), "1.6")
		assert.Equal(t, "70.91", p.Submission.inForce("1.6").Value)
		row := d.Client.Figure.GetX(system(), key(t, p.Submission.inForce("1.6").ID))
		assert.Equal(t, figurerow.SourceDECLARED, row.Source)
		assert.Nil(t, row.LegalDocumentID)
	})
}
