package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/ent/db"
	figurerow "github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestFiguresAreEnteredExactly(t *testing.T) {
	rows := map[string]struct {
		cell        input
		value       string
		parts       [2]string // numerator, denominator
		grade, from string
		note        string
	}{
		"a value stays as it was typed":                {cell: input{"value": "86.97"}, value: "86.97"},
		"zero is a number":                             {cell: input{"value": "0"}, value: "0"},
		"a value may have 12 digits after its point":   {cell: input{"value": "0.000000000001"}, value: "0.000000000001"},
		"a fraction is divided last":                   {cell: input{"numerator": "21830518", "denominator": "78553494"}, value: "27.790639077111", parts: [2]string{"21830518", "78553494"}},
		"thirds are cut at 12 digits":                  {cell: input{"numerator": "1", "denominator": "3"}, value: "33.333333333333", parts: [2]string{"1", "3"}},
		"a fraction may have 38 digits":                {cell: input{"numerator": strings.Repeat("1", 38), "denominator": strings.Repeat("2", 38)}, value: "50", parts: [2]string{strings.Repeat("1", 38), strings.Repeat("2", 38)}},
		"a numerator may be the whole":                 {cell: input{"numerator": "7", "denominator": "7"}, value: "100", parts: [2]string{"7", "7"}},
		"an estimate may come in place of better":      {cell: input{"value": "12", "grade": "ESTIMATE"}, value: "12", grade: "ESTIMATE"},
		"a figure may come from the statistics office": {cell: input{"value": "12", "source": "STATISTICS_OFFICE"}, value: "12", from: "STATISTICS_OFFICE"},
		"a note is kept without the space around it":   {cell: input{"value": "12", "note": "  theo Sở TT&TT \n"}, value: "12", note: "theo Sở TT&TT"},
		"a note is kept in composed characters":        {cell: input{"value": "12", "note": "so\u031b bo\u0323\u0302"}, value: "12", note: "sơ bộ"},
	}
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.drafted(t, "1.2", "1")
		for name, row := range rows {
			t.Run(name, func(t *testing.T) {
				row.cell["code"] = "1.1"
				p := d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": []input{row.cell}})
				require.Empty(t, p.Cells[0].UserErrors)
				assert.Equal(t, row.value, p.Cells[0].Figure.Value)
				var data struct {
					Node struct{ Value, StatedValue, Numerator, Denominator, Grade, Source, Note string }
				}
				reporter.Get(t, `query($id: ID!) { node(id: $id) { ... on Figure { value statedValue numerator denominator grade source note } } }`, input{"id": p.Cells[0].Figure.ID}, &data)
				assert.Equal(t, row.value, data.Node.Value)
				assert.Equal(t, row.parts, [2]string{data.Node.Numerator, data.Node.Denominator})
				if row.parts[0] == "" {
					assert.Equal(t, row.value, data.Node.StatedValue)
				}
				assert.Equal(t, or(row.grade, "PRELIMINARY"), data.Node.Grade)
				assert.Equal(t, or(row.from, "DECLARED"), data.Node.Source)
				assert.Equal(t, row.note, data.Node.Note)
				assert.Equal(t, 2, p.Submission.Drafted)
			})
		}
	})
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

func TestACellThatIsNotValidIsNotWritten(t *testing.T) {
	rows := map[string]struct {
		cell       input
		code, path string
	}{
		"a value beside a numerator":         {input{"value": "1", "numerator": "1"}, "INVALID", "value"},
		"a value beside a fraction":          {input{"value": "1", "numerator": "1", "denominator": "2"}, "INVALID", "value"},
		"a numerator alone":                  {input{"numerator": "1"}, "REQUIRED", "denominator"},
		"a denominator alone":                {input{"denominator": "1"}, "REQUIRED", "numerator"},
		"a denominator of zero":              {input{"numerator": "1", "denominator": "0"}, "INVALID", "denominator"},
		"a denominator of zero with a point": {input{"numerator": "0", "denominator": "0.00"}, "INVALID", "denominator"},
		"13 digits after the point":          {input{"value": "0.0000000000001"}, "INVALID", "value"},
		"39 digits":                          {input{"numerator": "1", "denominator": strings.Repeat("9", 39)}, "INVALID", "denominator"},
		"39 digits as a power of ten":        {input{"numerator": "1", "denominator": "1e38"}, "INVALID", "denominator"},
		"39 digits as a multiple of a power": {input{"numerator": "1", "denominator": strings.Repeat("9", 30) + "e9"}, "INVALID", "denominator"},
		"the source of documents":            {input{"value": "1", "source": "DOCUMENT"}, "INVALID", "source"},
		"a note that is too long":            {input{"value": "1", "note": strings.Repeat("x", 4001)}, "INVALID", "note"},
		"a percentage above 100":             {input{"value": "100.0001"}, "CHECK", "value"},
		"a code that no plan has":            {input{"code": "99.9", "value": "1"}, "NOT_OWED", "code"},
		"a code of a plan that is not there": {input{"plan": "2031-2035", "value": "1"}, "NOT_OWED", "code"},
		"an indicator others owe":            {input{"code": "1.6", "value": "1"}, "NOT_OWED", "code"},
		"a heading":                          {input{"code": "1.7", "value": "1"}, "NOT_OWED", "code"},
		"neither code nor indicator":         {input{"code": nil, "value": "1"}, "REQUIRED", "code"},
	}
	eachDesk(t, func(t *testing.T, d *desk) {
		drafted, reporter := d.drafted(t, "1.2", "1")
		for name, row := range rows {
			t.Run(name, func(t *testing.T) {
				report := d.read(t, reporter, drafted.ID)
				if _, named := row.cell["code"]; !named {
					row.cell["code"] = "1.1"
				}
				p := d.refuse(t, reporter, "putFigures", input{"submission": report.ID, "cells": []input{{"code": "1.3", "value": "5"}, row.cell}}, "INVALID", "cells")
				require.Len(t, p.Cells, 2)
				assert.Empty(t, p.Cells[0].UserErrors)
				assert.Nil(t, p.Cells[0].Figure, "none was written")
				assert.Equal(t, 1, p.Cells[1].Index)
				assertFault(t, p.Cells[1].UserErrors, row.code, "cells", "1", row.path)
				assert.Equal(t, report.Version, p.Submission.Version)
			})
		}
	})
}

// assertFault looks for a fault among others.
func assertFault(t *testing.T, faults []fault, code string, path ...string) {
	t.Helper()
	for _, f := range faults {
		if f.Code == code && strings.Join(f.Path, ".") == strings.Join(path, ".") {
			return
		}
	}
	t.Errorf("no %s at %v among %+v", code, path, faults)
}

func TestAFaultOfTheWholeIsToldBesideTheCells(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		code, reporter := d.province(t)
		many := make([]input, 501)
		for n := range many {
			many[n] = input{"code": fmt.Sprint("9.", n), "value": "1"}
		}
		one := cells("1.1", "1")
		rows := map[string]struct {
			in   input
			code string
			path []string
		}{
			"no cells":                    {input{"agency": code, "window": "2023-Q1", "cells": []input{}}, "REQUIRED", []string{"cells"}},
			"501 cells":                   {input{"agency": code, "window": "2023-Q1", "cells": many}, "TOO_MANY", []string{"cells"}},
			"neither report nor agency":   {input{"window": "2023-Q1", "cells": one}, "REQUIRED", []string{"submission"}},
			"an agency without a window":  {input{"agency": code, "cells": one}, "REQUIRED", []string{"submission"}},
			"an agency that is not there": {input{"agency": "atlantis", "window": "2023-Q1", "cells": one}, "NOT_FOUND", []string{"agency"}},
			"a window that is not there":  {input{"agency": code, "window": "2023-Q9", "cells": one}, "NOT_FOUND", []string{"window"}},
			"an agency of somebody else":  {input{"agency": "lao-cai", "window": "2023-Q1", "cells": one}, "NOT_ALLOWED", nil},
			"a window that is not open":   {input{"agency": code, "window": "2023-Q4", "cells": one}, "NOT_OPEN", nil},
			"a window that is locked":     {input{"agency": code, "window": "2022-Q4", "cells": one}, "LOCKED", nil},
			"a report that is not there":  {input{"submission": nobodys("Submission"), "cells": one}, "NOT_FOUND", []string{"submission"}},
		}
		for name, row := range rows {
			t.Run(name, func(t *testing.T) { d.refuse(t, reporter, "putFigures", row.in, row.code, row.path...) })
		}
		t.Run("500 cells are not too many", func(t *testing.T) {
			p := d.refuse(t, reporter, "putFigures", input{"agency": code, "window": "2023-Q1", "cells": many[:500]}, "INVALID", "cells")
			require.Len(t, p.Cells, 500)
			assertFault(t, p.Cells[499].UserErrors, "NOT_OWED", "cells", "499", "code")
		})
		t.Run("both unknown codes are told at once", func(t *testing.T) {
			p := d.refuse(t, reporter, "putFigures", input{"agency": "atlantis", "window": "2023-Q9", "cells": one}, "NOT_FOUND", "agency")
			assertFault(t, p.UserErrors, "NOT_FOUND", "window")
		})
		t.Run("the agency owes nothing", func(t *testing.T) {
			d.Grant(t, "reporter-group", viewer.RoleReporter, "cac-dia-phuong")
			d.refuse(t, d.As("reporter-group"), "putFigures", input{"agency": "cac-dia-phuong", "window": "2023-Q1", "cells": one}, "NOT_OWED", "agency")
		})
	})
}

func TestCellsAreNamedInThreeWays(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		code, reporter := d.province(t)
		p := d.make(t, reporter, "putFigures", input{"agency": code, "window": "2023-Q1", "cells": []input{
			{"indicator": d.indicatorID(t, "1.1"), "value": "1"}, {"code": "1.2", "value": "2"}, {"plan": "2021-2025", "code": "1.10", "value": "3"},
		}}, "submission.open", "figures.put")
		for n, want := range []string{"1.1", "1.2", "1.10"} {
			assert.Equal(t, n, p.Cells[n].Index)
			assert.Equal(t, p.Cells[n].Figure.ID, p.Submission.inForce(want).ID)
		}
		p = d.refuse(t, reporter, "putFigures", input{"submission": p.Submission.ID, "cells": []input{{"indicator": d.indicatorID(t, "1.6"), "value": "1"}}}, "INVALID", "cells")
		assertFault(t, p.Cells[0].UserErrors, "NOT_OWED", "cells", "0", "indicator")
	})
}

func TestACellIsEnteredOncePerChange(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.drafted(t, "1.2", "1")
		twice := []input{{"code": "1.1", "value": "1"}, {"indicator": d.indicatorID(t, "1.1"), "value": "2"}}
		p := d.refuse(t, reporter, "putFigures", input{"submission": report.ID, "cells": twice}, "INVALID", "cells")
		assertFault(t, p.Cells[1].UserErrors, "EXISTS", "cells", "1", "indicator")
		p = d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": twice, "mode": "EACH"})
		assert.Equal(t, "1", p.Submission.inForce("1.1").Value, "the first of them counts")
		assertFault(t, p.Cells[1].UserErrors, "EXISTS", "cells", "1", "indicator")
	})
}

func TestEachWritesTheOthers(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.drafted(t, "1.2", "1")
		p := d.make(t, reporter, "putFigures", input{"submission": report.ID, "mode": "EACH", "version": report.Version, "cells": cells("1.1", "101", "1.3", "25.5", "7.7", "1", "1.4", "-1", "1.5", "30.14")})
		assert.Equal(t, 3, p.Submission.Drafted)
		assert.Equal(t, report.Version+1, p.Submission.Version)
		for n, written := range []bool{false, true, false, false, true} {
			assert.Equal(t, written, p.Cells[n].Figure != nil, "cell %d", n)
			assert.Equal(t, written, len(p.Cells[n].UserErrors) == 0, "cell %d", n)
		}
		d.make(t, reporter, "putFigures", input{"submission": report.ID, "mode": "EACH", "cells": cells("1.1", "101")}, nothing...)
	})
}

func TestANumberIsTakenOutOfADraft(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.drafted(t, "1.1", "1", "1.2", "2")
		out := input{"submission": report.ID, "cells": []input{{"code": "1.1"}}}
		p := d.make(t, reporter, "putFigures", out)
		assert.Nil(t, p.Submission.inForce("1.1"))
		assert.Equal(t, 1, p.Submission.Drafted)
		assert.Nil(t, p.Cells[0].Figure)
		version := p.Submission.Version
		p = d.try(t, reporter, "putFigures", out)
		require.Empty(t, p.UserErrors)
		assert.Equal(t, version, p.Submission.Version, "to take out nothing changes nothing")
		p = d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "3")})
		assert.Equal(t, 2, p.Submission.Drafted)
		assertChain(t, d, report.ID)
	})
}

// assertChain checks that the figures of each cell follow each other in one
// line: each takes the place of the one before, at most the last one waits.
func assertChain(t *testing.T, d *desk, report string) {
	t.Helper()
	rows := d.Client.Figure.Query().Where(figurerow.SubmissionID(key(t, report))).Order(db.Asc(figurerow.FieldID)).AllX(system())
	after := map[string][]*db.Figure{} // by the row they follow
	byCell := map[string]int{}
	for _, f := range rows {
		from := "the beginning of " + f.IndicatorID.String()
		if f.SupersedesID != nil {
			from = f.SupersedesID.String()
		}
		after[from] = append(after[from], f)
		byCell[f.IndicatorID.String()]++
	}
	for cell, n := range byCell {
		length := 0
		for from := "the beginning of " + cell; len(after[from]) > 0; length++ {
			require.Len(t, after[from], 1, "two figures took the place of one")
			f := after[from][0]
			if next := after[f.ID.String()]; len(next) > 0 && (f.ApprovedAt == nil || next[0].ApprovedAt != nil) {
				assert.NotNil(t, f.SupersededAt, "a figure whose place was taken is in force")
			}
			from = f.ID.String()
		}
		assert.Equal(t, n, length, "the line of a cell is broken")
	}
}

func TestWhatIsDecidedOrWaitsIsNotEntered(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.submitted(t, "1.1", "1", "1.2", "2")
		d.refuse(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "3")}, "WRONG_STATE")
		p := d.make(t, d.reviewer(), "returnSubmission", input{"id": report.ID, "version": report.Version, "figures": []input{{"id": report.inForce("1.1").ID, "comment": "?"}}})
		p = d.refuse(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.2", "3")}, "INVALID", "cells")
		assertFault(t, p.Cells[0].UserErrors, "WRONG_STATE", "cells", "0")
		d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": p.Submission.Version, "figures": []string{report.inForce("1.2").ID}})
		p = d.refuse(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.2", "3")}, "INVALID", "cells")
		assertFault(t, p.Cells[0].UserErrors, "WRONG_STATE", "cells", "0")
		p = d.make(t, reporter, "putFigures", input{"submission": report.ID, "mode": "EACH", "cells": cells("1.2", "3", "1.1", "4", "1.3", "5")})
		assert.Equal(t, []string{"2", "4", "5"}, []string{p.Submission.inForce("1.2").Value, p.Submission.inForce("1.1").Value, p.Submission.inForce("1.3").Value})
		assert.Equal(t, []int{2, 0, 0, 1}, []int{p.Submission.Drafted, p.Submission.Submitted, p.Submission.Returned, p.Submission.Approved})
	})
}

func TestAVersionThatIsNotCurrentIsAConflict(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.drafted(t, "1.1", "1")
		now := d.make(t, reporter, "putFigures", input{"submission": report.ID, "version": report.Version, "cells": cells("1.2", "2")}).Submission
		for name, in := range map[string]input{
			"putFigures":       {"submission": report.ID, "version": report.Version, "cells": cells("1.3", "3")},
			"submitSubmission": {"id": report.ID, "version": report.Version},
		} {
			p := d.refuse(t, reporter, name, in, "CONFLICT", "version")
			assert.Equal(t, now, p.Submission, "the report as it is")
		}
		code, other := d.province(t)
		p := d.refuse(t, other, "putFigures", input{"agency": code, "window": "2023-Q1", "version": 7, "cells": cells("1.3", "3")}, "CONFLICT", "version")
		assert.Nil(t, p.Submission, "what was begun is undone")

		sent := d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": now.Version}).Submission
		for name, in := range map[string]input{
			"withdrawSubmission": {"id": report.ID, "version": now.Version},
			"returnSubmission":   {"id": report.ID, "version": now.Version, "comment": "?"},
			"approveSubmission":  {"id": report.ID, "version": now.Version},
		} {
			as := d.reviewer()
			if name == "withdrawSubmission" {
				as = reporter
			}
			p := d.refuse(t, as, name, in, "CONFLICT", "version")
			assert.Equal(t, sent, p.Submission)
		}
	})
}
