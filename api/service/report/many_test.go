package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	figurerow "github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/submissionversion"
)

// post asks for a change and returns its answer as it came over the wire: for
// clients that are many, of which none may end the test.
func post(ctx context.Context, url, token, name string, in input) (string, error) {
	body, err := json.Marshal(map[string]any{"query": mutationOf(name), "variables": input{"input": in}})
	if err != nil {
		return "", err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer w.Body.Close()
	var answer struct{ Data, Errors json.RawMessage }
	if err := json.NewDecoder(w.Body).Decode(&answer); err != nil {
		return "", err
	}
	if answer.Errors != nil {
		return "", fmt.Errorf("%s answered %d: %s", name, w.StatusCode, answer.Errors)
	}
	return string(answer.Data), nil
}

// read reads the payload of a change out of its answer.
func read(t *testing.T, answer, name string) payload {
	t.Helper()
	var data map[string]payload
	require.NoError(t, json.Unmarshal([]byte(answer), &data))
	return data[name]
}

// atOnce asks for n changes at once, each a little later than the one before,
// and returns the answers.
func (d *desk) atOnce(t *testing.T, n int, as *apitest.Server, name string, in func(n int) input) []string {
	t.Helper()
	token := as.Token(t)
	answers, errs := make([]string, n), make([]error, n)
	start := make(chan struct{})
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() {
			<-start
			d.Clock.Advance(time.Millisecond)
			answers[i], errs[i] = post(t.Context(), as.URL, token, name, in(i))
		})
	}
	close(start)
	wait.Wait()
	for i, err := range errs {
		require.NoError(t, err, "client %d\n%s", i, d.Log)
	}
	return answers
}

func TestManyRepeatsMakeOneChange(t *testing.T) {
	const clients = 50
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.drafted(t, "1.1", "1")
		repeat := func(name string, in input) {
			lines, rows := d.Client.Event.Query().CountX(system()), d.Client.Figure.Query().CountX(system())
			answers := d.atOnce(t, clients, reporter, name, func(int) input { return in })
			for n, answer := range answers {
				assert.Equal(t, answers[0], answer, "%s of client %d", name, n)
			}
			assert.Empty(t, read(t, answers[0], name).UserErrors)
			assert.Equal(t, lines+1, d.Client.Event.Query().CountX(system()), "one event of %s", name)
			assert.Equal(t, report.Version+1, d.read(t, reporter, report.ID).Version)
			report.Version++
			if name == "putFigures" {
				assert.Equal(t, rows+1, d.Client.Figure.Query().CountX(system()), "one figure")
			}
		}
		repeat("putFigures", input{"submission": report.ID, "cells": cells("1.2", "2"), "clientMutationId": "put"})
		repeat("submitSubmission", input{"id": report.ID, "version": report.Version, "clientMutationId": "submit"})
		assert.Equal(t, 1, d.Client.Review.Query().CountX(system()), "one step")
		assert.Equal(t, 2, d.Client.IdempotencyKey.Query().CountX(system()))
		d.assertWhole(t)
	})
}

func TestOneOfManyWithAVersionWins(t *testing.T) {
	const clients = 20
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.drafted(t, "1.1", "1")
		answers := d.atOnce(t, clients, reporter, "putFigures", func(n int) input {
			return input{"submission": report.ID, "version": report.Version, "cells": cells("1.1", fmt.Sprint(n))}
		})
		won := 0
		for _, answer := range answers {
			p := read(t, answer, "putFigures")
			if len(p.UserErrors) == 0 {
				won++
				continue
			}
			assert.Equal(t, "CONFLICT", p.UserErrors[0].Code)
			assert.Greater(t, p.Submission.Version, report.Version, "the report as it is")
		}
		assert.Equal(t, 1, won)
		assert.Equal(t, report.Version+1, d.read(t, reporter, report.ID).Version)
		assertChain(t, d, report.ID)
		d.assertWhole(t)
	})
}

func TestManyWithoutAVersionAreAllWritten(t *testing.T) {
	const clients = 20
	codes := []string{"1.2", "1.3", "1.4", "1.5", "1.9"}
	eachDesk(t, func(t *testing.T, d *desk) {
		report, reporter := d.drafted(t, "1.1", "1")
		in := func(n int) input {
			return input{"submission": report.ID, "clientMutationId": fmt.Sprint("client ", n),
				"cells": cells("1.1", fmt.Sprint(n), codes[n%len(codes)], fmt.Sprint(n))}
		}
		answers := d.atOnce(t, clients, reporter, "putFigures", in)
		versions := map[int]bool{}
		for _, answer := range answers {
			p := read(t, answer, "putFigures")
			require.Empty(t, p.UserErrors)
			versions[p.Submission.Version] = true
		}
		assert.Len(t, versions, clients, "each answer is of its own change")
		after := d.read(t, reporter, report.ID)
		assert.Equal(t, report.Version+clients, after.Version)
		assert.Equal(t, 1+len(codes), after.Drafted)
		id := key(t, report.ID)
		assert.Equal(t, 1+len(codes), d.Client.Figure.Query().Where(figurerow.SubmissionID(id), figurerow.SupersededAtIsNil()).CountX(system()), "one waiting figure a cell")
		assert.Equal(t, 1+2*clients, d.Client.Figure.Query().Where(figurerow.SubmissionID(id)).CountX(system()))
		assert.Equal(t, clients, d.Client.Event.Query().Where(event.ActionEQ("figures.put"), event.EntityID(id)).CountX(system())-1)
		assertChain(t, d, report.ID)
		assertInOrder(t, d, report.ID)
		d.assertWhole(t)
		for n, answer := range answers {
			first, again := read(t, answer, "putFigures"), read(t, raw(t, reporter, "putFigures", in(n)), "putFigures")
			assert.Equal(t, fmt.Sprint(n), again.Submission.inForce("1.1").Value, "a repeat tells what the change of client %d made", n)
			// What others entered before the first answer was read may be in that.
			first.Submission.Figures = again.Submission.Figures
			assert.Equal(t, first, again, "a repeat of client %d gives its answer", n)
		}
	})
}

// assertInOrder checks that the versions of a report follow each other in time,
// as they do in number: a report as of a time is the last of them by then.
func assertInOrder(t *testing.T, d *desk, report string) {
	t.Helper()
	rows := d.Client.SubmissionVersion.Query().Where(submissionversion.SubmissionID(key(t, report))).Order(submissionversion.ByVersion()).AllX(system())
	for n := 1; n < len(rows); n++ {
		assert.Equal(t, rows[n-1].Version+1, rows[n].Version)
		assert.False(t, rows[n].ChangedAt.Before(rows[n-1].ChangedAt), "version %d of %s comes before version %d of %s",
			rows[n].Version, rows[n].ChangedAt, rows[n-1].Version, rows[n-1].ChangedAt)
	}
}

func TestManyBeginOneReport(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		for _, name := range []string{"openSubmission", "putFigures"} {
			t.Run(name, func(t *testing.T) {
				code, reporter := d.province(t)
				answers := d.atOnce(t, 20, reporter, name, func(n int) input {
					in := input{"agency": code, "window": "2023-Q1"}
					if name == "putFigures" {
						in["cells"] = cells("1.1", fmt.Sprint(n))
					}
					return in
				})
				reports := map[string]bool{}
				for _, answer := range answers {
					p := read(t, answer, name)
					require.Empty(t, p.UserErrors)
					reports[p.Submission.ID] = true
				}
				assert.Len(t, reports, 1)
				d.assertWhole(t)
			})
		}
	})
}

func TestADecisionAndAWithdrawalExcludeEachOther(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		for range 5 {
			report, reporter := d.submitted(t, "1.1", "1")
			in := input{"id": report.ID, "version": report.Version}
			tokens := []string{reporter.Token(t), d.reviewer().Token(t)}
			names := []string{"withdrawSubmission", "approveSubmission"}
			answers, errs := make([]string, 2), make([]error, 2)
			var wait sync.WaitGroup
			for n := range names {
				wait.Go(func() { answers[n], errs[n] = post(t.Context(), d.URL, tokens[n], names[n], in) })
			}
			wait.Wait()
			require.NoError(t, errs[0])
			require.NoError(t, errs[1])
			withdrawn, approved := read(t, answers[0], names[0]), read(t, answers[1], names[1])
			assert.NotEqual(t, len(withdrawn.UserErrors) == 0, len(approved.UserErrors) == 0, "one of them: %+v %+v", withdrawn.UserErrors, approved.UserErrors)
			status := d.read(t, reporter, report.ID).Status
			assert.Equal(t, map[bool]string{true: "DRAFT", false: "APPROVED"}[len(withdrawn.UserErrors) == 0], status)
		}
		d.assertWhole(t)
	})
}
