package report_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

// everything is all that is told of a report and that has a time.
const everything = `id status version changedAt createdAt submittedAt approvedAt late excused drafted submitted returned approved
	agency { code } window { code dueAt } submittedBy { name } submittedFor { name } reviewer { name }
	deadlines { opensAt dueAt graceUntil locksAt }
	reviews { id action at comment until version by { name } onBehalfOf { name } figures { id } }
	narratives { id kind body routedTo { code } answerDueOn answer answeredAt answeredBy { name } }
	waivers { checkCode reason at by { name } indicator { code } }
	evidence { id name }
	figures(first: 200) { edges { node { id value statedValue numerator denominator grade source note reason prefilled state reopenedUntil
		recordedAt supersededAt approvedAt publishedAt supersedes { id value } reviews { action at } evidence { id } indicator { code } } } }`

// A snapshot is what somebody was told of a report at a time.
type snapshot struct {
	as     string
	at     time.Time
	answer string
}

// told asks for everything about a report, as it is or as of a time.
func told(t *testing.T, as *apitest.Server, code string, at *time.Time) string {
	t.Helper()
	answer := as.Ask(t, `query($code: String!, $at: Time) { submission(agency: $code, window: "2023-Q1", asOf: $at) { `+everything+` } }`, input{"code": code, "at": at})
	require.Empty(t, answer.Errors)
	return string(answer.Data)
}

func TestAnEarlierTimeIsToldAsItWasThen(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		code, _ := d.province(t)
		people := []string{"reporter-" + code, "coordinator", "inspector"}
		var kept []snapshot
		s := &script{d: d}
		look := func() {
			for _, who := range people {
				kept = append(kept, snapshot{who, d.Clock.Now(), told(t, d.As(who), code, nil)})
			}
		}
		look()
		s.after = look
		s.playQuarter(t, code)
		d.Clock.Advance(time.Minute)
		codes := d.As("coordinator").Do(t, `mutation($in: ExtendWindowInput!) { extendWindow(input: $in) { userErrors { code } } }`,
			input{"in": input{"window": "2023-Q1", "agencies": []string{code}, "dueAt": "2023-06-30T23:59:59.999+07:00", "reason": "bão"}}, nil)
		require.Empty(t, codes)
		look()
		d.Clock.Advance(24 * time.Hour)
		for n, was := range kept {
			now := told(t, d.As(was.as), code, &was.at)
			if was.answer != now {
				assert.JSONEq(t, was.answer, now, "%s at %s, after step %d", was.as, was.at, n/len(people))
				assert.Equal(t, was.answer, now, "the same to the byte")
			}
			if n < len(people) {
				assert.JSONEq(t, `{"submission": null}`, now, "before it was begun")
				continue
			}
			before := was.at.Add(-time.Microsecond)
			assert.Equal(t, kept[n-len(people)].answer, told(t, d.As(was.as), code, &before), "a microsecond before step %d", n/len(people))
		}
	})
}

// Who measures is told of an earlier time what it saw then. Of the time when
// the report was a draft it is told what was handed in since, and never what
// was replaced before that.
func TestAReviewerIsToldOfAnEarlierTimeWhatItSawThen(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		reviewer := d.reviewer()
		report, reporter := d.drafted(t, "1.1", "9", "1.2", "2")
		code := d.codeOf(t, report)
		var kept []snapshot
		look := func() { kept = append(kept, snapshot{"", d.Clock.Now(), told(t, reviewer, code, nil)}) }
		look()
		d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "1")})
		look()
		for n, step := range []struct {
			as   *apitest.Server
			name string
			in   input
		}{
			{reporter, "submitSubmission", input{}},
			{reviewer, "returnSubmission", input{"comment": "x"}},
			{reporter, "putFigures", input{"cells": cells("1.1", "8")}},
			{reporter, "putFigures", input{"cells": cells("1.1", "3")}},
			{reporter, "submitSubmission", input{}},
			{reviewer, "approveSubmission", input{}},
		} {
			field := "id"
			if step.name == "putFigures" {
				field = "submission"
			}
			step.in[field], step.in["version"] = report.ID, 3+n
			d.make(t, step.as, step.name, step.in)
			look()
		}
		d.Clock.Advance(time.Hour)
		drafts := map[int][]string{0: {"1.2=2"}, 1: {"1.1=1", "1.2=2"}, 4: {"1.2=2"}, 5: {"1.1=3", "1.2=2"}}
		for n, was := range kept {
			now := told(t, reviewer, code, &was.at)
			if figures, draft := drafts[n]; draft {
				assert.Equal(t, figures, figuresIn(t, now), "after step %d", n)
			} else {
				assert.Equal(t, was.answer, now, "after step %d", n)
			}
		}
		assert.Empty(t, figuresIn(t, kept[0].answer), "a draft is not told")
		assert.Empty(t, figuresIn(t, kept[1].answer), "a draft is not told")
	})
}

// figuresIn lists the figures that an answer tells.
func figuresIn(t *testing.T, answer string) []string {
	t.Helper()
	var data struct{ Submission *submission }
	require.NoError(t, json.Unmarshal([]byte(answer), &data))
	var figures []string
	if data.Submission != nil {
		for _, e := range data.Submission.Figures.Edges {
			figures = append(figures, e.Node.Indicator.Code+"="+e.Node.Value)
		}
	}
	slices.Sort(figures)
	return figures
}
