package report_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

// makeAt is make at a time.
func (d *desk) makeAt(t *testing.T, when string, as *apitest.Server, name string, in input) *submission {
	t.Helper()
	d.Clock.Set(at(when).Add(-time.Second))
	return d.make(t, as, name, in).Submission
}

func TestTheLastMillisecondIsOnTime(t *testing.T) {
	rows := map[string]struct {
		submitted           string
		late, excused       bool
		lateGrace, excusedG bool // with a grace until the end of 10 April
	}{
		"the last second":                      {submitted: "2023-04-02T23:59:59+07:00"},
		"the last millisecond":                 {submitted: "2023-04-02T23:59:59.999+07:00"},
		"the last microsecond":                 {submitted: "2023-04-02T23:59:59.999999+07:00"},
		"the last second, in another zone":     {submitted: "2023-04-02T16:59:59Z"},
		"midnight":                             {submitted: "2023-04-03T00:00:00+07:00", late: true, lateGrace: true, excusedG: true},
		"midnight in Greenwich":                {submitted: "2023-04-03T00:00:00Z", late: true, lateGrace: true, excusedG: true},
		"the last microsecond of the grace":    {submitted: "2023-04-10T23:59:59.999999+07:00", late: true, lateGrace: true, excusedG: true},
		"the first moment after the grace":     {submitted: "2023-04-11T00:00:00+07:00", late: true, lateGrace: true},
		"the last microsecond before the lock": {submitted: "2023-05-31T23:59:59.999999+07:00", late: true, lateGrace: true},
	}
	eachDesk(t, func(t *testing.T, d *desk) {
		for name, row := range rows {
			t.Run(name, func(t *testing.T) {
				for _, grace := range []bool{false, true} {
					until, late, excused := "2023-04-02T23:59:59.999+07:00", row.late, row.excused
					if grace {
						until, late, excused = "2023-04-10T23:59:59.999+07:00", row.lateGrace, row.excusedG
					}
					d.setDates(t, "2023-Q1", "2023-03-01T00:00:00+07:00", "2023-04-02T23:59:59.999+07:00", until, "2023-05-31T23:59:59.999+07:00")
					d.Clock.Set(at("2023-03-20T09:00:00+07:00"))
					report, reporter := d.drafted(t, "1.1", "1")
					sent := d.makeAt(t, row.submitted, reporter, "submitSubmission", input{"id": report.ID, "version": report.Version})
					assert.Equal(t, [2]bool{late, excused}, [2]bool{sent.Late, sent.Excused}, "late, excused; grace: %v", grace)
					assert.Equal(t, at(row.submitted).UTC(), sent.SubmittedAt.UTC())
				}
			})
		}
	})
}

func TestAWindowOpensAndLocksToTheMoment(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		code, reporter := d.province(t)
		begin := input{"agency": code, "window": "2023-Q1", "cells": cells("1.1", "1")}
		d.Clock.Set(at("2023-02-28T23:59:58.999999+07:00"))
		d.refuse(t, reporter, "putFigures", begin, "NOT_OPEN")
		d.Clock.Set(at("2023-02-28T23:59:59+07:00"))
		report := d.make(t, reporter, "putFigures", begin, "submission.open", "figures.put").Submission
		d.Clock.Set(at("2023-05-31T23:59:59+07:00"))
		d.refuse(t, reporter, "submitSubmission", input{"id": report.ID, "version": report.Version}, "LOCKED")
		d.refuse(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.2", "1")}, "LOCKED")
		d.refuse(t, reporter, "putNarrative", input{"submission": report.ID, "kind": "TREND", "body": "x"}, "LOCKED")
		d.refuse(t, reporter, "openSubmission", input{"agency": "lao-cai", "window": "2023-Q1"}, "NOT_ALLOWED")
		d.refuse(t, d.As("reporter-lao-cai"), "openSubmission", input{"agency": "lao-cai", "window": "2023-Q1"}, "LOCKED")
		d.Clock.Set(at("2023-05-31T23:59:58.999+07:00"))
		d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": report.Version})
	})
}

func TestLatenessIsOfWhatStands(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		t.Run("returned and submitted again late is late", func(t *testing.T) {
			report, reporter := d.submitted(t, "1.1", "1")
			back := d.makeAt(t, "2023-04-02T10:00:00+07:00", d.reviewer(), "returnSubmission", input{"id": report.ID, "version": report.Version, "comment": "x"})
			assert.False(t, back.Late)
			sent := d.makeAt(t, "2023-04-04T10:00:00+07:00", reporter, "submitSubmission", input{"id": report.ID, "version": back.Version})
			assert.True(t, sent.Late)
			done := d.makeAt(t, "2023-04-05T10:00:00+07:00", d.reviewer(), "approveSubmission", input{"id": report.ID, "version": sent.Version})
			assert.True(t, done.Late)
		})
		t.Run("approved after the date, and submitted on time, is on time", func(t *testing.T) {
			d.Clock.Set(at("2023-04-02T20:00:00+07:00"))
			report, _ := d.submitted(t, "1.1", "1")
			assert.False(t, d.makeAt(t, "2023-04-20T10:00:00+07:00", d.reviewer(), "approveSubmission", input{"id": report.ID, "version": report.Version}).Late)
		})
		t.Run("approved, reopened and submitted again stays on time", func(t *testing.T) {
			d.Clock.Set(at("2023-04-02T20:00:00+07:00"))
			report, reporter := d.approved(t, "1.1", "1")
			d.Clock.Set(at("2023-04-20T10:00:00+07:00"))
			d.make(t, d.reviewer(), "reopenFigures", input{"figures": []string{report.inForce("1.1").ID}, "reason": "x", "until": "2023-05-01T00:00:00+07:00"})
			p := d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "1.2")})
			assert.False(t, d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": p.Submission.Version}).Submission.Late)
		})
		t.Run("approved late, reopened and submitted again stays late", func(t *testing.T) {
			d.Clock.Set(at("2023-04-20T10:00:00+07:00"))
			report, reporter := d.approved(t, "1.1", "1")
			assert.True(t, report.Late)
			d.make(t, d.reviewer(), "reopenFigures", input{"figures": []string{report.inForce("1.1").ID}, "reason": "x", "until": "2023-05-01T00:00:00+07:00"})
			p := d.make(t, reporter, "putFigures", input{"submission": report.ID, "cells": cells("1.1", "1.2")})
			assert.True(t, d.make(t, reporter, "submitSubmission", input{"id": report.ID, "version": p.Submission.Version}).Submission.Late)
		})
		t.Run("partly approved, and the rest submitted again late, is late", func(t *testing.T) {
			d.Clock.Set(at("2023-04-02T20:00:00+07:00"))
			report, reporter := d.submitted(t, "1.1", "1", "1.2", "2")
			p := d.make(t, d.reviewer(), "approveSubmission", input{"id": report.ID, "version": report.Version, "figures": []string{report.inForce("1.1").ID}})
			p = d.make(t, d.reviewer(), "returnSubmission", input{"id": report.ID, "version": p.Submission.Version, "comment": "x"})
			assert.True(t, d.makeAt(t, "2023-04-03T00:00:00+07:00", reporter, "submitSubmission", input{"id": report.ID, "version": p.Submission.Version}).Late)
		})
		t.Run("taken back, nothing is late", func(t *testing.T) {
			d.Clock.Set(at("2023-04-20T10:00:00+07:00"))
			report, reporter := d.submitted(t, "1.1", "1")
			assert.True(t, report.Late)
			assert.False(t, d.make(t, reporter, "withdrawSubmission", input{"id": report.ID, "version": report.Version}).Submission.Late)
		})
		t.Run("an agency that was given longer is judged by its own date", func(t *testing.T) {
			d.Clock.Set(at("2023-04-02T20:00:00+07:00"))
			mine, reporter := d.drafted(t, "1.1", "1")
			others, another := d.drafted(t, "1.1", "1")
			codes := d.As("coordinator").Do(t, `mutation($in: ExtendWindowInput!) { extendWindow(input: $in) { userErrors { code } } }`,
				input{"in": input{"window": "2023-Q1", "agencies": []string{d.codeOf(t, mine)}, "dueAt": "2023-04-06T23:59:59.999+07:00", "reason": "bão"}}, nil)
			assert.Empty(t, codes)
			assert.False(t, d.makeAt(t, "2023-04-06T23:59:59.999+07:00", reporter, "submitSubmission", input{"id": mine.ID, "version": mine.Version}).Late)
			assert.True(t, d.makeAt(t, "2023-04-06T23:59:59.999+07:00", another, "submitSubmission", input{"id": others.ID, "version": others.Version}).Late)
		})
	})
}
