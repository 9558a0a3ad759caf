package report_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

// A payload is what every change of a report answers.
type payload struct {
	Submission *submission
	Cells      []struct {
		Index      int
		Figure     *struct{ ID, Value, Grade string }
		UserErrors []fault
	}
	Figure     *figure
	Figures    []figure
	Narrative  *struct{ ID, Body string }
	Published  int
	UserErrors []fault
}

type submission struct {
	ID, Status                             string
	Version                                int
	Late, Excused                          bool
	Drafted, Submitted, Returned, Approved int
	SubmittedAt                            *time.Time
	Reviews                                []struct {
		Action  string
		Comment *string
		By      struct{ Name string }
		Figures []struct{ ID string }
	}
	Figures struct{ Edges []struct{ Node figure } }
}

type figure struct {
	ID, Value, Grade, State string
	Prefilled               bool
	ReopenedUntil           *time.Time
	Indicator               struct{ Code string }
	Supersedes              *struct{ ID, Value, Grade string }
	SupersededAt            *time.Time
}

type fault struct {
	Code, Message, Severity string
	Path                    []string
}

const fields = `id status version late excused drafted submitted returned approved submittedAt
	reviews { action comment by { name } figures { id } }
	figures(first: 200, where: {supersededAtIsNil: true}) { edges { node { id value grade state prefilled reopenedUntil indicator { code } } } }`

const whole = `id status version late excused drafted submitted returned approved submittedAt
	reviews { action comment by { name } figures { id } }
	figures(first: 200) { edges { node { id value grade state prefilled reopenedUntil supersededAt indicator { code } supersedes { id value grade } } } }`

// change asks for a mutation with one input and returns its payload.
func change(t *testing.T, s *apitest.Server, name, inputType, selection string, input map[string]any) payload {
	t.Helper()
	var data map[string]payload
	s.Get(t, `mutation($input: `+inputType+`!) { `+name+`(input: $input) { `+selection+` userErrors { code path message severity } } }`,
		map[string]any{"input": input}, &data)
	return data[name]
}

func put(t *testing.T, s *apitest.Server, input map[string]any) payload {
	return change(t, s, "putFigures", "PutFiguresInput", `submission { `+whole+` } cells { index figure { id value grade } userErrors { code path message severity } }`, input)
}

func submit(t *testing.T, s *apitest.Server, id string, version int) payload {
	return change(t, s, "submitSubmission", "SubmitSubmissionInput", `submission { `+whole+` }`, map[string]any{"id": id, "version": version})
}

func (s *submission) inForce(code string) *figure {
	for _, e := range s.Figures.Edges {
		if e.Node.Indicator.Code == code && e.Node.SupersededAt == nil {
			return &e.Node
		}
	}
	return nil
}

func (s *submission) state(code string) string {
	for _, e := range s.Figures.Edges {
		if e.Node.Indicator.Code == code && e.Node.SupersededAt == nil && e.Node.State != "APPROVED" {
			return e.Node.State
		}
	}
	if f := s.inForce(code); f != nil {
		return f.State
	}
	return ""
}

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

func cells(list ...any) []map[string]any {
	var out []map[string]any
	for n := 0; n+1 < len(list); n += 2 {
		out = append(out, map[string]any{"code": list[n], "value": list[n+1]})
	}
	return out
}

// A quarter as it is lived: drafted, submitted, returned, put right, approved,
// revised to an official figure; and read as it was before.
func TestAQuarter(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		reporter, reviewer := s.As("reporter-lao-cai"), s.As("reviewer-cdsqg")
		s.Clock.Set(at("2023-03-20T09:00:00+07:00"))

		p := put(t, reporter, map[string]any{"agency": "lao-cai", "window": "2023-Q1", "cells": cells("1.1", "86.97", "1.2", "12", "1.3", "25.5")})
		require.Empty(t, p.UserErrors)
		report := p.Submission
		assert.Equal(t, "DRAFT", report.Status)
		assert.Equal(t, 3, report.Drafted)
		for _, c := range p.Cells {
			require.NotNil(t, c.Figure, "%+v", c)
			assert.Empty(t, c.UserErrors)
		}
		assert.Equal(t, "86.97", p.Cells[0].Figure.Value)
		assert.Equal(t, "PRELIMINARY", p.Cells[0].Figure.Grade)

		var seen struct{ Submission *submission }
		reviewer.Get(t, `{ submission(agency: "lao-cai", window: "2023-Q1") { `+whole+` } }`, nil, &seen)
		assert.Nil(t, seen.Submission, "a measuring unit sees nothing that is not submitted")

		s.Clock.Set(at("2023-04-02T23:59:59+07:00"))
		p = submit(t, reporter, report.ID, report.Version)
		require.Empty(t, p.UserErrors)
		report = p.Submission
		assert.Equal(t, "SUBMITTED", report.Status)
		assert.False(t, report.Late, "the last second of 2 April is on time")
		assert.Equal(t, "SUBMITTED", report.state("1.1"))

		reviewer.Get(t, `{ submission(agency: "lao-cai", window: "2023-Q1") { `+whole+` } }`, nil, &seen)
		require.NotNil(t, seen.Submission)
		wrong := seen.Submission.inForce("1.2").ID
		s.Clock.Advance(time.Hour)
		p = change(t, reviewer, "returnSubmission", "ReturnSubmissionInput", `submission { `+whole+` }`, map[string]any{
			"id": report.ID, "version": report.Version, "figures": []any{map[string]any{"id": wrong, "comment": "Số liệu chưa khớp."}}})
		require.Empty(t, p.UserErrors)
		report = p.Submission
		assert.Equal(t, "RETURNED", report.Status)
		assert.Equal(t, "RETURNED", report.state("1.2"))
		assert.Equal(t, "SUBMITTED", report.state("1.1"))
		assert.Equal(t, "Số liệu chưa khớp.", *report.Reviews[len(report.Reviews)-1].Comment)

		s.Clock.Set(at("2023-04-05T10:00:00+07:00"))
		p = put(t, reporter, map[string]any{"submission": report.ID, "version": report.Version, "cells": cells("1.2", "14")})
		require.Empty(t, p.UserErrors, "%+v", p.Cells)
		p = submit(t, reporter, report.ID, p.Submission.Version)
		require.Empty(t, p.UserErrors)
		assert.True(t, p.Submission.Late, "what stands came after the due date")
		report = p.Submission

		p = change(t, reporter, "approveSubmission", "ApproveSubmissionInput", `submission { `+whole+` }`, map[string]any{"id": report.ID, "version": report.Version})
		assert.Equal(t, "NOT_ALLOWED", p.UserErrors[0].Code)
		s.Clock.Advance(time.Hour)
		p = change(t, reviewer, "approveSubmission", "ApproveSubmissionInput", `submission { `+whole+` }`, map[string]any{"id": report.ID, "version": report.Version})
		require.Empty(t, p.UserErrors)
		report = p.Submission
		assert.Equal(t, "APPROVED", report.Status)
		assert.Equal(t, 3, report.Approved)
		approvedAt := s.Clock.Now()

		var public struct{ Submission *submission }
		s.Get(t, `{ submission(agency: "lao-cai", window: "2023-Q1") { id } }`, nil, &public)
		assert.Nil(t, public.Submission)
		p = change(t, s.As("coordinator"), "publishFigures", "PublishFiguresInput", `published`, map[string]any{"window": "2023-Q1"})
		require.Empty(t, p.UserErrors)
		assert.Equal(t, 3, p.Published)

		s.Clock.Set(at("2023-08-01T08:00:00+07:00"))
		p = change(t, reporter, "reviseFigure", "ReviseFigureInput", `figure { id value grade state supersedes { id value grade } }`, map[string]any{
			"id": report.inForce("1.1").ID, "value": "88.2", "grade": "OFFICIAL", "reason": "Niên giám thống kê"})
		require.NotNil(t, p.Figure, "%+v", p.UserErrors)
		assert.Equal(t, "SUBMITTED", p.Figure.State)
		assert.Equal(t, "86.97", p.Figure.Supersedes.Value)
		require.Len(t, p.UserErrors, 1)
		assert.Equal(t, "WARNING", p.UserErrors[0].Severity, "an official figure without evidence warns")

		reporter.Get(t, `{ submission(agency: "lao-cai", window: "2023-Q1") { `+whole+` } }`, nil, &seen)
		p = change(t, reviewer, "approveSubmission", "ApproveSubmissionInput", `submission { `+whole+` }`, map[string]any{"id": report.ID, "version": seen.Submission.Version})
		require.Len(t, p.UserErrors, 1, "a warning that nobody waived")
		assert.Equal(t, "CHECK", p.UserErrors[0].Code)

		var before, after struct{ Submission *submission }
		ask := `query($at: Time) { submission(agency: "lao-cai", window: "2023-Q1", asOf: $at) { ` + whole + ` } }`
		reporter.Get(t, ask, map[string]any{"at": approvedAt}, &before)
		assert.Equal(t, report, before.Submission, "as it was when it was approved")
		reporter.Get(t, ask, nil, &after)
		assert.NotEqual(t, before, after)
	})
}
