package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A finding is what a check found.
type finding struct {
	Check, Severity, Message string
	Waived                   bool
	Indicator                *struct{ Code string }
	Figure                   *struct{ ID string }
}

// findings returns what the checks find in a report, in a language.
func findings(t *testing.T, as *apitest.Server, report, language string) []finding {
	t.Helper()
	var data struct{ Node struct{ Findings []finding } }
	answer := as.Ask(t, `query($id: ID!) { node(id: $id) { ... on Submission { findings { check severity message waived indicator { code } figure { id } } } } }`,
		input{"id": report}, "Accept-Language", language)
	require.Empty(t, answer.Errors)
	require.NoError(t, json.Unmarshal(answer.Data, &data))
	return data.Node.Findings
}

// prove attaches a file to a report, to one indicator or to the whole.
func (d *desk) prove(t *testing.T, report *submission, indicator string) {
	t.Helper()
	id := key(t, report.ID)
	owner := d.Client.Submission.GetX(system(), id).AgencyID
	create := d.Client.Evidence.Create().SetSubmissionID(id).SetAgencyID(owner).SetHash(strings.Repeat("a", 64)).SetName("bao-cao.pdf").
		SetMediaType("application/pdf").SetSize(1).SetAt(d.Clock.Now()).SetAuthorID(d.Client.Person.Query().Where(person.NameNEQ("")).FirstIDX(system()))
	if indicator != "" {
		create.SetIndicatorID(key(t, d.indicatorID(t, indicator)))
	}
	create.SaveX(system())
}

var official = []input{{"code": "1.2", "value": "5", "grade": "OFFICIAL"}, {"code": "1.10", "value": "6", "grade": "OFFICIAL"}}

func TestAWarningIsToldAndStopsTheSubmission(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.drafted(t, "1.1", "1")
		p := d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": official})
		for n, c := range p.Cells {
			require.NotNil(t, c.Figure, "a warning does not keep a figure from the draft")
			require.Len(t, c.UserErrors, 1)
			assert.Equal(t, "WARNING", c.UserErrors[0].Severity)
			assertFault(t, c.UserErrors, "CHECK", "cells", []string{"0", "1"}[n], "value")
		}
		found := findings(t, reporter, report.ID, "vi")
		require.Len(t, found, 2)
		assert.Equal(t, []string{"1.2", "1.10"}, []string{found[0].Indicator.Code, found[1].Indicator.Code}, "in the order of codes")
		assert.Equal(t, p.Cells[0].Figure.ID, found[0].Figure.ID)
		assert.Equal(t, "Số liệu chính thức chưa có tài liệu minh chứng.", found[0].Message)
		assert.Equal(t, "An official figure has no file that proves it.", findings(t, reporter, report.ID, "en")[0].Message)

		p = d.refuse(t, reporter, "submitSubmission", input{"id": report.ID, "version": p.Submission.Version}, "CHECK", "findings", "0", "OFFICIAL_WITHOUT_EVIDENCE")
		require.Len(t, p.UserErrors, 2, "all at once")
		assert.Equal(t, "WARNING", p.UserErrors[1].Severity)

		d.prove(t, report, "1.2")
		found = findings(t, reporter, report.ID, "vi")
		require.Len(t, found, 1)
		assert.Equal(t, "1.10", found[0].Indicator.Code, "a file proves its own figure")
		d.prove(t, report, "")
		assert.Empty(t, findings(t, reporter, report.ID, "vi"), "a file of the whole proves all")
		d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": p.Submission.Version})
	})
}

// waivers reads the waivers of a report.
func waivers(t *testing.T, as *apitest.Server, report string) (all []struct {
	CheckCode, Reason string
	Indicator         *struct{ Code string }
	By                struct{ Name string }
}) {
	t.Helper()
	var data struct {
		Node struct{ Waivers json.RawMessage }
	}
	as.Get(t, `query($id: ID!) { node(id: $id) { ... on Submission { waivers { checkCode reason indicator { code } by { name } } } } }`, input{"id": report}, &data)
	require.NoError(t, json.Unmarshal(data.Node.Waivers, &all))
	return all
}

func TestAWarningIsWaivedWithAReason(t *testing.T) {
	const check = "OFFICIAL_WITHOUT_EVIDENCE"
	eachDesk(t, func(t *testing.T, d *desk) {
		first := d.indicatorID(t, "1.2")
		report, reporter := d.drafted(t, "1.1", "1")
		report = d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": official}).Submission
		for name, row := range map[string]struct {
			waiver     input
			code, path string
		}{
			"a reason of spaces":                     {input{"check": check, "reason": " \n"}, "REQUIRED", "reason"},
			"a reason that is too long":              {input{"check": check, "reason": strings.Repeat("x", 4001)}, "INVALID", "reason"},
			"a check that is not there":              {input{"check": "NONE", "reason": "x"}, "INVALID", "check"},
			"a check whose findings are errors":      {input{"check": "PERCENT_RANGE", "reason": "x"}, "INVALID", "check"},
			"an indicator without a figure":          {input{"check": check, "reason": "x", "indicator": d.indicatorID(t, "1.3")}, "NOT_FOUND", "indicator"},
			"an indicator that is not there":         {input{"check": check, "reason": "x", "indicator": nobodys("Indicator")}, "NOT_FOUND", "indicator"},
			"two faults, of which the first is told": {input{"check": "NONE", "reason": ""}, "REQUIRED", "reason"},
		} {
			t.Run(name, func(t *testing.T) {
				d.refuse(t, reporter, "waiveCheck", input{"id": report.ID, "waiver": row.waiver}, row.code, "waiver", row.path)
				d.refuse(t, reporter, "submitSubmission", input{"id": report.ID, "version": report.Version, "waivers": []input{{"check": check, "reason": "x"}, row.waiver}}, row.code, "waivers", "1", row.path)
			})
		}
		assert.Empty(t, waivers(t, reporter, report.ID))

		waive := input{"id": report.ID, "waiver": input{"check": check, "indicator": first, "reason": " Niên giám chưa in "}}
		d.refuse(t, d.reviewer(), "waiveCheck", waive, "NOT_FOUND", "id")
		d.refuse(t, d.As("coordinator"), "waiveCheck", waive, "NOT_ALLOWED")
		report = d.make(t, reporter, "waiveCheck", waive).Submission
		found := findings(t, reporter, report.ID, "en")
		require.Len(t, found, 2)
		assert.Equal(t, []bool{true, false}, []bool{found[0].Waived, found[1].Waived})
		p := d.refuse(t, reporter, "submitSubmission", input{"id": report.ID, "version": report.Version}, "CHECK", "findings", "1", check)
		assert.Len(t, p.UserErrors, 1)

		d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": report.Version, "waivers": []input{{"check": check, "reason": "Cả báo cáo"}}})
		kept := waivers(t, reporter, report.ID)
		require.Len(t, kept, 2)
		assert.Equal(t, "1.2", kept[0].Indicator.Code)
		assert.Equal(t, "Niên giám chưa in", kept[0].Reason)
		assert.Nil(t, kept[1].Indicator)
		assert.Equal(t, reporter.Viewer(t).Name, kept[1].By.Name)
		assert.Len(t, waivers(t, d.reviewer(), report.ID), 2, "the reviewer reads why")
	})
}

func TestAWaiverIsForTheFigureItWasGivenFor(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.drafted(t, "1.1", "1")
		d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": official[:1]})
		d.make(t, reporter, "waiveCheck", input{"id": report.ID, "waiver": input{"check": "OFFICIAL_WITHOUT_EVIDENCE", "reason": "x"}})
		p := d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": []input{{"code": "1.2", "value": "50", "grade": "OFFICIAL"}}})
		d.refuse(t, reporter, "submitSubmission", input{"id": report.ID, "version": p.Submission.Version}, "CHECK", "findings", "0", "OFFICIAL_WITHOUT_EVIDENCE")
	})
}

func TestTextsAreRequiredInTheSecondQuarter(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.Clock.Set(at("2023-06-20T09:00:00+07:00"))
		code, reporter := d.province(t)
		report := d.make(t, reporter, "putFigures", input{"agency": code, "window": "2023-Q2", "cells": cells("1.1", "1")}, "submission.open", "figures.put").Submission
		found := findings(t, reporter, report.ID, "en")
		require.Len(t, found, 2)
		assert.Nil(t, found[0].Indicator)
		assert.Equal(t, "The window requires a text: TREND.", found[0].Message)
		p := d.refuse(t, reporter, "submitSubmission", input{"id": report.ID, "version": report.Version}, "CHECK", "findings", "0", "NARRATIVE_MISSING")
		assert.Len(t, p.UserErrors, 2)
		d.refuse(t, reporter, "submitSubmission", input{"id": report.ID, "version": report.Version, "waivers": []input{{"check": "NARRATIVE_MISSING", "reason": "x"}}}, "INVALID", "waivers", "0", "check")

		d.make(t, reporter, "putNarrative", input{"submission": report.ID, "kind": "TREND", "body": "Tăng đều."})
		d.make(t, reporter, "putNarrative", input{"submission": report.ID, "kind": "DIFFICULTY", "body": "Thiếu người."})
		d.refuse(t, reporter, "submitSubmission", input{"id": report.ID, "version": report.Version + 2}, "CHECK", "findings", "0", "NARRATIVE_MISSING")
		d.make(t, reporter, "putNarrative", input{"submission": report.ID, "kind": "PROPOSAL", "body": "Bổ sung người."})
		d.make(t, reporter, "putNarrative", input{"submission": report.ID, "kind": "PROPOSAL", "body": " "})
		d.refuse(t, reporter, "submitSubmission", input{"id": report.ID, "version": report.Version + 4}, "CHECK", "findings", "0", "NARRATIVE_MISSING")
		d.make(t, reporter, "putNarrative", input{"submission": report.ID, "kind": "PROPOSAL", "body": "Bổ sung người.", "indicator": d.indicatorID(t, "1.1")})
		d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": report.Version + 5})
	})
}

func TestRanksAreWholeNumbers(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.Grant(t, "reporter-cdsqg", viewer.RoleReporter, "cuc-cdsqg")
		reporter := d.As("reporter-cdsqg")
		in := input{"agency": "cuc-cdsqg", "window": "2023-Q1", "mode": "EACH", "cells": []input{
			{"code": "5.1", "value": "0", "note": "x"}, {"code": "5.2", "value": "1.5", "note": "x"}, {"code": "5.3", "value": "7", "note": "x"}}}
		p := d.make(t, reporter, "putFigures", in, "submission.open", "figures.put")
		assertFault(t, p.Cells[0].UserErrors, "CHECK", "cells", "0", "value")
		assertFault(t, p.Cells[1].UserErrors, "CHECK", "cells", "1", "value")
		assert.Equal(t, "7", p.Cells[2].Figure.Value)
	})
}

func TestFaultsAreToldInTheClientsLanguage(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.drafted(t, "1.1", "1")
		ask := `mutation($in: PutFiguresInput!) { putFigures(input: $in) { cells { userErrors { message } } userErrors { message } } }`
		for language, want := range map[string][2]string{
			"vi":              {"PERCENT_RANGE: Tỷ lệ 101% nằm ngoài khoảng 0 đến 100.", "Có ô không hợp lệ; không ghi ô nào."},
			"en":              {"PERCENT_RANGE: 101% is not between 0 and 100.", "Some cells are not valid; none was written."},
			"en-GB,en;q=0.9":  {"PERCENT_RANGE: 101% is not between 0 and 100.", "Some cells are not valid; none was written."},
			"vi-VN, en;q=0.5": {"PERCENT_RANGE: Tỷ lệ 101% nằm ngoài khoảng 0 đến 100.", "Có ô không hợp lệ; không ghi ô nào."},
		} {
			answer := reporter.Ask(t, ask, input{"in": input{"submission": report.ID, "cells": cells("1.1", "101")}}, "Accept-Language", language)
			var data struct {
				PutFigures struct {
					Cells      []struct{ UserErrors []fault }
					UserErrors []fault
				}
			}
			require.NoError(t, json.Unmarshal(answer.Data, &data))
			assert.Equal(t, want, [2]string{data.PutFigures.Cells[0].UserErrors[0].Message, data.PutFigures.UserErrors[0].Message}, language)
		}
		var list struct {
			Checks []struct{ Code, Severity, Sentence string }
		}
		answer := d.Ask(t, `{ checks { code severity sentence } }`, nil, "Accept-Language", "en")
		require.NoError(t, json.Unmarshal(answer.Data, &list))
		require.Len(t, list.Checks, 6)
		assert.Equal(t, "The rank {value} has to be a whole number from 1.", list.Checks[2].Sentence)
	})
}
