package graph_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A given is an id that an input takes: the type it should be of, the row of the
// unit that somebody at the province may not know of, and an input in which ID
// stands for it. What else is in the input is the province's own.
type given struct{ typ, row, input string }

// ids are all ids that changes take, by the way to them.
var ids = map[string]given{
	"revokeRole.id":                      {"RoleGrant", "RoleGrant", `{"id": ID}`},
	"delegateRole.grant":                 {"RoleGrant", "RoleGrant", `{"grant": ID, "to": TO, "until": UNTIL, "reason": "Nghỉ."}`},
	"endDelegation.id":                   {"Delegation", "Delegation", `{"id": ID}`},
	"revokeMachineToken.id":              {"MachineToken", "MachineToken", `{"id": ID}`},
	"removeWebhook.id":                   {"Webhook", "Webhook", `{"id": ID}`},
	"reopenFigures.figures":              {"Figure", "Figure entered in a draft", `{"figures": [ID], "reason": "Sai.", "until": UNTIL}`},
	"reviseFigure.id":                    {"Figure", "Figure entered in a draft", `{"id": ID, "value": "1", "reason": "Sai."}`},
	"createEvidenceUpload.submission":    {"Submission", "Submission draft", `{"submission": ID}`},
	"createEvidenceUpload.indicator":     {"Indicator", "", `{"submission": OWN, "indicator": ID}`},
	"requeueJob.id":                      {"Job", "Job of the unit", `{"id": ID}`},
	"putNarrative.submission":            {"Submission", "Submission draft", `{"submission": ID, "kind": "DIFFICULTY", "body": "Khó."}`},
	"putNarrative.indicator":             {"Indicator", "", `{"submission": OWN, "kind": "DIFFICULTY", "body": "Khó.", "indicator": ID}`},
	"routeNarrative.id":                  {"Narrative", "Narrative draft", `{"id": ID, "routedTo": "meter"}`},
	"answerNarrative.id":                 {"Narrative", "Narrative draft", `{"id": ID, "answer": "Được."}`},
	"putFigures.submission":              {"Submission", "Submission draft", `{"submission": ID, "cells": [{"plan": "p", "code": "1", "value": "1"}]}`},
	"putFigures.cells.indicator":         {"Indicator", "", `{"submission": OWN, "cells": [{"indicator": ID, "value": "1"}]}`},
	"submitSubmission.id":                {"Submission", "Submission draft", `{"id": ID, "version": 1}`},
	"submitSubmission.waivers.indicator": {"Indicator", "", `{"id": OWN, "version": 1, "waivers": [{"check": "jump", "reason": "Đúng.", "indicator": ID}]}`},
	"withdrawSubmission.id":              {"Submission", "Submission submitted", `{"id": ID, "version": 1}`},
	"returnSubmission.id":                {"Submission", "Submission submitted", `{"id": ID, "version": 1, "comment": "Sai."}`},
	"returnSubmission.figures.id":        {"Figure", "Figure submitted", `{"id": SENT, "version": 1, "figures": [{"id": ID, "comment": "Sai."}]}`},
	"approveSubmission.id":               {"Submission", "Submission submitted", `{"id": ID, "version": 1}`},
	"approveSubmission.figures":          {"Figure", "Figure submitted", `{"id": SENT, "version": 1, "figures": [ID]}`},
	"waiveCheck.id":                      {"Submission", "Submission submitted", `{"id": ID, "waiver": {"check": "jump", "reason": "Đúng."}}`},
	"waiveCheck.waiver.indicator":        {"Indicator", "", `{"id": OWN, "waiver": {"check": "jump", "reason": "Đúng.", "indicator": ID}}`},
}

// wanted lists the ways to all ids in an input.
func (g graphSchema) wanted(at, input string) (ways []string) {
	for _, f := range g.typ(input).InputFields {
		switch name := f.Type.named(); {
		case name == "ID":
			ways = append(ways, at+"."+f.Name)
		case g.typ(name).Kind == "INPUT_OBJECT":
			ways = append(ways, g.wanted(at+"."+f.Name, name)...)
		}
	}
	return ways
}

func TestEveryIDThatAChangeTakesIsTried(t *testing.T) {
	g := learn(t, apitest.Serve(t, apitest.SQLite(t), viewer.Public()))
	var want, got []string
	for _, f := range g.typ("Mutation").Fields {
		for _, a := range f.Args {
			assert.NotEqual(t, "ID", a.Type.named(), "%s(%s:): ids are in the input", f.Name, a.Name)
			want = append(want, g.wanted(f.Name, a.Type.named())...)
		}
	}
	for way := range ids {
		got = append(got, way)
	}
	assert.ElementsMatch(t, want, got, "name the type of the id, and an input that has it")
}

// neighbour is somebody with every role at the province, and none at the unit.
func (o *office) neighbour() *apitest.Server {
	for _, role := range []viewer.Role{viewer.RoleReviewer, viewer.RoleCoordinator, viewer.RoleAdmin} {
		o.Grant(o.t, "elsewhere", role, "province")
	}
	return o.As("elsewhere")
}

// neighbours adds a report of the province's for a window, with a figure.
func (o *office) neighbours(window int, status submission.Status) *db.Submission {
	create := o.c.Submission.Create().SetAgency(o.agencies["province"]).SetWindow(o.windows[window]).SetStatus(status).SetCreatedAt(day)
	if status != submission.StatusDRAFT {
		create.SetSubmittedAt(hour(3)).SetSubmittedOrder(hour(3)).SetSubmittedBy(o.reporter)
	}
	s := must(create.Save(apitest.System()))(o.t)
	_ = must(o.c.Figure.Create().SetIndicator(o.indicators["2"]).SetAgency(o.agencies["province"]).SetYear(2023).SetWindow(o.windows[window]).SetSubmission(s).
		SetGrade(figure.GradeESTIMATE).SetSource(figure.SourceDECLARED).SetStatedValue(decimal.NewFromInt(1)).SetPeriodKey("2023-1").SetRecordedAt(hour(1)).
		Save(apitest.System()))(o.t)
	return s
}

// A row of the unit's, one that was never made, and one of another type all look
// the same to the neighbour: in the answer, and in what the database was asked.
func TestAnIDOneMayNotKnowIsLikeNone(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		o := newOffice(t, d)
		s := o.neighbour()
		now := o.Clock.Now() // no earlier than the roles were given: the second window is open
		require.NoError(t, o.c.ReportingWindow.UpdateOneID(o.windows[1].ID).SetOpensAt(now.AddDate(0, 0, -1)).SetDueAt(now.AddDate(0, 0, 1)).
			SetGraceUntil(now.AddDate(0, 0, 2)).SetLocksAt(now.AddDate(0, 0, 3)).Exec(apitest.System()))
		own, sent := o.neighbours(1, submission.StatusDRAFT), o.neighbours(2, submission.StatusSUBMITTED)
		// All at once: an id may have the letters of a word in it.
		fill := func(input string, id gid.ID) string {
			return strings.NewReplacer("SENT", quoted(gid.Of("Submission", sent.ID)), "OWN", quoted(gid.Of("Submission", own.ID)), "ID", quoted(id),
				"TO", fmt.Sprintf("%q", o.Persona("reporter").Subject), "UNTIL", fmt.Sprintf("%q", o.Clock.Now().AddDate(0, 0, 1).Format("2006-01-02T15:04:05Z07:00"))).Replace(input)
		}
		for way, given := range ids {
			t.Run(way, func(t *testing.T) {
				name, _, _ := strings.Cut(way, ".")
				input := strings.ToUpper(name[:1]) + name[1:] + "Input"
				answer := func(id gid.ID) (body string, statements int) {
					var variables map[string]any
					require.NoError(t, json.Unmarshal([]byte(`{"i": `+fill(given.input, id)+`}`), &variables))
					d.Statements().Reset()
					a := s.Ask(t, fmt.Sprintf(`mutation($i: %s!) { %s(input: $i) { userErrors { code path message severity } %s } }`, input, name, cells(name)), variables)
					require.Empty(t, a.Errors)
					return strings.ReplaceAll(string(a.Data), id.String(), "ID"), len(d.Statements().All())
				}
				never, statements := answer(gid.Of(given.typ, unknown))
				assert.Regexp(t, `"NOT_FOUND"|"NOT_OWED"|"path":\["figures","0"`, never, "it looks for what the id names")
				other := "Task"
				for what, id := range map[string]gid.ID{
					"of another type":                       gid.Of(other, o.rows[other]),
					"of another type, that was never made":  gid.Of(other, unknown),
					"of the key of a row, and another type": gid.Of(other, key(o, given)),
					"of a row one may not know":             gid.Of(given.typ, key(o, given)),
				} {
					got, asked := answer(id)
					assert.Equal(t, never, got, "an id %s", what)
					assert.Equal(t, statements, asked, "statements for an id %s", what)
				}
			})
		}
	})
}

// key is the row of the unit's. Indicators are everybody's: there is none that
// one may not know.
func key(o *office, g given) uuid.UUID {
	if g.row == "" {
		return unknown
	}
	if _, ok := o.rows[g.row]; !ok {
		o.t.Fatalf("there is no row %q", g.row)
	}
	return o.rows[g.row]
}

func quoted(id gid.ID) string { return fmt.Sprintf("%q", id) }

// cells is where putFigures answers what is wrong with one figure.
func cells(mutation string) string {
	if mutation == "putFigures" {
		return "cells { index userErrors { code path message severity } }"
	}
	return ""
}

// Conditions by id, of every connection there is, tell no more.
func TestAConditionOnAnIDOneMayNotKnowIsLikeNone(t *testing.T) {
	hidden := map[string]string{
		"Submission": "Submission draft", "Figure": "Figure entered in a draft", "MachineToken": "MachineToken",
		"Job": "Job of the unit", "Event": "Event of the unit",
	}
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		o := newOffice(t, d)
		s := o.As("elsewhere")
		g := learn(t, s)
		for _, c := range g.connections("Query") {
			row, ok := hidden[c.Node]
			if !ok {
				continue // everybody may know of them
			}
			require.Contains(t, o.rows, row)
			delete(hidden, c.Node)
			for _, f := range g.typ(c.Node + "WhereInput").InputFields {
				if f.Type.named() != "ID" {
					continue
				}
				answer := func(id gid.ID) (string, int) {
					value := quoted(id)
					if f.Type.OfType != nil {
						value = "[" + value + "]"
					}
					d.Statements().Reset()
					a := s.Ask(t, fmt.Sprintf(`{ %s(where: {%s: %s}) { totalCount edges { node { id } } } }`, c.Field, f.Name, value), nil)
					require.Empty(t, a.Errors)
					return string(a.Data), len(d.Statements().All())
				}
				never, statements := answer(gid.Of(c.Node, unknown))
				got, asked := answer(gid.Of(c.Node, o.rows[row]))
				assert.Equal(t, never, got, "%s.%s", c.Field, f.Name)
				assert.Equal(t, statements, asked, "statements of %s.%s", c.Field, f.Name)
				assert.NotContains(t, got, gid.Of(c.Node, o.rows[row]).String())
			}
		}
		assert.Empty(t, slices.Collect(names(hidden)), "no connection has them")
	})
}

func names(m map[string]string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for name := range m {
			if !yield(name) {
				return
			}
		}
	}
}

func TestANodeOneMayNotKnowIsLikeNone(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		o := newOffice(t, d)
		s := o.As("elsewhere")
		ask := func(query string, id gid.ID) (string, int) {
			d.Statements().Reset()
			a := s.Ask(t, fmt.Sprintf(query, quoted(id)), nil)
			require.Empty(t, a.Errors)
			return string(a.Data), len(d.Statements().All())
		}
		tried := 0
		for name, row := range o.rows {
			typ, _, _ := strings.Cut(name, " ")
			if !slices.Contains([]string{"Submission", "Figure", "Narrative", "RoleGrant", "Delegation", "MachineToken", "Webhook", "Job", "Event", "Evidence", "Waiver", "Review"}, typ) {
				continue
			}
			visible, _ := ask(`{ node(id: %s) { id } }`, gid.Of(typ, row))
			if visible != `{"node":null}` {
				continue // this one the province may know
			}
			tried++
			for query, want := range map[string]string{`{ node(id: %s) { __typename id } }`: `{"node":null}`, `{ nodes(ids: [%s]) { __typename id } }`: `{"nodes":[null]}`} {
				_, statements := ask(query, gid.Of(typ, unknown))
				got, asked := ask(query, gid.Of(typ, row))
				assert.Equal(t, want, got, name)
				assert.Equal(t, statements, asked, "statements for %s", name)
				forged, _ := ask(query, gid.Of("Task", row))
				assert.Equal(t, want, forged, name)
			}
		}
		assert.Greater(t, tried, 10, "the unit has much that the province may not know")
	})
}
