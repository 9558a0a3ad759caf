package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

// raw asks for a change and returns its answer as it came over the wire.
func raw(t *testing.T, as *apitest.Server, name string, in input) string {
	t.Helper()
	answer := as.Ask(t, mutationOf(name), input{"input": in})
	require.Empty(t, answer.Errors, name)
	return string(answer.Data)
}

// mutationOf is the text of a change.
func mutationOf(name string) string {
	return `mutation($input: ` + operations[name][0] + `!) { ` + name + `(input: $input) { ` + operations[name][1] + ` userErrors { code path message severity } } }`
}

// A step is a change that was asked for, by whom, and what it answered.
type step struct {
	who, name, answer string
	in                input
}

// A script plays changes one after another, each with a key of its own.
type script struct {
	d     *desk
	steps []step
	after func() // called after each, where there is one
}

// play makes a change and keeps its answer.
func (s *script) play(t *testing.T, who, name string, in input) payload {
	t.Helper()
	s.d.Clock.Advance(time.Minute)
	in["clientMutationId"] = "step " + string(rune('a'+len(s.steps)))
	as := s.d.As(who)
	answer := raw(t, as, name, in)
	s.steps = append(s.steps, step{who, name, answer, in})
	p := read(t, answer, name)
	for _, f := range p.UserErrors {
		require.Equal(t, "WARNING", f.Severity, "%s: %+v", name, f)
	}
	if s.after != nil {
		s.after()
	}
	return p
}

// playQuarter plays every change there is on the report of a province.
func (s *script) playQuarter(t *testing.T, code string) (report string) {
	t.Helper()
	reporter, reviewer := "reporter-"+code, "reviewer-cdsqg"
	p := s.play(t, reporter, "openSubmission", input{"agency": code, "window": "2023-Q1"})
	report = p.Submission.ID
	version := func() int { return s.d.read(t, s.d.As(reporter), report).Version }
	p = s.play(t, reporter, "putFigures", input{"submission": report, "mode": "EACH", "cells": []input{
		{"code": "1.1", "value": "86.97"}, {"code": "1.2", "value": "101"}, {"code": "1.3", "numerator": "1", "denominator": "3", "grade": "OFFICIAL"}, {"code": "9.9", "value": "1"}}})
	p = s.play(t, reporter, "putFigures", input{"submission": report, "cells": []input{{"code": "1.2", "value": "12"}, {"code": "1.4", "value": "14", "note": "tạm"}}})
	s.play(t, reporter, "putFigures", input{"submission": report, "cells": []input{{"code": "1.4"}}})
	s.play(t, reporter, "waiveCheck", input{"id": report, "waiver": input{"check": "OFFICIAL_WITHOUT_EVIDENCE", "reason": "Gửi sau."}})
	text := s.play(t, reporter, "putNarrative", input{"submission": report, "kind": "DIFFICULTY", "body": "Thiếu người."})
	s.play(t, reporter, "putNarrative", input{"submission": report, "kind": "DIFFICULTY", "body": "Thiếu người và tiền."})
	p = s.play(t, reporter, "submitSubmission", input{"id": report, "version": version()})
	s.play(t, reporter, "withdrawSubmission", input{"id": report, "version": version()})
	p = s.play(t, reporter, "submitSubmission", input{"id": report, "version": version(), "waivers": []input{{"check": "OFFICIAL_WITHOUT_EVIDENCE", "reason": "Như trên."}}})
	p = s.play(t, reviewer, "returnSubmission", input{"id": report, "version": version(), "figures": []input{{"id": p.Submission.inForce("1.2").ID, "comment": "Lệch."}}})
	text = s.play(t, "coordinator", "routeNarrative", input{"id": s.text(t, reporter, report), "routedTo": "cuc-vt"})
	s.play(t, "reporter-cuc-vt", "answerNarrative", input{"id": text.Narrative.ID, "answer": "Sẽ bổ sung."})
	p = s.play(t, reporter, "putFigures", input{"submission": report, "cells": cells("1.2", "13")})
	p = s.play(t, reporter, "submitSubmission", input{"id": report, "version": version()})
	s.play(t, reviewer, "approveSubmission", input{"id": report, "version": version(), "figures": []string{p.Submission.inForce("1.2").ID}, "comment": "Được."})
	p = s.play(t, reviewer, "approveSubmission", input{"id": report, "version": version()})
	s.play(t, "coordinator", "publishFigures", input{"window": "2023-Q1"})
	s.d.Clock.Set(at("2023-06-10T09:00:00+07:00"))
	s.play(t, reviewer, "reopenFigures", input{"figures": []string{p.Submission.inForce("1.1").ID}, "reason": "Nhầm.", "until": "2023-06-20T00:00:00+07:00"})
	s.play(t, reporter, "putFigures", input{"submission": report, "cells": cells("1.1", "87")})
	s.play(t, reporter, "submitSubmission", input{"id": report, "version": version()})
	s.play(t, reviewer, "approveSubmission", input{"id": report, "version": version()})
	s.play(t, reporter, "reviseFigure", input{"id": p.Submission.inForce("1.3").ID, "value": "34", "reason": "Niên giám."})
	s.play(t, reporter, "waiveCheck", input{"id": report, "waiver": input{"check": "OFFICIAL_WITHOUT_EVIDENCE", "reason": "Niên giám in sau."}})
	s.play(t, reviewer, "approveSubmission", input{"id": report, "version": version()})
	return report
}

// text is the id of the difficulty of a report.
func (s *script) text(t *testing.T, who, report string) string {
	t.Helper()
	var data struct {
		Node struct {
			Narratives []struct{ ID string }
		}
	}
	s.d.As(who).Get(t, `query($id: ID!) { node(id: $id) { ... on Submission { narratives { id } } } }`, input{"id": report}, &data)
	require.Len(t, data.Node.Narratives, 1)
	return data.Node.Narratives[0].ID
}

func TestARepeatGivesTheFirstAnswer(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		code, _ := d.province(t)
		s := &script{d: d}
		s.playQuarter(t, code)
		d.Clock.Advance(24 * time.Hour)
		before := d.contents(t)
		for n, one := range s.steps {
			assert.Equal(t, one.answer, raw(t, d.As(one.who), one.name, one.in), "step %d, %s", n, one.name)
		}
		assert.Equal(t, before, d.contents(t), "repeats change nothing")

		again := apitest.SignedIn(t, d.Database)
		again.Clock.Set(d.Clock.Now())
		for n, one := range s.steps {
			assert.Equal(t, one.answer, raw(t, again.As(one.who), one.name, one.in), "at a new server: step %d, %s", n, one.name)
		}
		d.assertWhole(t)
	})
}

func TestAKeyIsForOneChange(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.drafted(t, "1.1", "1")
		with := func(key string, more input) input {
			more["clientMutationId"] = key
			return more
		}
		first := d.make(t, reporter, "putFigures", with("k", input{"submission": report.ID, "cells": cells("1.2", "2")}))
		d.refuse(t, reporter, "putFigures", with("k", input{"submission": report.ID, "cells": cells("1.2", "3")}), "KEY_REUSED", "clientMutationId")
		d.refuse(t, reporter, "putFigures", with("k", input{"submission": report.ID, "mode": "EACH", "cells": cells("1.2", "2")}), "KEY_REUSED", "clientMutationId")
		d.refuse(t, reporter, "submitSubmission", with("k", input{"id": report.ID, "version": first.Submission.Version}), "KEY_REUSED", "clientMutationId")
		d.refuse(t, reporter, "openSubmission", with("k", input{"agency": d.codeOf(t, report), "window": "2023-Q1"}), "KEY_REUSED", "clientMutationId")
		again := d.make(t, reporter, "putFigures", with("k", input{"submission": report.ID, "cells": cells("1.2", "2")}), nothing...)
		assert.Equal(t, first, again)

		d.refuse(t, reporter, "putFigures", with("", input{"submission": report.ID, "cells": cells("1.2", "3")}), "INVALID", "clientMutationId")
		d.refuse(t, reporter, "putFigures", with(strings.Repeat("k", 101), input{"submission": report.ID, "cells": cells("1.2", "3")}), "INVALID", "clientMutationId")
		d.make(t, reporter, "putFigures", with(strings.Repeat("k", 100), input{"submission": report.ID, "cells": cells("1.2", "3")}))
	})
}

func TestAnothersKeyIsAnother(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		one, reporter := d.drafted(t, "1.1", "1")
		other, another := d.drafted(t, "1.1", "1")
		d.make(t, reporter, "putFigures", input{"submission": one.ID, "cells": cells("1.2", "2"), "clientMutationId": "same"})
		p := d.make(t, another, "putFigures", input{"submission": other.ID, "cells": cells("1.2", "3"), "clientMutationId": "same"})
		assert.Equal(t, "3", p.Submission.inForce("1.2").Value)
		d.refuse(t, another, "putFigures", input{"submission": one.ID, "cells": cells("1.2", "2"), "clientMutationId": "other"}, "NOT_FOUND", "submission")
	})
}

func TestTheKeyOfARefusedChangeMayBeUsedAgain(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.drafted(t, "1.1", "1")
		put := func(value string) input {
			return input{"submission": report.ID, "cells": cells("1.2", value), "clientMutationId": "k"}
		}
		d.refuse(t, reporter, "putFigures", put("101"), "INVALID", "cells")
		d.refuse(t, reporter, "putFigures", put("101"), "INVALID", "cells")
		p := d.make(t, reporter, "putFigures", put("10"))
		submit := input{"id": report.ID, "version": report.Version, "clientMutationId": "s"}
		d.refuse(t, reporter, "submitSubmission", submit, "CONFLICT", "version")
		submit["version"] = p.Submission.Version
		sent := d.make(t, reporter, "submitSubmission", submit).Submission
		d.make(t, d.reviewer(), "returnSubmission", input{"id": report.ID, "version": sent.Version, "comment": "x"})
		again := d.make(t, reporter, "submitSubmission", submit, nothing...).Submission
		assert.Equal(t, sent, again, "as it was then")
	})
}
