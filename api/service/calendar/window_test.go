package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
)

// A payload is what changes of a window answer.
type payload struct {
	ClientMutationID *string
	Window           *struct{ Code, OpensAt, DueAt, GraceUntil, LocksAt string }
	Change           *struct {
		ID, Kind, Reason                    string
		OpensAt, DueAt, GraceUntil, LocksAt *string
		Agencies                            []struct{ Code string }
		LegalDocument                       *struct{ Number string }
		Section                             *string
		By                                  struct{ Name string }
	}
	UserErrors []struct {
		Code, Message string
		Path          []string
	}
}

// codes lists what is wrong, as CODE path.
func (p payload) codes() []string {
	codes := []string{}
	for _, e := range p.UserErrors {
		text := e.Code
		for _, step := range e.Path {
			text += " " + step
		}
		codes = append(codes, text)
	}
	return codes
}

type input map[string]any

// with returns the input with something else in it; nil takes it out.
func (in input) with(name string, value any) input {
	other := input{}
	for n, v := range in {
		other[n] = v
	}
	if other[name] = value; value == nil {
		delete(other, name)
	}
	return other
}

// ask asks for one of the three changes.
func ask(t *testing.T, s *apitest.Server, change string, in input) payload {
	t.Helper()
	types := map[string]string{"adjustWindow": "AdjustWindowInput", "extendWindow": "ExtendWindowInput", "reopenWindow": "ReopenWindowInput"}
	var got map[string]payload
	s.Get(t, `mutation($input: `+types[change]+`!) { `+change+`(input: $input) { clientMutationId
		window { code opensAt dueAt graceUntil locksAt }
		change { id kind reason opensAt dueAt graceUntil locksAt section agencies { code } legalDocument { number } by { name } }
		userErrors { code path message } } }`, map[string]any{"input": in}, &got)
	return got[change]
}

// made is ask for a change that must be made.
func made(t *testing.T, s *apitest.Server, change string, in input) payload {
	t.Helper()
	p := ask(t, s, change, in)
	require.Empty(t, p.UserErrors)
	require.NotNil(t, p.Window)
	require.NotNil(t, p.Change)
	return p
}

// dates returns the dates that hold for an agency in 2023-Q1: due, grace, lock.
func dates(t *testing.T, s *apitest.Server, code string) [3]string {
	t.Helper()
	var got struct {
		ReportingWindow struct {
			Deadlines struct{ DueAt, GraceUntil, LocksAt string }
		}
	}
	s.As("coordinator").Get(t, `query($agency: String!) { reportingWindow(code: "2023-Q1") { deadlines(agency: $agency) { dueAt graceUntil locksAt } } }`,
		map[string]any{"agency": code}, &got)
	d := got.ReportingWindow.Deadlines
	return [3]string{d.DueAt, d.GraceUntil, d.LocksAt}
}

// The dates of 2023-Q1 as they were published, in UTC.
const (
	due  = "2023-04-02T16:59:59.999Z"
	lock = "2023-05-31T16:59:59.999Z"
)

// serve starts a server on the day before 2023-Q1 is due.
func serve(t *testing.T, d *apitest.Database) *apitest.Server {
	s := apitest.SignedIn(t, d)
	s.Clock.Set(at("2023-04-01T09:00:00+07:00"))
	return s
}

func id(d *apitest.Database, code string) *db.Agency {
	return d.Client.Agency.Query().Where(agency.Code(code)).OnlyX(apitest.System())
}

// events returns the events of an action, the first first.
func events(d *apitest.Database, action string) []*db.Event {
	return d.Client.Event.Query().Where(event.Action(action)).Order(event.ByAt(), event.BySequence()).AllX(apitest.System())
}

// said reads what an event says.
func said(t *testing.T, text json.RawMessage) map[string]any {
	t.Helper()
	var v map[string]any
	require.NoError(t, json.Unmarshal(text, &v))
	return v
}

// submitted adds a report for 2023-Q1 that came at a time.
func submitted(d *apitest.Database, code string, came time.Time, late, excused bool) *db.Submission {
	ctx := apitest.System()
	w := d.Client.ReportingWindow.Query().Where(reportingwindow.Code("2023-Q1")).OnlyIDX(ctx)
	return d.Client.Submission.Create().SetAgencyID(id(d, code).ID).SetWindowID(w).SetCreatedAt(came.UTC()).SetChangedAt(came.UTC()).
		SetStatus(submission.StatusSUBMITTED).SetSubmittedAt(came.UTC()).SetLate(late).SetExcused(excused).SaveX(ctx)
}

func again(d *apitest.Database, r *db.Submission) *db.Submission {
	return d.Client.Submission.GetX(apitest.System(), r.ID)
}
